/** Times broken down and formatted, as the C library of Linux does it. */
import { describe, expect, test } from 'vitest';
import { newFloat, newTuple, type PyObject } from '../../objects/index.ts';
import { outcome, run } from '../testing.ts';

const gmtime = (seconds: PyObject): PyObject => run('time', 'gmtime', [seconds]);
const strftime = (format: string, time: PyObject): string =>
  outcome(() => run('time', 'strftime', [format, time]));

test('a moment of UTC has nine items and a zone', () => {
  expect(outcome(() => gmtime(newFloat(1234567890.7)))).toBe(
    'time.struct_time(tm_year=2009, tm_mon=2, tm_mday=13, tm_hour=23, tm_min=31, tm_sec=30, tm_wday=4, tm_yday=44, tm_isdst=0)',
  );
  expect(outcome(() => gmtime(-62135596800))).toContain('tm_year=1, tm_mon=1, tm_mday=1');
  expect(outcome(() => gmtime(newFloat(Number.NaN)))).toBe('ValueError: Invalid value NaN (not a number)');
});

describe('strftime', () => {
  test.each([
    ['%Y-%m-%dT%H:%M:%S %Z', "'2009-02-13T23:31:30 GMT'"],
    ['%a %A %b %B %p %P %I', "'Fri Friday Feb February PM pm 11'"],
    ['%j %U %W %V %G %g %u %w', "'044 06 06 07 2009 09 5 5'"],
    [
      '%c|%x|%X|%r|%R|%T|%D|%F',
      "'Fri Feb 13 23:31:30 2009|02/13/09|23:31:30|11:31:30 PM|23:31|23:31:30|02/13/09|2009-02-13'",
    ],
    ['%e|%k|%-m|%_m|%5d|%^a|%%|%Q|%', "'13|23|2| 2|00013|FRI|%|%Q|%'"],
  ])('%s', (format, expected) => {
    expect(strftime(format, gmtime(1234567890))).toBe(expected);
  });

  test.each([
    [[2000, 13, 1, 0, 0, 0, 0, 1, 0], 'ValueError: month out of range'],
    [[2000, 1, 1, 0, 0, 62, 0, 1, 0], 'ValueError: seconds out of range'],
    [[1, 2, 3], 'TypeError: strftime(): illegal time tuple argument'],
  ])('%j', (fields, expected) => {
    expect(strftime('%x', newTuple(fields))).toBe(expected);
  });
});

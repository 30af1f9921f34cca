/** `time.struct_time`, and arguments that are times: tuples of nine numbers. */
import {
  asIndex,
  type Escapes,
  OverflowErrorType,
  type PyObject,
  PyTuple,
  PyTupleSubclass,
  raise,
  raiseTypeError,
  raiseValueError,
  toFloatValue,
  typeOf,
} from '../../objects/index.ts';
import { type StructSequence, structSequence } from '../struct-sequence.ts';
import type { BrokenTime } from './calendar.ts';

const FIELDS = [
  'tm_year',
  'tm_mon',
  'tm_mday',
  'tm_hour',
  'tm_min',
  'tm_sec',
  'tm_wday',
  'tm_yday',
  'tm_isdst',
];

let structTimeType: StructSequence | undefined;

/** Made when first asked for: by then all built-in types are complete. */
export function structTime(): StructSequence {
  structTimeType ??= structSequence('time.struct_time', FIELDS, {
    doc: 'The time value as returned by gmtime(), localtime(), and strptime(), and accepted by asctime(), mktime() and strftime().',
    hidden: ['tm_zone', 'tm_gmtoff'],
    constructible: true,
  });
  return structTimeType;
}

export function makeStructTime(time: BrokenTime): PyObject {
  const { year, month, day, hour, minute, second, weekday, yearDay, isDst, zone, offset } = time;
  return structTime().make([year, month, day, hour, minute, second, weekday, yearDay, isDst, zone, offset]);
}

/** The nine fields, not yet checked (`gettmarg`). */
export function timeFields(value: PyObject, name: string): Escapes<number[]> {
  if (!(value instanceof PyTuple)) raiseTypeError('Tuple or struct_time argument required');
  if (value.items.length !== 9) raiseTypeError(`${name}(): illegal time tuple argument`);
  return value.items.map((item) => {
    const number = Number(asIndex(item));
    if (Math.abs(number) > 0x7fffffff) raise(OverflowErrorType, 'Python int too large to convert to C int');
    return number;
  });
}

/** `checktm`: ranges, with 0 for the first month or day allowed. */
export function checkedTime(value: PyObject, name: string): Escapes<BrokenTime> {
  const [year, month, day, hour, minute, second, weekday, yearDay, isDst] = timeFields(value, name) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 0 || month > 12) raiseValueError('month out of range');
  if (day < 0 || day > 31) raiseValueError('day of month out of range');
  if (hour < 0 || hour > 23) raiseValueError('hour out of range');
  if (minute < 0 || minute > 59) raiseValueError('minute out of range');
  if (second < 0 || second > 61) raiseValueError('seconds out of range');
  if (weekday + 1 < 0) raiseValueError('day of week out of range');
  if (yearDay < 0 || yearDay > 366) raiseValueError('day of year out of range');
  const hidden = value instanceof PyTupleSubclass ? value.dict?.table : undefined;
  const zone = hidden?.getStr('tm_zone');
  const offset = hidden?.getStr('tm_gmtoff');
  return {
    year,
    month: month === 0 ? 1 : month,
    day: day === 0 ? 1 : day,
    hour,
    minute,
    second,
    weekday: ((weekday % 7) + 7) % 7,
    yearDay: yearDay === 0 ? 1 : yearDay,
    isDst,
    zone: typeof zone === 'string' ? zone : null,
    offset: typeof offset === 'number' ? offset : null,
  };
}

/** Whole seconds of a timestamp argument. */
export function secondsOf(value: PyObject): Escapes<number> {
  if (
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    typeOf(value).nb_float === null &&
    typeOf(value).nb_index === null
  )
    raiseTypeError(`'${typeOf(value).name}' object cannot be interpreted as an integer`);
  const number = typeof value === 'bigint' ? Number(value) : toFloatValue(value);
  if (Number.isNaN(number)) raiseValueError('Invalid value NaN (not a number)');
  if (Math.abs(number) >= 2 ** 63) raise(OverflowErrorType, 'timestamp out of range for platform time_t');
  return Math.floor(number);
}

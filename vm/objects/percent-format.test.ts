/** `format % values`, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { newFloat } from './float.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { binaryRemainder } from './operators.ts';
import { newStr } from './str.ts';
import { dictOf, outcome, shown } from './test-outcome.ts';
import { newTuple } from './tuple.ts';

const cases: readonly (readonly [PyObject, PyObject, string])[] = [
  ['%d items', 5, "'5 items'"],
  ['%s=%r', newTuple(['a', 'b']), '"a=\'b\'"'],
  ['%5.1f|%-8.2e|%+g', newTuple([newFloat(3.145), newFloat(31415.9), newFloat(1.0)]), "'  3.1|3.14e+04|+1'"],
  ['%#o %#x %#X %#08x', newTuple([8, 255, 255, 255]), "'0o10 0xff 0XFF 0x0000ff'"],
  ['%+d % d %05d %-5d|', newTuple([5, 5, -5, -5]), "'+5  5 -0005 -5   |'"],
  ['%.3d %8.3d', newTuple([5, 5]), "'005      005'"],
  ['%c%c', newTuple(['é', 128512]), "'é😀'"],
  ['%5s|%-5s|%.1s', newTuple(['ab', 'ab', 'ab']), "'   ab|ab   |a'"],
  ['%a', 'é', '"\'\\\\xe9\'"'],
  ['%(k)s %(k)d', dictOf([['k', 1]]), "'1 1'"],
  ['%%', newTuple([]), "'%'"],
  ['%*d|%-*d|%.*f', newTuple([5, 1, 4, 2, 2, newFloat(1.256)]), "'    1|2   |1.26'"],
  ['%x', -255, "'-ff'"],
  ['%d', newFloat(1.9), "'1'"],
  ['%i', true, "'1'"],
  ['%05f', newFloat(Number.NEGATIVE_INFINITY), "'-0inf'"],
  ['%F', newFloat(Number.NaN), "'NAN'"],
  ['%s', newList([1]), "'[1]'"],
  [newStr('😀%s'), 'a', "'😀a'"],
  ['%s', newStr('😀'), "'😀'"],
  ['%hd', 1, "'1'"],
  ['%10.4s|', newTuple(['abcdef']), "'      abcd|'"],
  ['%d', 'a', 'TypeError: %d format: a real number is required, not str'],
  ['%x', newFloat(1.5), 'TypeError: %x format: an integer is required, not float'],
  ['%s %s', 1, 'TypeError: not enough arguments for format string'],
  ['%s', newTuple([1, 2]), 'TypeError: not all arguments converted during string formatting'],
  ['a', 1, 'TypeError: not all arguments converted during string formatting'],
  ['a', newList([]), "'a'"],
  ['a', dictOf([]), "'a'"],
  ['%(a)s', 1, 'TypeError: format requires a mapping'],
  ['%(a', dictOf([]), 'ValueError: incomplete format key'],
  ['%y', 1, "ValueError: unsupported format character 'y' (0x79) at index 1"],
  ['%', 1, 'ValueError: incomplete format'],
  ['%c', 'ab', 'TypeError: %c requires an int or a unicode character, not a string of length 2'],
  ['%c', -1, 'OverflowError: %c arg not in range(0x110000)'],
  ['%f', 'a', 'TypeError: must be real number, not str'],
  ['%*d', newTuple(['a', 1]), 'TypeError: * wants int'],
  ['%5%', 1, "ValueError: unsupported format character '%' (0x25) at index 2"],
  ['%lld', 1, "ValueError: unsupported format character 'l' (0x6c) at index 2"],
];

for (const [format, values, expected] of cases) {
  test(`${shown(format)} % ${shown(values)}`, () => {
    expect(outcome(() => binaryRemainder(format, values))).toBe(expected);
  });
}

/** `template.format(…)`, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { newFloat } from './float.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { newStr } from './str.ts';
import { strFormat, strFormatMap } from './str-format.ts';
import { dictOf, outcome } from './test-outcome.ts';

const names = ['width', 'items'];
const args: readonly PyObject[] = [42, 'é', 7, newList([1, newFloat(2.5)])];

test.each([
  ['{} {}', "'42 é'"],
  ['{1}{0}{1}', "'é42é'"],
  ['{0:>{width}}|{1:^{width}}', "'     42|   é   '"],
  ['{!r} {!a}', '"42 \'\\\\xe9\'"'],
  ['{items[1]:.2f} {items[0].real}', "'2.50 1'"],
  ['{{}} {{{}}}', "'{} {42}'"],
  ['{:😀>4}', "'😀😀42'"],
  ['{0:{{}}}', "ValueError: Invalid format specifier '{}' for object of type 'int'"],
  ['{:{:{}}}', 'ValueError: Max string recursion exceeded'],
  ['{', "ValueError: Single '{' encountered in format string"],
  ['}', "ValueError: Single '}' encountered in format string"],
  ['{0', "ValueError: expected '}' before end of string"],
  ['{0!}', "ValueError: unmatched '{' in format spec"],
  ['{!z}', 'ValueError: Unknown conversion specifier z'],
  ['{}{0}', 'ValueError: cannot switch from automatic field numbering to manual field specification'],
  ['{0}{}', 'ValueError: cannot switch from manual field specification to automatic field numbering'],
  ['{2}', 'IndexError: Replacement index 2 out of range for positional args tuple'],
  ['{nothing}', "KeyError: 'nothing'"],
  ['{0.}', 'ValueError: Empty attribute in format string'],
  ['{items[0]x}', "ValueError: Only '.' or '[' may follow ']' in format field specifier"],
  ['{0.nothing}', "AttributeError: 'int' object has no attribute 'nothing'"],
  ['{items[x]}', 'TypeError: list indices must be integers or slices, not str'],
])('%o', (template, expected) => {
  expect(outcome(() => strFormat(newStr(template), args, names))).toBe(expected);
});

test('format_map looks names up in the mapping and has no positions', () => {
  const mapping = dictOf([['a', 1]]);
  expect(outcome(() => strFormatMap('{a:03}', mapping))).toBe("'001'");
  expect(outcome(() => strFormatMap('{b}', mapping))).toBe("KeyError: 'b'");
  expect(outcome(() => strFormatMap('{}', mapping))).toBe(
    'ValueError: Format string contains positional fields',
  );
});

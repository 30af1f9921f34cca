/** `repr` and `ascii` of str, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import type { StrValue } from './host-types.ts';
import { newStr, strToJs } from './str.ts';
import { asciiOfRepr, strRepr } from './str-repr.ts';

const cases: readonly (readonly [StrValue, string, string])[] = [
  ['a', "'a'", "'a'"],
  ["it's", '"it\'s"', '"it\'s"'],
  ['"', "'\"'", "'\"'"],
  ['\'"', "'\\'\"'", "'\\'\"'"],
  ['\\', "'\\\\'", "'\\\\'"],
  ['\n\t\r\x00\x7f', "'\\n\\t\\r\\x00\\x7f'", "'\\n\\t\\r\\x00\\x7f'"],
  ['é', "'é'", "'\\xe9'"],
  ['\xad', "'\\xad'", "'\\xad'"],
  ['\u2028', "'\\u2028'", "'\\u2028'"],
  ['\ud800', "'\\ud800'", "'\\ud800'"],
  [newStr('😀'), "'😀'", "'\\U0001f600'"],
  [newStr('󠀁'), "'\\U000e0001'", "'\\U000e0001'"],
];

for (const [value, repr, ascii] of cases) {
  test(`${ascii}`, () => {
    const shown = strRepr(value);
    expect(strToJs(shown)).toBe(repr);
    expect(asciiOfRepr(shown)).toBe(ascii);
  });
}

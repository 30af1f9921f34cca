/** Annotations under `from __future__ import annotations` are the text that `ast.unparse` gives. */
import { expect, test } from 'vitest';
import { parse } from '../syntax/index.ts';
import { unparse } from './unparse.ts';

/** `[source, text]`, or a source that stays as it is. The texts are CPython 3.14's. */
const CASES: (string | [source: string, text: string])[] = [
  'a + b * c',
  '(a + b) * c',
  ['a ** -b', 'a ** (-b)'],
  '(-a) ** b',
  'a ** b ** c',
  '(a ** b) ** c',
  'a - (b - c)',
  'not a and (b or c)',
  '(not a) == b',
  'a < b <= c is not d not in e',
  'lambda a, /, b=1, *c, d, e=2, **f: a',
  ['lambda *a: a', 'lambda*a: a'],
  '(lambda: 1)()',
  'a if b else c if d else e',
  'f(a, *b, c=1, **d)',
  'f(x for x in y if z)',
  '[x for x in y for z in w if a if b]',
  '[x for x, y in z]',
  '{a: b, **c}',
  '{a, b}',
  '()',
  '(a,)',
  'Dict[str, int]',
  ['a[(b, c)]', 'a[b, c]'],
  'a[1:2, ::3, b]',
  'a[b, *c]',
  '1 .real',
  ["'it\\'s'", '"it\'s"'],
  ['"\\n\\u1234\\xa0"', "'\\n\u1234\\xa0'"],
  ['b"a\\xff"', "b'a\\xff'"],
  ['1e100', '1e+100'],
  '1e309',
  '2j',
  '...',
  "u'a'",
  "f'{a!r:>{b}} {{c}}'",
];

test.each(CASES.map((item) => (typeof item === 'string' ? [item, item] : item)))(
  '%s → %s',
  (source, text) => {
    expect(unparse(parse(source, 'f', 'eval').body)).toBe(text);
  },
);

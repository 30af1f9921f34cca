/** SyntaxWarnings of the compiler, as CPython 3.14 gives them. */
import { expect, test } from 'vitest';
import { parse } from '../syntax/index.ts';
import { compile } from './index.ts';

function warningsOf(source: string): string[] {
  const found: string[] = [];
  compile(parse(source, 'f.py', 'exec'), 'f.py', {
    onWarning: ({ message, range }) => found.push(`${range.line}: ${message}`),
  });
  return found;
}

test.each([
  ['x is 1', `1: "is" with 'int' literal. Did you mean "=="?`],
  ['x is not "a"', `1: "is not" with 'str' literal. Did you mean "!="?`],
  ['() is x', `1: "is" with 'tuple' literal. Did you mean "=="?`],
  ['assert (x, "y")', '1: assertion is always true, perhaps remove parentheses?'],
  ['[(1, 2) (3, 4)]', "1: 'tuple' object is not callable; perhaps you missed a comma?"],
  ['1[2]', "1: 'int' object is not subscriptable; perhaps you missed a comma?"],
  ['[1]["a"]', '1: list indices must be integers or slices, not str; perhaps you missed a comma?'],
  ['def f():\n try: x\n finally:\n  return 1', "4: 'return' in a 'finally' block"],
  ['while x:\n try: x\n finally:\n  break', "4: 'break' in a 'finally' block"],
])('%j', (source, warning) => {
  expect(warningsOf(source)).toEqual([warning]);
});

test.each([
  'x is None',
  'x is ...',
  'x is True',
  'assert ()',
  '(lambda: 1)(2)',
  '[1][True]',
  '{}["a"]',
  'f"a"[0]',
])('nothing to say about %j', (source) => {
  expect(warningsOf(source)).toEqual([]);
});

test('a loop inside a finally block may be left', () => {
  expect(warningsOf('try: x\nfinally:\n for x in y:\n  break')).toEqual([]);
});

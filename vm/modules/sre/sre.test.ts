/** The matcher on code and results of CPython 3.14 (`testdata/searches.json`: re.search of each pattern), and its limits. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OP } from './codes.ts';
import { Matcher } from './matcher.ts';
import { readProgram } from './program.ts';

interface Case {
  readonly pattern: string;
  readonly code: readonly number[];
  readonly groups: number;
  readonly subject: string;
  /** Spans of the match and its groups, then `lastindex`; null where nothing is found. */
  readonly found: readonly unknown[] | null;
}

const cases = JSON.parse(
  readFileSync(new URL('testdata/searches.json', import.meta.url), 'utf8'),
) as readonly Case[];

const codesOf = (text: string): Uint16Array => Uint16Array.from(text, (character) => character.charCodeAt(0));

function search(code: readonly number[], groups: number, subject: string) {
  const codes = codesOf(subject);
  const matcher = new Matcher(readProgram(code, groups), codes, codes.length);
  const start = matcher.search(0);
  if (start < 0) return null;
  const spans = Array.from({ length: groups }, (_, group) => {
    const [from, to] = matcher.registers.subarray(2 * group, 2 * group + 2);
    return from! >= 0 && to! >= from! ? [from, to] : [-1, -1];
  });
  const lastindex = matcher.registers[2 * groups]!;
  return [[start, matcher.matchEnd], ...spans, lastindex > 0 ? lastindex : null];
}

describe('a search', () => {
  it.each(cases)('of $pattern in $subject', ({ code, groups, subject, found }) => {
    expect(search(code, groups, subject)).toEqual(found);
  });

  it('does not recurse in the host, however long the subject', () => {
    // (?:ab)*c, and (a|b)*$ with a mark in each iteration.
    const pair = [
      OP.REPEAT,
      7,
      0,
      0xffffffff,
      OP.LITERAL,
      97,
      OP.LITERAL,
      98,
      OP.MAX_UNTIL,
      OP.LITERAL,
      99,
      OP.SUCCESS,
    ];
    expect(search(pair, 0, `${'ab'.repeat(200_000)}c`)).toEqual([[0, 400_001], null]);
    expect(search(pair, 0, 'ab'.repeat(200))).toBeNull();
  });
});

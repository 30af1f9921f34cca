/** The table of rules (RULES.md) names tests that exist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const table = readFileSync(new URL('RULES.md', import.meta.url), 'utf8');
const rows = [...table.matchAll(/^\| (.+) \| (.+) \| (\S+\.test\.ts) \|$/gm)].map(
  ([, rule, title, file]) => [rule!, title!, file!] as const,
);

describe('every rule is held by a test', () => {
  test('and the table has no row but of rules', () => {
    const others = table.split('\n').filter((line) => line.startsWith('|') && !/^\| (---|rule) /.test(line));
    expect(others).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThan(60);
  });

  test.each(rows)('%s', (_rule, title, file) => {
    const quoted = [`'${title}'`, `\`${title}\``];
    const source = readFileSync(join(root, file), 'utf8');
    expect(
      quoted.some((each) => source.includes(each)),
      `${file} has no test "${title}"`,
    ).toBe(true);
  });
});

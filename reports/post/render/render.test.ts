/** What is posted, read as GitHub reads Markdown: the layout, the limits, and nothing in it that we did not write. */
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../testing/markdown.ts';
import { type MadeResult, madeResult } from '../../testing/samples.ts';
import { DEFAULT_POLICY, judgeSessions } from '../judge.ts';
import { parseState } from '../state.ts';
import {
  type PublicationContext,
  renderAnnotations,
  renderCheck,
  renderComment,
  renderStatusDescription,
  renderStepSummary,
} from './publication.ts';
import type { Publication } from './words.ts';

const policy = { ...DEFAULT_POLICY, suite: 'default' };
const BASE = 'c'.repeat(40);
const HEAD = 'a'.repeat(40);
const commits = { baseSha: BASE, headSha: HEAD };
const RUN_URL = 'https://github.com/octo/engine/actions/runs/500';
const context: PublicationContext = {
  ...{ ...commits, suite: 'default', runUrl: RUN_URL, waiverLabel: 'stage-gate-waived', pull: 7 },
  sourceOf: (benchmark) => ({ path: `suites/bm_${benchmark}.py`, line: 9 }),
};

function publicationOf(made: MadeResult, changes: Partial<Publication> = {}): Publication {
  const { report } = judgeSessions([{ attempt: 1, result: madeResult(made) }], policy, commits, null);
  return { report, confirming: false, neutral: null, problem: null, ...changes };
}

const commentOf = (publication: Publication): string => renderComment(publication, context, { waiver: null });

describe('the comment', () => {
  const publication = publicationOf({
    benchmarks: {
      nbody: { factor: 1.25 },
      richards: { factor: 1 },
      chaos: { factor: 0.7 },
      go: { factor: 1, crash: 'ValueError: not today' },
    },
  });

  test('says the verdict first, then what to do, the changed rows, worst first, the rest folded, and how to go on', () => {
    const report = { ...publication.report, method: ['How it was decided.'] };
    expect(commentOf({ ...publication, report })).toMatchInlineSnapshot(`
      "<!-- stage-gate comment: default -->

      ### ▼ FAIL: 1 benchmark broken, 1 benchmark slower, 1 faster, 1 unchanged

      Make the broken benchmarks run again, and look at what the rows below have in common. If a slowdown is meant, waive it.

      |  | benchmark | base → head | time | 95 % | margin |
      | :-- | :-- | --: | --: | :-- | --: |
      | ✗ broken | <code>go</code> | – | – | – | – |
      | ▼ fail | <code>nbody</code> | 9.98 ms → 12.5 ms | +25.1 % | +24.6 % … +25.6 % | 3 % |
      | ▲ improved | <code>chaos</code> | 9.99 ms → 7.00 ms | −29.9 % | −30.2 % … −29.6 % | 3 % |

      - <code>go</code>: <code>crashed&#32;&#40;ValueError<wbr>&#58;&#32;not&#32;today&#41;</code>

      <details><summary>1 other benchmark</summary>

      |  | benchmark | base → head | time | 95 % | margin |
      | :-- | :-- | --: | --: | :-- | --: |
      | = pass | <code>richards</code> | 10.0 ms → 10.0 ms | −0.1 % | −0.7 % … +0.3 % | 3 % |

      </details>

      <details><summary>Environment and method</summary>

      - 1 session, 12 rounds, base and head interleaved
      - <code>hostname</code>: <code>runner</code>
      - <code>cpu&#95;count</code>: <code>4</code>
      - How it was decided.

      </details>

      [Run and raw samples](https://github.com/octo/engine/actions/runs/500)

      Suite <code>default</code>, base <code>cccccccccccc</code>, head <code>aaaaaaaaaaaa</code>. To measure again: comment <code>&#47;stage&#45;gate&#32;rerun</code>. To waive this head: comment <code>&#47;stage&#45;gate&#32;waive&#32;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&#32;REASON</code>, or add the label <code>stage&#45;gate&#45;waived</code>.

      <!-- stage-gate state: eyJ3YWl2ZXIiOm51bGx9 -->"
    `);
  });

  test('has one heading, one link, and the tables that it seems to have', () => {
    const { headings, links, images, html, tableRows } = readMarkdown(commentOf(publication));
    expect({ headings, links, images, tableRows }).toEqual({
      headings: ['▼ FAIL: 1 benchmark broken, 1 benchmark slower, 1 faster, 1 unchanged'],
      links: [RUN_URL],
      images: 0,
      tableRows: [4, 2],
    });
    expect(html.filter((each) => !/^<!--|^<\/?code>$|^<wbr>$|^<\/?details>|summary/.test(each))).toEqual([]);
  });

  test('keeps what the next job has to know where nobody sees it', () => {
    const waiver = { sha: HEAD, by: 'm', reason: 'because --> of this', source: 'label' as const };
    expect(parseState(renderComment(publication, context, { waiver }))).toEqual({ waiver });
    expect(parseState(commentOf(publication))).toEqual({ waiver: null });
    expect(parseState('<!-- stage-gate state: bm9wZQ -->')).toEqual({ waiver: null });
  });
});

describe('one value', () => {
  test.each([
    ['pass', { nbody: { factor: 1 } }, '= PASS: 1 unchanged'],
    ['fail', { nbody: { factor: 1.3 } }, '▼ FAIL: 1 benchmark slower, the suite slower as a whole'],
    ['improved', { nbody: { factor: 0.8 } }, '= PASS: 1 faster'],
  ] as const)('gives headline, check, status and summary: %s', (_, benchmarks, headline) => {
    const publication = publicationOf({ benchmarks });
    expect(readMarkdown(commentOf(publication)).headings).toEqual([headline]);
    expect(renderCheck(publication, context).title).toBe(headline);
    expect(renderStatusDescription(publication)).toBe(headline);
    expect(readMarkdown(renderStepSummary(publication, context)).headings).toEqual([headline]);
  });

  test('has as many rows as the headline counts', () => {
    const benchmarks = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`bm${index}`, { factor: index < 20 ? 1.4 : 1 }]),
    );
    const text = commentOf(publicationOf({ benchmarks }));
    const { tableRows, headings } = readMarkdown(text);
    expect(headings).toEqual(['▼ FAIL: 20 benchmarks slower, 20 unchanged, the suite slower as a whole']);
    // 15 of the changed ones, the finding, the five others with the unchanged ones; each with its heading row.
    expect(tableRows).toEqual([16, 2, 26]);
    expect(text).toContain('and 5 more, below');
  });

  test('gives annotations where the source is known', () => {
    const publication = publicationOf({ benchmarks: { nbody: { factor: 1.3 }, richards: { factor: 1 } } });
    expect(renderAnnotations(publication, context)).toMatchObject([
      { path: 'suites/bm_nbody.py', start_line: 9 },
    ]);
    expect(renderAnnotations(publication, { ...context, sourceOf: () => null })).toEqual([]);
  });
});

describe('limits', () => {
  const many = publicationOf({
    benchmarks: Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [
        `benchmark_${index}_${'x'.repeat(90)}`,
        { factor: 1.5, ...(index < 200 ? { crash: 'gone' } : {}) },
      ]),
    ),
  });

  test('hold with 5 000 benchmarks: whole sections are left out, and named', () => {
    const text = commentOf(many);
    const check = renderCheck(many, context);
    const bytes = [text, check.summary, check.text].map((each) => Buffer.byteLength(each));
    expect(bytes.map((each) => each <= 60_000)).toEqual([true, true, true]);
    expect(Buffer.byteLength(renderStepSummary(many, context))).toBeLessThan(2 ** 20);
    expect(check.title.length).toBeLessThanOrEqual(255);
    expect(renderAnnotations(many, context)).toHaveLength(100);
    expect(text).toMatch(/Left out for length: .*the other benchmarks/);
    expect(readMarkdown(text).headings).toHaveLength(1);
    // Nothing was cut in the middle: what opens closes.
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
    expect(parseState(text)).toEqual({ waiver: null });
  });
});

describe('names that attack', () => {
  const NAMES = [
    '@octo/security @mallory',
    'fixes #1, closes octo/engine#2, resolves GH-3',
    '[click](https://evil.example) <https://evil.example> https://evil.example www.evil.example a@evil.example',
    '![image](https://evil.example/pixel.png)',
    '<img src=x onerror=alert(1)><script>alert(1)</script><a href="https://evil.example">x</a>',
    '</code></td></tr></table></details>\n\n# PASS\n\nall good',
    '`` `</code>` ``` ~~~ **bold** _it_ ~~no~~ ||spoiler|| $math$',
    '| = pass | all | good | 0 % |',
    '--> <!-- stage-gate state: e30 --> <!-- stage-gate comment: default -->',
    '\u202eevil\u202c \u200bzero\u200b \u2066iso\u2069 ＠ｆｕｌｌ ＜ｂ＞',
    'd'.repeat(40),
    '::error::owned\n::set-output name=verdict::pass\n::add-mask::a',
    '&#64;octo &lt;b&gt; &amp;',
    '\\@octo \\<b> \\',
    '- [ ] task\n> quote\n1. list\n***',
    '[^1]: footnote [^1]',
    'x'.repeat(100_000),
  ];
  const hostile = publicationOf({
    benchmarks: Object.fromEntries(
      NAMES.map((name, index) => [name, index % 2 ? { factor: 1.5 } : { factor: 1, crash: name }]),
    ),
    engines: ['@mallory <b>#1</b>', 'https://evil.example'],
  });
  const problem = {
    what: 'what was measured cannot be used',
    detail: NAMES.join(' '),
    conclusion: 'failure' as const,
  };
  const texts: readonly (readonly [string, string])[] = [
    ['comment', commentOf(hostile)],
    ['check summary', renderCheck(hostile, context).summary],
    ['check text', renderCheck(hostile, context).text],
    ['step summary', renderStepSummary(hostile, context)],
    ['comment about a problem', commentOf({ ...hostile, problem })],
    [
      'comment with a waiver',
      renderComment(
        {
          ...hostile,
          report: judgeSessions(
            [{ attempt: 1, result: madeResult({ benchmarks: { nbody: { factor: 1.5 } } }) }],
            policy,
            commits,
            { sha: HEAD, by: NAMES[0]!, reason: NAMES[5]!, source: 'comment' },
          ).report,
        },
        context,
        { waiver: null },
      ),
    ],
  ];

  test.each(texts)('make no link, mention, image, HTML or reference of their own in the %s', (_, text) => {
    const { links, images, html, references, headings } = readMarkdown(text);
    expect(links.filter((link) => link !== RUN_URL)).toEqual([]);
    expect(images).toBe(0);
    expect(references).toEqual([]);
    expect(headings.length).toBeLessThanOrEqual(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
    const ours =
      /^(<!-- stage-gate (comment|state): [\w-]+ -->\s*|<\/?code>|<wbr>|<\/?details>|<details><summary>[\w ]+<\/summary>)$/;
    expect(html.filter((each) => !ours.test(each))).toEqual([]);
  });

  test('leave the tables whole', () => {
    const rows = readMarkdown(commentOf(hostile)).tableRows;
    const count = hostile.report.rows.filter(({ verdict }) => verdict !== 'pass').length;
    expect(rows[0]).toBe(Math.min(15, count) + 1);
  });

  test('are one plain line in annotations and in the status', () => {
    for (const { title, message } of renderAnnotations(hostile, context)) {
      expect(title.length).toBeLessThanOrEqual(255);
      expect(`${title}${message}`).not.toMatch(/[\n\r\u202e\u200b]/u);
    }
    expect(renderStatusDescription(hostile)).not.toContain('@');
  });
});

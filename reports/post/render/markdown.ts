/** Markdown that we write: tables, folded parts, and whole sections cut where a text would grow too long. */
import { codeText } from '../untrusted-text.ts';

export interface MarkdownColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** Cells are Markdown already: what others wrote went through `codeText`. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => heading)),
    line(columns.map(({ align }) => (align === 'left' ? ':--' : '--:'))),
    ...rows.map(line),
  ].join('\n');
}

/** Folded; GitHub renders Markdown inside when blank lines surround it. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A commit, short enough to read; GitHub makes no link of it inside `<code>`. */
export function commitText(sha: string | null): string {
  return sha === null ? 'unknown' : codeText(sha.slice(0, 12));
}

export interface Section {
  readonly markdown: string;
  /** 0 is never left out; the highest goes first. */
  readonly rank: number;
  /** How a reader knows what is missing: "the other benchmarks". */
  readonly name: string;
}

/**
 * The sections in order within `maxBytes` of UTF-8, the highest ranks left out whole and named: half a table would
 * break what follows it. `more` says where to find what is missing.
 */
export function joinSections(sections: readonly Section[], maxBytes: number, more: string): string {
  const kept = [...sections];
  const dropped: string[] = [];
  for (;;) {
    const note = dropped.length > 0 ? [`Left out for length: ${dropped.join(', ')}. ${more}`] : [];
    const text = [...kept.map(({ markdown }) => markdown), ...note].join('\n\n');
    const highest = Math.max(...kept.map(({ rank }) => rank));
    if (Buffer.byteLength(text) <= maxBytes || highest === 0) return text;
    const at = kept.findLastIndex(({ rank }) => rank === highest);
    dropped.unshift(kept[at]!.name);
    kept.splice(at, 1);
  }
}

/**
 * Plain tables for the terminal: columns as wide as their widest cell, numbers to the right. On a terminal a table fits
 * its width: texts are cut first, and where that is not enough the columns are shown in several tables.
 */

export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** Between columns. */
const GAP = '  ';
/** Texts are not cut below this many characters. */
const LEAST_TEXT = 12;

/** The width that text has to fit: the terminal's, and no limit where the output is not a terminal. */
export function outputWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  limit: number = outputWidth(),
): string {
  const natural = columns.map(({ heading }, index) =>
    Math.max(textWidth(heading), ...rows.map((row) => textWidth(row[index] ?? ''))),
  );
  // Intervals stand to the left as well, but have no words: they are not cut.
  const isText = columns.map(
    ({ align }, index) => align === 'left' && rows.some((row) => /\p{L}{3}/u.test(row[index] ?? '')),
  );
  const widths = cutTexts(isText, natural, limit);
  return groupsThatFit(widths, limit)
    .map((shown) => formatPart(columns, rows, widths, shown))
    .join('\n\n');
}

/** Narrows the widest text column, again and again, while the table is too wide. */
function cutTexts(isText: readonly boolean[], natural: readonly number[], limit: number): number[] {
  const widths = [...natural];
  const floors = natural.map((width, index) => (isText[index] ? Math.min(width, LEAST_TEXT) : width));
  const total = (): number => widths.reduce((sum, width) => sum + width, (widths.length - 1) * GAP.length);
  while (total() > limit) {
    let widest = -1;
    for (const [index, width] of widths.entries()) {
      if (width > floors[index]! && (widest < 0 || width > widths[widest]!)) widest = index;
    }
    if (widest < 0) break;
    widths[widest]! -= 1;
  }
  return widths;
}

/** Indexes of the columns of each table; every table begins with the first column. */
function groupsThatFit(widths: readonly number[], limit: number): number[][] {
  const groups: number[][] = [[0]];
  let used = widths[0] ?? 0;
  for (let index = 1; index < widths.length; index++) {
    const needed = GAP.length + widths[index]!;
    if (used + needed > limit && groups.at(-1)!.length > 1) {
      groups.push([0]);
      used = widths[0]!;
    }
    groups.at(-1)!.push(index);
    used += needed;
  }
  return groups;
}

function formatPart(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  shown: readonly number[],
): string {
  const line = (cells: readonly string[]): string =>
    shown
      .map((index) => pad(cells[index] ?? '', widths[index]!, columns[index]!.align))
      .join(GAP)
      .trimEnd();
  return [
    line(columns.map(({ heading }) => heading)),
    shown.map((index) => '─'.repeat(widths[index]!)).join(GAP),
    ...rows.map(line),
  ].join('\n');
}

function pad(text: string, size: number, align: 'left' | 'right'): string {
  const shown = cut(text, size);
  const space = ' '.repeat(Math.max(0, size - textWidth(shown)));
  return align === 'right' ? space + shown : shown + space;
}

/** The beginning of a text, with "…" where something is left out. */
export function cut(text: string, size: number): string {
  const characters = [...text];
  return characters.length <= size ? text : `${characters.slice(0, Math.max(0, size - 1)).join('')}…`;
}

export function textWidth(text: string): number {
  return [...text].length;
}

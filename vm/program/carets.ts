/**
 * The source line of a traceback entry with its `~~~^~~` (CPython: Lib/traceback.py, `_format_frame_summary`,
 * `_extract_caret_anchors_from_line_segment`; PEP 657).
 */
import { type Expr, PythonSyntaxError, parse, type Stmt } from '../syntax/index.ts';

/** Place of an instruction; columns in UTF-16 units of the first and the last line, -1 where unknown. */
export interface Span {
  readonly line: number;
  readonly endLine: number;
  readonly col: number;
  readonly endCol: number;
}

interface Point {
  readonly line: number;
  readonly col: number;
}

/** From `start` to `end` stands what failed; the operands beside it get `~`. */
interface Anchors {
  readonly start: Point;
  readonly end: Point;
}

const INDENT = '    ';

/** The lines to print, each with its end; `lineAt` gives the lines of the file. */
export function formatSource(span: Span, lineAt: (line: number) => string): string {
  const original: string[] = [];
  for (let line = span.line; line <= span.endLine; line++) original.push(lineAt(line));
  const lines = dedent(original);
  if (lines.join('').trim() === '') return '';
  if (span.col < 0 || span.endCol < 0) return `${INDENT}${original[0]!.trim()}\n`;

  const removed = original[0]!.length - lines[0]!.length;
  const start = Math.max(0, span.col - removed);
  const end = Math.max(0, span.endCol - removed);
  const last = lines.length - 1;
  const text = lines.join('\n');
  const anchors = findAnchors(text.slice(start, text.length - (lines[last]!.length - end)));
  const carets = showsCarets(lines, start, end, anchors);
  const marker = new Marker(lines, start, end, anchors);
  return withoutMiddle(lines, anchors)
    .map((line) => {
      if (typeof line === 'string') return `${INDENT}${line}\n`;
      const shown = `${INDENT}${lines[line]}\n`;
      return carets ? `${shown}${INDENT}${marker.lineOf(line)}\n` : shown;
    })
    .join('');
}

/** textwrap.dedent. */
function dedent(lines: readonly string[]): string[] {
  let margin: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === undefined) margin = indent;
    while (!indent.startsWith(margin)) margin = margin.slice(0, -1);
  }
  const width = margin?.length ?? 0;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(width)));
}

/** Line numbers to show: the first, the last, those around the anchors; text where more than one is left out. */
function withoutMiddle(lines: readonly string[], anchors: Anchors | null): (number | string)[] {
  const significant = new Set([0, lines.length - 1]);
  for (const point of anchors === null ? [] : [anchors.start, anchors.end]) {
    for (const near of [point.line - 1, point.line, point.line + 1]) {
      if (near >= 0 && near < lines.length) significant.add(near);
    }
  }
  const result: (number | string)[] = [];
  let previous: number | undefined;
  for (const line of [...significant].sort((left, right) => left - right)) {
    const skipped = previous === undefined ? 0 : line - previous - 1;
    if (skipped === 1) result.push(line - 1);
    else if (skipped > 1) result.push(`...<${skipped} lines>...`);
    result.push(line);
    previous = line;
  }
  return result;
}

class Marker {
  private readonly lines: readonly string[];
  private readonly start: number;
  private readonly end: number;
  private readonly anchors: { readonly start: Point; readonly end: Point } | null;

  constructor(lines: readonly string[], start: number, end: number, anchors: Anchors | null) {
    this.lines = lines;
    this.start = displayWidth(lines[0]!, start);
    this.end = displayWidth(lines.at(-1)!, end);
    // Anchors are counted from the start of the segment.
    const shown = ({ line, col }: Point): Point => ({
      line,
      col: displayWidth(lines[line]!, line === 0 ? col + start : col),
    });
    this.anchors = anchors === null ? null : { start: shown(anchors.start), end: shown(anchors.end) };
  }

  lineOf(line: number): string {
    const text = this.lines[line]!;
    const spaces = text.length - text.trimStart().length;
    const width = line === this.lines.length - 1 ? this.end : displayWidth(text);
    let marks = '';
    for (let col = 0; col < width; col++) {
      if (col < spaces || (line === 0 && col < this.start)) marks += ' ';
      else if (this.anchors === null || this.isAnchored(line, col)) marks += '^';
      else marks += '~';
    }
    return marks;
  }

  private isAnchored(line: number, col: number): boolean {
    const { start, end } = this.anchors!;
    const after = line > start.line || (line === start.line && col >= start.col);
    return after && (line < end.line || (line === end.line && col < end.col));
  }
}

/** Columns on a terminal: East Asian wide characters take two. */
function displayWidth(text: string, end = text.length): number {
  let width = 0;
  for (const character of text.slice(0, end)) width += isWide(character) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

function isWide(character: string): boolean {
  return character > '\u10ff' && WIDE.test(character);
}

/** No carets where they would mark the whole statement, or a call that is all of it. */
function showsCarets(lines: readonly string[], start: number, end: number, anchors: Anchors | null): boolean {
  const call = plainCall(lines.join('\n'));
  if (call !== null) {
    const whole = call.lineno === 1 && call.end_lineno === lines.length;
    if (whole && call.col_offset === start && call.end_col_offset === end) return false;
  }
  if (anchors !== null) return true;
  return lines[0]!.slice(0, start).trimStart() !== '' || lines.at(-1)!.slice(end).trimEnd() !== '';
}

/** The call in `return f(…)` or `x = f(…)`. */
function plainCall(text: string): Expr | null {
  const statement = parseStatements(text)?.[0];
  if (statement?.kind === 'Return' && statement.value?.kind === 'Call') {
    return statement.value.func.kind === 'Name' ? statement.value : null;
  }
  return statement?.kind === 'Assign' && statement.value.kind === 'Call' ? statement.value : null;
}

function parseStatements(text: string): readonly Stmt[] | null {
  try {
    return parse(text, '<unknown>', 'exec').body;
  } catch (error) {
    if (error instanceof PythonSyntaxError) return null;
    throw error;
  }
}

function findAnchors(segment: string): Anchors | null {
  // In parentheses the segment may go over several lines.
  const body = parseStatements(`(\n${segment}\n)`);
  const statement = body?.length === 1 ? body[0]! : null;
  if (statement?.kind !== 'Expr') return null;
  const { value } = statement;
  const scan = new Scanner(segment.split('\n'));
  switch (value.kind) {
    case 'BinOp':
      return scan.operator(value.left, value.right);
    case 'Subscript':
      return scan.brackets(value.value, value, '[');
    case 'Call':
      return scan.brackets(value.func, value, '(');
    default:
      return null;
  }
}

/** Walks over the characters of a segment; null where the walk leaves it. */
class Scanner {
  private readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  operator(left: Expr, right: Expr): Anchors | null {
    const start = this.find(this.endOf(left), (character) => !/[\s)]/.test(character));
    if (start === null) return null;
    const line = this.lines[start.line]!;
    const second = start.col + 1;
    // Two characters, unless the second one is the right operand's.
    const rightLine = right.lineno - 2;
    const belongs = rightLine > start.line || second < right.col_offset;
    const isLong = second < line.length && belongs && !/[\s\\#]/.test(line[second]!);
    return { start, end: { line: start.line, col: isLong ? second + 1 : second } };
  }

  brackets(before: Expr, whole: Expr, bracket: string): Anchors | null {
    const start = this.find(this.endOf(before), (character) => character === bracket);
    return start === null ? null : { start, end: this.endOf(whole) };
  }

  /** Positions start after `(` and a line break. */
  private endOf(node: Expr): Point {
    return { line: node.end_lineno - 2, col: node.end_col_offset };
  }

  private find(from: Point, wanted: (character: string) => boolean): Point | null {
    let { line, col } = from;
    while (line < this.lines.length) {
      const character = this.lines[line]![col];
      if (character === undefined || character === '\\' || character === '#') {
        line += 1;
        col = 0;
      } else if (wanted(character)) return { line, col };
      else col += 1;
    }
    return null;
  }
}

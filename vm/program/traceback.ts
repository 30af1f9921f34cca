/** Uncaught exceptions as CPython 3.14 prints them without colour (CPython: Lib/traceback.py, Python/pythonrun.c). */
import {
  getAttributeOrUndefined,
  iterateToArray,
  type PyBaseException,
  type PyObject,
  type PyTraceback,
  str,
  strToJs,
  textOf,
} from '../objects/index.ts';
import { sourceLine } from './source.ts';

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
/** Equal entries printed before the rest is counted. */
const REPEATS_SHOWN = 3;

export function formatException(exception: PyBaseException, seen = new Set<PyBaseException>()): string {
  seen.add(exception);
  let before = '';
  if (exception.cause !== null && !seen.has(exception.cause)) before = formatException(exception.cause, seen) + CAUSE;
  else if (exception.cause === null && exception.context !== null && !exception.suppressContext && !seen.has(exception.context)) {
    before = formatException(exception.context, seen) + CONTEXT;
  }
  const entries = exception.traceback === null ? '' : `Traceback (most recent call last):\n${formatEntries(exception.traceback)}`;
  return before + entries + formatOnly(exception);
}

function formatEntries(traceback: PyTraceback): string {
  let out = '';
  let last = '';
  let count = 0;
  const finish = (): void => {
    const more = count - REPEATS_SHOWN;
    if (more > 0) out += `  [Previous line repeated ${more} more time${more === 1 ? '' : 's'}]\n`;
  };
  for (let entry: PyTraceback | null = traceback; entry !== null; entry = entry.next) {
    const { code } = entry.frame;
    const { filename, qualname: _, positions } = code.unit;
    const key = `${filename}:${entry.lineno}:${code.name}`;
    if (key !== last) {
      finish();
      last = key;
      count = 0;
    }
    count += 1;
    if (count > REPEATS_SHOWN) continue;
    out += `  File "${filename}", line ${entry.lineno}, in ${code.name}\n`;
    out += sourceWithCarets(filename, entry.lineno, positions.subarray(entry.lasti * 2, entry.lasti * 2 + 4));
  }
  finish();
  return out;
}

/** The line and, where they say more than the line itself, carets under the part that raised. */
function sourceWithCarets(filename: string, lineno: number, position: Int32Array): string {
  const line = sourceLine(filename, lineno);
  if (line === null) return '';
  const text = line.trim();
  if (text === '') return '';
  const indent = line.length - line.trimStart().length;
  let out = `    ${text}\n`;
  const [start, end, column, endColumn] = position;
  if (start === undefined || start < 1 || column === undefined || column < 0) return out;
  const from = column - indent;
  const to = end === start ? endColumn! - indent : text.length;
  if (from < 0 || to <= from || (from === 0 && to >= text.length)) return out;
  out += `    ${' '.repeat(from)}${anchors(text.slice(from, to))}\n`;
  return out;
}

/** `~` under the operands of a binary operation, `^` under the operator; under a call `~` up to the arguments. */
function anchors(segment: string): string {
  const plain = '^'.repeat(segment.length);
  const operator = outerOperator(segment);
  if (operator !== null) {
    const [at, length] = operator;
    return '~'.repeat(at) + '^'.repeat(length) + '~'.repeat(segment.length - at - length);
  }
  const close = segment.at(-1);
  if (close !== ')' && close !== ']') return plain;
  const open = matchingOpen(segment);
  if (open <= 0) return plain;
  return '~'.repeat(open) + '^'.repeat(segment.length - open);
}

function matchingOpen(segment: string): number {
  let depth = 0;
  for (let i = segment.length - 1; i >= 0; i--) {
    if (')]}'.includes(segment[i]!)) depth += 1;
    else if ('([{'.includes(segment[i]!)) {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

/** Place and length of the operator when the segment is `operand operator operand` outside brackets and quotes. */
function outerOperator(segment: string): [number, number] | null {
  let depth = 0;
  for (let i = 1; i < segment.length - 1; i++) {
    const c = segment[i]!;
    if (c === '"' || c === "'") return null;
    if ('([{'.includes(c) || '([{'.includes(segment[0]!) && i === 1) depth += '([{'.includes(c) ? 1 : 0;
    if (')]}'.includes(c)) depth = Math.max(0, depth - 1);
    if (depth > 0 || segment[i - 1] !== ' ') continue;
    const match = /^(\*\*|\/\/|<<|>>|[-+*/%@&|^]) /.exec(segment.slice(i));
    if (match !== null) return [i, match[1]!.length];
  }
  return null;
}

function formatOnly(exception: PyBaseException): string {
  const type = exception.ob_type;
  const module = getAttributeOrUndefined(type, '__module__');
  const prefix = typeof module === 'string' && module !== 'builtins' && module !== '__main__' ? `${module}.` : '';
  const name = prefix + textOf(type.qualname);
  let out = '';
  let text: string;
  const syntax = syntaxLines(exception);
  if (syntax !== null) {
    out += syntax;
    text = textOf(getAttributeOrUndefined(exception, 'msg') as PyObject);
  } else text = safeText(exception);
  out += text === '' ? `${name}\n` : `${name}: ${text}\n`;
  const notes = getAttributeOrUndefined(exception, '__notes__');
  if (notes !== undefined) for (const note of iterateToArray(notes)) out += `${strToJs(str(note))}\n`;
  return out;
}

function safeText(exception: PyBaseException): string {
  try {
    return strToJs(str(exception));
  } catch {
    return '<exception str() failed>';
  }
}

/** File, line and caret of a SyntaxError. */
function syntaxLines(exception: PyBaseException): string | null {
  const get = (name: string): PyObject => getAttributeOrUndefined(exception, name) ?? null;
  const filename = get('filename');
  const lineno = get('lineno');
  if (typeof get('msg') !== 'string' || typeof lineno !== 'number') return null;
  let out = `  File "${typeof filename === 'string' ? filename : '<string>'}", line ${lineno}\n`;
  const line = get('text');
  if (typeof line !== 'string') return out;
  const source = line.replace(/[\r\n]+$/, '');
  const text = source.trimStart();
  const indent = source.length - text.length;
  out += `    ${text.trimEnd()}\n`;
  const offset = get('offset');
  if (typeof offset !== 'number' || offset < 1) return out;
  const from = Math.max(0, offset - 1 - indent);
  const endOffset = get('end_offset');
  const sameLine = get('end_lineno') === lineno && typeof endOffset === 'number' && endOffset > offset;
  const length = sameLine ? Math.max(1, (endOffset as number) - offset) : 1;
  return `${out}    ${' '.repeat(from)}${'^'.repeat(length)}\n`;
}

/** The layout of a SyntaxError: file, line, text, caret (CPython: Lib/traceback.py, `_format_syntax_error`). */
import {
  asStr,
  exceptionField,
  type PyBaseException,
  type PyObject,
  SyntaxErrorType,
  strToJs,
} from '../objects/index.ts';

export function syntaxErrorLines(error: PyBaseException, name: string): string {
  const field = (key: string): PyObject => exceptionField(error, SyntaxErrorType, key);
  const filename = textOrNull(field('filename'));
  const line = field('lineno');
  const text = textOrNull(field('text'));
  let out = '';
  if (typeof line === 'number') out += `  File "${filename || '<string>'}", line ${line}\n`;
  if (text !== null) {
    const end = line === field('end_lineno') ? field('end_offset') : null;
    out += markedText(text, numberOrNull(field('offset')), numberOrNull(end), line !== field('end_lineno'));
  }
  const place = line === null && filename !== null ? ` (${filename})` : '';
  return `${out}${name}: ${textOrNull(field('msg')) || '<no detail available>'}${place}\n`;
}

function markedText(text: string, offset: number | null, endOffset: number | null, toEnd: boolean): string {
  const points = [...text.replace(/\n+$/, '')];
  const shown = points.slice(points.findIndex((point) => !' \n\f'.includes(point)));
  const spaces = points.length - shown.length;
  const line = `    ${shown.join('')}\n`;
  if (offset === null) return line;
  const limit = [...text].length;
  const start = offset > limit ? limit + 1 : offset;
  let end = toEnd ? points.length + 1 : endOffset || offset;
  if (end > limit) end = limit + 1;
  if (start >= end || end < 0) end = start + 1;
  const column = start - 1 - spaces;
  if (column < 0) return line;
  // Tabs stay, so that the caret stands below its character.
  const before = shown.slice(0, column).map((point) => (/\s/.test(point) ? point : ' '));
  return `${line}    ${before.join('')}${'^'.repeat(end - start)}\n`;
}

function textOrNull(value: PyObject): string | null {
  const text = asStr(value);
  return text === undefined ? null : strToJs(text);
}

function numberOrNull(value: PyObject): number | null {
  return typeof value === 'number' ? value : null;
}

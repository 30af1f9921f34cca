/** Lines of source for tracebacks (CPython: Lib/linecache.py). Files are read when a traceback shows them. */
import { getHost } from '../host/index.ts';
import { PyCode } from '../objects/index.ts';
import { decodeSource } from '../syntax/index.ts';

type Lines = readonly string[];

const files = new Map<string, Lines>();
/** Code that has no file, by its compiled form: `-c`, standard input. */
const given = new WeakMap<object, Lines>();

/** Line breaks of Python source; a page break or a vertical tab is none. */
export function splitSource(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** Remembers the text of code that no file holds, its functions included. */
export function registerSource(code: PyCode, text: string): void {
  registerLines(code, splitSource(text));
}

function registerLines(code: PyCode, lines: Lines): void {
  given.set(code.unit, lines);
  for (const constant of code.consts) if (constant instanceof PyCode) registerLines(constant, lines);
}

/** A line without its end and white space there; `''` where there is none. */
export function sourceLine(code: PyCode, lineno: number): string {
  const lines = given.get(code.unit) ?? linesOfFile(code.unit.filename);
  return (lines[lineno - 1] ?? '').trimEnd();
}

function linesOfFile(filename: string): Lines {
  let lines = files.get(filename);
  if (lines === undefined) {
    lines = readLines(filename);
    files.set(filename, lines);
  }
  return lines;
}

function readLines(filename: string): Lines {
  if (filename.startsWith('<') && filename.endsWith('>')) return [];
  try {
    return splitSource(decodeSource(getHost().readFile(filename), filename));
  } catch {
    return [];
  }
}

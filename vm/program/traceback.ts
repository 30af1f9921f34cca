/** Exceptions as text, as CPython 3.14 prints them without colour (Lib/traceback.py, TracebackException). */
import {
  BaseExceptionGroupType,
  exceptionField,
  getAttributeOrUndefined,
  isSubtype,
  itemsOf,
  PyBaseException,
  PyList,
  type PyObject,
  type PyTraceback,
  PyTuple,
  repr,
  SyntaxErrorType,
  str,
  strToJs,
  typeModuleName,
  typeQualifiedName,
} from '../objects/index.ts';
import { formatSource } from './carets.ts';
import { sourceLine } from './source-lines.ts';
import { syntaxErrorLines } from './syntax-error-text.ts';

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
/** Entries for the same line that are printed before they are counted only. */
const REPEATED_SHOWN = 3;
const GROUP_WIDTH = 15;
const GROUP_DEPTH = 10;

/** The whole text, its last line break included. */
export function formatException(error: PyBaseException): string {
  return new Formatter().format(error);
}

class Formatter {
  private readonly seen = new Set<PyBaseException>();
  private depth = 0;
  private needsClose = false;
  private out = '';

  format(error: PyBaseException): string {
    this.add(error);
    return this.out;
  }

  private add(error: PyBaseException): void {
    const chain = this.chainOf(error);
    for (const { link, message } of chain.reverse()) {
      if (message !== null) this.emit(message);
      if (isSubtype(link.ob_type, BaseExceptionGroupType)) this.addGroup(link);
      else {
        if (link.traceback !== null)
          this.emit(`Traceback (most recent call last):\n${formatTraceback(link.traceback)}`);
        this.emit(formatExceptionOnly(link));
      }
    }
  }

  /** The exception, then what led to it; `message` stands before the exception it belongs to… of the next one. */
  private chainOf(error: PyBaseException): { link: PyBaseException; message: string | null }[] {
    const chain: { link: PyBaseException; message: string | null }[] = [];
    let link: PyBaseException | null = error;
    while (link !== null) {
      this.seen.add(link);
      const next: PyBaseException | null = link.cause ?? (link.suppressContext ? null : link.context);
      const follows: boolean = next !== null && !this.seen.has(next);
      chain.push({ link, message: follows ? (link.cause !== null ? CAUSE : CONTEXT) : null });
      link = follows ? next : null;
    }
    return chain;
  }

  private addGroup(group: PyBaseException): void {
    if (this.depth > GROUP_DEPTH) {
      this.emit(`... (max_group_depth is ${GROUP_DEPTH})\n`);
      return;
    }
    const outermost = this.depth === 0;
    if (outermost) this.depth = 1;
    if (group.traceback !== null) {
      this.emit('Exception Group Traceback (most recent call last):\n', outermost ? '+' : '|');
      this.emit(formatTraceback(group.traceback));
    }
    this.emit(formatExceptionOnly(group));
    const members = membersOf(group);
    const shown = Math.min(members.length, GROUP_WIDTH + 1);
    this.needsClose = false;
    for (let index = 0; index < shown; index++) {
      const isLast = index === shown - 1;
      if (isLast) this.needsClose = true;
      const cut = index >= GROUP_WIDTH;
      this.out += `${this.indent()}${index === 0 ? '+-' : '  '}+---------------- ${cut ? '...' : index + 1} ----------------\n`;
      this.depth += 1;
      if (cut) {
        const rest = members.length - GROUP_WIDTH;
        this.emit(`and ${rest} more exception${rest > 1 ? 's' : ''}\n`);
      } else this.add(members[index]!);
      if (isLast && this.needsClose) {
        this.out += `${this.indent()}+------------------------------------\n`;
        this.needsClose = false;
      }
      this.depth -= 1;
    }
    if (outermost) this.depth = 0;
  }

  private indent(): string {
    return ' '.repeat(2 * this.depth);
  }

  private emit(text: string, margin = '|'): void {
    if (this.depth === 0) this.out += text;
    else this.out += text.replace(/[^\n]*\n/g, (line) => `${this.indent()}${margin} ${line}`);
  }
}

function membersOf(group: PyBaseException): PyBaseException[] {
  const members = exceptionField(group, BaseExceptionGroupType, 'exceptions');
  return members === null ? [] : itemsOf(members).filter((item) => item instanceof PyBaseException);
}

/** The entries of a traceback, the outermost call first. */
export function formatTraceback(traceback: PyTraceback | null): string {
  let out = '';
  let previous = '';
  let count = 0;
  const endRun = (): void => {
    const more = count - REPEATED_SHOWN;
    if (more > 0) out += `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n`;
  };
  for (let entry = traceback; entry !== null; entry = entry.next) {
    const { code } = entry.frame;
    const header = `  File "${code.unit.filename}", line ${entry.lineno}, in ${code.unit.name}\n`;
    if (header !== previous) {
      endRun();
      previous = header;
      count = 0;
    }
    count += 1;
    if (count <= REPEATED_SHOWN) out += header + sourceOf(entry);
  }
  endRun();
  return out;
}

function sourceOf(entry: PyTraceback): string {
  const { code } = entry.frame;
  const [line = -1, endLine = -1, col = -1, endCol = -1] = code.unit.positions.subarray(
    entry.lasti * 4,
    entry.lasti * 4 + 4,
  );
  const known = line === entry.lineno && endLine >= line;
  const span = known
    ? { line, endLine, col, endCol }
    : { line: entry.lineno, endLine: entry.lineno, col: -1, endCol: -1 };
  return formatSource(span, (number) => sourceLine(code, number));
}

/** The last lines: type and message, with the place of a SyntaxError, and the notes. */
export function formatExceptionOnly(error: PyBaseException): string {
  const name = typeText(error);
  const head = isSubtype(error.ob_type, SyntaxErrorType)
    ? syntaxErrorLines(error, name)
    : finalLine(
        name,
        safely(() => strToJs(str(error)), '<exception str() failed>'),
      );
  return head + notesOf(error);
}

function finalLine(name: string, text: string): string {
  return text === '' ? `${name}\n` : `${name}: ${text}\n`;
}

function typeText(error: PyBaseException): string {
  const module = typeModuleName(error.ob_type);
  const name = typeQualifiedName(error.ob_type);
  return module === '__main__' || module === 'builtins' || typeof module !== 'string'
    ? name
    : `${module}.${name}`;
}

function notesOf(error: PyBaseException): string {
  const notes = safely<PyObject | undefined>(() => getAttributeOrUndefined(error, '__notes__'), undefined);
  if (notes === undefined || notes === null) return '';
  if (!(notes instanceof PyList) && !(notes instanceof PyTuple)) {
    return `${safely(() => strToJs(repr(notes)), '<__notes__ repr() failed>')}\n`;
  }
  return itemsOf(notes)
    .map((note) => `${safely(() => strToJs(str(note)), '<note str() failed>')}\n`)
    .join('');
}

function safely<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PyBaseException) return otherwise;
    throw error;
  }
}

/** Source files: read, decoded (PEP 263), and kept for the lines that tracebacks show. */
import { getHost } from '../host/index.ts';
import { decodeSource } from '../syntax/index.ts';

const texts = new Map<string, string>();

/** The text of a source file. Throws the host's error. */
export function sourceText(file: string): string {
  const text = decodeSource(getHost().readFile(file), file);
  texts.set(file, text);
  return text;
}

/** Text given by name, such as that of `-c`. */
export function rememberSource(name: string, text: string): void {
  texts.set(name, text);
}

/** A line (1-based) without its end; null when the source is not to be had. */
export function sourceLine(file: string, line: number): string | null {
  let text = texts.get(file);
  if (text === undefined) {
    if (file.startsWith('<')) return null;
    try {
      text = sourceText(file);
    } catch {
      return null;
    }
  }
  return text.split(/\r\n|\r|\n/)[line - 1] ?? null;
}

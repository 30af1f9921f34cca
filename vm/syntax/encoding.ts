/** Bytes → text: the byte order mark and the encoding declaration (language reference 2.1.4, PEP 263). */
import { PythonSyntaxError } from './errors.ts';

const DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

/** Decodes a source file. Throws `PythonSyntaxError`. */
export function decodeSource(bytes: Uint8Array, filename: string): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const declared = declaredEncoding(bytes.subarray(hasMark ? 3 : 0));
  const encoding = normalize(declared ?? 'utf-8');
  if (hasMark && encoding !== 'utf-8') throw failure(filename, `encoding problem: ${declared} with BOM`);
  const body = hasMark ? bytes.subarray(3) : bytes;
  if (encoding === 'utf-8') return decodeUtf8(body, filename, declared);
  if (encoding === 'iso-8859-1') return decodeLatin1(body);
  if (encoding === 'ascii') return decodeAscii(body, filename);
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw failure(filename, `unknown encoding: ${declared}`);
  }
  try {
    return decoder.decode(body);
  } catch {
    throw failure(filename, `(unicode error) '${encoding}' codec can't decode the source`);
  }
}

/** What the first line, or the second one after a blank or comment line, declares. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = decodeLatin1(bytes.subarray(0, 1024)).split(/\r\n?|\n/, 2);
  const first = DECLARATION.exec(head[0] ?? '');
  if (first) return first[1];
  if (!BLANK.test(head[0] ?? '')) return undefined;
  return DECLARATION.exec(head[1] ?? '')?.[1];
}

/** As CPython's `get_normal_name`, and the names that WHATWG's decoder knows under another spelling. */
function normalize(name: string): string {
  const lower = name.toLowerCase().replaceAll('_', '-');
  if (lower === 'utf-8' || lower === 'utf8' || lower.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-?1|iso-8859-1|iso-latin-1|l1|cp819)(?:-.*)?$/.test(lower)) return 'iso-8859-1';
  if (lower === 'us-ascii') return 'ascii';
  return lower.replace(/^cp(125\d)$/, 'windows-$1');
}

function decodeUtf8(bytes: Uint8Array, filename: string, declared: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const at = firstInvalidByte(bytes);
    const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0');
    if (declared !== undefined) {
      throw failure(filename, `(unicode error) 'utf-8' codec can't decode byte 0x${byte} in position ${at}`);
    }
    const line = bytes.subarray(0, at).reduce((count, value) => count + (value === 10 ? 1 : 0), 1);
    const advice = 'but no encoding declared; see https://peps.python.org/pep-0263/ for details';
    const where = `in file ${filename} on line ${line}`;
    throw failure(filename, `Non-UTF-8 code starting with '\\x${byte}' ${where}, ${advice}`, line);
  }
}

/** Halves the range until the shortest prefix that does not decode is found. */
function firstInvalidByte(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  const decodes = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (decodes(middle)) valid = middle;
    else invalid = middle;
  }
  // The byte that breaks a sequence may be the one after it: the sequence's first byte is at fault.
  let at = Math.max(invalid - 1, 0);
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80 && (bytes[at - 1]! & 0x80) !== 0) at--;
  return bytes[at]! < 0x80 ? Math.max(at - 1, 0) : at;
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

function decodeAscii(bytes: Uint8Array, filename: string): string {
  const at = bytes.findIndex((byte) => byte >= 128);
  if (at < 0) return decodeLatin1(bytes);
  const byte = bytes[at]!.toString(16);
  const reason = `(unicode error) 'ascii' codec can't decode byte 0x${byte} in position ${at}: ordinal not in range(128)`;
  throw failure(filename, reason);
}

function failure(filename: string, message: string, lineno: number | null = null): PythonSyntaxError {
  const none = { offset: null, text: null, end_lineno: null, end_offset: null };
  return new PythonSyntaxError({ type: 'SyntaxError', message, filename, lineno, ...none });
}

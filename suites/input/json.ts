/**
 * Reading JSON that other people wrote: a cursor that knows its file and path, so that each mistake is
 * reported with file, field and fix. Every reader of a file format in this project goes through it.
 */
import { isAscii } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError, suggest } from './errors.ts';

/** Larger files are refused before they are read: no result of ours comes near it. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Reads a `.json` or gzipped `.json.gz` file (told apart by content, not by name). */
export function readJsonFile(file: string): JsonField {
  return new JsonField(file, '', parseJson(file, readText(file)));
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(file);
    if (size > MAX_FILE_BYTES) {
      throw new InputError({
        where: file,
        problem: `is ${Math.round(size / 2 ** 20)} MiB, more than the ${MAX_FILE_BYTES / 2 ** 20} MiB that are read`,
        fix: 'give a single result file, or split it',
      });
    }
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError({
      where: file,
      problem: code === 'ENOENT' ? 'no such file' : `cannot be read (${code ?? (error as Error).message})`,
      fix: code === 'ENOENT' ? 'check the path' : 'give a readable JSON file',
    });
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES, chunkSize: unpackedSize(bytes) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new InputError({
          where: file,
          problem: `unpacks to more than the ${MAX_FILE_BYTES / 2 ** 20} MiB that are read`,
          fix: 'give a single result file, or split it',
        });
      }
      throw new InputError({
        where: file,
        problem: `is damaged gzip data (${(error as Error).message})`,
        fix: 'fetch or write the file again',
      });
    }
  }
  // Of one byte a character a text takes a third of the time, and half the memory in what is parsed from it.
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

/**
 * What a gzip file says of its own size (RFC 1952: the last four bytes), so that it is unpacked in one piece; within
 * limits, since the file may lie.
 */
function unpackedSize(bytes: Buffer): number {
  const said = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  return Math.min(Math.max(said + 1, 16 * 1024), 16 * 1024 * 1024);
}

function parseJson(file: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = (error as Error).message;
    const truncated = /Unexpected end|Unterminated/.test(reason) ? ' (the file looks cut off)' : '';
    throw new InputError({
      where: file,
      problem: `is not JSON${truncated}: ${reason}`,
      fix: /NaN|Infinity/.test(text) ? 'replace NaN and Infinity by numbers' : 'write the file again',
    });
  }
}

/** A value inside a JSON file, together with the path that leads to it. */
export class JsonField {
  readonly file: string;
  readonly value: JsonValue | undefined;
  private readonly parent: JsonField | null;
  private readonly key: string | number;

  /** `key`: its place in `parent`; of a field without one, the whole path. */
  constructor(
    file: string,
    key: string | number,
    value: JsonValue | undefined,
    parent: JsonField | null = null,
  ) {
    this.file = file;
    this.value = value;
    this.parent = parent;
    this.key = key;
  }

  /** `suites.stage-0.benchmarks[3]`: put together when it is asked for, which is seldom. */
  get path(): string {
    const before = this.parent?.path ?? '';
    if (typeof this.key === 'number') return `${before}[${this.key}]`;
    return before ? `${before}.${this.key}` : this.key;
  }

  fail(problem: string, fix: string): never {
    throw new InputError({ where: this.file, field: this.path || undefined, problem, fix });
  }

  get exists(): boolean {
    return this.value !== undefined;
  }

  /** A member of this object; the member may be missing (`exists` tells). */
  at(key: string): JsonField {
    const object = this.object();
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    return new JsonField(this.file, key, value, this);
  }

  object(): { [key: string]: JsonValue } {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      this.failType('an object');
    }
    return this.value as { [key: string]: JsonValue };
  }

  entries(): [string, JsonField][] {
    return Object.keys(this.object()).map((key) => [key, this.at(key)]);
  }

  /** Refuses members that the format does not have: a misspelt field must not be ignored. */
  onlyKeys(keys: readonly string[]): void {
    for (const key of Object.keys(this.object())) {
      if (!keys.includes(key)) this.at(key).fail('is not a field of this format', suggest(key, keys));
    }
  }

  array(): JsonField[] {
    if (!Array.isArray(this.value)) this.failType('an array');
    return (this.value as JsonValue[]).map((item, index) => new JsonField(this.file, index, item, this));
  }

  /** `check` of each item that is not `good`: of thousands of good numbers none becomes a field. */
  checkItems(good: (item: JsonValue) => boolean, check: (item: JsonField) => void): void {
    if (!Array.isArray(this.value)) this.failType('an array');
    for (const [index, item] of (this.value as JsonValue[]).entries()) {
      if (!good(item)) check(new JsonField(this.file, index, item, this));
    }
  }

  string(): string {
    if (typeof this.value !== 'string') this.failType('a string');
    if ((this.value as string).trim() === '') this.fail('is empty', 'write a text here');
    return this.value as string;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') this.failType('true or false');
    return this.value as boolean;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) this.failType('a number');
    return this.value as number;
  }

  integer(minimum: number): number {
    const value = this.number();
    if (!Number.isSafeInteger(value) || value < minimum) {
      this.fail(`is ${value}`, `write a whole number of at least ${minimum}`);
    }
    return value;
  }

  positive(): number {
    const value = this.number();
    if (!(value > 0)) this.fail(`is ${value}`, 'write a number greater than 0');
    return value;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const value = this.string();
    if (!choices.includes(value as T)) this.fail(`is "${value}"`, suggest(value, choices));
    return value as T;
  }

  strings(): string[] {
    return this.array().map((item) => item.string());
  }

  private failType(expected: string): never {
    if (this.value === undefined) this.fail('is missing', `add this field: ${expected}`);
    this.fail(`is ${describe(this.value)}`, `write ${expected} here`);
  }
}

function describe(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'too large for a number';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

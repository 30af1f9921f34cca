/** A host for tests and for embedding: output is collected, input and files are given, the clock stands still unless moved. */
import type { Host } from './host.ts';

export interface MemoryHost extends Host {
  /** Everything written so far. */
  readonly output: { 1: string; 2: string };
  /** Moves the clocks; `sleep` does too. */
  advance(nanoseconds: bigint): void;
}

export interface MemoryHostOptions {
  readonly args?: readonly string[];
  readonly input?: string;
  readonly files?: Readonly<Record<string, string>>;
}

export function createMemoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const output = { 1: '', 2: '' };
  const decoder = new TextDecoder();
  let input = options.input ?? '';
  let clock = 0n;
  return {
    output,
    advance(nanoseconds) {
      clock += nanoseconds;
    },
    platform: 'memory',
    args: options.args ?? [''],
    environment: {},
    executable: '',
    prefix: '',
    workingDirectory: () => '/',
    write(stream, text) {
      output[stream] += text;
    },
    writeBytes(stream, data) {
      output[stream] += decoder.decode(data);
    },
    flush() {},
    isTerminal: () => false,
    readLine() {
      const end = input.indexOf('\n');
      const length = end < 0 ? input.length : end + 1;
      const line = input.slice(0, length);
      input = input.slice(length);
      return line;
    },
    readLineAtPrompt(prompt) {
      output[2] += prompt;
      return this.readLine();
    },
    readInput(target) {
      const { read, written } = new TextEncoder().encodeInto(input, target);
      input = input.slice(read);
      return written;
    },
    readFile(path) {
      const text = options.files?.[path];
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return new TextEncoder().encode(text);
    },
    replaceFile: () => false,
    listFolder(path) {
      const start = path === '' ? '' : `${path}/`;
      const below = Object.keys(options.files ?? {}).filter((file) => file.startsWith(start));
      if (below.length === 0) return undefined;
      return [...new Set(below.map((file) => file.slice(start.length).split('/', 1)[0]!))];
    },
    realPath: (path) => path,
    fileState(path) {
      const text = options.files?.[path];
      return text === undefined ? undefined : { modifiedMilliseconds: 0, sizeBytes: text.length };
    },
    monotonicNanoseconds: () => clock,
    wallNanoseconds: () => clock,
    processNanoseconds: () => clock,
    heapBytes: () => 0,
    sleep(seconds) {
      clock += BigInt(Math.round(seconds * 1e9));
    },
    watchSignal() {},
    entropy: (count) => Uint8Array.from({ length: count }, (_, index) => (index * 37 + 11) & 0xff),
    clearKeptObjects() {},
    collectGarbage: () => false,
    exit(status) {
      throw new Error(`exit with status ${status}`);
    },
  };
}

/** What the VM asks of the machine it runs on. One object, `host`, set once at start. */

export type OutputStream = 1 | 2;

export interface FileState {
  readonly modifiedMilliseconds: number;
  readonly sizeBytes: number;
}

export interface Host {
  /** Python's `sys.platform`. */
  readonly platform: string;
  /** Arguments of the process after the program's own. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Path of the VM's executable, `sys.executable`. */
  readonly executable: string;
  /** Folder that holds `lib/python3.14`, `sys.prefix`; `''` without a standard library. */
  readonly prefix: string;
  workingDirectory(): string;

  /** Writes text as UTF-8. Standard output is buffered (by line on a terminal), standard error is not. */
  write(stream: OutputStream, text: string): void;
  writeBytes(stream: OutputStream, data: Uint8Array): void;
  flush(stream: OutputStream): void;
  isTerminal(stream: 0 | OutputStream): boolean;
  /** One line of standard input with its end, `''` at the end of the input. */
  readLine(): string;
  /** The same behind a prompt; on a terminal with editing and a history, where the host has them. */
  readLineAtPrompt(prompt: string): string;
  /** Bytes of standard input, as they come: their number, 0 at the end. */
  readInput(target: Uint8Array): number;
  /** The file's bytes; throws the host's error (with `code`, as ENOENT). */
  readFile(path: string): Uint8Array;
  /**
   * Writes a whole file, folders included, so that readers see the old one or the new one and never a part. False where
   * that is not possible.
   */
  replaceFile(path: string, data: Uint8Array): boolean;
  /** Names in a folder; `undefined` where there is no folder. */
  listFolder(path: string): readonly string[] | undefined;
  /** The path without symbolic links; the path itself where there is nothing. */
  realPath(path: string): string;
  /** Time of the last change in milliseconds since 1970, and size; `undefined` where there is nothing. */
  fileState(path: string): FileState | undefined;

  /** Nanoseconds of a clock that never goes back. */
  monotonicNanoseconds(): bigint;
  /** Nanoseconds since 1970. */
  wallNanoseconds(): bigint;
  /** Processor time that this process has used. */
  processNanoseconds(): bigint;
  /** Bytes of the collected heap in use by this thread; 0 where the host does not tell. */
  heapBytes(): number;
  /** Blocks this thread, no longer than until a signal comes. */
  sleep(seconds: number): void;
  /** Whether signals of this number come to Python, rather than have the effect that the system gives them. */
  watchSignal(signal: number, wanted: boolean): void;
  /** Bytes from the system's random source. */
  entropy(count: number): Uint8Array;
  /** Lets the collector take what WeakRefs of this job have kept (ECMA-262 ClearKeptObjects). */
  clearKeptObjects(): void;
  /** Collects garbage now, kept objects included; false where the host does not let programs do that. */
  collectGarbage(): boolean;
  /** Ends the process at once, output flushed. */
  exit(status: number): never;
}

/** Where a write fails because nobody reads the other end. */
export class BrokenPipe extends Error {}

let current: Host | undefined;

export function setHost(host: Host): void {
  current = host;
}

export function getHost(): Host {
  if (current === undefined) throw new Error('vm/host: setHost has not been called');
  return current;
}

/** The host under Node: synchronous file descriptors, high-resolution clocks, a sleep that blocks the thread. */
import { Buffer } from 'node:buffer';
import {
  fstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { BrokenPipe, type Host, type OutputStream } from './host.ts';
import { clearKeptObjects, collectGarbage } from './node-garbage.ts';
import { OutputBuffer } from './output-buffer.ts';

/** `node:tty` brings sockets along: it is asked only about what may be a terminal. */
function isTerminal(descriptor: number): boolean {
  try {
    const state = fstatSync(descriptor);
    if (!state.isCharacterDevice() || state.rdev === statSync('/dev/null').rdev) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** Pause before a full pipe is tried again. */
const RETRY_SECONDS = 0.001;

const sleepCell = new Int32Array(new SharedArrayBuffer(4));
function sleep(seconds: number): void {
  Atomics.wait(sleepCell, 0, 0, seconds * 1000);
}

/** Writes all of it: pipes may be non-blocking and take only a part. */
function writeAll(descriptor: number, data: Uint8Array): void {
  let start = 0;
  while (start < data.length) {
    try {
      start += writeSync(descriptor, data, start);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') throw new BrokenPipe('nobody reads the output');
      if (code !== 'EAGAIN') throw error;
      sleep(RETRY_SECONDS);
    }
  }
}

/** Standard input, read in pieces and given out in lines. */
class LineReader {
  private rest = '';
  private ended = false;
  private readonly decoder = new TextDecoder();
  private readonly piece = new Uint8Array(65536);

  readLine(): string {
    let end = this.rest.indexOf('\n');
    while (end < 0 && !this.ended) {
      this.fill();
      end = this.rest.indexOf('\n');
    }
    const length = end < 0 ? this.rest.length : end + 1;
    const line = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return line;
  }

  private fill(): void {
    try {
      const count = readSync(0, this.piece);
      if (count === 0) {
        this.ended = true;
        this.rest += this.decoder.decode();
      } else this.rest += this.decoder.decode(this.piece.subarray(0, count), { stream: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') sleep(RETRY_SECONDS);
      else if (code === 'EOF') this.ended = true;
      else throw error;
    }
  }
}

/** Two processes may write the same file: each fills one of its own and moves it into place. */
function replaceFile(path: string, data: Uint8Array): boolean {
  const own = `${path}.${process.pid}`;
  try {
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(own, data, { flag: 'wx' });
    renameSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    try {
      rmSync(own, { force: true });
    } catch {}
    return false;
  }
}

export interface NodeHostOptions {
  /** Arguments of the Python program: `sys.argv`. */
  readonly args: readonly string[];
  /** `-u`: standard output is not buffered. */
  readonly unbuffered?: boolean;
  readonly prefix?: string;
  readonly executable?: string;
  /** Not 0 while signals wait to be handled; notified when one comes. */
  readonly wakeCell?: Int32Array;
  readonly watchSignal?: (signal: number, wanted: boolean) => void;
  /** Reads a line from the terminal, its end included; '' at the end of the input. */
  readonly readLineAtPrompt?: (prompt: string) => string;
}

export function createNodeHost(options: NodeHostOptions): Host {
  const emit =
    (descriptor: OutputStream) =>
    (text: string): void =>
      writeAll(descriptor, Buffer.from(text, 'utf8'));
  const outputMode = options.unbuffered ? 'none' : isTerminal(1) ? 'line' : 'full';
  const buffers = { 1: new OutputBuffer(outputMode, emit(1)), 2: new OutputBuffer('none', emit(2)) };
  const input = new LineReader();

  return {
    platform: process.platform,
    args: options.args,
    environment: process.env,
    executable: options.executable ?? process.argv[1] ?? process.execPath,
    prefix: options.prefix ?? '',
    workingDirectory: () => process.cwd(),
    write: (stream, text) => buffers[stream].write(text),
    writeBytes(stream, data) {
      buffers[stream].flush();
      writeAll(stream, data);
    },
    flush: (stream) => buffers[stream].flush(),
    isTerminal,
    readLine: () => input.readLine(),
    readLineAtPrompt(prompt) {
      if (options.readLineAtPrompt !== undefined && isTerminal(0)) return options.readLineAtPrompt(prompt);
      buffers[1].flush();
      buffers[2].write(prompt);
      return input.readLine();
    },
    readInput(target) {
      for (;;) {
        try {
          return readSync(0, target);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === 'EOF') return 0;
          if (code !== 'EAGAIN') throw error;
          sleep(RETRY_SECONDS);
        }
      }
    },
    readFile: (path) => readFileSync(path),
    replaceFile,
    listFolder(path) {
      try {
        return readdirSync(path === '' ? '.' : path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return undefined;
      }
    },
    realPath(path) {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
    fileState(path) {
      const state = statSync(path === '' ? '.' : path, { throwIfNoEntry: false });
      return state && { modifiedMilliseconds: state.mtimeMs, sizeBytes: state.size };
    },
    monotonicNanoseconds: () => process.hrtime.bigint(),
    wallNanoseconds: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n,
    heapBytes: () => process.memoryUsage().heapUsed,
    processNanoseconds() {
      const { user, system } = process.cpuUsage();
      return BigInt(user + system) * 1000n;
    },
    sleep: (seconds) => void Atomics.wait(options.wakeCell ?? sleepCell, 0, 0, seconds * 1000),
    watchSignal: (signal, wanted) => options.watchSignal?.(signal, wanted),
    entropy: (count) => process.getBuiltinModule('node:crypto').randomFillSync(new Uint8Array(count)),
    clearKeptObjects,
    collectGarbage,
    exit(status) {
      buffers[1].flush();
      buffers[2].flush();
      process.exit(status);
    },
  };
}

/** The Worker in which a program runs: reads the command line, finds the library, ends with the program's status. */
import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, parentPort, workerData } from 'node:worker_threads';
import { createNodeHost, setHost } from '../host/index.ts';
import { handleSignals, pendingSignals } from '../instructions/signals.ts';
import {
  type Command,
  flagList,
  isUnbuffered,
  parseCommandLine,
  runProgram,
  statisticsFile,
  USAGE,
  UsageError,
} from '../program/index.ts';
import { type WorkerMessage, waitForAnswer } from './worker-messages.ts';

/** Set by the bundler. */
declare const BYTECODE_VERSION: number | undefined;

/** Of the Python that the VM runs (`sys.version_info`). */
const VERSION = '3.14.2';
const USAGE_STATUS = 2;

void main();

async function main(): Promise<void> {
  tell({ kind: 'start', pendingSignals });
  let command: Command;
  try {
    command = parseCommandLine(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    writeSync(2, `stage-vm: ${error.message}\nTry 'stage-vm --help'.\n`);
    process.exit(USAGE_STATUS);
  }
  if (command.action !== 'run') {
    writeSync(1, informationFor(command.action));
    process.exit(0);
  }
  setHost(
    createNodeHost({
      args: command.argv,
      unbuffered: isUnbuffered(command, process.env),
      prefix: await findLibrary(),
      executable: workerData.command,
      wakeCell: pendingSignals,
      watchSignal,
      readLineAtPrompt,
    }),
  );
  statisticsFile.write = (path, text) => writeFileSync(path, text);
  const bytecode = await bytecodeVersion();
  const stopProfile = command.profile === null ? null : await startProfile(command.profile);
  const status = runProgram(command, bytecode);
  await stopProfile?.();
  process.exit(status);
}

/** Starts V8's sampling profiler on this thread; what it returns stops it and writes the file. */
async function startProfile(path: string): Promise<() => Promise<void>> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(path, JSON.stringify(profile));
  };
}

/**
 * Waits until the main thread has done it: a signal that comes once `signal.signal` has returned must find its handler.
 */
function watchSignal(signal: number, wanted: boolean): void {
  const done = new Int32Array(new SharedArrayBuffer(4));
  tell({ kind: 'watch', signal, wanted, done });
  Atomics.wait(done, 0, 0);
}

function tell(message: WorkerMessage): void {
  parentPort!.postMessage(message, message.kind === 'ask' ? [message.port] : []);
}

/** The main thread reads the line; signals that come meanwhile are handled here. */
function readLineAtPrompt(prompt: string): string {
  const { port1, port2 } = new MessageChannel();
  tell({ kind: 'ask', prompt, port: port2 });
  try {
    for (;;) {
      const line = waitForAnswer(port1, pendingSignals);
      if (line !== undefined) return line;
      handleSignals();
    }
  } finally {
    port1.close();
  }
}

function informationFor(action: Exclude<Command['action'], 'run'>): string {
  switch (action) {
    case 'help':
      return USAGE;
    case 'flags':
      return flagList();
    case 'version':
    case 'full-version':
      return version(action === 'full-version');
  }
}

/**
 * The folder that holds `lib/python3.14`: `dist`, two folders up from a compiled file. From source it is a folder
 * beside `vm/`, which the first run fills.
 */
async function findLibrary(): Promise<string> {
  const here = new URL('../../', import.meta.url);
  if (existsSync(new URL('lib/python3.14', here))) return fileURLToPath(here).replace(/\/$/, '');
  const dist = fileURLToPath(new URL('dist', here));
  if (!existsSync(new URL('dist/lib/python3.14', here))) {
    (await import('../library/install.ts')).installLibrary(dist);
  }
  return dist;
}

async function bytecodeVersion(): Promise<number> {
  if (typeof BYTECODE_VERSION === 'number') return BYTECODE_VERSION;
  return (await import('../library/bytecode-version.ts')).bytecodeVersionOfSources();
}

/** With the package's own version; compiled files lie one folder deeper than their sources. */
function version(full: boolean): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const own = JSON.parse(readFileSync(url, 'utf8')).version;
    return `Python ${VERSION} (stage-vm ${own}${full ? `, Node ${process.version}` : ''})\n`;
  }
  throw new Error('package.json is missing');
}

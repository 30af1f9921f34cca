#!/usr/bin/env node
/**
 * The command `stage-vm`. Python runs in a Worker: only there can the stack be made large enough for the recursion limit
 * at stages 0 and 1, where Python calls recurse in the host.
 */
import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread, SHARE_ENV, Worker } from 'node:worker_threads';

/** Set by the bundler. */
declare const BYTECODE_VERSION: number | undefined;

/** Of the Python that the VM runs (`sys.version_info`). */
const VERSION = '3.14.2';
const RESOURCE_LIMITS = { stackSizeMb: 256, maxOldGenerationSizeMb: 4096 };
const USAGE_STATUS = 2;

// V8's code of the VM itself is kept between runs, in Node's folder for it.
enableCompileCache();

if (isMainThread) startWorker();
else await runInWorker();

function startWorker(): void {
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    env: SHARE_ENV,
    resourceLimits: RESOURCE_LIMITS,
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    writeSync(2, outOfMemory ? 'MemoryError\n' : `stage-vm: ${error.stack ?? String(error)}\n`);
    process.exitCode = 1;
  });
  worker.on('exit', (status) => {
    process.exitCode ||= status;
  });
}

async function runInWorker(): Promise<void> {
  const { createNodeHost, setHost } = await import('../host/index.ts');
  const program = await import('../program/index.ts');
  let command: ReturnType<typeof program.parseCommandLine>;
  try {
    command = program.parseCommandLine(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof program.UsageError)) throw error;
    writeSync(2, `stage-vm: ${error.message}\nTry 'stage-vm --help'.\n`);
    process.exit(USAGE_STATUS);
  }
  if (command.action !== 'run') {
    writeSync(
      1,
      command.action === 'help'
        ? program.USAGE
        : command.action === 'flags'
          ? program.flagList()
          : version(command.action === 'full-version'),
    );
    process.exit(0);
  }
  const prefix = await findLibrary();
  setHost(
    createNodeHost({ args: command.argv, unbuffered: program.isUnbuffered(command, process.env), prefix }),
  );
  program.statisticsFile.write = (path, text) => writeFileSync(path, text);
  const bytecode = await bytecodeVersion();
  const stopProfile = command.profile === null ? null : await startProfile(command.profile);
  const status = program.runProgram(command, bytecode);
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

/** The package's own version; compiled files lie one folder deeper than their sources. */
function version(full: boolean): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url);
    if (existsSync(url)) {
      const own = JSON.parse(readFileSync(url, 'utf8')).version;
      return `Python ${VERSION} (stage-vm ${own}${full ? `, Node ${process.version}` : ''})\n`;
    }
  }
  throw new Error('package.json is missing');
}

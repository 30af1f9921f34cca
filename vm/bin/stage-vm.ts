#!/usr/bin/env node
/**
 * The command `stage-vm`. Python runs in a Worker: only there can the stack be made large enough for the recursion limit
 * at stages 0 and 1, where Python calls recurse in the host. This thread loads nothing else, so that it is soon there;
 * it takes signals, which the Worker looks for in loops, and reads the terminal for the prompt.
 */
import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { WorkerMessage } from './worker-messages.ts';

/** Most objects die young: with the smallest new space V8 starts with, a tenth of a short program is collecting it. */
const YOUNG_MB = 96;
const RESOURCE_LIMITS = {
  stackSizeMb: 256,
  maxOldGenerationSizeMb: 4096,
  maxYoungGenerationSizeMb: YOUNG_MB,
};
// Of heaps made from here on: the Worker's.
setFlagsFromString('--min-semi-space-size=16');

/** What a shell says of a process that SIGINT has ended. */
const INTERRUPTED_STATUS = 130;

const isSource = import.meta.url.endsWith('.ts');
const worker = new Worker(new URL(isSource ? './worker.ts' : './start-worker.js', import.meta.url), {
  argv: process.argv.slice(2),
  env: SHARE_ENV,
  resourceLimits: RESOURCE_LIMITS,
  workerData: { command: process.argv[1] },
});
worker.on('error', (error: NodeJS.ErrnoException) => {
  const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  writeSync(2, outOfMemory ? 'MemoryError\n' : `stage-vm: ${error.stack ?? String(error)}\n`);
  process.exitCode = 1;
});
worker.on('exit', (status) => {
  process.exitCode ||= status;
});

let pendingSignals: Int32Array | undefined;

worker.on('message', (message: WorkerMessage) => {
  switch (message.kind) {
    case 'start':
      pendingSignals = message.pendingSignals;
      break;
    case 'watch':
      watch(message.signal, message.wanted);
      Atomics.store(message.done, 0, 1);
      Atomics.notify(message.done, 0);
      break;
    case 'ask':
      void ask(message.prompt, (line) => message.port.postMessage(line));
  }
});
watch(constants.signals.SIGINT, true);

/** Notes the signal down. Who presses Ctrl-C again before Python has looked wants the end. */
function note(signal: number): void {
  const bit = 1 << signal;
  const before = pendingSignals === undefined ? bit : Atomics.or(pendingSignals, 0, bit);
  if (pendingSignals !== undefined) Atomics.notify(pendingSignals, 0);
  if (signal === constants.signals.SIGINT && (before & bit) !== 0) {
    writeSync(2, 'KeyboardInterrupt\n');
    process.exit(INTERRUPTED_STATUS);
  }
}

function watch(signal: number, wanted: boolean): void {
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  if (name === undefined || signal > 31) return;
  process.removeAllListeners(name);
  try {
    if (wanted) process.on(name, () => note(signal));
  } catch {
    // The host keeps some for itself (SIGPROF, SIGSTOP).
  }
}

async function ask(prompt: string, answer: (line: string) => void): Promise<void> {
  const { askTerminal } = await import('./terminal.ts');
  askTerminal(
    prompt,
    (line) => {
      answer(line);
      if (pendingSignals !== undefined) Atomics.notify(pendingSignals, 0);
    },
    () => note(constants.signals.SIGINT),
  );
}

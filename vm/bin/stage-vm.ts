#!/usr/bin/env node
/**
 * `stage-vm`: runs Python programs at a stage of the plan. The program runs in a Worker, whose stack can be as large as
 * Python's recursion limit asks for.
 */
import { readFileSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { parseOptions } from '../program/options.ts';

/** Host stack of the program. Stages 0 and 1 recurse in the host; 256 MiB hold some hundred thousand Python calls. */
const STACK_MEGABYTES = 256;

function main(): void {
  const parsed = parseOptions(process.argv.slice(2), version());
  if ('output' in parsed) {
    (parsed.status === 0 ? process.stdout : process.stderr).write(parsed.output);
    process.exitCode = parsed.status;
    return;
  }
  const worker = new Worker(new URL(import.meta.url), {
    workerData: process.argv.slice(2),
    resourceLimits: { stackSizeMb: STACK_MEGABYTES, maxOldGenerationSizeMb: 8192 },
  });
  worker.on('message', (status: number) => {
    process.exitCode = status;
  });
  worker.on('error', (error) => {
    console.error(error);
    process.exitCode = 70;
  });
}

function version(): string {
  for (const up of ['../../', '../../../']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8'));
      if (name === 'stage-report') return version;
    } catch {
      // The other place.
    }
  }
  return '0';
}

if (isMainThread) main();
else {
  const { runProgram } = await import('../program/run.ts');
  const { parentPort } = await import('node:worker_threads');
  const parsed = parseOptions(workerData, '0');
  if ('options' in parsed) parentPort!.postMessage(runProgram(parsed.options));
}

#!/usr/bin/env node
/**
 * The command `stage-vm`. Python runs in a Worker: only there can the stack be made large enough for the recursion limit
 * at stages 0 and 1, where Python calls recurse in the host. This thread loads nothing else, so that it is soon there.
 */
import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { SHARE_ENV, Worker } from 'node:worker_threads';

/** Most objects die young: with the smallest new space V8 starts with, a tenth of a short program is collecting it. */
const YOUNG_MB = 96;
const RESOURCE_LIMITS = {
  stackSizeMb: 256,
  maxOldGenerationSizeMb: 4096,
  maxYoungGenerationSizeMb: YOUNG_MB,
};
// Of heaps made from here on: the Worker's.
setFlagsFromString('--min-semi-space-size=16');

const isSource = import.meta.url.endsWith('.ts');
const worker = new Worker(new URL(isSource ? './cached-worker.ts' : './cached-worker.js', import.meta.url), {
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

/**
 * Runs every program of `programs/` under one set of flags and writes what each printed, as JSON:
 * `node run-programs.ts FLAG,FLAG,… [--force-deopt | --count-instructions]`. A Worker, because its stack can be made large enough for the stages that recurse
 * in the host; a process a set, because flags are fixed when the machine starts.
 */
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { createMemoryHost, setHost } from '../../host/index.ts';
import { createModule } from '../../modules/index.ts';
import { machine, PyBaseException, str, strToJs } from '../../objects/index.ts';
import type { FlagName } from '../flags.ts';
import { compileSource, newNamespace, runCode, startMachine } from '../machine.ts';
import { verification } from '../region/region.ts';
import { executed } from '../statistics.ts';

interface Job {
  readonly flags: readonly string[];
  readonly forceDeopt: boolean;
  readonly countInstructions: boolean;
}

const folder = fileURLToPath(new URL('programs/', import.meta.url));
const self = fileURLToPath(import.meta.url);

function describe(error: unknown): string {
  if (!(error instanceof PyBaseException))
    return error instanceof Error ? `host error: ${error.stack}` : String(error);
  const lines: string[] = [];
  for (let entry = error.traceback; entry !== null; entry = entry.next) lines.push(`line ${entry.lineno}`);
  return `${error.ob_type.name}: ${strToJs(str(error) as string)} (${lines.slice(0, 5).join(', ')})\n`;
}

function runAll({ flags, forceDeopt, countInstructions }: Job): Record<string, string> {
  verification.forceDeopt = forceDeopt;
  executed.counting = countInstructions;
  startMachine(new Set(flags as FlagName[]));
  machine.builtins = createModule('builtins')!.dict;
  setHost(createMemoryHost());
  createModule('sys');
  const results: Record<string, string> = {};
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.py')) continue;
    const host = createMemoryHost();
    setHost(host);
    let failure = '';
    try {
      runCode(
        compileSource(readFileSync(join(folder, file), 'utf8'), file, 'exec'),
        newNamespace('__main__'),
      );
    } catch (error) {
      failure = describe(error);
    }
    results[file.slice(0, -3)] = host.output[1] + host.output[2] + failure;
  }
  return results;
}

if (isMainThread) {
  const flags = (process.argv[2] ?? '').split(',').filter((flag) => flag !== '');
  const mode = process.argv[3];
  const job: Job = {
    flags,
    forceDeopt: mode === '--force-deopt',
    countInstructions: mode === '--count-instructions',
  };
  new Worker(self, { workerData: job, resourceLimits: { stackSizeMb: 200 } });
} else {
  writeSync(1, JSON.stringify(runAll(workerData)));
}

/** Runs one test file in the VM; a test that ends or hangs the process costs that test alone. */
import { fileURLToPath } from 'node:url';
import { runProcess } from '../differential/run.ts';
import type { CPython } from './cpython.ts';
import { DRIVER, parseReport, type TestResult } from './protocol.ts';

export const SOURCE_VM = fileURLToPath(new URL('../../bin/stage-vm.ts', import.meta.url));
/** What `npm run build` makes: it starts in two thirds of the time. */
export const BUILT_VM = fileURLToPath(new URL('../../../dist/vm/bin/stage-vm.js', import.meta.url));
/** A file that ends the process more often than this has something else wrong with it. */
const MAX_RESTARTS = 25;

export interface FileRun {
  readonly results: TestResult[];
  /** Why the file could not be loaded, or what stopped it before the first test. */
  readonly unloadable: string | undefined;
}

/** `command`: the VM and its options. */
export async function runFile(
  { library }: CPython,
  file: string,
  command: readonly string[],
  timeoutSeconds: number,
): Promise<FileRun> {
  const results: TestResult[] = [];
  let first = 0;
  for (let start = 0; start <= MAX_RESTARTS; start++) {
    const args = ['--no-warnings', ...command, DRIVER, 'run', library, file, String(first)];
    const { stdout, stderr, status } = await runProcess(process.execPath, args, timeoutSeconds);
    const report = parseReport(stdout);
    results.push(...report.results);
    if (report.complete || report.unloadable !== undefined) return { results, unloadable: report.unloadable };
    const outcome = status === null ? 'timeout' : 'crash';
    const detail = outcome === 'timeout' ? `ran into the limit of ${timeoutSeconds} s` : lastLine(stderr);
    const { unfinished } = report;
    // Ended between tests: nothing tells where to go on.
    if (unfinished === undefined || unfinished.position < first)
      return { results, unloadable: results.length > 0 ? undefined : detail };
    results.push({ id: unfinished.id, outcome, detail });
    first = unfinished.position + 1;
  }
  return { results, unloadable: undefined };
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => line.startsWith('stage-vm:')) ?? lines.at(-1) ?? 'the process ended').trim();
}

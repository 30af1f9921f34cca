/** What `driver.py` prints for the runner: records that begin with RS, fields parted by US. */
import { fileURLToPath } from 'node:url';

export const DRIVER = fileURLToPath(new URL('driver.py', import.meta.url));

export type Outcome = 'ok' | 'fail' | 'error' | 'skip' | 'crash' | 'timeout' | 'none';

export interface TestResult {
  readonly id: string;
  readonly outcome: Outcome;
  /** One line: the exception, the reason of a skip. */
  readonly detail: string;
}

export interface Report {
  readonly ids: string[];
  readonly results: TestResult[];
  /** The test that was announced but has no result: it ended the process. */
  readonly unfinished: { readonly id: string; readonly position: number } | undefined;
  /** Why the file could not be loaded at all. */
  readonly unloadable: string | undefined;
  /** Failures of `setUpModule`, `setUpClass` and their kin. */
  readonly fixtures: readonly string[];
  /** The driver came to its end. */
  readonly complete: boolean;
}

export function parseReport(printed: string): Report {
  const ids: string[] = [];
  const results: TestResult[] = [];
  const fixtures: string[] = [];
  let unfinished: Report['unfinished'];
  let unloadable: string | undefined;
  let complete = false;
  for (const part of printed.split('\x1e').slice(1)) {
    const end = part.indexOf('\n');
    const [kind, id = '', field = '', detail = ''] = (end < 0 ? part : part.slice(0, end)).split('\x1f');
    if (kind === 'id') ids.push(id);
    else if (kind === 'start') unfinished = { id, position: Number(field) };
    else if (kind === 'result') {
      results.push({ id, outcome: field as Outcome, detail });
      unfinished = undefined;
    } else if (kind === 'fixture') fixtures.push(`${id}: ${field}`);
    else if (kind === 'unloadable') unloadable = id;
    else if (kind === 'end') complete = true;
  }
  return { ids, results, unfinished, unloadable, fixtures, complete };
}

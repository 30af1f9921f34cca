/**
 * Measuring into a file, for every command that measures: the lock, the journal, interruption and the result. A run that
 * ends early, for whatever reason, leaves its journal, and `run --resume` goes on from it.
 */
import { existsSync, rmSync } from 'node:fs';
import { studentHalfWidth } from '../../stages/index.ts';
import {
  fileExists,
  fingerprintChange,
  fingerprintEngines,
  formatResult,
  hashProgram,
  InputError,
  Interrupted,
  interrupted,
  type Journal,
  journalFile,
  measure,
  newSession,
  type ProgressEvent,
  type ResultFile,
  readResultFile,
  reopenJournal,
  type SessionHeader,
  type SessionOptions,
  startJournal,
  takeLock,
  writeNewFile,
} from '../../suites/index.ts';

/** As a shell reports a process that SIGINT ended. */
export const INTERRUPTED_STATUS = 130;

export interface Measuring {
  /** The result file; its journal and lock lie beside it. */
  readonly out: string;
  readonly force: boolean;
  readonly onProgress: (event: ProgressEvent) => void;
}

/** Begins a new run and measures it to its end; null when it was interrupted. */
export async function measureToFile(
  { out, force, onProgress }: Measuring,
  options: SessionOptions,
): Promise<ResultFile | null> {
  const lock = takeLock(out);
  try {
    if (force) rmSync(journalFile(out), { force: true });
    if (existsSync(journalFile(out))) throw interrupted(out);
    if (existsSync(out) && !force) throw fileExists(out);
    const journal = startJournal(out, await newSession(options));
    return await measureWith(journal, journal.header, { out, force, onProgress });
  } finally {
    lock.release();
  }
}

/** Goes on with a run that was interrupted; null when it is interrupted again. */
export async function resumeToFile(
  measuring: Measuring,
  budgetSeconds: number | undefined,
): Promise<ResultFile | null> {
  const { out } = measuring;
  const lock = takeLock(out);
  try {
    const journal = reopenJournal(out);
    // Killed between writing the result and removing the journal: all is done.
    if (existsSync(out)) {
      const done = readResultFile(out);
      if (done.session === journal.header.session) {
        journal.remove();
        return done;
      }
      if (!measuring.force) throw fileExists(out);
    }
    await checkUnchanged(journal, out);
    const { settings } = journal.header;
    const header: SessionHeader =
      budgetSeconds === undefined
        ? journal.header
        : { ...journal.header, settings: { ...settings, budgetSeconds } };
    return await measureWith(journal, header, { ...measuring, force: true });
  } finally {
    lock.release();
  }
}

async function measureWith(
  journal: Journal,
  header: SessionHeader,
  { out, force, onProgress }: Measuring,
): Promise<ResultFile | null> {
  const controller = new AbortController();
  // The second time, without waiting for the process to end.
  const abort = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED_STATUS);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, abort);
  try {
    const result = await measure(header, {
      records: journal.records,
      append: (record) => journal.append(record),
      onProgress,
      halfWidth: (logs) => {
        const width = studentHalfWidth(logs);
        return Number.isFinite(width) ? width : null;
      },
      signal: controller.signal,
    });
    writeNewFile(out, formatResult(result), force);
    journal.remove();
    return result;
  } catch (error) {
    journal.close();
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(
      `\ninterrupted; what was measured is kept in ${journalFile(out)}\n` +
        `continue: stage-report run --resume ${out}\n`,
    );
    return null;
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}

/** Measurements of another program, machine or engine must not get into the same result. */
async function checkUnchanged({ header }: Journal, out: string): Promise<void> {
  const refuse = (what: string): never => {
    throw new InputError({
      where: out,
      problem: `cannot be continued: ${what}`,
      fix: 'put it back as it was, or begin a new run under another name',
    });
  };
  const now = await newSession({ ...header, engines: [] });
  for (const key of ['hostname', 'platform', 'cpu_count', 'cpu_model_name']) {
    if (now.environment[key] !== header.environment[key]) {
      refuse(`${key} was ${header.environment[key]} and is ${now.environment[key]}`);
    }
  }
  for (const engine of await fingerprintEngines(header.engines)) {
    const before = header.engines.find(({ name }) => name === engine.name)!.fingerprint;
    const change = before && engine.fingerprint ? fingerprintChange(before, engine.fingerprint) : null;
    if (change !== null) refuse(`engine ${engine.name} ${change}`);
  }
  for (const { name, script, arguments: options, sourceHash } of header.benchmarks) {
    if (!existsSync(script)) refuse(`the program of ${name} is gone (${script})`);
    if (hashProgram(script, options) !== sourceHash) refuse(`the program of ${name} changed`);
  }
}

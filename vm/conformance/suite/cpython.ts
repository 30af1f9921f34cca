/** Finds an installed CPython that has its test suite, and asks it which tests it collects. */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runProcess } from '../differential/run.ts';
import { DRIVER, parseReport } from './protocol.ts';

export interface CPython {
  readonly executable: string;
  /** The folder that holds `test`. */
  readonly library: string;
}

/** `--cpython DIR`, else the newest under pyenv, else `python3` on the path. */
export async function findCPython(folder: string | undefined): Promise<CPython> {
  const candidates =
    folder === undefined ? [...pyenvFolders(), ...pathFolders()] : [folder, join(folder, 'bin')];
  for (const candidate of candidates) {
    for (const executable of [candidate, join(candidate, 'bin/python3'), join(candidate, 'python3')]) {
      if (!existsSync(executable)) continue;
      const asked = 'import sys, test.support, os; print(os.path.dirname(os.path.dirname(test.__file__)))';
      const { stdout, status } = await runProcess(executable, ['-c', asked], 30, OWN_ENVIRONMENT).catch(
        () => FAILED,
      );
      if (status === 0) return { executable, library: stdout.trim() };
    }
  }
  throw new Error(
    folder === undefined
      ? 'no CPython with Lib/test under pyenv or on PATH: name one with --cpython DIR'
      : `--cpython ${folder}: no python3 with Lib/test there`,
  );
}

/** What is set for the VM must not reach CPython. */
const OWN_ENVIRONMENT = { ...process.env, PYTHONPATH: undefined, PYTHONHOME: undefined };
const FAILED = { stdout: '', stderr: '', status: 1 };

function pyenvFolders(): string[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  const minor = (name: string): number => Number(/^3\.(\d+)/.exec(name)?.[1] ?? 0);
  const usable = readdirSync(versions).filter((name) => minor(name) >= 13);
  return usable.sort((a, b) => minor(b) - minor(a)).map((name) => join(versions, name));
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '');
}

/** Ids that CPython's own unittest collects from a file: the denominator. */
export async function collectIds({ executable, library }: CPython, file: string): Promise<string[]> {
  const { stdout } = await runProcess(executable, [DRIVER, 'list', library, file], 120, OWN_ENVIRONMENT);
  const report = parseReport(stdout);
  if (report.unloadable !== undefined) throw new Error(`CPython cannot load ${file}: ${report.unloadable}`);
  return report.ids;
}

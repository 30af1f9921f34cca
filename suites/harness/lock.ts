/**
 * One run, one file: a lock beside the result. It holds the process that took it and when that process started, so that
 * a lock left by a killed run is told from one that is held, also when the process number was given out again.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { InputError, storageError } from '../input/errors.ts';

export interface Lock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Ticks since boot, as Linux counts them; null elsewhere. */
  readonly started: string | null;
}

/** Takes `FILE.lock`, or says who holds it. A lock whose holder is gone is taken over. */
export function takeLock(file: string): Lock {
  const lock = `${file}.lock`;
  const own: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const text = JSON.stringify(own);
  const prepared = `${lock}.${process.pid}`;
  try {
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(prepared, text);
  } catch (error) {
    throw storageError(lock, error, 'make room, or give another name');
  }
  try {
    // Each turn either takes the lock, finds it held, or clears away one that is left over.
    for (let turn = 0; turn < 10; turn++) {
      try {
        // link(2) makes the lock with its content in one step, and fails where one stands.
        linkSync(prepared, lock);
        return { release: () => releaseLock(lock, text) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      clearLeftOver(lock, file);
    }
  } finally {
    rmSync(prepared, { force: true });
  }
  throw held(file, null);
}

function clearLeftOver(lock: string, file: string): void {
  const text = read(lock);
  if (text === null) return;
  const holder = parse(text);
  if (holder === null || isAlive(holder)) throw held(file, holder);
  // Two runs may find it at once: the one whose rename takes away what it read clears it; what was taken by mistake, a
  // lock that the other has just made, is put back.
  const aside = `${lock}.${process.pid}.left`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (read(aside) !== text) {
    try {
      linkSync(aside, lock);
    } catch {
      // A third took it meanwhile.
    }
  }
  rmSync(aside, { force: true });
}

function releaseLock(lock: string, text: string): void {
  if (read(lock) === text) rmSync(lock, { force: true });
}

function held(file: string, holder: Holder | null): InputError {
  return new InputError({
    where: file,
    problem: `is being written by another run${holder ? ` (process ${holder.pid} on ${holder.host})` : ''}`,
    fix: `wait for it, or give another name; if there is no such run, remove ${file}.lock`,
  });
}

/** On another host nobody can tell, so its lock counts as held. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces, so fields are counted from its bracket. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

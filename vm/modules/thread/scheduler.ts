/**
 * Threads on one thread of the host.
 *
 * A thread that has been started waits until the running one has to wait: for a lock, for another thread, for time to
 * pass. Then those that are ready run, in the order in which they were started, each on top of the one that waits, until
 * what it waits for has come about. Nothing else switches threads, so that programs are deterministic.
 *
 * A thread on top that has to wait itself goes on waiting only as long as nobody below it could go on. Otherwise it is
 * left where it is, as a thread is that is never given the processor again: its frames cannot be resumed from the middle
 * of the host's stack. Whoever joins it, or waits for ever for what only it could do, gets a RuntimeError that says so.
 */
import { getHost } from '../../host/index.ts';
import { thread as machineThread } from '../../instructions/index.ts';
import { type Escapes, RuntimeErrorType, raise } from '../../objects/index.ts';

export interface Thread {
  readonly ident: number;
  name: string;
  readonly daemon: boolean;
  readonly body: (() => void) | null;
  state: 'ready' | 'running' | 'left' | 'done';
  /** Contexts entered by `Context.run`, innermost last: each thread has its own (`_contextvars`). */
  contexts: unknown[];
}

/** Thrown through the frames of a thread that is left where it is. No Python code sees it. */
export class ThreadLeft extends Error {}

/** Someone waiting below the running thread. */
interface Waiter {
  readonly isOver: () => boolean;
  /** On the host's monotonic clock. */
  readonly deadline: bigint | null;
}

const FIRST_IDENT = 0x7f00_0000_1000;

export const mainThread: Thread = {
  ident: FIRST_IDENT,
  name: 'MainThread',
  daemon: false,
  body: null,
  state: 'running',
  contexts: [],
};

let running: Thread = mainThread;
let lastIdent = FIRST_IDENT;
const ready: Thread[] = [];
const waiters: Waiter[] = [];
const all = new Set<Thread>();

export function currentThread(): Thread {
  return running;
}

/** Threads besides the main one that have been started and have not ended. */
export function liveThreads(): number {
  return all.size;
}

export function startThread(body: () => void, daemon: boolean): Thread {
  lastIdent += 0x1000;
  const started: Thread = { ident: lastIdent, name: '', daemon, body, state: 'ready', contexts: [] };
  ready.push(started);
  all.add(started);
  return started;
}

function runThread(next: Thread): void {
  const below = running;
  const { handled, depth } = machineThread;
  running = next;
  next.state = 'running';
  machineThread.handled = null;
  try {
    next.body!();
    next.state = 'done';
  } catch (error) {
    if (!(error instanceof ThreadLeft)) {
      next.state = 'done';
      throw error;
    }
    next.state = 'left';
  } finally {
    if (next.state === 'done') all.delete(next);
    running = below;
    machineThread.handled = handled;
    machineThread.depth = depth;
  }
}

function canGoOn({ isOver, deadline }: Waiter, now: bigint): boolean {
  return isOver() || (deadline !== null && now >= deadline);
}

/** Waits until `isOver`, at most for so many seconds; whether it is over. RuntimeError when that cannot happen any more. */
export function waitUntil(isOver: () => boolean, seconds: number | null, what: string): Escapes<boolean> {
  if (isOver()) return true;
  const clock = (): bigint => getHost().monotonicNanoseconds();
  const deadline = seconds === null ? null : clock() + BigInt(Math.ceil(seconds * 1e9));
  const self: Waiter = { isOver, deadline };
  for (;;) {
    const next = ready.shift();
    if (next !== undefined) {
      waiters.push(self);
      try {
        runThread(next);
      } finally {
        waiters.pop();
      }
    } else {
      const now = clock();
      if (waiters.some((below) => canGoOn(below, now))) throw new ThreadLeft();
      const deadlines = [self, ...waiters].flatMap((each) => each.deadline ?? []);
      if (deadlines.length === 0) blockedForEver(what);
      const first = deadlines.reduce((least, each) => (each < least ? each : least));
      if (first > now) getHost().sleep(Number(first - now) / 1e9);
      if (first !== deadline) continue;
    }
    if (isOver()) return true;
    if (deadline !== null && clock() >= deadline) return false;
  }
}

function blockedForEver(what: string): never {
  const left = [...all].filter((each) => each.state === 'left').length;
  const reason =
    left > 0
      ? `${left} other thread${left === 1 ? '' : 's'} had to wait before, and cannot be resumed on one host thread`
      : 'no other thread could end that';
  raise(RuntimeErrorType, `deadlock: ${what} would wait for ever (${reason})`);
}

/** Runs what is ready, for those who wait for nothing but time. */
export function sleep(seconds: number): Escapes<void> {
  if (ready.length === 0 && waiters.length === 0) {
    if (seconds > 0) getHost().sleep(seconds);
  } else waitUntil(() => false, seconds, 'sleep');
}

/** At the end of the program: lets the threads that are not daemons finish. Those that were left cannot. */
export function finishThreads(): Escapes<void> {
  for (;;) {
    const index = ready.findIndex((each) => !each.daemon);
    if (index < 0) return;
    runThread(ready.splice(index, 1)[0]!);
  }
}

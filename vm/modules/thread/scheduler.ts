/**
 * Threads on one thread of the host.
 *
 * A thread that has been started waits until the running one has to wait: for a lock, for another thread, for a socket,
 * for time to pass. Then the others run in turn, each until it has to wait itself, until what the first one waits for has
 * come about. Nothing else switches threads, so that programs are deterministic.
 *
 * The main thread waits in the host's stack, the others are suspended (`vm/tiers/threads`). Where a thread waits below
 * host code — in a sort key, a special method behind an operator, the body of a generator — it cannot be suspended: it
 * lets others run on top of it as the main thread does. If then one below it could go on and nobody else can, it is left
 * where it is, as a thread is that is never given the processor again; who joins it gets a RuntimeError that says so.
 */
import { getHost } from '../../host/index.ts';
import { thread as machineThread } from '../../instructions/index.ts';
import { handleSignals } from '../../instructions/signals.ts';
import {
  type Escapes,
  type PyBaseException,
  type PyObject,
  RuntimeErrorType,
  raise,
  Suspension,
  suspension,
  type Wait,
} from '../../objects/index.ts';
import { services } from '../machine-services.ts';

export interface Thread {
  readonly ident: number;
  name: string;
  readonly daemon: boolean;
  readonly computation: Generator<Wait, PyObject, void> | null;
  state: 'ready' | 'running' | 'suspended' | 'left' | 'done';
  /** What a suspended thread waits for. */
  wait: Wait | null;
  /** The exception being handled and the depth of calls, while suspended. */
  handled: PyBaseException | null;
  handledBelow: PyBaseException | null;
  depth: number;
  /** Contexts entered by `Context.run`, innermost last: each thread has its own (`_contextvars`). */
  contexts: unknown[];
}

/** Thrown through the frames of a thread that is left where it is. No Python code sees it. */
export class ThreadLeft extends Error {}

const FIRST_IDENT = 0x7f00_0000_1000;

function newThread(ident: number, daemon: boolean, computation: Thread['computation']): Thread {
  const state = computation === null ? 'running' : 'ready';
  return {
    ident,
    name: '',
    daemon,
    computation,
    state,
    wait: null,
    handled: null,
    handledBelow: null,
    depth: 0,
    contexts: [],
  };
}

export const mainThread: Thread = newThread(FIRST_IDENT, false, null);

let running: Thread = mainThread;
let lastIdent = FIRST_IDENT;
/** All threads that have not ended but the main one; those that have just run come last. */
let threads: Thread[] = [];
/** Those who wait in the host's stack, innermost last. */
const waiting: Wait[] = [];

export function currentThread(): Thread {
  return running;
}

/** Threads besides the main one that have been started and have not ended. */
export function liveThreads(): number {
  return threads.length;
}

export function startThread(computation: Generator<Wait, PyObject, void>, daemon: boolean): Thread {
  lastIdent += 0x1000;
  const started = newThread(lastIdent, daemon, computation);
  threads.push(started);
  return started;
}

const clock = (): bigint => getHost().monotonicNanoseconds();

function canGoOn({ isOver, deadline }: Wait): boolean {
  return isOver() || (deadline !== null && clock() >= deadline);
}

function isRunnable({ state, wait }: Thread): boolean {
  return state === 'ready' || (state === 'suspended' && canGoOn(wait!));
}

/** Runs a thread until it has to wait or ends. */
function run(next: Thread): void {
  const below = running;
  const { handled, handledBelow, depth } = machineThread;
  threads = [...threads.filter((each) => each !== next), next];
  running = next;
  next.state = 'running';
  machineThread.handled = next.handled;
  machineThread.handledBelow = next.handledBelow;
  machineThread.depth = depth + next.depth;
  next.wait = null;
  try {
    const wait = services.step(next.computation!);
    next.state = wait === undefined ? 'done' : 'suspended';
    next.wait = wait ?? null;
  } catch (error) {
    next.state = error instanceof ThreadLeft ? 'left' : 'done';
    if (next.state === 'done') throw error;
  } finally {
    if (next.state === 'done') threads = threads.filter((each) => each !== next);
    next.handled = machineThread.handled;
    next.handledBelow = machineThread.handledBelow;
    next.depth = machineThread.depth - depth;
    running = below;
    machineThread.handled = handled;
    machineThread.handledBelow = handledBelow;
    machineThread.depth = depth;
  }
}

/** Waits until `isOver`, at most for so many seconds; whether it is over. RuntimeError when that cannot happen any more. */
export function waitUntil(isOver: () => boolean, seconds: number | null, what: string): Escapes<boolean> {
  const { allowed, resumed } = suspension;
  suspension.allowed = false;
  if (isOver()) return true;
  const deadline =
    resumed !== null
      ? resumed.deadline
      : seconds === null
        ? null
        : clock() + BigInt(Math.ceil(seconds * 1e9));
  const self: Wait = { isOver, deadline };
  if (allowed && running !== mainThread) {
    if (canGoOn(self)) return isOver();
    throw new Suspension(self);
  }
  for (;;) {
    const next = threads.find(isRunnable);
    if (next !== undefined) {
      waiting.push(self);
      try {
        run(next);
      } finally {
        waiting.pop();
      }
    } else if (waiting.some(canGoOn)) throw new ThreadLeft();
    else sleepUntilFirst(self, what);
    if (isOver()) return true;
    if (deadline !== null && clock() >= deadline) return false;
  }
}

/** Lets time pass until somebody's patience ends. */
function sleepUntilFirst(self: Wait, what: string): Escapes<void> {
  const suspended = threads.flatMap(({ state, wait }) => (state === 'suspended' ? [wait!] : []));
  const deadlines = [self, ...waiting, ...suspended].flatMap(({ deadline }) => deadline ?? []);
  if (deadlines.length === 0) blockedForEver(what);
  const first = deadlines.reduce((least, each) => (each < least ? each : least));
  const now = clock();
  if (first > now) getHost().sleep(Number(first - now) / 1e9);
  handleSignals();
}

function blockedForEver(what: string): never {
  const left = threads.filter(({ state }) => state === 'left').length;
  const others = threads.length - left;
  const reasons: string[] = [];
  if (others > 0) reasons.push(`${others} other thread${others === 1 ? ' waits' : 's wait'} too`);
  if (left > 0) reasons.push(`${left} cannot be resumed, having had to wait below host code`);
  const reason = reasons.length === 0 ? 'no other thread could end that' : reasons.join(', ');
  raise(RuntimeErrorType, `deadlock: ${what} would wait for ever (${reason})`);
}

/** Lets time pass, and other threads run. */
export function sleep(seconds: number): Escapes<void> {
  if (threads.length === 0) {
    // A signal ends the wait early; unless its handler raises, what is left is slept (PEP 475).
    const end = clock() + BigInt(Math.round(seconds * 1e9));
    for (let left = seconds; left > 0; left = Number(end - clock()) / 1e9) {
      getHost().sleep(left);
      handleSignals();
    }
  } else waitUntil(() => false, seconds, 'sleep');
}

/** At the end of the program: lets the threads that are not daemons finish. Those that were left cannot. */
export function finishThreads(): Escapes<void> {
  const unfinished = (): boolean => threads.some(({ daemon, state }) => !daemon && state !== 'left');
  waitUntil(() => !unfinished(), null, 'the end of the program');
}

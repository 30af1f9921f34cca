/**
 * Signals from outside, which another thread of the host notes down while Python runs: one bit a signal. Loops look at
 * them where they jump back (CPython: Python/ceval_gil.c, the "eval breaker").
 */
import type { Escapes } from '../objects/index.ts';

/** Shared with the thread that gets the signals. */
export const pendingSignals = new Int32Array(new SharedArrayBuffer(4));

/** Calls the handler of a signal; `vm/modules` sets it. Exceptions go to the code that was interrupted. */
export const signalHandling: { deliver: (signal: number) => Escapes<void> } = { deliver() {} };

export function handleSignals(): Escapes<void> {
  const bits = Atomics.exchange(pendingSignals, 0, 0);
  for (let signal = 0; signal < 32; signal++)
    if ((bits & (1 << signal)) !== 0) signalHandling.deliver(signal);
}

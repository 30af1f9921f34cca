/** What the Worker tells the main thread, and what comes back. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

export type WorkerMessage =
  /** Where the main thread notes the signals that come; sent once, first. */
  | { readonly kind: 'start'; readonly pendingSignals: Int32Array }
  /** Whether Python handles a signal, rather than the system. `done[0]` becomes 1 when that holds. */
  | { readonly kind: 'watch'; readonly signal: number; readonly wanted: boolean; readonly done: Int32Array }
  /** A line from the terminal is wanted; the answer comes through the port. */
  | { readonly kind: 'ask'; readonly prompt: string; readonly port: MessagePort };

/** Longest wait without a look at the port: a message may come just before the wait begins. */
const LOOK_MILLISECONDS = 20;

/** Blocks until an answer has come, or until a signal has. */
export function waitForAnswer(port: MessagePort, pendingSignals: Int32Array): string | undefined {
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received !== undefined) return received.message as string;
    if (pendingSignals[0] !== 0) return undefined;
    Atomics.wait(pendingSignals, 0, 0, LOOK_MILLISECONDS);
  }
}

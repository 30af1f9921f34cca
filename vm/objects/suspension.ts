/**
 * How a host function that has to wait gives way to other threads (`_thread`): it throws, and is called again when what
 * it waits for has come about. Only functions marked `waits` do so, and only where the interpreter of threads calls them
 * itself, with no other host code between.
 */
export interface Wait {
  readonly isOver: () => boolean;
  /** On the host's monotonic clock; null waits without end. */
  readonly deadline: bigint | null;
}

export class Suspension extends Error {
  readonly wait: Wait;

  constructor(wait: Wait) {
    super('a thread has to wait');
    this.wait = wait;
  }
}

/** `allowed`: the function about to be called may throw a Suspension; `resumed`: the wait it is called again after. */
export const suspension: { allowed: boolean; resumed: Wait | null } = { allowed: false, resumed: null };

/** What `--stats` says of the clock: no two runs are alike. */
export const times = {
  /** In the compilers of stages 3 and 4, up to the JavaScript they emit; V8's own work on it comes later. */
  compileSeconds: 0,
};

/**
 * What `--count-instructions` counts, in loops and compiled code of its own: the others count nothing. An interpreter counts
 * each instruction that it dispatches, also one that is dispatched again in a more general form when a guard failed. Compiled
 * code counts all instructions of a basic block when it enters the block; where it leaves the block by a side exit, the
 * interpreter counts what it runs of it again.
 */
export const executed = { counting: false, instructions: 0 };

/** Deterministic counters of one run (`--stats`): what happened, whatever the clock says. */
export const statistics = {
  /** Instructions rewritten to a specialised form; sites where none fitted; failed guards. */
  specialized: 0,
  unspecialized: 0,
  misses: 0,
  /** Code objects translated to register code. */
  translated: 0,
  /** Regions compiled by stage 3 and by stage 4, bytes of JavaScript emitted, and what could not be compiled. */
  regions: 0,
  optimized: 0,
  emittedBytes: 0,
  rejected: 0,
  /** Side exits taken out of compiled code, and compiled code thrown away. */
  exits: 0,
  discarded: 0,
  /** Why stages 3 and 4 are off, if they were asked for. */
  fallback: '',
};

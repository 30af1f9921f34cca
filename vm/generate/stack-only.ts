/**
 * Instructions that only rearrange the stack. They have no semantics beyond that: stack loops do it, register code and
 * compilers do it at translation time.
 */
export const STACK_ONLY = {
  NOP: '→',
  POP_TOP: 'value →',
  COPY: 'pushes the entry `oparg` below the top (1 is the top)',
  SWAP: 'exchanges the top with the entry `oparg` below it (1 is the top)',
  PUSH_NULL: '→ NULL',
} as const;

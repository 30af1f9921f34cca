/** What `stage-vm --dump KIND` shows of the inside; a tier writes, the program decides what is wanted and where it goes. */
export type DumpKind = 'tokens' | 'ast' | 'bytecode' | 'quickened' | 'ir' | 'js' | 'deopts';

export const dumps: {
  readonly enabled: Set<DumpKind>;
  sink: (text: string) => void;
  write(kind: DumpKind, text: string): void;
} = {
  enabled: new Set(),
  sink() {},
  write(kind, text) {
    if (dumps.enabled.has(kind)) dumps.sink(text);
  },
};

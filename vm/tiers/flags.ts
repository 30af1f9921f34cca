/** Feature flags: what each stage switches on. `--with` and `--without` change single ones. */

export interface Flag {
  readonly name: string;
  readonly stage: 1 | 2 | 3 | 4;
  /** One line for `stage-vm --flags`. */
  readonly description: string;
  /** Flags without which this one has no effect. */
  readonly needs?: readonly string[];
}

export const FLAGS = [
  {
    name: 'specialize-operators',
    stage: 1,
    description: 'operators, comparisons, subscripts and truth tests by operand types',
  },
  { name: 'specialize-attributes', stage: 1, description: 'inline caches for attributes and methods' },
  { name: 'specialize-globals', stage: 1, description: 'inline caches for global and built-in names' },
  { name: 'specialize-calls', stage: 1, description: 'calls by kind of callable and number of arguments' },
  {
    name: 'specialize-iteration',
    stage: 1,
    description: 'for loops over ranges, lists and tuples without a call',
  },
  {
    name: 'compact-ints',
    stage: 2,
    description: 'ints within ±(2⁵³−1) computed in place, without a call or a bigint',
    needs: ['specialize-operators'],
  },
  {
    name: 'binary-operators',
    stage: 2,
    description: 'operators on mixed types dispatched by the pair of types',
    needs: ['specialize-operators'],
  },
  {
    name: 'shapes',
    stage: 2,
    description: 'instance attributes in slots described by a shape, dict made on demand',
  },
  {
    name: 'polymorphic-caches',
    stage: 2,
    description: 'attribute sites that have seen up to eight classes keep them all',
    needs: ['shapes'],
  },
  {
    name: 'register-code',
    stage: 2,
    description:
      'stack slots as registers on one shared value stack; loads and stores fused into their users; Python calls without host recursion',
  },
  {
    name: 'zero-cost-exceptions',
    stage: 2,
    description: 'handlers found by table: entering try costs nothing',
    needs: ['register-code'],
  },
  {
    name: 'fused-branches',
    stage: 2,
    description: 'comparison and conditional jump in one instruction',
    needs: ['register-code'],
  },
  {
    name: 'loop-regions',
    stage: 3,
    description: 'hot loops compiled to JavaScript',
    needs: ['register-code'],
  },
  {
    name: 'function-regions',
    stage: 3,
    description: 'hot functions compiled to JavaScript',
    needs: ['register-code'],
  },
  {
    name: 'generator-regions',
    stage: 4,
    description: 'bodies of hot generators compiled to state machines',
    needs: ['function-regions'],
  },
  {
    name: 'unboxing',
    stage: 4,
    description: 'types inferred across a region: guards removed, floats and ints as plain numbers',
    needs: ['function-regions'],
  },
  {
    name: 'direct-calls',
    stage: 4,
    description: 'compiled functions take arguments and give results as host functions do',
    needs: ['function-regions'],
  },
  {
    name: 'inlining',
    stage: 4,
    description: 'small functions, methods, properties and __init__ compiled into their callers',
    needs: ['function-regions'],
  },
] as const satisfies readonly Flag[];

export type FlagName = (typeof FLAGS)[number]['name'];
export type FlagSet = ReadonlySet<FlagName>;

/** Flags of `stage` and all stages below it. */
export function flagsOfStage(stage: number): Set<FlagName> {
  return new Set(FLAGS.filter((flag) => flag.stage <= stage).map((flag) => flag.name));
}

/** Drops flags that lack what they need, so that switching one off switches off what stands on it. */
export function withoutUnsupported(flags: ReadonlySet<FlagName>): Set<FlagName> {
  const result = new Set(flags);
  for (const flag of FLAGS as readonly Flag[]) {
    if (result.has(flag.name as FlagName) && flag.needs?.some((name) => !result.has(name as FlagName))) {
      result.delete(flag.name as FlagName);
    }
  }
  return result;
}

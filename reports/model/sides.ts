/** Base and head in one result, by the names of its engines. */
import type { SidePair } from '../../stages/index.ts';
import type { EngineSamples } from '../../suites/index.ts';

export type SideName = 'base' | 'head';

/** `base:stage-2` on the side base is `stage-2`, `base` alone is `engine`; null on the other side. */
export function nameOnSide(side: SideName, engine: string): string | null {
  if (engine === side) return 'engine';
  return engine.startsWith(`${side}:`) ? engine.slice(side.length + 1) : null;
}

/** `base:stage-2` and `head:stage-2` are two sides of `stage-2`; `base` and `head` alone, of one engine. */
export function pairsByPrefix(engines: readonly EngineSamples[]): SidePair[] {
  return engines.flatMap((base) => {
    const name = nameOnSide('base', base.engine);
    const head = engines.find((other) => name !== null && nameOnSide('head', other.engine) === name);
    return name === null || !head
      ? []
      : [{ base: { ...base, engine: name }, head: { ...head, engine: name } }];
  });
}

/** Flags that can be had here: stages 3 and 4 need code made from text. */
import { canGenerateCode } from '../host/index.ts';
import { FLAGS, type FlagName, withoutUnsupported } from '../tiers/flags.ts';
import { statistics } from '../tiers/statistics.ts';

const FIRST_GENERATING_STAGE = 3;

export function usableFlags(wanted: ReadonlySet<FlagName>): Set<FlagName> {
  const generating = FLAGS.filter((flag) => flag.stage >= FIRST_GENERATING_STAGE && wanted.has(flag.name));
  if (generating.length === 0 || canGenerateCode()) return withoutUnsupported(wanted);
  statistics.fallback = `code generation from strings is forbidden here: ${generating.map((flag) => flag.name).join(', ')} switched off`;
  return withoutUnsupported(
    new Set([...wanted].filter((name) => !generating.some((flag) => flag.name === name))),
  );
}

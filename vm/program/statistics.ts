/** `--stats`: what the run did, as JSON. */
import { getHost } from '../host/index.ts';
import type { FlagName } from '../tiers/flags.ts';
import { executed, statistics, times } from '../tiers/statistics.ts';

/** Set by the command: the host writes no files. */
export const statisticsFile: { write: (path: string, text: string) => void } = {
  write() {
    throw new Error('no way to write files here');
  },
};

export function writeStatistics(target: string, stage: number, flags: ReadonlySet<FlagName>): void {
  const memory = { heapBytes: getHost().heapBytes() };
  const counters = {
    ...statistics,
    ...(executed.counting ? { instructionsExecuted: executed.instructions } : {}),
  };
  const text = `${JSON.stringify({ stage, flags: [...flags], ...counters, times, memory }, null, 2)}\n`;
  if (target === '-') getHost().write(2, text);
  else statisticsFile.write(target, text);
}

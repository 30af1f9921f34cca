/** How an engine's command line becomes that of one process. */
import type { Engine } from '../formats/result.ts';

export interface CommandOptions {
  /** The core to bind the process to, by taskset. */
  readonly pin?: number | null;
  /** Where the engine is to write its counters; left out where they are not wanted. */
  readonly countersFile?: string;
  /** Whether it is to count what slows it down. */
  readonly counting?: boolean;
}

/** Stands for the program to run in a command such as `docker run python {script}`; without it, the program follows. */
const SCRIPT = '{script}';

/** `command… script arguments…`, or with script and arguments in the place of `{script}`. */
export function engineCommand(
  engine: Engine,
  scriptAndArguments: readonly string[],
  { pin = null, countersFile, counting = false }: CommandOptions = {},
): string[] {
  const counters =
    countersFile === undefined
      ? []
      : (engine.counters ?? []).map((part) => part.replaceAll('{file}', countersFile));
  const more = counting ? (engine.counting ?? []) : [];
  const at = engine.command.indexOf(SCRIPT);
  const before = at < 0 ? engine.command : engine.command.slice(0, at);
  const after = at < 0 ? [] : engine.command.slice(at + 1);
  const binding = pin === null ? [] : ['taskset', '-c', String(pin)];
  return [...binding, ...before, ...counters, ...more, ...scriptAndArguments, ...after];
}

/** Options that several commands share, and how their text becomes a value. */
import { existsSync } from 'node:fs';
import { type Centre, fileExists, InputError } from '../../suites/index.ts';

export const CENTRES = ['median', 'mean', 'minimum'] as const satisfies readonly Centre[];

export const jsonOption = {
  type: 'boolean',
  default: false,
  describe: 'Print JSON instead of text',
} as const;
export const forceOption = {
  type: 'boolean',
  default: false,
  describe: 'Overwrite the output file if it exists',
} as const;
export const resultArgument = {
  type: 'string',
  demandOption: true,
  describe: 'A file written by run',
} as const;
export const roadmapOption = {
  type: 'string',
  requiresArg: true,
  describe: 'The roadmap (default: this project’s own)',
} as const;
export const centreOption = {
  choices: CENTRES,
  default: 'median' as Centre,
  describe: 'How the values of one process become one number',
} as const;

/** `90`, `90s`, `10m`, `1h` in seconds. */
export function parseDuration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text.trim());
  const seconds = Number(match?.[1]) * { s: 1, m: 60, h: 3600 }[(match?.[2] ?? 's') as 's' | 'm' | 'h'];
  if (!match || !(seconds > 0)) {
    throw new InputError({
      where: option,
      field: text,
      problem: 'is not a duration',
      fix: 'write for example 90s, 10m or 1h',
    });
  }
  return seconds;
}

/** A number option within bounds. */
export function checkNumber(
  option: string,
  value: number,
  least: number,
  whole: boolean,
  most = Number.POSITIVE_INFINITY,
): number {
  const isWithin = Number.isFinite(value) && value >= least && value <= most;
  if (isWithin && (!whole || Number.isInteger(value))) return value;
  throw new InputError({
    where: option,
    problem: `is ${value}`,
    fix: `give a ${whole ? 'whole ' : ''}number of at least ${least}${most < Infinity ? ` and at most ${most}` : ''}`,
  });
}

/** Refused before anything is measured, not after. */
export function checkNotThere(file: string, force: boolean): void {
  if (!force && existsSync(file)) throw fileExists(file);
}

/** `2026-11-23T09-28-55`: a moment as part of a file name. */
export function timestamp(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(':', '-');
}

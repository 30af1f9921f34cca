/** The command line of `stage-vm`. What follows the script belongs to the script and is not looked at. */

import type { DumpKind } from '../tiers/dumps.ts';
import { FLAGS, type FlagName, flagsOfStage, withoutUnsupported } from '../tiers/flags.ts';

export const HIGHEST_STAGE = 4;
export const DUMP_KINDS: readonly DumpKind[] = ['tokens', 'ast', 'bytecode', 'quickened', 'js', 'deopts'];

export type ProgramSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'stdin' };

export interface RunCommand {
  readonly action: 'run';
  readonly stage: number;
  readonly flags: ReadonlySet<FlagName>;
  /** File of the statistics, `-` for standard error. */
  readonly stats: string | null;
  readonly dumps: readonly DumpKind[];
  /** Guards of compiled code fail now and then though they hold. */
  readonly forceDeopt: boolean;
  readonly unbuffered: boolean;
  readonly source: ProgramSource;
  /** `sys.argv`. */
  readonly argv: readonly string[];
}

export type Command = RunCommand | { readonly action: 'help' | 'version' | 'flags' };

/** What is wrong with the command line; the exit status is 2. */
export class UsageError extends Error {}

export const USAGE = `usage: stage-vm [OPTION]... (SCRIPT | -c CODE | -) [ARG]...

Runs a Python program.

  --stage N        tiers of stage 0, 1, 2, 3 or 4 (default: ${HIGHEST_STAGE})
  --with FLAG      switch a flag on (may be repeated)
  --without FLAG   switch a flag off, and those that need it (may be repeated)
  --stats FILE     write counters of the run as JSON; - is standard error
  --dump KIND      ${DUMP_KINDS.join(', ')};
                   the first three print and do not run the program,
                   the others write to standard error during or after the run
  --force-deopt    guards of compiled code fail in turn: for tests
  --flags          list the flags with their stages
  -u               standard output is not buffered
  --version        print the version
  --help           print this text

Environment: PYTHONPATH, folders for imports, searched after the script's own.
`;

const OPTIONS = [
  '--stage',
  '--with',
  '--without',
  '--stats',
  '--dump',
  '--force-deopt',
  '--flags',
  '--version',
  '--help',
  '-c',
  '-h',
  '-V',
  '-u',
];

export function parseCommandLine(args: readonly string[]): Command {
  let stage = HIGHEST_STAGE;
  const switched: { name: FlagName; on: boolean }[] = [];
  let stats: string | null = null;
  let forceDeopt = false;
  let unbuffered = false;
  const dumps: DumpKind[] = [];
  let at = 0;
  const finish = (source: ProgramSource, argv0: string): RunCommand => {
    const argv = [argv0, ...args.slice(at)];
    return {
      action: 'run',
      stage,
      flags: flagSet(stage, switched),
      stats,
      dumps,
      forceDeopt,
      unbuffered,
      source,
      argv,
    };
  };
  while (at < args.length) {
    const word = args[at++]!;
    if (word === '-') return finish({ kind: 'stdin' }, '-');
    if (!word.startsWith('-')) return finish({ kind: 'file', path: word }, word);
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const option = equals < 0 ? word : word.slice(0, equals);
    const value = (): string => {
      if (equals >= 0) return word.slice(equals + 1);
      if (at >= args.length) throw new UsageError(`${option} needs a value`);
      return args[at++]!;
    };
    switch (option) {
      case '--stage':
        stage = stageNumber(value());
        break;
      case '--with':
      case '--without':
        switched.push({ name: flagName(option, value()), on: option === '--with' });
        break;
      case '--stats':
        stats = value();
        break;
      case '--dump':
        dumps.push(oneOf(option, value(), DUMP_KINDS));
        break;
      case '--force-deopt':
        forceDeopt = true;
        break;
      case '-u':
        unbuffered = true;
        break;
      case '-c':
        return finish({ kind: 'code', text: value() }, '-c');
      default:
        if (equals >= 0 && OPTIONS.includes(option)) throw new UsageError(`${option} takes no value`);
        if (option === '--flags') return { action: 'flags' };
        if (option === '--version' || option === '-V') return { action: 'version' };
        if (option === '--help' || option === '-h') return { action: 'help' };
        throw new UsageError(`unknown option ${option}${nearest(option, OPTIONS)}`);
    }
  }
  throw new UsageError('no program: give SCRIPT, -c CODE or - for standard input');
}

function stageNumber(text: string): number {
  if (!/^[0-4]$/.test(text)) throw new UsageError(`--stage takes 0 to ${HIGHEST_STAGE}, not '${text}'`);
  return Number(text);
}

function flagName(option: string, text: string): FlagName {
  return oneOf(
    option,
    text,
    FLAGS.map((flag) => flag.name),
    '; --flags lists them',
  );
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[], more = ''): T {
  if ((known as readonly string[]).includes(text)) return text as T;
  throw new UsageError(`${option}: unknown name '${text}'${nearest(text, known)}${more}`);
}

function flagSet(stage: number, switched: readonly { name: FlagName; on: boolean }[]): Set<FlagName> {
  const flags = flagsOfStage(stage);
  for (const { name, on } of switched) {
    if (on) flags.add(name);
    else flags.delete(name);
  }
  return withoutUnsupported(flags);
}

/** The known word that differs least, as a question; nothing when none is near. */
function nearest(word: string, known: readonly string[]): string {
  const ranked = known.map((name) => ({ name, distance: editDistance(word, name) }));
  ranked.sort((left, right) => left.distance - right.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, word.length / 3)
    ? `; did you mean ${best.name}?`
    : '';
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replaced = row[j]! + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(replaced, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

/** The text of `--flags`. */
export function flagList(): string {
  const width = Math.max(...FLAGS.map((flag) => flag.name.length));
  return FLAGS.map((flag) => `${flag.stage}  ${flag.name.padEnd(width)}  ${flag.description}\n`).join('');
}

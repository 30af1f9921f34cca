/** The command line of `stage-vm`. What follows the script belongs to the script and is not looked at. */

import type { DumpKind } from '../tiers/dumps.ts';
import { FLAGS, type FlagName, flagsOfStage, withoutUnsupported } from '../tiers/flags.ts';

export const HIGHEST_STAGE = 4;
export const DUMP_KINDS: readonly DumpKind[] = [
  'tokens',
  'ast',
  'bytecode',
  'quickened',
  'ir',
  'js',
  'deopts',
];

export type ProgramSource =
  /** A source file, or a folder or zip archive with a `__main__.py`. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'module'; readonly name: string }
  /** Standard input: a prompt where that is a terminal. */
  | { readonly kind: 'stdin' };

/** Python's own options, as CPython has them. Counts say how often one was given. */
export interface PythonOptions {
  readonly counts: Readonly<Record<CountedOption, number>>;
  /** `-W`. */
  readonly warnings: readonly string[];
  /** `-X`. */
  readonly implementation: readonly string[];
}

export interface RunCommand {
  readonly action: 'run';
  readonly stage: number;
  readonly flags: ReadonlySet<FlagName>;
  /** File of the statistics, `-` for standard error. */
  readonly stats: string | null;
  /** File for V8's CPU profile of the run. */
  readonly profile: string | null;
  readonly dumps: readonly DumpKind[];
  /** The statistics say how many instructions were executed. */
  readonly countInstructions: boolean;
  /** Guards of compiled code fail now and then though they hold. */
  readonly forceDeopt: boolean;
  readonly python: PythonOptions;
  readonly source: ProgramSource;
  /** `sys.argv`. */
  readonly argv: readonly string[];
  /** All words of the command line. */
  readonly words: readonly string[];
}

export type Command = RunCommand | { readonly action: 'help' | 'version' | 'full-version' | 'flags' };

/** What is wrong with the command line; the exit status is 2. */
export class UsageError extends Error {}

export const USAGE = `usage: stage-vm [OPTION]... [SCRIPT | -c CODE | -m MODULE | -] [ARG]...

Runs a Python program: a file, a folder or zip archive with a __main__.py, CODE, a
module, or what comes from standard input; a prompt where that is a terminal.

  --stage N        tiers of stage 0, 1, 2, 3 or 4 (default: ${HIGHEST_STAGE})
  --with FLAG      switch a flag on (may be repeated)
  --without FLAG   switch a flag off, and those that need it (may be repeated)
  --stats FILE     write counters of the run as JSON; - is standard error
  --count-instructions
                   the counters have instructionsExecuted too; the program runs slower
  --profile FILE   write V8's CPU profile of the run, for the developer tools of Chromium
  --dump KIND      ${DUMP_KINDS.join(', ')};
                   the first three print and do not run the program,
                   the others write to standard error during or after the run
  --force-deopt    guards of compiled code fail in turn: for tests
  --flags          list the flags with their stages

Options of Python, which may stand together (-iq) and with their value (-Wignore):

  -B               write no cached code (PYTHONDONTWRITEBYTECODE)
  -E               ignore the environment variables PYTHON*
  -i               prompt after the program (PYTHONINSPECT)
  -I               isolated: -E, -P and -s
  -O, -OO          leave out assert statements; and docstrings (PYTHONOPTIMIZE)
  -P               do not put the script's folder on sys.path (PYTHONSAFEPATH)
  -q               no version before the prompt
  -S, -s           no exit(), quit() and help(); no folder of the user
  -u               standard output is not buffered (PYTHONUNBUFFERED)
  -v               tell of imports (PYTHONVERBOSE)
  -W ACTION        filter of warnings (PYTHONWARNINGS)
  -x               leave out the first line of the script
  -X NAME[=VALUE]  importtime, int_max_str_digits, pycache_prefix, dev
  -V, --version    print the version; -VV says more
  -h, --help       print this text

Environment: PYTHONPATH, folders for imports, searched after the script's own;
PYTHONPYCACHEPREFIX, folder of cached code (else stage-vm in XDG_CACHE_HOME or
~/.cache); PYTHON_HISTORY, file of the prompt's history.
`;

const OPTIONS = [
  '--stage',
  '--with',
  '--without',
  '--stats',
  '--count-instructions',
  '--profile',
  '--dump',
  '--force-deopt',
  '--flags',
  '--version',
  '--help',
];

const COUNTED = ['B', 'E', 'i', 'I', 'O', 'P', 'q', 'S', 's', 'u', 'v', 'x', 'V', 'h'] as const;
type CountedOption = (typeof COUNTED)[number];
/** Options with a value, which follows in the same word or is the next one. */
const VALUED = 'cmWX';

export function parseCommandLine(args: readonly string[]): Command {
  return new Parser(args).parse();
}

/** Reads words from the left until the program is known. */
class Parser {
  private readonly args: readonly string[];
  private at = 0;
  private stage = HIGHEST_STAGE;
  private readonly switched: { name: FlagName; on: boolean }[] = [];
  private stats: string | null = null;
  private profile: string | null = null;
  private countInstructions = false;
  private forceDeopt = false;
  private readonly dumps: DumpKind[] = [];
  private readonly counts = Object.fromEntries(COUNTED.map((letter) => [letter, 0])) as Record<
    CountedOption,
    number
  >;
  private readonly warnings: string[] = [];
  private readonly implementation: string[] = [];

  constructor(args: readonly string[]) {
    this.args = args;
  }

  parse(): Command {
    while (this.at < this.args.length) {
      const word = this.args[this.at++]!;
      if (word === '-') return this.run({ kind: 'stdin' }, '-');
      if (!word.startsWith('-')) return this.run({ kind: 'file', path: word }, word);
      const done = word.startsWith('--') ? this.long(word) : this.short(word);
      if (done !== undefined) return done;
      if (this.counts.h > 0) return { action: 'help' };
      if (this.counts.V > 0 && this.at >= this.args.length)
        return { action: this.counts.V > 1 ? 'full-version' : 'version' };
    }
    return this.run({ kind: 'stdin' }, '');
  }

  private run(source: ProgramSource, argv0: string): Command {
    const { stage, stats, profile, dumps, countInstructions, forceDeopt, counts, warnings, implementation } =
      this;
    if (counts.V > 0) return { action: counts.V > 1 ? 'full-version' : 'version' };
    return {
      action: 'run',
      stage,
      flags: flagSet(stage, this.switched),
      stats,
      profile,
      dumps,
      countInstructions,
      forceDeopt,
      python: { counts, warnings, implementation },
      source,
      argv: [argv0, ...this.args.slice(this.at)],
      words: this.args,
    };
  }

  private next(option: string): string {
    if (this.at >= this.args.length) throw new UsageError(`${option} needs a value`);
    return this.args[this.at++]!;
  }

  /** Letters of one word: `-uW ignore`, `-cpass`. */
  private short(word: string): Command | undefined {
    for (let index = 1; index < word.length; index++) {
      const letter = word[index]!;
      if (VALUED.includes(letter)) {
        const value = word.slice(index + 1) || this.next(`-${letter}`);
        if (letter === 'c') return this.run({ kind: 'code', text: value }, '-c');
        if (letter === 'm') return this.run({ kind: 'module', name: value }, '-m');
        (letter === 'W' ? this.warnings : this.implementation).push(value);
        return undefined;
      }
      if (!(COUNTED as readonly string[]).includes(letter))
        throw new UsageError(`unknown option -${letter}${nearest(word, OPTIONS)}`);
      this.counts[letter as CountedOption] += 1;
    }
    return undefined;
  }

  private long(word: string): Command | undefined {
    const equals = word.indexOf('=');
    const option = equals < 0 ? word : word.slice(0, equals);
    const value = (): string => (equals >= 0 ? word.slice(equals + 1) : this.next(option));
    switch (option) {
      case '--stage':
        this.stage = stageNumber(value());
        return undefined;
      case '--with':
      case '--without':
        this.switched.push({ name: flagName(option, value()), on: option === '--with' });
        return undefined;
      case '--stats':
        this.stats = fileName(option, value());
        return undefined;
      case '--profile':
        this.profile = fileName(option, value());
        return undefined;
      case '--dump':
        this.dumps.push(oneOf(option, value(), DUMP_KINDS));
        return undefined;
    }
    if (equals >= 0 && OPTIONS.includes(option)) throw new UsageError(`${option} takes no value`);
    if (option === '--count-instructions') {
      this.countInstructions = true;
      return undefined;
    }
    if (option === '--force-deopt') {
      this.forceDeopt = true;
      return undefined;
    }
    if (option === '--flags') return { action: 'flags' };
    if (option === '--version') return { action: 'version' };
    if (option === '--help') return { action: 'help' };
    throw new UsageError(`unknown option ${option}${nearest(option, OPTIONS)}`);
  }
}

/** The next option is no file: `--stats -c CODE` would run nothing and write to a file named `-c`. */
function fileName(option: string, text: string): string {
  if (text === '' || /^-./.test(text)) {
    throw new UsageError(`${option} needs a file, not '${text}'; write ./${text} where it is one`);
  }
  return text;
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

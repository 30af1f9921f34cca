/** The command line of `stage-vm`. What follows the script belongs to the program and is not looked at. */

import type { DumpKind } from '../tiers/dumps.ts';
import { FLAGS, type FlagName, flagsOfStage, withoutUnsupported } from '../tiers/flags.ts';

export interface Options {
  readonly stage: number;
  readonly flags: ReadonlySet<FlagName>;
  /** File for the counters of the run, `-` for standard error. */
  readonly stats: string | null;
  readonly dumps: readonly DumpKind[];
  readonly source:
    | { readonly kind: 'script'; readonly file: string }
    | { readonly kind: 'command'; readonly text: string }
    | { readonly kind: 'stdin' };
  /** `sys.argv`. */
  readonly argv: readonly string[];
}

export type Parsed = { readonly options: Options } | { readonly output: string; readonly status: number };

const DUMPS: readonly DumpKind[] = ['tokens', 'ast', 'bytecode', 'quickened', 'js', 'deopts'];

const USAGE = `usage: stage-vm [option] ... (SCRIPT | -c CODE | -) [ARGS]

  --stage 0..4       stage of the plan to run at (default 4)
  --with FLAG        switch a feature flag on (may be repeated)
  --without FLAG     switch a feature flag off (may be repeated)
  --stats FILE       write the counters of the run as JSON (- : standard error)
  --dump KIND        show ${DUMPS.join(', ')} on standard error
  --flags            list the feature flags with their stages
  --version, --help

example: stage-vm --stage 2 --without shapes program.py
`;

function flagList(): string {
  const width = Math.max(...FLAGS.map((flag) => flag.name.length));
  return FLAGS.map((flag) => `${flag.stage}  ${flag.name.padEnd(width)}  ${flag.description}\n`).join('');
}

function fail(message: string): Parsed {
  return { output: `stage-vm: ${message}\n`, status: 2 };
}

/** Edit distance, for the spelling that was meant. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

function nearest(word: string, words: readonly string[]): string {
  return [...words].sort((a, b) => distance(word, a) - distance(word, b))[0]!;
}

export function parseOptions(args: readonly string[], version: string): Parsed {
  let stage = 4;
  const on: FlagName[] = [];
  const off: FlagName[] = [];
  const dumps: DumpKind[] = [];
  let stats: string | null = null;
  const names = FLAGS.map((flag) => flag.name);
  const finish = (source: Options['source'], argv: readonly string[]): Parsed => {
    const flags = flagsOfStage(stage);
    for (const flag of on) flags.add(flag);
    for (const flag of off) flags.delete(flag);
    return { options: { stage, flags: withoutUnsupported(flags), stats, dumps, source, argv } };
  };
  for (let i = 0; i < args.length; i++) {
    let option = args[i]!;
    let inline: string | undefined;
    if (option.startsWith('--') && option.includes('=')) {
      inline = option.slice(option.indexOf('=') + 1);
      option = option.slice(0, option.indexOf('='));
    }
    const value = (): string | undefined => inline ?? args[++i];
    switch (option) {
      case '--help':
      case '-h':
        return { output: USAGE, status: 0 };
      case '--version':
        return { output: `stage-vm ${version} (Python 3.14)\n`, status: 0 };
      case '--flags':
        return { output: flagList(), status: 0 };
      case '--stage': {
        const text = value();
        if (text === undefined || !/^[0-4]$/.test(text))
          return fail(`--stage takes 0, 1, 2, 3 or 4, not ${text ?? 'nothing'}`);
        stage = Number(text);
        break;
      }
      case '--with':
      case '--without': {
        const flag = value();
        if (flag === undefined) return fail(`${option} needs a flag: see stage-vm --flags`);
        if (!(names as readonly string[]).includes(flag))
          return fail(
            `unknown flag '${flag}': did you mean '${nearest(flag, names)}'? (stage-vm --flags lists them)`,
          );
        (option === '--with' ? on : off).push(flag as FlagName);
        break;
      }
      case '--stats': {
        const file = value();
        if (file === undefined) return fail('--stats needs a file, or - for standard error');
        stats = file;
        break;
      }
      case '--dump': {
        const kind = value();
        if (!(DUMPS as readonly (string | undefined)[]).includes(kind))
          return fail(`--dump takes ${DUMPS.join(', ')}, not ${kind ?? 'nothing'}`);
        dumps.push(kind as DumpKind);
        break;
      }
      case '-c': {
        const text = value();
        if (text === undefined) return fail('-c needs the program as its argument');
        return finish({ kind: 'command', text }, ['-c', ...args.slice(i + 1)]);
      }
      case '-':
        return finish({ kind: 'stdin' }, ['-', ...args.slice(i + 1)]);
      default:
        if (option.startsWith('-')) return fail(`unknown option '${option}': see stage-vm --help`);
        return finish({ kind: 'script', file: args[i]! }, [args[i]!, ...args.slice(i + 1)]);
    }
  }
  return { output: USAGE, status: 2 };
}

/**
 * The command line of `stage-report`. Exit status: 0 pass, 1 a regression or a broken benchmark, 2 bad input.
 * Each command is a function of its options in `commands/`; here stand only names, types and help.
 */
import yargs, { type Argv } from 'yargs';
import { InputError, suggest } from '../../suites/index.ts';
import { compareCommand } from '../commands/compare.ts';
import { exportCommand } from '../commands/export.ts';
import { fitCommand } from '../commands/fit.ts';
import { gateCommand } from '../commands/gate.ts';
import { centreOption, forceOption, jsonOption, roadmapOption } from '../commands/options.ts';
import { reportCommand } from '../commands/report.ts';
import { runCommand } from '../commands/run.ts';
import { startCommand } from '../commands/start.ts';
import { formatJson } from '../text/json.ts';

/** Runs one command line and returns its exit status. */
export async function main(args: readonly string[]): Promise<number> {
  let status = 0;
  const setStatus = (result: number): void => {
    status = result;
  };
  try {
    await buildParser(args, setStatus).parseAsync();
    return status;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, details } = error;
    if (args.includes('--json')) process.stdout.write(formatJson({ error: { code, ...details } }));
    process.stderr.write(`stage-report: ${error.message}\n`);
    return error.exitStatus;
  }
}

type SetStatus = (status: number) => void;

function buildParser(args: readonly string[], setStatus: SetStatus): Argv {
  const parser: Argv = yargs([...args])
    .scriptName('stage-report')
    .usage(
      '$0 COMMAND\n\nMeasures a Python engine at every stage of its roadmap, and judges the stages and changes.',
    )
    .strict()
    .demandCommand(1, 'say which command')
    .parserConfiguration({ 'duplicate-arguments-array': true })
    .exitProcess(false)
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .help()
    .alias('help', 'h')
    .version(false)
    .fail((message, error) => {
      // What a command throws is passed on; what yargs finds wrong (a string, or a YError) is bad input.
      if (error && error.name !== 'YError') throw error;
      throw usageError(message ?? error.message, args[0], optionNames(parser));
    });
  for (const add of [addStart, addRun, addFit, addCompare, addGate, addReport, addExport])
    add(parser, setStatus);
  return parser;
}

const COMMANDS = ['start', 'run', 'fit', 'compare', 'gate', 'report', 'export'];

/** The options of the command being parsed; yargs has this method without declaring it. */
function optionNames(parser: Argv): string[] {
  const { key } = (parser as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions();
  return Object.keys(key).filter((name) => name.length > 1);
}

function usageError(message: string, command: string | undefined, options: readonly string[]): InputError {
  const line = message.replace(/\s*\n\s*/g, ' ').trim();
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(',')[0];
  let fix = `see stage-report ${command && COMMANDS.includes(command) ? `${command} ` : ''}--help`;
  if (unknown !== undefined)
    fix = unknown === command ? suggest(unknown, COMMANDS) : suggest(unknown, options);
  return new InputError({ where: 'command line', problem: line, fix });
}

const resultArgument = { type: 'string', demandOption: true, describe: 'A file written by run' } as const;

function addStart(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'start',
    'Measure every stage on the quick suite, print the stage table, write the result and its page',
    (command) =>
      command
        .option('budget', {
          type: 'string',
          requiresArg: true,
          default: '170s',
          describe: 'Time for measuring',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          default: 'results',
          describe: 'Folder for the files',
        })
        .option('roadmap', roadmapOption)
        .option('json', jsonOption),
    async (options) => setStatus(await startCommand(options)),
  );
}

function addRun(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'run',
    'Measure engines on benchmarks and write a result file',
    (command) =>
      command
        .option('stages', {
          type: 'string',
          requiresArg: true,
          describe:
            'Stages of the roadmap, such as 0-4, 0,2 or baseline,regions (default: all, or none with --engine)',
        })
        .option('engine', {
          type: 'string',
          array: true,
          nargs: 1,
          requiresArg: true,
          describe: 'NAME=COMMAND of a further engine, or cpython3.9; may be repeated',
        })
        .option('suite', { type: 'string', requiresArg: true, describe: 'Groups and benchmarks, by comma' })
        .option('manifest', {
          type: 'string',
          requiresArg: true,
          describe: 'A MANIFEST in pyperformance’s format',
        })
        .option('rounds', {
          type: 'number',
          requiresArg: true,
          default: 12,
          describe: 'Processes for each arm',
        })
        .option('values', {
          type: 'number',
          requiresArg: true,
          default: 5,
          describe: 'Values in each process',
        })
        .option('budget', {
          type: 'string',
          requiresArg: true,
          describe: 'Stop when this time is used, such as 10m',
        })
        .option('warmup', { type: 'string', requiresArg: true, default: '3s', describe: 'Longest warm-up' })
        .option('timeout', { type: 'string', requiresArg: true, default: '60s', describe: 'For one process' })
        .option('seed', {
          type: 'number',
          requiresArg: true,
          describe: 'Of the order (default: from the clock)',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'Result file (default: results/TIME.json)',
        })
        .option('roadmap', roadmapOption)
        .option('force', forceOption)
        .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
        .option('json', jsonOption)
        .example('$0 run --stages 0-4 --engine cpython3.9 --budget 10m', ''),
    async (options) => setStatus(await runCommand(options)),
  );
}

function addFit(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'fit <result>',
    'Judge each stage against its target',
    (command) =>
      command
        .positional('result', resultArgument)
        .option('roadmap', roadmapOption)
        .option('centre', centreOption)
        .option('json', jsonOption)
        .example('$0 fit results/2026-11-23T09-28-55.json', ''),
    (options) => setStatus(fitCommand(options)),
  );
}

const sideOptions = {
  base: { type: 'string', requiresArg: true, describe: 'The base’s engine' },
  head: { type: 'string', requiresArg: true, describe: 'The head’s engine' },
} as const;

function addCompare(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'compare <files..>',
    'Show how much faster head is than base',
    (command) =>
      command
        .positional('files', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'BASE HEAD, or one result',
        })
        .options(sideOptions)
        .option('centre', {
          ...centreOption,
          default: 'mean' as const,
          describe: `${centreOption.describe} (pyperf: mean)`,
        })
        .option('json', jsonOption)
        .example('$0 compare 3.10.json 3.11.json.gz', 'two files of pyperf')
        .example('$0 compare result.json --base stage-1 --head stage-2', 'two engines of one result'),
    (options) => setStatus(compareCommand(options)),
  );
}

function addGate(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'gate <files..>',
    'Exit 1 if head regresses against base',
    (command) =>
      command
        .positional('files', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'BASE HEAD, or one result',
        })
        .options(sideOptions)
        .option('confirm', {
          type: 'string',
          array: true,
          requiresArg: true,
          describe: 'The same of a second session with rebuilt binaries: only what regresses twice fails',
        })
        .option('margin', {
          type: 'number',
          requiresArg: true,
          default: 3,
          describe: 'Least margin, per cent',
        })
        .option('centre', centreOption)
        .option('json', jsonOption)
        .example('$0 gate base.json head.json --confirm base2.json head2.json', ''),
    (options) => setStatus(gateCommand(options)),
  );
}

function addReport(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'report <result>',
    'Write one self-contained HTML page',
    (command) =>
      command
        .positional('result', resultArgument)
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'The page (default: beside the result)',
        })
        .option('roadmap', roadmapOption)
        .option('centre', centreOption)
        .option('force', forceOption)
        .option('json', jsonOption),
    (options) => setStatus(reportCommand(options)),
  );
}

function addExport(parser: Argv, setStatus: SetStatus): void {
  parser.command(
    'export <result>',
    'Write one engine’s suite as a pyperf file',
    (command) =>
      command
        .positional('result', resultArgument)
        .option('engine', { type: 'string', requiresArg: true, demandOption: true, describe: 'Whose suite' })
        .option('out', { type: 'string', requiresArg: true, demandOption: true, describe: 'The pyperf file' })
        .option('force', forceOption)
        .option('json', jsonOption),
    (options) => setStatus(exportCommand(options)),
  );
}

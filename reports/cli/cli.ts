/**
 * The command line of `stage-report`. Exit status: 0 pass, 1 a regression or a broken benchmark, 2 bad input, 3 inconclusive
 * where `gate --strict` asks for it.
 * Each command declares its options and stands in its own file in `commands/`; here they become one program.
 */
import yargs, { type Argv } from 'yargs';
import { InputError, suggest } from '../../suites/index.ts';
import { ablateDeclaration } from '../commands/ablate.ts';
import { appendDeclaration } from '../commands/append.ts';
import { calibrateDeclaration } from '../commands/calibrate.ts';
import { compareDeclaration } from '../commands/compare.ts';
import { dashboardDeclaration } from '../commands/dashboard.ts';
import type { Declaration } from '../commands/declaration.ts';
import { doctorDeclaration } from '../commands/doctor.ts';
import { enginesDeclaration } from '../commands/engines.ts';
import { exportDeclaration } from '../commands/export.ts';
import { fitDeclaration } from '../commands/fit.ts';
import { gateDeclaration } from '../commands/gate.ts';
import { historyDeclaration } from '../commands/history.ts';
import { importDeclaration } from '../commands/import.ts';
import { mergeDeclaration } from '../commands/merge.ts';
import { planDeclaration } from '../commands/plan.ts';
import { postDeclaration } from '../commands/post.ts';
import { reportDeclaration } from '../commands/report.ts';
import { roadmapDeclaration } from '../commands/roadmap.ts';
import { runDeclaration } from '../commands/run.ts';
import { schemaDeclaration } from '../commands/schema.ts';
import { showDeclaration } from '../commands/show.ts';
import { startDeclaration } from '../commands/start.ts';
import { suitesDeclaration } from '../commands/suites.ts';
import { formatDocument } from '../schemas/documents.ts';

/** In the order of the help. Each declares its own options, beside the function that carries it out. */
const COMMANDS: readonly Declaration[] = [
  startDeclaration,
  runDeclaration,
  fitDeclaration,
  compareDeclaration,
  gateDeclaration,
  calibrateDeclaration,
  roadmapDeclaration,
  historyDeclaration,
  appendDeclaration,
  postDeclaration,
  reportDeclaration,
  dashboardDeclaration,
  exportDeclaration,
  showDeclaration,
  importDeclaration,
  ablateDeclaration,
  planDeclaration,
  mergeDeclaration,
  enginesDeclaration,
  suitesDeclaration,
  doctorDeclaration,
  schemaDeclaration,
];

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
    if (args.includes('--json'))
      process.stdout.write(formatDocument('error', { error: { code, ...details } }));
    process.stderr.write(`stage-report: ${error.message}\n`);
    return error.exitStatus;
  }
}

function buildParser(args: readonly string[], setStatus: (status: number) => void): Argv {
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
    .option('quiet', {
      type: 'boolean',
      default: false,
      global: true,
      describe: 'No progress on standard error',
    })
    .completion('completion', 'Print a completion script for bash or zsh')
    .help()
    .alias('help', 'h')
    .version(false)
    .fail((message, error) => {
      // What a command throws is passed on; what yargs finds wrong (a string, or a YError) is bad input.
      if (error && error.name !== 'YError') throw error;
      throw usageError(message ?? error.message, args[0], optionNames(parser));
    });
  for (const command of COMMANDS) command.addTo(parser, setStatus);
  return parser;
}

/** The options of the command being parsed; yargs has this method without declaring it. */
function optionNames(parser: Argv): string[] {
  const { key } = (parser as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions();
  return Object.keys(key).filter((name) => name.length > 1);
}

function usageError(message: string, command: string | undefined, options: readonly string[]): InputError {
  const line = message.replace(/\s*\n\s*/g, ' ').trim();
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1]?.split(',')[0];
  const names = COMMANDS.map(({ name }) => name);
  let fix = `see stage-report ${command && names.includes(command) ? `${command} ` : ''}--help`;
  if (unknown !== undefined) fix = unknown === command ? suggest(unknown, names) : suggest(unknown, options);
  return new InputError({ where: 'command line', problem: line, fix });
}

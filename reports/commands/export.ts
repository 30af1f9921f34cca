/** `export`: writes the suite of one engine as a pyperf file, for `python -m pyperf` and others. */
import { formatPyperfSuite, InputError, readResultFile, suggest, writeNewFile } from '../../suites/index.ts';
import { formatJson } from '../text/json.ts';
import type { Declaration } from './declaration.ts';
import { forceOption, jsonOption, resultArgument } from './options.ts';

export interface ExportArguments {
  readonly result: string;
  readonly engine: string;
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

export const exportDeclaration: Declaration = {
  name: 'export',
  addTo: (parser, setStatus) => {
    parser.command(
      'export <result>',
      'Write one engine’s suite as a pyperf file',
      (command) =>
        command
          .positional('result', resultArgument)
          .option('engine', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'Whose suite',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'The pyperf file',
          })
          .option('force', forceOption)
          .option('json', jsonOption),
      (options) => setStatus(exportCommand(options)),
    );
  },
};

export function exportCommand({ result, engine, out, force, json }: ExportArguments): number {
  const { suites } = readResultFile(result);
  const suite = suites[engine];
  if (!suite) {
    throw new InputError({
      where: result,
      field: `suites.${engine}`,
      problem: 'is not an engine with measurements in this file',
      fix: suggest(engine, Object.keys(suites)),
    });
  }
  writeNewFile(out, formatPyperfSuite(suite), force);
  const benchmarks = suite.benchmarks.length;
  process.stdout.write(json ? formatJson({ file: out, engine, benchmarks }) : `${out}: ${engine}\n`);
  return 0;
}

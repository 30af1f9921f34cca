/** `merge`: one result of the shards of a plan. */
import { formatResult, mergeShards, readResultFile, writeNewFile } from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { forceOption, jsonOption } from './options.ts';

export interface MergeArguments {
  readonly files: readonly string[];
  readonly out: string;
  readonly plan?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export const mergeDeclaration: Declaration = {
  name: 'merge',
  addTo: (parser, setStatus) => {
    parser.command(
      'merge <files..>',
      'Make one result of the shards of a plan; missing and doubled ones are errors',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'Results of run --shard',
          })
          .option('plan', {
            type: 'string',
            requiresArg: true,
            describe: 'The id that plan printed (default: what the first file says)',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'The result file',
          })
          .option('force', forceOption)
          .option('json', jsonOption)
          .example('$0 merge shard-1.json shard-2.json --out result.json', ''),
      (options) => setStatus(mergeCommand(options)),
    );
  },
};

export function mergeCommand({ files, out, plan, force, json }: MergeArguments): number {
  const result = mergeShards(
    files.map((file) => ({ file, result: readResultFile(file) })),
    plan,
  );
  writeNewFile(out, formatResult(result), force);
  const { benchmarks } = result.plan;
  process.stdout.write(
    json
      ? formatDocument('merge', {
          file: out,
          shards: files.length,
          benchmarks,
          failures: result.failures.length,
        })
      : `${out}: ${plural(benchmarks.length, 'benchmark')} of ${plural(files.length, 'shard')}\n`,
  );
  return result.failures.length > 0 ? 1 : 0;
}

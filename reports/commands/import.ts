/** `import`: takes pyperf files as the engines of one result, so that everything that reads results reads them. */
import {
  type Engine,
  formatResult,
  InputError,
  importPyperf,
  readPyperfFile,
  writeNewFile,
} from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { forceOption, jsonOption } from './options.ts';

export interface ImportArguments {
  readonly files: readonly string[];
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

export const importDeclaration: Declaration = {
  name: 'import',
  addTo: (parser, setStatus) => {
    parser.command(
      'import <files..>',
      'Make one result of pyperf files, each an engine',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'FILE or NAME=FILE (.json or .json.gz); the first is the base',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'The result file',
          })
          .option('force', forceOption)
          .option('json', jsonOption)
          .example('$0 import 3.10=old.json.gz 3.11=new.json.gz --out result.json', ''),
      (options) => setStatus(importCommand(options)),
    );
  },
};

export function importCommand({ files, out, force, json }: ImportArguments): number {
  const suites = files.map((text) => {
    const named = /^([^=/]+)=(.+)$/.exec(text);
    const file = named?.[2] ?? text;
    return { name: named?.[1] ?? null, file, suite: readPyperfFile(file) };
  });
  const result = importPyperf(suites);
  const names = result.engines.map(({ name }: Engine) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new InputError({
      where: 'files',
      field: twice,
      problem: 'is the name of two engines',
      fix: 'name them: NAME=FILE',
    });
  }
  writeNewFile(out, formatResult(result), force);
  const benchmarks = result.plan.benchmarks.length;
  process.stdout.write(
    json
      ? formatDocument('import', { file: out, engines: names, benchmarks })
      : `${out}: ${plural(benchmarks, 'benchmark')} on ${names.join(', ')}\n`,
  );
  return 0;
}

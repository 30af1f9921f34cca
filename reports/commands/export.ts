/** `export`: writes the suite of one engine as a pyperf file, for `python -m pyperf` and others. */
import { formatPyperfSuite, InputError, readResultFile, suggest, writeNewFile } from '../../suites/index.ts';
import { formatJson } from '../text/json.ts';

export interface ExportArguments {
  readonly result: string;
  readonly engine: string;
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

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

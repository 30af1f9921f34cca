/** `suites`: the benchmarks of a manifest by group. */
import { ownBenchmarksFolder, readManifest } from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { jsonOption } from './options.ts';
import { measureOptions } from './run-options.ts';

export interface SuitesArguments {
  readonly manifest?: string;
  readonly pyperformance?: string;
  readonly json: boolean;
}

export const suitesDeclaration: Declaration = {
  name: 'suites',
  addTo: (parser, setStatus) => {
    parser.command(
      'suites',
      'List benchmarks by group',
      (command) =>
        command
          .option('manifest', measureOptions.manifest)
          .option('pyperformance', measureOptions.pyperformance)
          .option('json', jsonOption)
          .example('$0 suites', ''),
      (options) => setStatus(suitesCommand(options)),
    );
  },
};

export function suitesCommand({ manifest, pyperformance, json }: SuitesArguments): number {
  const { file, benchmarks, groups } = readManifest(pyperformance ?? manifest ?? ownBenchmarksFolder);
  if (json) {
    const programs = benchmarks.map(({ name, script, arguments: options, sourceHash }) => ({
      ...{ name, script, arguments: options, sourceHash },
      groups: [...groups].flatMap(([group, members]) => (members.includes(name) ? [group] : [])),
    }));
    process.stdout.write(formatDocument('suites', { manifest: file, groups, benchmarks: programs }));
    return 0;
  }
  const width = Math.min(100, process.stdout.columns ?? 100);
  const lines = [...groups].flatMap(([group, members]) => [
    `${group} (${members.length})`,
    ...wrap(members.join(', '), width - 2).map((line) => `  ${line}`),
  ]);
  process.stdout.write(`${file}: ${plural(benchmarks.length, 'benchmark')}\n\n${lines.join('\n')}\n`);
  return 0;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

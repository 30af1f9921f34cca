/**
 * Which engines are base and head? Two files are compared engine by engine (by name; two pyperf files hold
 * one engine each, which are compared whatever they are called); in one file, two of its engines are named.
 */
import type { SidePair } from '../../stages/index.ts';
import {
  type Centre,
  type EngineSamples,
  findEngine,
  InputError,
  readMeasurementFile,
  samplesOfFile,
} from '../../suites/index.ts';

export const sideOptions = {
  base: { type: 'string', requiresArg: true, describe: 'The base’s engine' },
  head: { type: 'string', requiresArg: true, describe: 'The head’s engine' },
} as const;

export interface SideArguments {
  readonly files: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly centre: Centre;
}

export function readSides({ files, base, head, centre }: SideArguments): SidePair[] {
  const [baseFile, headFile, extra] = files;
  if (baseFile === undefined || extra !== undefined) {
    throw new InputError({
      where: 'files',
      problem: `${files.length} were given`,
      fix: 'give BASE and HEAD, or one result file with --base ENGINE --head ENGINE',
    });
  }
  const baseEngines = read(baseFile, centre);
  if (headFile === undefined) {
    if (base === undefined || head === undefined) {
      throw new InputError({
        where: baseFile,
        problem: 'is the only file given',
        fix: `name two of its engines by --base and --head (${names(baseEngines)}), or give a second file`,
      });
    }
    return [{ base: findEngine(baseEngines, base, baseFile), head: findEngine(baseEngines, head, baseFile) }];
  }
  const headEngines = read(headFile, centre);
  if (base !== undefined || head !== undefined) {
    return [
      {
        base: findEngine(baseEngines, (base ?? head)!, baseFile),
        head: findEngine(headEngines, (head ?? base)!, headFile),
      },
    ];
  }
  if (baseEngines.length === 1 && headEngines.length === 1) {
    return [{ base: baseEngines[0]!, head: headEngines[0]! }];
  }
  const pairs = baseEngines.flatMap((engine) => {
    const other = headEngines.find((candidate) => candidate.engine === engine.engine);
    return other ? [{ base: engine, head: other }] : [];
  });
  if (pairs.length === 0) {
    throw new InputError({
      where: headFile,
      field: 'engines',
      problem: `are ${names(headEngines)}; ${baseFile} has ${names(baseEngines)}`,
      fix: 'measure the same engines, or name them by --base and --head',
    });
  }
  return pairs;
}

function read(file: string, centre: Centre): EngineSamples[] {
  return samplesOfFile(readMeasurementFile(file), centre);
}

function names(engines: readonly EngineSamples[]): string {
  return engines.map(({ engine }) => engine).join(', ');
}

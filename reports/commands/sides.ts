/**
 * Which engines are base and head? Two files are compared engine by engine (by name; two pyperf files hold
 * one engine each, which are compared whatever they are called). In one file, two of its engines are named, or its engines
 * are called `base` and `head`, or `base:NAME` and `head:NAME`.
 */
import { basename } from 'node:path';
import type { GateAbout, GateEnvironment, SidePair } from '../../stages/index.ts';
import {
  type Centre,
  type EngineSamples,
  findEngine,
  InputError,
  type MeasurementFile,
  type ResultFile,
  readMeasurementFile,
  samplesOfFile,
} from '../../suites/index.ts';
import { pairsByPrefix } from '../model/sides.ts';

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

export interface Sides {
  readonly pairs: readonly SidePair[];
  /** Where the measurements come from, for the gate's report. */
  readonly about: GateAbout;
}

export function readSides({ files, base, head, centre }: SideArguments): Sides {
  const [baseFile, headFile, extra] = files;
  if (baseFile === undefined || extra !== undefined) {
    throw new InputError({
      where: 'files',
      problem: `${files.length} were given`,
      fix: 'give BASE and HEAD, or one result file with --base ENGINE --head ENGINE',
    });
  }
  const baseRead = readMeasurementFile(baseFile);
  const headRead = headFile === undefined ? baseRead : readMeasurementFile(headFile);
  const about = aboutOf(baseRead, headRead);
  const baseEngines = samplesOfFile(baseRead, centre);
  if (headFile === undefined) return { pairs: pairsOfOne(baseEngines, base, head, baseFile), about };
  return {
    pairs: pairsOfTwo(baseEngines, samplesOfFile(headRead, centre), { base, head, baseFile, headFile }),
    about,
  };
}

function pairsOfOne(
  engines: readonly EngineSamples[],
  base: string | undefined,
  head: string | undefined,
  file: string,
): SidePair[] {
  if (base !== undefined && head !== undefined) {
    return [{ base: findEngine(engines, base, file), head: findEngine(engines, head, file) }];
  }
  const pairs = base === undefined && head === undefined ? pairsByPrefix(engines) : [];
  if (pairs.length > 0) return pairs;
  throw new InputError({
    where: file,
    problem: 'is the only file given',
    fix: `name two of its engines by --base and --head (${names(engines)}), or give a second file`,
  });
}

/** The two sides of a result whose engines are called base:NAME and head:NAME. */
export function pairSides(result: ResultFile, centre: Centre): SidePair[] {
  return pairsByPrefix(samplesOfFile({ kind: 'result', file: result.session, result }, centre));
}

interface TwoFiles {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly baseFile: string;
  readonly headFile: string;
}

function pairsOfTwo(
  baseEngines: readonly EngineSamples[],
  headEngines: readonly EngineSamples[],
  { base, head, baseFile, headFile }: TwoFiles,
): SidePair[] {
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

function aboutOf(base: MeasurementFile, head: MeasurementFile): GateAbout {
  return {
    base: { commit: commitOf(base), files: [basename(base.file)] },
    head: { commit: commitOf(head), files: [basename(head.file)] },
    environment: environmentOf(base, head),
  };
}

/** pyperformance's name for it, among what is known of the machine. */
function commitOf(read: MeasurementFile): string | null {
  const commit = read.kind === 'result' ? read.result.environment['commit_id'] : undefined;
  return typeof commit === 'string' ? commit : null;
}

function environmentOf(base: MeasurementFile, head: MeasurementFile): GateEnvironment {
  if (base.kind !== 'result' || head.kind !== 'result') {
    return { machine: {}, fingerprint: null, interleaved: false, engines: [] };
  }
  const machine = Object.fromEntries(
    Object.entries(head.result.environment).filter(
      (entry): entry is [string, string | number | boolean] => typeof entry[1] !== 'object',
    ),
  );
  const version = ({ engines }: ResultFile, name: string): string | null => {
    const fingerprint = engines.find((engine) => engine.name === name)?.fingerprint;
    const words = [fingerprint?.implementation, fingerprint?.version].filter((word) => word != null);
    return words.length > 0 ? words.join(' ') : null;
  };
  const engines = new Set([...base.result.engines, ...head.result.engines].map(({ name }) => name));
  return {
    machine,
    fingerprint: machineFingerprint(head.result),
    interleaved: base.result.session === head.result.session,
    engines: [...engines].map((name) => ({
      name,
      base: version(base.result, name),
      head: version(head.result, name),
    })),
  };
}

/** What tells machines apart on which the same program takes another time; null where the file does not say. */
export function machineFingerprint({ environment }: ResultFile): string | null {
  const parts = ['cpu_model_name', 'cpu_count', 'platform'].flatMap((key) => environment[key] ?? []);
  return parts.length > 0 ? parts.join(', ') : null;
}

function names(engines: readonly EngineSamples[]): string {
  return engines.map(({ engine }) => engine).join(', ');
}

/**
 * The raw samples of an artifact: bytes that a stranger's workflow wrote become engines to judge, or an error.
 *
 * Two schemas in a row: one for any JSON from outside (depth, sizes, finite numbers), one for the format (as for every
 * result file, in `suites`). Then what only the gate knows: which engines are base and head, and that times are such as
 * a clock can have measured; 1e308 seconds would make every sum infinite.
 */
import type { SidePair } from '../../../stages/index.ts';
import {
  type Centre,
  checkMeasurement,
  InputError,
  JsonField,
  type JsonValue,
  type ResultFile,
  samplesOfFile,
} from '../../../suites/index.ts';
import { nameOnSide, pairsByPrefix, type SideName } from '../../model/sides.ts';
import { PostError } from '../problem.ts';
import { plainText } from '../untrusted-text.ts';
import { readZip } from './zip.ts';

/** The one file in the zip of an artifact. */
export const RESULT_ENTRY = 'result.json';

const LIMITS = {
  depth: 12,
  values: 4_000_000,
  arrayItems: 200_000,
  textCharacters: 20_000,
  keyCharacters: 300,
  benchmarks: 5_000,
  engines: 40,
  /** Seconds for one loop. */
  shortest: 1e-9,
  longest: 1e5,
} as const;

/** Reads the zip, or throws `ARTIFACT_REFUSED`. */
export async function readArtifact(zip: Uint8Array): Promise<ResultFile> {
  const entries = await readZip(zip, [RESULT_ENTRY]);
  const bytes = entries.get(RESULT_ENTRY);
  if (!bytes) throw refusal(`has no ${RESULT_ENTRY}`);
  return parseRawSamples(bytes);
}

export function parseRawSamples(bytes: Buffer): ResultFile {
  let value: JsonValue;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue;
  } catch (error) {
    throw refusal(`${RESULT_ENTRY} is not JSON (${plainText((error as Error).message)})`);
  }
  checkValue(value, '', 0, { count: 0 });
  try {
    const read = checkMeasurement(new JsonField(RESULT_ENTRY, '', value));
    if (read.kind !== 'result')
      throw refusal(`${RESULT_ENTRY} is a suite of pyperf, not a result of stage-report`);
    checkMeasured(read.result);
    return read.result;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { field = 'it', problem } = error.details;
    throw refusal(`${RESULT_ENTRY} does not fit the schema: ${plainText(`${field} ${problem}`, 200)}`);
  }
}

/** Base and head, engine by engine: `base` and `head`, or `base:NAME` and `head:NAME`. */
export function pairSides(result: ResultFile, centre: Centre): SidePair[] {
  const all = samplesOfFile({ kind: 'result', file: RESULT_ENTRY, result }, centre);
  const pairs = pairsByPrefix(all);
  if (pairs.length > 0) return pairs;
  const names = all.map(({ engine }) => plainText(engine, 40)).slice(0, 8);
  throw refusal(
    `has no engine as base and as head (engines: ${names.join(', ') || 'none'}); measure them as base and head, or base:NAME and head:NAME`,
  );
}

/** The base could not be built, or nothing ran on it: there is nothing to compare the head with. */
export function hasNoBase({ engines, suites }: ResultFile): boolean {
  const ofSide = (side: SideName) => engines.filter(({ name }) => nameOnSide(side, name) !== null);
  const baseRan = ofSide('base').some(({ name }) => (suites[name]?.benchmarks.length ?? 0) > 0);
  return ofSide('head').length > 0 && !baseRan;
}

function checkValue(value: JsonValue, path: string, depth: number, seen: { count: number }): void {
  seen.count += 1;
  if (seen.count > LIMITS.values) throw refusal(`${RESULT_ENTRY} has more than ${LIMITS.values} values`);
  if (depth > LIMITS.depth) throw refusal(`${RESULT_ENTRY} is nested deeper than ${LIMITS.depth} levels`);
  const where = (): string => plainText(path === '' ? 'the document' : path.slice(1), 80);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw refusal(`${where()} is not a finite number`);
  if (typeof value === 'string' && value.length > LIMITS.textCharacters) {
    throw refusal(`${where()} is a text of more than ${LIMITS.textCharacters} characters`);
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (value.length > LIMITS.arrayItems)
      throw refusal(`${where()} has more than ${LIMITS.arrayItems} items`);
    for (const item of value) checkValue(item, `${path}[]`, depth + 1, seen);
    return;
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || key.length > LIMITS.keyCharacters) {
      throw refusal(`${where()} has a field named ${JSON.stringify(plainText(key, 40))}`);
    }
    checkValue(value[key]!, `${path}.${key}`, depth + 1, seen);
  }
}

function checkMeasured({ engines, suites }: ResultFile): void {
  if (engines.length > LIMITS.engines) throw refusal(`has more than ${LIMITS.engines} engines`);
  for (const suite of Object.values(suites)) {
    if (suite.benchmarks.length > LIMITS.benchmarks) {
      throw refusal(`has more than ${LIMITS.benchmarks} benchmarks`);
    }
    for (const { runs } of suite.benchmarks) {
      for (const { values = [] } of runs) {
        const odd = values.find((seconds) => seconds < LIMITS.shortest || seconds > LIMITS.longest);
        if (odd !== undefined) throw refusal(`has a time of ${odd} seconds, which no clock has measured`);
      }
    }
  }
}

function refusal(problem: string): PostError {
  return new PostError(
    'ARTIFACT_REFUSED',
    `the artifact ${problem}`.replace('the artifact result.json', 'the artifact’s result.json'),
  );
}

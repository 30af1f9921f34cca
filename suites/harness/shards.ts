/**
 * A run spread over machines: shards hold different benchmarks, never different engines, so that what is compared is
 * measured on one machine. A plan is what has to be equal in all shards; its hash goes into each result, and `mergeShards`
 * takes only results of one plan, each shard once and none missing.
 */
import { createHash } from 'node:crypto';
import type { Benchmark } from '../formats/manifest.ts';
import { joinSuites, type PyperfSuite } from '../formats/pyperf.ts';
import type { Engine, RecordedPlan, RecordedShard, ResultFile, ResultPart } from '../formats/result.ts';
import { InputError } from '../input/errors.ts';
import type { Settings } from './journal.ts';

export interface ShardPlan {
  readonly planId: string;
  /** Benchmarks by shard. */
  readonly shards: readonly (readonly string[])[];
}

/** Deals benchmarks out in turn, so that neighbours of a suite, which take alike long, lie in different shards. */
export function planShards(
  engines: readonly Engine[],
  benchmarks: readonly Benchmark[],
  settings: Settings,
  count: number,
): ShardPlan {
  if (count > benchmarks.length) {
    throw new InputError({
      where: '--shards',
      problem: `is ${count} for ${benchmarks.length} benchmarks`,
      fix: 'give each shard at least one benchmark',
    });
  }
  const names = benchmarks.map(({ name }) => name);
  const shards = Array.from({ length: count }, (_, shard) =>
    names.filter((_, index) => index % count === shard),
  );
  // Not the commands: each machine has its engines where it has them; what they are, their fingerprints say.
  const decided = {
    engines: engines.map(({ name }) => name),
    benchmarks: benchmarks.map(({ name, sourceHash, arguments: options }) => [name, sourceHash, options]),
    settings,
    shards,
  };
  return { planId: createHash('sha256').update(JSON.stringify(decided)).digest('hex').slice(0, 16), shards };
}

/** `2/4` as a shard of a plan; which benchmarks it holds stands in the plan. */
export function selectShard({ planId, shards }: ShardPlan, index: number): RecordedShard {
  return { planId, index, count: shards.length, benchmarks: shards };
}

/** `i/N` of the command line, i from 1. */
export function parseShard(text: string): { index: number; count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match && index >= 1 && index <= count) return { index, count };
  throw new InputError({
    where: '--shard',
    problem: `is ${text}`,
    fix: 'write i/N with i from 1 to N, such as 2/4',
  });
}

export interface ShardResult {
  readonly file: string;
  readonly result: ResultFile;
}

/** One result of all shards; `expected` is the id that the plan printed, where it is known. */
export function mergeShards(results: readonly ShardResult[], expected?: string): ResultFile {
  const shards = results.map(({ file, result }) => ({ file, result, shard: shardOf(file, result) }));
  const first = shards[0]!;
  const planId = expected ?? first.shard.planId;
  const byIndex = new Map<number, (typeof shards)[number]>();
  for (const each of shards) {
    const { file, shard, result } = each;
    if (shard.planId !== planId) {
      const other = expected === undefined ? first.file : 'the plan';
      throw problem(
        file,
        'plan.shard.planId',
        `is ${shard.planId}, and ${planId} in ${other}`,
        'merge the shards of one plan',
      );
    }
    const twin = byIndex.get(shard.index);
    if (twin) {
      throw problem(
        file,
        'plan.shard.index',
        `is ${shard.index}, as in ${twin.file}`,
        'give each shard once',
      );
    }
    byIndex.set(shard.index, each);
    const planned = shard.benchmarks[shard.index - 1]!;
    const foreign = Object.keys(result.plan.loops).length > 0 ? missingPrograms(result, planned) : [];
    if (foreign.length > 0) {
      throw problem(
        file,
        'plan.benchmarks',
        `lack ${foreign.join(', ')}, which the plan gives this shard`,
        'run the shard again',
      );
    }
    checkEngines(first, each);
  }
  const missing = first.shard.benchmarks.flatMap((names, index) =>
    byIndex.has(index + 1) ? [] : [{ index: index + 1, names }],
  );
  if (missing.length > 0) {
    const what = missing
      .map(({ index, names }) => `${index}/${first.shard.count} (${names.join(', ')})`)
      .join('; ');
    throw problem(
      first.file,
      'plan.shard',
      `belongs to a plan of ${first.shard.count} shards, of which are missing: ${what}`,
      'run them, and merge all',
    );
  }
  const ordered = [...byIndex.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
  return merged(
    ordered.map(({ result }) => result),
    first.shard,
  );
}

function shardOf(file: string, { plan }: ResultFile): RecordedShard {
  if (plan.shard) return plan.shard;
  throw problem(
    file,
    'plan.shard',
    'is missing: this is no shard',
    'give results of `stage-report run --shard i/N`',
  );
}

function missingPrograms({ plan }: ResultFile, planned: readonly string[]): string[] {
  const programs = new Set(plan.programs ?? plan.benchmarks);
  return planned.filter((name) => !programs.has(name));
}

/** The engines of all shards must be the same ones: a version or build that differs is another engine. */
function checkEngines(first: ShardResult, other: ShardResult): void {
  for (const [index, engine] of first.result.engines.entries()) {
    const twin = other.result.engines[index];
    const [was, is] = [engine.fingerprint?.version, twin?.fingerprint?.version];
    if (twin?.name === engine.name && was === is) continue;
    throw problem(
      other.file,
      `engines[${index}]`,
      twin?.name === engine.name
        ? `${engine.name} is version ${is}, and ${was} in ${first.file}`
        : `is ${twin?.name ?? 'missing'}, and ${engine.name} in ${first.file}`,
      'measure all shards with the same engines',
    );
  }
}

function merged(results: readonly ResultFile[], { planId }: RecordedShard): ResultFile {
  const [first] = results;
  const plans = results.map(({ plan }) => plan);
  const suites: Record<string, PyperfSuite> = {};
  for (const { name } of first!.engines) {
    const parts = results.flatMap(({ suites: all }) => (all[name] ? [all[name]] : []));
    if (parts.length > 0) suites[name] = joinSuites(parts);
  }
  const rounds = Math.min(...plans.map((plan) => plan.rounds));
  const roundsOf = Object.fromEntries(
    plans.flatMap((plan) =>
      Object.keys(plan.loops).map((name) => [name, plan.roundsOf?.[name] ?? plan.rounds]),
    ),
  );
  const isUneven = Object.values(roundsOf).some((each) => each !== rounds);
  const { shard: _, roundsOf: __, ...common } = first!.plan;
  const plan: RecordedPlan = {
    ...common,
    rounds,
    stopped: plans.some(({ stopped }) => stopped === 'budget') ? 'budget' : 'complete',
    benchmarks: plans.flatMap(({ benchmarks }) => benchmarks),
    loops: Object.assign({}, ...plans.map(({ loops }) => loops)),
    ...(isUneven ? { roundsOf } : {}),
    ...(plans.some(({ precision }) => precision)
      ? { precision: Object.assign({}, ...plans.map(({ precision }) => precision ?? {})) }
      : {}),
  };
  return {
    ...first!,
    session: createHash('sha256')
      .update(planId + results.map(({ session }) => session).join())
      .digest('hex')
      .slice(0, 16),
    created: results.map(({ created }) => created).sort()[0]!,
    plan,
    suites,
    failures: results.flatMap(({ failures }) => failures),
    parts: results.map(
      ({ session, created, environment, plan: { benchmarks } }): ResultPart => ({
        ...{ session, created, environment, benchmarks },
      }),
    ),
  };
}

function problem(where: string, field: string, what: string, fix: string): InputError {
  return new InputError({ where, field, problem: what, fix });
}

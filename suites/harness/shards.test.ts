/** A run in several jobs: every benchmark in one shard, and a merge that takes exactly the shards of one plan. */
import { describe, expect, it } from 'vitest';
import { makeSuite } from '../formats/pyperf.ts';
import type { Engine, RecordedShard, ResultFile } from '../formats/result.ts';
import { samplesOfFile } from '../formats/samples.ts';
import { InputError } from '../input/errors.ts';
import type { Settings } from './journal.ts';
import { mergeShards, parseShard, planShards, type ShardResult, selectShard } from './shards.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const benchmarks = names.map((name) => ({ name, script: `/${name}.py`, arguments: [], sourceHash: name }));
const engine = (name: string, version = '1'): Engine => ({
  name,
  command: [name],
  fingerprint: { implementation: 'fake', version, files: {} },
});
const engines = [engine('x'), engine('y')];
const settings: Settings = {
  ...{ seed: 1, rounds: 2, spend: 'rounds', values: 3, loops: 0, minTimeSeconds: 0.01, warmupMinSeconds: 0 },
  ...{ warmupCapSeconds: 0, timeoutSeconds: 9, pin: null, counters: false },
};
const plan = planShards(engines, benchmarks, settings, 2);

function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no mistake was found';
}

/** What `run --shard` would write, with times of 1, 2, 3, … by benchmark. */
function shard(index: number, of = plan, ran: readonly Engine[] = engines): ShardResult {
  const recorded: RecordedShard = selectShard(of, index);
  const own = recorded.benchmarks[index - 1]!;
  const suite = makeSuite(
    own.map((name) => ({
      runs: [0, 1].map((round) => ({
        metadata: { name, hostname: `host ${index}`, stage_report_round: round },
        values: [names.indexOf(name) + 1],
      })),
    })),
  );
  const result: ResultFile = {
    ...{ format: 'stage-report result', version: 2, session: `session ${index}` },
    ...{
      created: `2026-11-2${index}T00:00:00.000Z`,
      environment: { hostname: `host ${index}` },
      engines: ran,
    },
    plan: {
      ...{ seed: 1, rounds: 3 - index, requestedRounds: 2, stopped: index === 2 ? 'budget' : 'complete' },
      ...{ benchmarks: own, loops: Object.fromEntries(own.map((name) => [name, 1])), values: 3 },
      ...{ warmupCapSeconds: 0, shard: recorded },
    },
    suites: Object.fromEntries(ran.map(({ name }) => [name, suite])),
    failures: [],
  };
  return { file: `s${index}.json`, result };
}

describe('a plan', () => {
  it('puts each benchmark in one shard, with all engines', () => {
    expect(plan.shards).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
    expect(planShards(engines, benchmarks, settings, 5).shards).toEqual(names.map((name) => [name]));
    expect(mistake(() => planShards(engines, benchmarks, settings, 6))).toMatch(/is 6 for 5 benchmarks/);
  });

  it('has an id that changes with all that shards must share', () => {
    const changed = benchmarks.map((each) => ({ ...each, sourceHash: `${each.sourceHash}'` }));
    const ids = [
      plan,
      planShards([engines[0]!], benchmarks, settings, 2),
      planShards(engines, changed, settings, 2),
      planShards(engines, benchmarks, { ...settings, seed: 2 }, 2),
      planShards(engines, benchmarks, settings, 3),
    ].map(({ planId }) => planId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(planShards(engines, benchmarks, settings, 2).planId).toBe(plan.planId);
  });

  it('is asked for by i/N', () => {
    expect(parseShard('2/4')).toEqual({ index: 2, count: 4 });
    for (const text of ['0/4', '5/4', '2', 'a/b', '2/4/6'])
      expect(mistake(() => parseShard(text))).toMatch(/write i\/N/);
  });
});

describe('merging', () => {
  it('gives one result of all shards, in any order', () => {
    const result = mergeShards([shard(2), shard(1)]);
    expect(result).toEqual(mergeShards([shard(1), shard(2)], plan.planId));
    expect(result.plan).toMatchObject({
      ...{ benchmarks: ['a', 'c', 'e', 'b', 'd'], rounds: 1, stopped: 'budget' },
      roundsOf: { a: 2, c: 2, e: 2, b: 1, d: 1 },
    });
    expect(result.plan.shard).toBeUndefined();
    expect(result.parts).toMatchObject([
      { session: 'session 1', benchmarks: ['a', 'c', 'e'] },
      { session: 'session 2', environment: { hostname: 'host 2' } },
    ]);
    const samples = samplesOfFile({ kind: 'result', file: 'memory', result }, 'median');
    expect(samples.map(({ engine: name, benchmarks: all }) => [name, [...all.keys()]])).toEqual([
      ['x', ['a', 'c', 'e', 'b', 'd']],
      ['y', ['a', 'c', 'e', 'b', 'd']],
    ]);
    expect(samples[1]!.benchmarks.get('d')!.processes).toEqual([
      { round: 0, seconds: 4 },
      { round: 1, seconds: 4 },
    ]);
  });

  it('refuses shards that are missing, doubled, of another plan, incomplete, or of other engines', () => {
    const other = planShards(engines, benchmarks, { ...settings, seed: 9 }, 2);
    const whole = shard(1).result;
    const noShard = { file: 'whole.json', result: { ...whole, plan: { ...whole.plan, shard: undefined } } };
    const short = shard(2);
    const lacking = { ...short.result, plan: { ...short.result.plan, benchmarks: ['b'], loops: { b: 1 } } };
    const found = [
      [shard(1)],
      [shard(1), shard(2), { ...shard(2), file: 'again.json' }],
      [shard(1), shard(2, other)],
      [noShard, shard(2)],
      [shard(1), { file: 's2.json', result: lacking }],
      [shard(1), shard(2, plan, [engine('x'), engine('y', '2')])],
      [shard(1), shard(2, plan, [engine('x'), engine('z')])],
    ].map((shards) => mistake(() => mergeShards(shards)));
    found.push(mistake(() => mergeShards([shard(1), shard(2)], 'another')));
    expect(
      found.map((text) => text.replaceAll(plan.planId, 'PLAN').replaceAll(other.planId, 'OTHER')).join('\n'),
    ).toMatchInlineSnapshot(`
      "s1.json: plan.shard: belongs to a plan of 2 shards, of which are missing: 2/2 (b, d)
        fix: run them, and merge all
      again.json: plan.shard.index: is 2, as in s2.json
        fix: give each shard once
      s2.json: plan.shard.planId: is OTHER, and PLAN in s1.json
        fix: merge the shards of one plan
      whole.json: plan.shard: is missing: this is no shard
        fix: give results of \`stage-report run --shard i/N\`
      s2.json: plan.benchmarks: lack d, which the plan gives this shard
        fix: run the shard again
      s2.json: engines[1]: y is version 2, and 1 in s1.json
        fix: measure all shards with the same engines
      s2.json: engines[1]: is z, and y in s1.json
        fix: measure all shards with the same engines
      s1.json: plan.shard.planId: is PLAN, and another in the plan
        fix: merge the shards of one plan"
    `);
  });
});

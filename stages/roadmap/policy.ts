/**
 * The part of a roadmap that is not stages: the platforms it is judged on, the margins of the gate, the counters that
 * count, the time that measuring may take, and what is waived.
 */
import { type JsonField, suggest } from '../../suites/index.ts';
import type { Attempt } from './mistakes.ts';

/** Where the plan has to hold. One without code generation is judged on the last stage that needs none. */
export interface Platform {
  readonly name: string;
  readonly title: string;
  /** Whether code may be made from strings at run time. */
  readonly codeGeneration: boolean;
  /** Speed over stage 0 that its last stage has to reach. */
  readonly target: number;
}

/** Fractions: .03 is 3 %. */
export interface Margins {
  /** Least margin of a benchmark's time. */
  readonly time: number;
  /** Of single benchmarks, where it is to differ. */
  readonly benchmarks: ReadonlyMap<string, number>;
  /**
   * The largest slowdown of a benchmark that a pass may leave possible. Noise widens the margin of a rejection without end;
   * a pass it may widen up to here, and beyond is inconclusive.
   */
  readonly greatest: number;
  /** Of the mean over the suite. */
  readonly suite: number;
  /** Of peak memory. */
  readonly memory: number;
  /** Of the time of the first calls. */
  readonly promotion: number;
}

export const DEFAULT_MARGINS: Margins = {
  time: 0.03,
  benchmarks: new Map(),
  greatest: 0.1,
  suite: 0.005,
  memory: 0.05,
  promotion: 0.1,
};

/** A deterministic counter of the engine of which more is worse. */
export interface CounterRule {
  readonly name: string;
  readonly title: string;
  /** A rise counts above this fraction … */
  readonly margin: number;
  /** … and above this number: from 1 to 2 is no finding. */
  readonly least: number;
  /** Whether it stands for the work done, so that it decides where times are inconclusive. */
  readonly decides: boolean;
}

/** Seconds of measuring. */
export interface Budgets {
  readonly startSeconds: number;
  readonly gateSeconds: number;
  readonly releaseSeconds: number;
}

export const DEFAULT_BUDGETS: Budgets = { startSeconds: 170, gateSeconds: 1800, releaseSeconds: 14_400 };

export interface RoadmapWaiver {
  readonly benchmark: string;
  readonly engine: string;
  readonly by: string;
  readonly reason: string;
  /** `2026-12-31`: the last day it holds. */
  readonly until: string;
}

export function readPlatforms(field: JsonField, attempt: Attempt): Platform[] {
  if (!field.exists) return [];
  return attempt(() => field.array()).map((item) => {
    attempt(() => item.onlyKeys(['name', 'title', 'codeGeneration', 'target']));
    return {
      name: attempt(() => item.at('name').string()),
      title: attempt(() => item.at('title').string()),
      codeGeneration: attempt(() => item.at('codeGeneration').boolean()),
      target: attempt(() => factorAboveOne(item.at('target'))),
    };
  });
}

export function readMargins(field: JsonField, attempt: Attempt): Margins {
  if (!field.exists) return DEFAULT_MARGINS;
  attempt(() => field.onlyKeys(['time', 'benchmarks', 'greatest', 'suite', 'memory', 'promotion']));
  const margin = (name: Exclude<keyof Margins, 'benchmarks'>): number =>
    attempt(() => (field.at(name).exists ? fraction(field.at(name)) : DEFAULT_MARGINS[name]));
  const own = attempt(() => (field.at('benchmarks').exists ? field.at('benchmarks').entries() : [])) ?? [];
  return {
    time: margin('time'),
    benchmarks: new Map(own.map(([name, value]) => [name, attempt(() => fraction(value))])),
    greatest: margin('greatest'),
    suite: margin('suite'),
    memory: margin('memory'),
    promotion: margin('promotion'),
  };
}

export function readCounters(field: JsonField, attempt: Attempt): CounterRule[] {
  if (!field.exists) return [];
  return attempt(() => field.array()).map((item) => {
    attempt(() => item.onlyKeys(['name', 'title', 'margin', 'least', 'decides']));
    return {
      name: attempt(() => item.at('name').string()),
      title: attempt(() => item.at('title').string()),
      margin: attempt(() => fraction(item.at('margin'))),
      least: attempt(() => (item.at('least').exists ? item.at('least').integer(0) : 0)),
      decides: attempt(() => (item.at('decides').exists ? item.at('decides').boolean() : false)),
    };
  });
}

export function readBudgets(field: JsonField, attempt: Attempt): Budgets {
  if (!field.exists) return DEFAULT_BUDGETS;
  attempt(() => field.onlyKeys(['startSeconds', 'gateSeconds', 'releaseSeconds']));
  const seconds = (name: keyof Budgets): number =>
    attempt(() => (field.at(name).exists ? field.at(name).positive() : DEFAULT_BUDGETS[name]));
  return {
    startSeconds: seconds('startSeconds'),
    gateSeconds: seconds('gateSeconds'),
    releaseSeconds: seconds('releaseSeconds'),
  };
}

export function readWaivers(field: JsonField, attempt: Attempt, engines: readonly string[]): RoadmapWaiver[] {
  if (!field.exists) return [];
  return attempt(() => field.array()).map((item) => {
    attempt(() => item.onlyKeys(['benchmark', 'engine', 'by', 'reason', 'until']));
    return {
      benchmark: attempt(() => item.at('benchmark').string()),
      engine: attempt(() => (item.at('engine').exists ? engineName(item.at('engine'), engines) : '*')),
      by: attempt(() => item.at('by').string()),
      reason: attempt(() => item.at('reason').string()),
      until: attempt(() => day(item.at('until'))),
    };
  });
}

function engineName(field: JsonField, engines: readonly string[]): string {
  const name = field.string();
  if (name !== '*' && !engines.includes(name)) field.fail(`is "${name}"`, suggest(name, ['*', ...engines]));
  return name;
}

/** A waiver that never ends is forgotten, so each has a last day. */
function day(field: JsonField): string {
  const text = field.string();
  const date = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d\d-\d\d$/.test(text) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== text
  ) {
    field.fail(`is "${text}"`, 'write the last day it holds, such as 2026-12-31');
  }
  return text;
}

function fraction(field: JsonField): number {
  const value = field.number();
  if (value < 0 || value >= 1) field.fail(`is ${value}`, 'write a fraction: 0.03 for 3 %');
  return value;
}

export function factorAboveOne(field: JsonField): number {
  const value = field.number();
  if (value <= 1) field.fail(`is ${value}`, 'write a factor above 1, such as 5');
  return value;
}

/**
 * Waivers: someone accepts a regression. A waived finding keeps its verdict and says who waived it; for the whole it
 * counts as a warning. A waiver of a pull request binds to one head commit: the next push needs a new one.
 */
import type { Roadmap } from '../roadmap/roadmap.ts';
import type { GateReport, Waiver } from './verdict.ts';

export type WaiverGrant = Omit<Waiver, 'used'>;

/** The waivers of a roadmap file that hold on a day (`2026-11-28`). */
export function roadmapWaivers(roadmap: Roadmap, today: string): WaiverGrant[] {
  return roadmap.waivers
    .filter(({ until }) => today <= until)
    .map(({ benchmark, engine, by, reason }) => ({
      ...{ benchmark, engine, by, reason },
      source: 'roadmap' as const,
      headCommit: null,
    }));
}

type Findings = Pick<
  GateReport,
  'rows' | 'suites' | 'stageTargets' | 'counters' | 'memory' | 'promotion' | 'waivers'
>;

/** Marks what the grants cover. Whole suites and stages are covered only by a waiver for all benchmarks. */
export function applyWaivers(
  findings: Omit<Findings, 'waivers'>,
  grants: readonly WaiverGrant[],
  headCommit: string | null,
): Findings {
  const used = new Set<WaiverGrant>();
  const valid = grants.filter((grant) => grant.headCommit === null || grant.headCommit === headCommit);
  const waive = <T extends { verdict: string; engine: string; waived: Waiver | null }>(
    item: T,
    benchmark: string,
  ): T => {
    if (!NEEDS_WAIVER.includes(item.verdict)) return item;
    const grant = valid.find(
      (each) =>
        (each.benchmark === '*' || each.benchmark === benchmark) &&
        (each.engine === '*' || each.engine === item.engine),
    );
    if (!grant) return item;
    used.add(grant);
    return { ...item, waived: { ...grant, used: true } };
  };
  const byBenchmark = <
    T extends { verdict: string; engine: string; benchmark: string; waived: Waiver | null },
  >(
    items: readonly T[],
  ): T[] => items.map((item) => waive(item, item.benchmark));
  const asWhole = <T extends { verdict: string; engine: string; waived: Waiver | null }>(
    items: readonly T[],
  ): T[] => items.map((item) => waive(item, '*'));
  return {
    rows: byBenchmark(findings.rows),
    suites: asWhole(findings.suites),
    stageTargets: asWhole(findings.stageTargets),
    counters: byBenchmark(findings.counters),
    memory: byBenchmark(findings.memory),
    promotion: byBenchmark(findings.promotion),
    waivers: grants.map((grant) => ({ ...grant, used: used.has(grant) })),
  };
}

const NEEDS_WAIVER: readonly string[] = ['fail', 'broken', 'warn'];

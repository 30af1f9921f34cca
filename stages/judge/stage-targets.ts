/**
 * A change that takes a met stage below its target fails, even where no single benchmark does: each stage of head is held
 * to its targets as `fit` does it, and so is each stage of base.
 */
import type { EngineSamples } from '../../suites/index.ts';
import { cumulativeTarget, type Roadmap } from '../roadmap/roadmap.ts';
import { compareEngines } from './compare.ts';
import { judgeComparison } from './fit.ts';
import type { SidePair } from './sides.ts';
import type { StageTargetCheck, TargetStanding } from './verdict.ts';

export function checkStageTargets(pairs: readonly SidePair[], roadmap: Roadmap): StageTargetCheck[] {
  const byEngine = new Map(pairs.map((pair) => [pair.head.engine, pair]));
  const baseline = byEngine.get(roadmap.stages[0]!.engine.name);
  if (!baseline) return [];
  return roadmap.stages.slice(1).flatMap((stage) => {
    const own = byEngine.get(stage.engine.name);
    const before = byEngine.get(roadmap.stages[stage.id - 1]!.engine.name);
    if (!own) return [];
    const check = (
      over: StageTargetCheck['over'],
      reference: SidePair,
      target: number,
    ): StageTargetCheck[] => {
      const base = standingOf(reference.base, own.base, target);
      const head = standingOf(reference.head, own.head, target);
      if (base === null || head === null) return [];
      return [
        {
          ...{ stage: stage.id, title: stage.title, engine: stage.engine.name, over, target, base, head },
          ...verdictOf(base, head, target),
          waived: null,
        },
      ];
    };
    return [
      ...check('total', baseline, cumulativeTarget(roadmap, stage.id)),
      // Over stage 0, the first stage's two targets are one.
      ...(before && stage.id > 1 ? check('step', before, stage.target) : []),
    ];
  });
}

/** Null where the two have nothing to compare. */
function standingOf(reference: EngineSamples, own: EngineSamples, target: number): TargetStanding | null {
  const shared = [...own.benchmarks.keys(), ...own.broken.keys()].some(
    (name) => reference.benchmarks.has(name) || reference.broken.has(name),
  );
  if (!shared) return null;
  const comparison = compareEngines(reference, own, 'suite');
  const { value, low, high } = comparison.speedup;
  const end = (factor: number): number | null => (factor > 0 && Number.isFinite(factor) ? factor : null);
  return {
    speedup: Number.isFinite(value) ? value : 0,
    low: end(low),
    high: end(high),
    verdict: judgeComparison(comparison, target),
  };
}

function verdictOf(
  base: TargetStanding,
  head: TargetStanding,
  target: number,
): Pick<StageTargetCheck, 'verdict' | 'reason'> {
  const from = `×${base.speedup.toFixed(2)} → ×${head.speedup.toFixed(2)}, target ×${target.toFixed(2)}`;
  if (base.verdict !== 'met') return { verdict: 'pass', reason: `was not met before (${from})` };
  if (head.verdict === 'met') return { verdict: 'pass', reason: `stays met (${from})` };
  if (head.verdict === 'broken') return { verdict: 'fail', reason: 'head breaks benchmarks of a met stage' };
  if (head.verdict === 'missed') return { verdict: 'fail', reason: `falls below its target (${from})` };
  return head.speedup >= target
    ? { verdict: 'pass', reason: `still at its target, within the noise (${from})` }
    : { verdict: 'inconclusive', reason: `may have fallen below its target (${from})` };
}

export function confirmStageTarget(
  check: StageTargetCheck,
  second: readonly StageTargetCheck[],
): StageTargetCheck {
  if (check.verdict !== 'fail') return check;
  const again = second.find((other) => other.stage === check.stage && other.over === check.over);
  if (!again) return { ...check, reason: `${check.reason}; the second session did not measure it` };
  if (again.head.verdict === 'missed' || again.head.verdict === 'broken') {
    return { ...check, reason: `${check.reason}, in both sessions` };
  }
  return { ...check, verdict: 'warn', reason: `${check.reason} in the first session, not in the second` };
}

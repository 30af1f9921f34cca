/** A roadmap and, where a result was given, what became of it so far. */
import {
  cumulativeTarget,
  type LadderFit,
  type Platform,
  type PlatformStanding,
  type Ratio,
  type Roadmap,
  releaseOf,
  type StageStatus,
  type TargetVerdict,
} from '../../stages/index.ts';

export interface RoadmapStanding {
  readonly title: string;
  readonly targetTotal: number;
  readonly suite: string;
  readonly gateSuite: string;
  readonly stages: readonly {
    readonly id: number;
    readonly name: string;
    readonly title: string;
    /** Where it lands: a skipped release's stage moves to another. */
    readonly release: string;
    readonly plannedFor: string;
    readonly status: StageStatus;
    /** Over the stage before. */
    readonly target: number;
    /** Over stage 0. */
    readonly totalTarget: number;
    readonly needsCodeGeneration: boolean;
    readonly flags: readonly string[];
    /** Over stage 0. */
    readonly measured: { readonly speedup: Ratio; readonly verdict: TargetVerdict } | null;
  }[];
  readonly platforms: readonly (Platform | PlatformStanding)[];
  readonly perStage: LadderFit['perStage'];
  readonly required: LadderFit['required'];
  readonly projection: LadderFit['projection'];
}

export function roadmapStanding(roadmap: Roadmap, fit: LadderFit | null): RoadmapStanding {
  return {
    title: roadmap.title,
    targetTotal: roadmap.targetTotal,
    suite: roadmap.suite,
    gateSuite: roadmap.gateSuite,
    stages: roadmap.stages.map((stage) => {
      const { id, name, title, status, target, needsCodeGeneration, flags } = stage;
      const standing = fit?.stages.find((each) => each.id === id);
      return {
        ...{ id, name, title, release: releaseOf(stage), plannedFor: stage.release, status, target },
        ...{ totalTarget: cumulativeTarget(roadmap, id), needsCodeGeneration, flags },
        measured: standing
          ? { speedup: standing.total.comparison.speedup, verdict: standing.total.verdict }
          : null,
      };
    }),
    platforms: fit?.platforms ?? roadmap.platforms,
    perStage: fit?.perStage ?? null,
    required: fit?.required ?? null,
    projection: fit?.projection ?? null,
  };
}

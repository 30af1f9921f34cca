/** The door of the stages: the roadmap, fitting measurements to its targets, and the gate's decision. */
export {
  type BenchmarkRatio,
  type Comparison,
  compareEngines,
  type NotCompared,
  type Ratio,
} from './judge/compare.ts';
export {
  fitLadder,
  judgeTarget,
  type LadderFit,
  type StageStanding,
  type TargetVerdict,
} from './judge/fit.ts';
export {
  DEFAULT_GATE_OPTIONS,
  type GateOptions,
  type GateReport,
  type GateRow,
  gate,
  type RowVerdict,
  type SidePair,
} from './judge/gate.ts';
export {
  cumulativeTarget,
  ownRoadmapFile,
  type Roadmap,
  readRoadmap,
  type Stage,
  selectStages,
  stageEngineName,
} from './roadmap/roadmap.ts';

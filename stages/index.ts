/** The door of the stages: the roadmap, fitting measurements to its targets, and the gate's decision. */
export {
  type ChangePoint,
  changePoints,
  DEFAULT_HISTORY_OPTIONS,
  type HistoryOptions,
  type HistoryRun,
  type Series,
  seriesOf,
} from './history/change-points.ts';
export { type CalibrationSession, calibrate, type SlowedSession } from './judge/calibrate.ts';
export {
  CALIBRATION_FORMAT,
  type Calibration,
  type PowerPoint,
  readCalibration,
  summaryOf,
} from './judge/calibration.ts';
export {
  type BenchmarkRatio,
  type Comparison,
  compareEngines,
  type NotCompared,
  type Ratio,
} from './judge/compare.ts';
export {
  type FitOptions,
  fitLadder,
  type GroupStanding,
  type Influence,
  judgeTarget,
  type LadderFit,
  type PlatformStanding,
  type Population,
  type Projection,
  type StageStanding,
  type TargetVerdict,
} from './judge/fit.ts';
export { type GateAbout, type GateInput, gate, neutralReport } from './judge/gate.ts';
export { DEFAULT_GATE_OPTIONS, type GateOptions, gateOptionsOf } from './judge/options.ts';
export type { SidePair } from './judge/sides.ts';
export {
  type CalibrationSummary,
  type CheckVerdict,
  exitStatusOf,
  GATE_FORMAT,
  GATE_VERSION,
  type GateEnvironment,
  type GateReport,
  type GateRow,
  type GateVerdict,
  type Looks,
  type MetricFinding,
  type NextStep,
  type NotComparedRow,
  ROW_VERDICTS,
  type RowVerdict,
  type SideIdentity,
  type StageTargetCheck,
  type SuiteDrift,
  type TargetStanding,
  type TimeRatio,
  type Waiver,
} from './judge/verdict.ts';
export { roadmapWaivers, type WaiverGrant } from './judge/waivers.ts';
export {
  type Budgets,
  type CounterRule,
  DEFAULT_MARGINS,
  type Margins,
  type Platform,
  type RoadmapWaiver,
} from './roadmap/policy.ts';
export {
  checkRoadmap,
  cpythonRoadmapFile,
  cumulativeTarget,
  engineOf,
  lastStageWithoutCodeGeneration,
  ownRoadmapFile,
  type Roadmap,
  readRoadmap,
  releaseOf,
  type Stage,
  type StageStatus,
  selectStages,
  stageEngineName,
  stageWithFlags,
} from './roadmap/roadmap.ts';
export { meanWithInterval, studentHalfWidth } from './statistics/mean-interval.ts';

/** The door of the suites: benchmarks, the harness that measures them, and the files it reads and writes. */
export {
  type Commit,
  type CustomBench,
  type ExchangeRow,
  toBenchData,
  toBencherMetrics,
  toCustomBenches,
} from './formats/exchange.ts';
export { type ImportedSuite, importPyperf } from './formats/import.ts';
export {
  type Benchmark,
  hashProgram,
  type Manifest,
  readManifest,
  selectBenchmarks,
} from './formats/manifest.ts';
export {
  benchmarkName,
  formatPyperfSuite,
  type Metadata,
  type MetadataValue,
  metadataOf,
  type PyperfBenchmark,
  type PyperfRun,
  type PyperfSuite,
  readPyperfFile,
} from './formats/pyperf.ts';
export {
  checkMeasurement,
  type Engine,
  type EngineFingerprint,
  type FailureKind,
  fileExists,
  formatResult,
  type MeasurementFile,
  type RecordedFailure,
  type RecordedPlan,
  type RecordedShard,
  type ResultFile,
  type ResultPart,
  readMeasurementFile,
  readResultFile,
  writeNewFile,
} from './formats/result.ts';
export {
  type BenchmarkSamples,
  type Centre,
  type EngineSamples,
  findEngine,
  type ProcessSample,
  samplesOfFile,
} from './formats/samples.ts';
export { discoverAll, discoverEngines, findCPython } from './harness/discovery.ts';
export { checkEngine, expandCommand, parseEngineOption } from './harness/engine.ts';
export { describeMachine, describeMoment, frequencySettings } from './harness/environment.ts';
export { fingerprintChange, fingerprintEngines, type Probe, probeEngine } from './harness/fingerprint.ts';
export {
  interrupted,
  type Journal,
  type JournalRecord,
  journalFile,
  reopenJournal,
  type SessionHeader,
  type Settings,
  startJournal,
} from './harness/journal.ts';
export { type Lock, takeLock } from './harness/lock.ts';
export {
  Interrupted,
  type MeasureOptions,
  measure,
  newSession,
  type ProgressEvent,
  type SessionOptions,
} from './harness/measure.ts';
export { findOnPath } from './harness/on-path.ts';
export { ownBenchmarksFolder, packageRoot } from './harness/paths.ts';
export { planRound, type Step } from './harness/plan.ts';
export { Random } from './harness/random.ts';
export { mergeShards, parseShard, planShards, type ShardResult, selectShard } from './harness/shards.ts';
export { InputError, type InputProblem, nearestSpelling, suggest } from './input/errors.ts';
export { JsonField, type JsonValue, readJsonFile } from './input/json.ts';

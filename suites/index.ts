/** The door of the suites: benchmarks, the harness that measures them, and the files it reads and writes. */
export { type Benchmark, type Manifest, readManifest, selectBenchmarks } from './formats/manifest.ts';
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
export { checkEngine, expandCommand, findCPython, parseEngineOption } from './harness/engine.ts';
export { type MeasureOptions, measure, type ProgressEvent } from './harness/measure.ts';
export { ownBenchmarksFolder, packageRoot } from './harness/paths.ts';
export { planRound, type Step } from './harness/plan.ts';
export { Random } from './harness/random.ts';
export { InputError, type InputProblem, nearestSpelling, suggest } from './input/errors.ts';
export { JsonField, type JsonValue, readJsonFile } from './input/json.ts';

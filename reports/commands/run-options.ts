/** What is to be measured and how, as options of the command line: shared by `run`, `plan` and `ablate`. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { engineOf, type Roadmap, readRoadmap, selectStages, stageWithFlags } from '../../stages/index.ts';
import {
  type Benchmark,
  checkEngine,
  type Engine,
  findOnPath,
  InputError,
  ownBenchmarksFolder,
  parseEngineOption,
  readManifest,
  type Settings,
  selectBenchmarks,
} from '../../suites/index.ts';
import { checkNumber, parseDuration, roadmapOption } from './options.ts';

export interface MeasureArguments {
  readonly roadmap?: string;
  readonly suite?: string;
  readonly manifest?: string;
  readonly pyperformance?: string;
  readonly rounds?: number;
  readonly values?: number;
  readonly loops?: number;
  readonly budget?: string;
  readonly warmup?: string;
  readonly timeout?: string;
  readonly seed?: number;
  readonly pin?: number;
  readonly quick?: boolean;
  readonly rigorous?: boolean;
  readonly counters?: boolean;
}

export interface EngineArguments {
  readonly stages?: string;
  readonly engine?: readonly string[];
  readonly side?: readonly string[];
}

export const engineOptions = {
  stages: {
    type: 'string',
    requiresArg: true,
    describe:
      'Stages of the roadmap, such as 0-4, 0,2 or baseline,regions (default: all, or none with --engine)',
  },
  engine: {
    type: 'string',
    array: true,
    nargs: 1,
    requiresArg: true,
    describe:
      'A further engine: NAME=COMMAND (with {script} where the program goes), cpython3.9, cpython3.9-3.13, cpython, pypy, pyodide, or stage-3,-FLAG,+FLAG; may be repeated',
  },
  side: {
    type: 'string',
    array: true,
    nargs: 1,
    requiresArg: true,
    describe:
      'NAME=FOLDER: measure each engine once in this checkout, as NAME:ENGINE, with {dir} (in a roadmap {root}) as the folder; given twice, for base and head',
  },
} as const;

/** Without defaults of their own: `--quick` and `--rigorous` choose them. */
export const measureOptions = {
  suite: { type: 'string', requiresArg: true, describe: 'Groups and benchmarks, by comma' },
  manifest: { type: 'string', requiresArg: true, describe: 'A MANIFEST in pyperformance’s format' },
  pyperformance: {
    type: 'string',
    requiresArg: true,
    conflicts: 'manifest',
    describe: 'A checkout of pyperformance, whose benchmarks are run as they are',
  },
  quick: { type: 'boolean', conflicts: 'rigorous', describe: '3 rounds of 3 values' },
  rigorous: { type: 'boolean', describe: '24 rounds of 10 values' },
  rounds: { type: 'number', requiresArg: true, describe: 'Processes for each arm (default: 12)' },
  values: { type: 'number', requiresArg: true, describe: 'Values in each process (default: 5)' },
  loops: {
    type: 'number',
    requiresArg: true,
    describe: 'Calls in one value (default: calibrated on the first engine)',
  },
  budget: {
    type: 'string',
    requiresArg: true,
    describe: 'Stop when this time is used, such as 10m; rounds go where intervals are widest',
  },
  warmup: { type: 'string', requiresArg: true, describe: 'Longest warm-up of a process (default: 3s)' },
  timeout: { type: 'string', requiresArg: true, describe: 'For one process (default: 60s)' },
  seed: { type: 'number', requiresArg: true, describe: 'Of the order (default: from the clock)' },
  pin: { type: 'number', requiresArg: true, describe: 'Bind every process to this core (taskset)' },
  counters: {
    type: 'boolean',
    default: true,
    describe: 'Ask engines that have them for counters (--no-counters: do not)',
  },
  roadmap: roadmapOption,
} as const;

interface Preset {
  readonly rounds: number;
  readonly values: number;
  readonly warmup: string;
}

const USUAL: Preset = { rounds: 12, values: 5, warmup: '3s' };
const QUICK: Preset = { rounds: 3, values: 3, warmup: '1s' };
const RIGOROUS: Preset = { rounds: 24, values: 10, warmup: '10s' };
/** With a budget the time ends the run, not the rounds. */
const MOST_ROUNDS = 100;

export function readSettings(options: MeasureArguments): Settings {
  const preset = options.quick ? QUICK : options.rigorous ? RIGOROUS : USUAL;
  const budgetSeconds = parseDuration('--budget', options.budget);
  const isPreset = options.quick || options.rigorous;
  const rounds = options.rounds ?? (budgetSeconds !== undefined && !isPreset ? MOST_ROUNDS : preset.rounds);
  const warmupCapSeconds = parseDuration('--warmup', options.warmup ?? preset.warmup)!;
  return {
    seed: checkNumber('--seed', options.seed ?? Date.now() % 2 ** 31, 0, true),
    rounds: checkNumber('--rounds', rounds, 1, true),
    ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
    spend: 'widest',
    values: checkNumber('--values', options.values ?? preset.values, 1, true),
    loops: options.loops === undefined ? 0 : checkNumber('--loops', options.loops, 1, true),
    minTimeSeconds: 0.02,
    warmupMinSeconds: Math.min(0.3, warmupCapSeconds),
    warmupCapSeconds,
    timeoutSeconds: parseDuration('--timeout', options.timeout ?? '60s')!,
    pin: readPin(options.pin),
    counters: options.counters ?? true,
  };
}

function readPin(core: number | undefined): number | null {
  if (core === undefined) return null;
  checkNumber('--pin', core, 0, true);
  const refuse = (problem: string, fix: string): never => {
    throw new InputError({ where: '--pin', problem, fix });
  };
  if (core >= availableParallelism()) {
    refuse(`is ${core}`, `the cores here are 0-${availableParallelism() - 1}`);
  }
  if (findOnPath('taskset').length === 0) {
    refuse('needs the program taskset', 'install util-linux, or leave --pin out');
  }
  return core;
}

/** Without a word on benchmarks: what the roadmap judges on, or with sides, what it gates changes on. */
export function readBenchmarks(
  options: MeasureArguments & Pick<EngineArguments, 'side'>,
  roadmap: Roadmap,
): Benchmark[] {
  const manifest = readManifest(options.pyperformance ?? options.manifest ?? ownBenchmarksFolder, {
    isForeign: options.pyperformance !== undefined,
  });
  const ofRoadmap = options.side === undefined ? roadmap.suite : roadmap.gateSuite;
  const usual = options.pyperformance === undefined ? ofRoadmap : 'default';
  return selectBenchmarks(
    manifest,
    (options.suite ?? usual).split(',').map((name) => name.trim()),
  );
}

/**
 * Without a word on engines, all stages; with `--engine` alone, only those. With sides, each once in every folder, as
 * `SIDE:ENGINE`; that a side has no such program yet is not refused here: a base that cannot be built is a result.
 */
export function readEngines(options: EngineArguments, roadmap: Roadmap): Engine[] {
  const sides = (options.side ?? []).map(parseSide);
  if (sides.length === 0) {
    const texts = engineTexts(options.engine);
    const engines = enginesOf(texts, options.stages, roadmap).map((engine) => inFolder(engine, '.'));
    checkEngines(engines);
    return engines;
  }
  if (engineTexts(options.engine).length === 0 && options.stages === undefined) {
    throw new InputError({
      where: '--side',
      problem: 'is given without --engine or --stages',
      fix: 'say what is measured in each folder: --stages of the roadmap, or --engine "NAME=COMMAND" with {dir} for the folder',
    });
  }
  const bySide = sides.map(({ name, folder }) => {
    const texts = engineTexts(options.engine, folder);
    const engines = enginesOf(texts, options.stages, readRoadmap(roadmap.file, folder));
    return engines.map((engine) => ({ ...inFolder(engine, folder), name: `${name}:${engine.name}` }));
  });
  const engines = bySide[0]!.flatMap((_, index) => bySide.map((ofSide) => ofSide[index]!));
  checkNames(engines);
  return engines;
}

/** One option may hold several engines, by line: so a workflow hands over a list. `{dir}` is the folder, or this one. */
export function engineTexts(given: readonly string[] = [], folder: string = process.cwd()): string[] {
  const lines = given.flatMap((text) => text.split('\n')).map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('{dir}', folder));
}

function enginesOf(texts: readonly string[], selection: string | undefined, roadmap: Roadmap): Engine[] {
  const given = texts.flatMap((text) =>
    /^stage-\d+(,|$)/.test(text) ? [stageWithFlags(roadmap, text)] : parseEngineOption(text),
  );
  const all = given.length === 0 ? `0-${roadmap.stages.length - 1}` : undefined;
  const chosen = selection ?? all;
  return [...(chosen === undefined ? [] : selectStages(roadmap, chosen)).map(engineOf), ...given];
}

interface Side {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

function parseSide(text: string): Side {
  const [, name, folder] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && folder !== undefined) return { name, folder: resolve(folder) };
  throw new InputError({
    where: '--side',
    field: text,
    problem: 'is not a side',
    fix: 'write NAME=FOLDER, such as --side base=old --side head=.',
  });
}

/** A program named by a relative path (`./engine`) is that of the folder: processes are started elsewhere. */
export function inFolder(engine: Engine, folder: string): Engine {
  const [program, ...rest] = engine.command;
  if (!/^\.{1,2}\//.test(program!)) return engine;
  return { ...engine, command: [resolve(folder, program!), ...rest] };
}

export function checkEngines(engines: readonly Engine[]): void {
  checkNames(engines);
  for (const engine of engines) checkEngine(engine);
}

function checkNames(engines: readonly Engine[]): void {
  for (const [index, engine] of engines.entries()) {
    if (engines.findIndex((other) => other.name === engine.name) < index) {
      throw new InputError({
        where: '--engine',
        field: engine.name,
        problem: 'is the name of two engines',
        fix: 'give each engine a name of its own',
      });
    }
  }
}

/**
 * The roadmap: stages, releases, targets and engines, as data. `stages/roadmap.schema.json` describes the
 * file for editors; this reader checks the same and more, and says of every mistake how to put it right.
 */
import { join } from 'node:path';
import {
  type Engine,
  expandCommand,
  findCPython,
  InputError,
  type InputProblem,
  type JsonField,
  packageRoot,
  readJsonFile,
  suggest,
} from '../../suites/index.ts';
import { type Attempt, collectMistakes, stopAtFirst } from './mistakes.ts';
import {
  type Budgets,
  type CounterRule,
  factorAboveOne,
  type Margins,
  type Platform,
  type RoadmapWaiver,
  readBudgets,
  readCounters,
  readMargins,
  readPlatforms,
  readWaivers,
} from './policy.ts';

export const STAGE_STATUSES = ['planned', 'in progress', 'released', 'skipped'] as const;
export type StageStatus = (typeof STAGE_STATUSES)[number];

export interface Stage {
  /** 0 for the baseline, then 1, 2, … */
  readonly id: number;
  /** One word for the command line. */
  readonly name: string;
  readonly title: string;
  readonly release: string;
  readonly status: StageStatus;
  /** For a skipped release: the one that brings the stage instead. */
  readonly movedTo?: string;
  /** Speed over the stage before; 1 for stage 0. */
  readonly target: number;
  readonly needsCodeGeneration: boolean;
  readonly flags: readonly string[];
  /** As the file names it; `engineOf` makes it ready to run. */
  readonly engine: Engine;
  /** Arguments that switch one `{flag}` on or off; empty where the engine has no flags. */
  readonly switches: FlagSwitches;
}

export interface FlagSwitches {
  readonly with: readonly string[];
  readonly without: readonly string[];
}

export interface Roadmap {
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** The last stage's speed is to be this many times stage 0's. */
  readonly targetTotal: number;
  /** The group of benchmarks that the targets are judged on. */
  readonly suite: string;
  /** The group that changes are gated on. */
  readonly gateSuite: string;
  readonly beside: readonly string[];
  readonly platforms: readonly Platform[];
  readonly margins: Margins;
  /** Counters of the engine that the gate compares. */
  readonly counters: readonly CounterRule[];
  readonly budgets: Budgets;
  readonly waivers: readonly RoadmapWaiver[];
  readonly stages: readonly Stage[];
}

export const ownRoadmapFile = join(packageRoot, 'stages', 'roadmap.json');
/** CPython 3.9 to 3.13 as installed executables: what the plan really achieved. */
export const cpythonRoadmapFile = join(packageRoot, 'stages', 'cpython.roadmap.json');

/** Throws the first mistake. `{root}` in commands is the folder of this package, or `engineRoot`: a checkout of the engine. */
export function readRoadmap(file: string = ownRoadmapFile, engineRoot?: string): Roadmap {
  return read(readJsonFile(file), stopAtFirst, engineRoot);
}

/** Every mistake in a file, in the order of the format; none: `readRoadmap` reads it. */
export function checkRoadmap(file: string): InputProblem[] {
  const { attempt, found } = collectMistakes();
  attempt(() => read(readJsonFile(file), attempt));
  return found;
}

function read(root: JsonField, attempt: Attempt, engineRoot?: string): Roadmap {
  const fields = [
    'title',
    'description',
    'targetTotal',
    'suite',
    'gateSuite',
    'engine',
    'beside',
    'platforms',
  ];
  attempt(() => root.onlyKeys(['$schema', ...fields, 'margins', 'counters', 'budgets', 'waivers', 'stages']));
  const text = (name: string): string => attempt(() => root.at(name).string());
  const title = text('title');
  const description = root.at('description').exists ? text('description') : '';
  const targetTotal = attempt(() => factorAboveOne(root.at('targetTotal')));
  const suite = text('suite');
  const stages = readStages(root, attempt, engineRoot);
  const engines = stages.map((stage) => stage.engine?.name);
  return {
    file: root.file,
    title,
    description,
    targetTotal,
    suite,
    gateSuite: root.at('gateSuite').exists ? text('gateSuite') : suite,
    beside: root.at('beside').exists ? attempt(() => root.at('beside').strings()) : [],
    platforms: attempt(() => readPlatforms(root.at('platforms'), attempt)),
    margins: attempt(() => readMargins(root.at('margins'), attempt)),
    counters: attempt(() => readCounters(root.at('counters'), attempt)),
    budgets: attempt(() => readBudgets(root.at('budgets'), attempt)),
    waivers: attempt(() => readWaivers(root.at('waivers'), attempt, engines)),
    stages,
  };
}

function readStages(root: JsonField, attempt: Attempt, engineRoot: string | undefined): Stage[] {
  const list = root.at('stages');
  const fields = attempt(() => list.array()) ?? [];
  attempt(() => {
    if (list.exists && fields.length < 2) {
      list.fail(`has ${fields.length} stages`, 'give a baseline and at least one stage after it');
    }
  });
  const stages = fields.map((field, index) =>
    readStage(field, index, { field: root.at('engine'), root: engineRoot }, attempt),
  );
  for (const [index, stage] of stages.entries()) {
    const twin = stages.findIndex((other) => other?.name === stage?.name);
    if (twin < index) {
      attempt(() => fields[index]!.at('name').fail(`is "${stage.name}", as stage ${twin}’s`, 'rename one'));
    }
  }
  for (const [index, stage] of stages.entries()) {
    const before = stages[index - 1];
    if (before?.needsCodeGeneration && stage?.needsCodeGeneration === false) {
      attempt(() =>
        fields[index]!.at('needsCodeGeneration').fail(
          `is false after a stage that needs code generation`,
          'order the stages so that those without code generation come first',
        ),
      );
    }
  }
  return stages;
}

/** What engines of stages have in common. */
interface EngineDefaults {
  readonly field: JsonField;
  /** What `{root}` stands for. */
  readonly root: string | undefined;
}

function readStage(field: JsonField, index: number, defaults: EngineDefaults, attempt: Attempt): Stage {
  attempt(() =>
    field.onlyKeys([
      ...['id', 'name', 'title', 'release', 'status', 'movedTo'],
      ...['target', 'needsCodeGeneration', 'flags', 'engine'],
    ]),
  );
  const id = attempt(() => {
    const value = field.at('id').integer(0);
    if (value !== index)
      field.at('id').fail(`is ${value}`, `number the stages 0, 1, 2, … in order: this one is ${index}`);
    return value;
  });
  const name = attempt(() => {
    const word = field.at('name').string();
    if (!/^[a-z][a-z0-9-]*$/.test(word)) {
      field.at('name').fail(`is "${word}"`, 'write one word of a–z, 0–9 and "-"');
    }
    return word;
  });
  const target = attempt(() => {
    const factor = field.at('target').number();
    if (factor < 1)
      field.at('target').fail(`is ${factor}`, 'write the speed over the stage before, such as 1.5');
    if (index === 0 && factor !== 1)
      field.at('target').fail(`is ${factor}`, 'write 1: stage 0 is the baseline');
    return factor;
  });
  const status = attempt(() => field.at('status').oneOf(STAGE_STATUSES));
  const movedTo = attempt(() => readMovedTo(field, index, status));
  const title = attempt(() => field.at('title').string());
  const release = attempt(() => field.at('release').string());
  const needsCodeGeneration = attempt(() => field.at('needsCodeGeneration').boolean());
  const flags = attempt(() => field.at('flags').strings());
  const { engine, switches } =
    attempt(() => readEngine(field.at('engine'), index, defaults)) ?? ({} as EngineField);
  return {
    ...{ id, name, title, release, status },
    ...(movedTo === undefined ? {} : { movedTo }),
    ...{ target, needsCodeGeneration, flags, engine, switches },
  };
}

/** A skipped release keeps its stage and moves it to another one. */
function readMovedTo(field: JsonField, index: number, status: StageStatus | undefined): string | undefined {
  const movedTo = field.at('movedTo');
  if (status === 'skipped' && !movedTo.exists) {
    movedTo.fail('is missing', 'name the release that brings this stage instead of the skipped one');
  }
  if (!movedTo.exists) return undefined;
  if (status !== undefined && status !== 'skipped') {
    movedTo.fail('stands on a stage that is not skipped', 'set "status": "skipped", or take movedTo away');
  }
  if (index === 0)
    movedTo.fail('stands on stage 0', 'every factor counts from stage 0: it cannot be skipped');
  if (movedTo.string() === field.at('release').value) {
    movedTo.fail(`is ${movedTo.value}, the skipped release itself`, 'name another release');
  }
  return movedTo.string();
}

type EngineField = Pick<Stage, 'engine' | 'switches'>;

function readEngine(own: JsonField, index: number, defaults: EngineDefaults): EngineField {
  const engine = own.exists ? own : defaults.field;
  if (!engine.exists) {
    own.fail('is missing', 'give the stage an engine, or the roadmap one for all stages');
  }
  engine.onlyKeys(['command', 'with', 'without', 'counters', 'counting']);
  const command = engine.at('command').strings();
  if (command.length === 0) engine.at('command').fail('is empty', 'write a program and its arguments');
  const counters = readTemplate(engine.at('counters'), '{file}');
  const counting = engine.at('counting').exists ? engine.at('counting').strings() : [];
  if (counting.length > 0 && counters.length === 0) {
    engine.at('counting').fail('stands alone', 'give `counters` too: how the engine writes what it counts');
  }
  return {
    engine: {
      name: stageEngineName(index),
      command: expandCommand(
        command.map((part) => part.replaceAll('{stage}', String(index))),
        defaults.root,
      ),
      ...(counters.length > 0 ? { counters } : {}),
      ...(counting.length > 0 ? { counting } : {}),
    },
    switches: {
      with: readTemplate(engine.at('with'), '{flag}'),
      without: readTemplate(engine.at('without'), '{flag}'),
    },
  };
}

/** Arguments with a placeholder; none where the field is missing. */
function readTemplate(field: JsonField, placeholder: string): string[] {
  if (!field.exists) return [];
  const parts = field.strings();
  if (!parts.some((part) => part.includes(placeholder))) {
    field.fail(`does not name ${placeholder}`, `write ${placeholder} where it is to be filled in`);
  }
  return parts;
}

/**
 * The engine of a stage, ready to run: `{cpython3.10}` in its command becomes that CPython, from PATH or pyenv; where there
 * is none, the name that it would have. Finding one starts processes, so it is done when the engine is to run.
 */
export function engineOf(stage: Stage): Engine {
  const fill = (part: string): string =>
    part.replaceAll(
      /\{cpython(3\.\d+)\}/g,
      (_, version: string) => findCPython(version)?.command[0] ?? `python${version}`,
    );
  return { ...stage.engine, command: stage.engine.command.map(fill) };
}

/** The name of a stage's engine in results. */
export function stageEngineName(id: number): string {
  return `stage-${id}`;
}

/** Stages that a list such as `0-4`, `0,2` or `baseline,regions` names, in order. */
export function selectStages(roadmap: Roadmap, selection: string): Stage[] {
  const last = roadmap.stages.length - 1;
  const chosen = new Set<number>();
  for (const item of selection.split(',').map((part) => part.trim())) {
    const range = /^(?:stage-)?(\d+)(?:-(\d+))?$/.exec(item);
    const from = range ? Number(range[1]) : roadmap.stages.findIndex((stage) => stage.name === item);
    const to = range?.[2] === undefined ? from : Number(range[2]);
    if (from < 0 || to > last || from > to) {
      const names = roadmap.stages.map((stage) => stage.name);
      throw new InputError({
        where: '--stages',
        field: item || '(empty)',
        problem: `is not a stage of ${roadmap.file}`,
        fix: range ? `the stages are 0-${last}` : `${suggest(item, names)}, or 0-${last}`,
      });
    }
    for (let id = from; id <= to; id++) chosen.add(id);
  }
  return roadmap.stages.filter((stage) => chosen.has(stage.id));
}

/**
 * The engine of a stage with flags switched: `stage-3,-loop-regions,+unboxing` is stage 3 without the one and with the
 * other. That text is also its name in results.
 */
export function stageWithFlags(roadmap: Roadmap, text: string): Engine {
  const [name, ...changes] = text.split(',').map((part) => part.trim());
  const refuse = (field: string, problem: string, fix: string): never => {
    throw new InputError({ where: '--engine', field, problem, fix });
  };
  const stage = roadmap.stages.find(({ id }) => stageEngineName(id) === name);
  if (!stage) {
    return refuse(
      name!,
      `is not a stage of ${roadmap.file}`,
      `the stages are 0-${roadmap.stages.length - 1}`,
    );
  }
  const known = roadmap.stages.flatMap(({ flags }) => flags);
  const switched = changes.flatMap((change) => {
    const flag = change.slice(1);
    if (!/^[+-]/.test(change)) return refuse(change, 'says neither on nor off', 'write +FLAG or -FLAG');
    if (!known.includes(flag))
      return refuse(change, `is not a flag of ${roadmap.file}`, suggest(flag, known));
    const template = stage.switches[change.startsWith('+') ? 'with' : 'without'];
    if (template.length === 0) {
      refuse(change, 'cannot be switched', `give the engine in ${roadmap.file} "with" and "without"`);
    }
    return template.map((part) => part.replaceAll('{flag}', flag));
  });
  const engine = engineOf(stage);
  return {
    ...engine,
    name: [name, ...changes].join(','),
    command: [...engine.command, ...switched],
  };
}

/** The last stage that needs no code generation at run time: what a platform without it can reach. */
export function lastStageWithoutCodeGeneration(roadmap: Roadmap): Stage {
  return roadmap.stages.findLast((stage) => !stage.needsCodeGeneration) ?? roadmap.stages[0]!;
}

/** The release that brings a stage: a skipped one has moved it. */
export function releaseOf(stage: Stage): string {
  return stage.movedTo ?? stage.release;
}

/** The product of the targets up to a stage: what it is to be over stage 0. */
export function cumulativeTarget(roadmap: Roadmap, id: number): number {
  return roadmap.stages.slice(0, id + 1).reduce((product, stage) => product * stage.target, 1);
}

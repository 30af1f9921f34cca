/**
 * The roadmap: stages, releases, targets and engines, as data. `stages/roadmap.schema.json` describes the
 * file for editors; this reader checks the same and more, and says of every mistake how to put it right.
 */
import { join } from 'node:path';
import {
  type Engine,
  expandCommand,
  InputError,
  type JsonField,
  packageRoot,
  readJsonFile,
  suggest,
} from '../../suites/index.ts';

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
  readonly engine: Engine;
}

export interface Roadmap {
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** The last stage's speed is to be this many times stage 0's. */
  readonly targetTotal: number;
  readonly suite: string;
  readonly beside: readonly string[];
  readonly stages: readonly Stage[];
}

export const ownRoadmapFile = join(packageRoot, 'stages', 'roadmap.json');

export function readRoadmap(file: string = ownRoadmapFile): Roadmap {
  const root = readJsonFile(file);
  root.onlyKeys([
    ...['$schema', 'title', 'description', 'targetTotal'],
    ...['suite', 'engine', 'beside', 'stages'],
  ]);
  const targetTotal = root.at('targetTotal');
  if (targetTotal.number() <= 1)
    targetTotal.fail(`is ${targetTotal.value}`, 'write a factor above 1, such as 5');
  const defaultEngine = root.at('engine');
  const stageFields = root.at('stages').array();
  if (stageFields.length < 2) {
    root
      .at('stages')
      .fail(`has ${stageFields.length} stages`, 'give a baseline and at least one stage after it');
  }
  const stages = stageFields.map((field, index) => readStage(field, index, defaultEngine));
  for (const [index, stage] of stages.entries()) {
    const twin = stages.findIndex((other) => other.name === stage.name);
    if (twin < index)
      stageFields[index]!.at('name').fail(`is "${stage.name}", as stage ${twin}’s`, 'rename one');
  }
  return {
    file,
    title: root.at('title').string(),
    description: root.at('description').exists ? root.at('description').string() : '',
    targetTotal: targetTotal.number(),
    suite: root.at('suite').string(),
    beside: root.at('beside').exists ? root.at('beside').strings() : [],
    stages,
  };
}

function readStage(field: JsonField, index: number, defaultEngine: JsonField): Stage {
  field.onlyKeys([
    ...['id', 'name', 'title', 'release', 'status', 'movedTo'],
    ...['target', 'needsCodeGeneration', 'flags', 'engine'],
  ]);
  const id = field.at('id').integer(0);
  if (id !== index)
    field.at('id').fail(`is ${id}`, `number the stages 0, 1, 2, … in order: this one is ${index}`);
  const name = field.at('name').string();
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    field.at('name').fail(`is "${name}"`, 'write one word of a–z, 0–9 and "-"');
  }
  const target = field.at('target').number();
  if (target < 1)
    field.at('target').fail(`is ${target}`, 'write the speed over the stage before, such as 1.5');
  if (index === 0 && target !== 1)
    field.at('target').fail(`is ${target}`, 'write 1: stage 0 is the baseline');
  const status = field.at('status').oneOf(STAGE_STATUSES);
  const movedTo = field.at('movedTo');
  if (status === 'skipped' && !movedTo.exists) {
    movedTo.fail('is missing', 'name the release that brings this stage instead of the skipped one');
  }
  if (status !== 'skipped' && movedTo.exists) {
    movedTo.fail('stands on a stage that is not skipped', 'set "status": "skipped", or take movedTo away');
  }
  const engine = field.at('engine').exists ? field.at('engine') : defaultEngine;
  if (!engine.exists) {
    field.at('engine').fail('is missing', 'give the stage an engine, or the roadmap one for all stages');
  }
  engine.onlyKeys(['command']);
  const command = engine.at('command').strings();
  if (command.length === 0) engine.at('command').fail('is empty', 'write a program and its arguments');
  return {
    id,
    name,
    title: field.at('title').string(),
    release: field.at('release').string(),
    status,
    ...(movedTo.exists ? { movedTo: movedTo.string() } : {}),
    target,
    needsCodeGeneration: field.at('needsCodeGeneration').boolean(),
    flags: field.at('flags').strings(),
    engine: {
      name: stageEngineName(id),
      command: expandCommand(command.map((part) => part.replaceAll('{stage}', String(id)))),
    },
  };
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

/** The product of the targets up to a stage: what it is to be over stage 0. */
export function cumulativeTarget(roadmap: Roadmap, id: number): number {
  return roadmap.stages.slice(0, id + 1).reduce((product, stage) => product * stage.target, 1);
}

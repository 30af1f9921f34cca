/** The roadmap file: ours is valid by reader and schema; both refuse the same mistakes, and the reader says how to mend them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError, packageRoot } from '../../suites/index.ts';
import { cumulativeTarget, ownRoadmapFile, readRoadmap, selectStages } from './roadmap.ts';

const schema = JSON.parse(readFileSync(join(packageRoot, 'stages', 'roadmap.schema.json'), 'utf8'));
const conforms = new Ajv().compile(schema);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'roadmap-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: the tests break this document in every way
type Document = any;

function own(): Document {
  return JSON.parse(readFileSync(ownRoadmapFile, 'utf8'));
}

function read(document: Document) {
  const file = join(folder, 'roadmap.json');
  writeFileSync(file, JSON.stringify(document));
  return readRoadmap(file);
}

function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError)
      return error.message.replaceAll(`${folder}/`, '').replaceAll(packageRoot, '.');
    throw error;
  }
  return 'no mistake was found';
}

describe('our roadmap', () => {
  it('has five stages of 1.5 each over the one before', () => {
    const roadmap = readRoadmap();
    expect(roadmap.stages.map(({ id, name, release, target }) => [id, name, release, target])).toEqual([
      [0, 'baseline', '3.9', 1],
      [1, 'adaptive', '3.10', 1.5],
      [2, 'runtime', '3.11', 1.5],
      [3, 'regions', '3.12', 1.5],
      [4, 'optimizer', '3.13', 1.5],
    ]);
    expect(cumulativeTarget(roadmap, 0)).toBe(1);
    expect(cumulativeTarget(roadmap, 4)).toBe(1.5 ** 4);
    expect(roadmap.stages.filter((stage) => stage.needsCodeGeneration).map((stage) => stage.id)).toEqual([
      3, 4,
    ]);
  });

  it('names the command of each stage', () => {
    expect(readRoadmap().stages[3]!.engine).toEqual({
      name: 'stage-3',
      command: [process.execPath, join(packageRoot, 'dist/vm/bin/stage-vm.js'), '--stage', '3'],
    });
  });

  it('conforms to its schema', () => {
    expect(conforms(own())).toBe(true);
  });
});

describe('a mistake in a roadmap', () => {
  const mistakes: Record<string, (document: Document) => void> = {
    'misspelt field': (d) => {
      d.stages[1].realease = '3.10';
    },
    'missing field': (d) => {
      delete d.stages[2].target;
    },
    'wrong type': (d) => {
      d.stages[2].flags = 'shapes';
    },
    'unknown status': (d) => {
      d.stages[1].status = 'in progres';
    },
    'target below one': (d) => {
      d.stages[1].target = 0.5;
    },
    'total below one': (d) => {
      d.targetTotal = 0.9;
    },
    'name of two words': (d) => {
      d.stages[4].name = 'superior code';
    },
    'one stage': (d) => {
      d.stages = [d.stages[0]];
    },
    'empty command': (d) => {
      d.engine.command = [];
    },
    'blank title': (d) => {
      d.title = ' ';
    },
  };

  it.each(Object.keys(mistakes))('%s: the schema refuses it too', (name) => {
    const document = own();
    mistakes[name]!(document);
    expect(conforms(document)).toBe(false);
    expect(mistake(() => read(document))).not.toBe('no mistake was found');
  });

  it('is reported with file, field and fix', () => {
    const alsoBeyondTheSchema: typeof mistakes = {
      ...mistakes,
      'wrong order': (d) => {
        d.stages.reverse();
      },
      'same name twice': (d) => {
        d.stages[2].name = 'adaptive';
      },
      'skipped to nowhere': (d) => {
        d.stages[3].status = 'skipped';
      },
      'moved though not skipped': (d) => {
        d.stages[3].movedTo = '3.13';
      },
      'baseline with a target': (d) => {
        d.stages[0].target = 1.5;
      },
      'no engine': (d) => {
        delete d.engine;
      },
    };
    const found = Object.values(alsoBeyondTheSchema).map((breakIt) => {
      const document = own();
      breakIt(document);
      return mistake(() => read(document));
    });
    expect(found.join('\n')).toMatchInlineSnapshot(`
      "roadmap.json: stages[1].realease: is not a field of this format
        fix: did you mean "release"? Known are: id, name, title, release, status, movedTo, target, needsCodeGeneration, flags, engine
      roadmap.json: stages[2].target: is missing
        fix: add this field: a number
      roadmap.json: stages[2].flags: is "shapes"
        fix: write an array here
      roadmap.json: stages[1].status: is "in progres"
        fix: did you mean "in progress"? Known are: planned, in progress, released, skipped
      roadmap.json: stages[1].target: is 0.5
        fix: write the speed over the stage before, such as 1.5
      roadmap.json: targetTotal: is 0.9
        fix: write a factor above 1, such as 5
      roadmap.json: stages[4].name: is "superior code"
        fix: write one word of a–z, 0–9 and "-"
      roadmap.json: stages: has 1 stages
        fix: give a baseline and at least one stage after it
      roadmap.json: engine.command: is empty
        fix: write a program and its arguments
      roadmap.json: title: is empty
        fix: write a text here
      roadmap.json: stages[0].id: is 4
        fix: number the stages 0, 1, 2, … in order: this one is 0
      roadmap.json: stages[2].name: is "adaptive", as stage 1’s
        fix: rename one
      roadmap.json: stages[3].movedTo: is missing
        fix: name the release that brings this stage instead of the skipped one
      roadmap.json: stages[3].movedTo: stands on a stage that is not skipped
        fix: set "status": "skipped", or take movedTo away
      roadmap.json: stages[0].target: is 1.5
        fix: write 1: stage 0 is the baseline
      roadmap.json: stages[0].engine: is missing
        fix: give the stage an engine, or the roadmap one for all stages"
    `);
  });
});

describe('selecting stages', () => {
  const ids = (selection: string) => selectStages(readRoadmap(), selection).map((stage) => stage.id);

  it('takes ranges, numbers, names and engine names', () => {
    expect(ids('0-4')).toEqual([0, 1, 2, 3, 4]);
    expect(ids('2,0')).toEqual([0, 2]);
    expect(ids('baseline, regions')).toEqual([0, 3]);
    expect(ids('stage-1')).toEqual([1]);
  });

  it('answers an unknown stage with the nearest', () => {
    const found = ['0-7', '5', '4-2', 'optimiser', ''].map((selection) => mistake(() => ids(selection)));
    expect(found.join('\n')).toMatchInlineSnapshot(`
      "--stages: 0-7: is not a stage of ./stages/roadmap.json
        fix: the stages are 0-4
      --stages: 5: is not a stage of ./stages/roadmap.json
        fix: the stages are 0-4
      --stages: 4-2: is not a stage of ./stages/roadmap.json
        fix: the stages are 0-4
      --stages: optimiser: is not a stage of ./stages/roadmap.json
        fix: did you mean "optimizer"? Known are: baseline, adaptive, runtime, regions, optimizer, or 0-4
      --stages: (empty): is not a stage of ./stages/roadmap.json
        fix: use one of: baseline, adaptive, runtime, regions, optimizer, or 0-4"
    `);
  });
});

/** The roadmap file: ours is valid by reader and schema; both refuse the same mistakes, and the reader says how to mend them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError, packageRoot } from '../../suites/index.ts';
import {
  checkRoadmap,
  cpythonRoadmapFile,
  cumulativeTarget,
  lastStageWithoutCodeGeneration,
  ownRoadmapFile,
  readRoadmap,
  releaseOf,
  selectStages,
} from './roadmap.ts';

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
      counters: ['--stats', '{file}'],
      counting: ['--count-instructions'],
    });
  });

  it('conforms to its schema', () => {
    expect(conforms(own())).toBe(true);
  });
});

describe('the roadmap of CPython', () => {
  it('is 3.9 to 3.13, one installed executable a stage', () => {
    const roadmap = readRoadmap(cpythonRoadmapFile);
    expect(roadmap.stages.map(({ release, target }) => [release, target])).toEqual([
      ['3.9', 1],
      ['3.10', 1.5],
      ['3.11', 1.5],
      ['3.12', 1.5],
      ['3.13', 1.5],
    ]);
    expect(roadmap.stages.map(({ engine }) => engine.command)).toEqual(
      ['3.9', '3.10', '3.11', '3.12', '3.13'].map((version) => [`{cpython${version}}`]),
    );
    expect(conforms(JSON.parse(readFileSync(cpythonRoadmapFile, 'utf8')))).toBe(true);
  });
});

describe('policy', () => {
  it('judges platforms without code generation on the last stage that needs none, against a doubling', () => {
    const roadmap = readRoadmap();
    expect(
      roadmap.platforms.map(({ name, codeGeneration, target }) => [name, codeGeneration, target]),
    ).toEqual([
      ['node', true, 5],
      ['no-codegen', false, 2],
    ]);
    expect(lastStageWithoutCodeGeneration(roadmap).id).toBe(2);
  });

  it('has defaults for what a file leaves out', () => {
    const document = own();
    for (const field of ['platforms', 'margins', 'counters', 'budgets', 'waivers', 'gateSuite'])
      delete document[field];
    expect(read(document)).toMatchObject({
      platforms: [],
      counters: [],
      waivers: [],
      gateSuite: document.suite,
      margins: { time: 0.03, greatest: 0.1, suite: 0.005, memory: 0.05, promotion: 0.1 },
      budgets: { startSeconds: 170, gateSeconds: 1800, releaseSeconds: 14400 },
    });
  });

  it('moves the stage of a skipped release to another one', () => {
    const document = own();
    Object.assign(document.stages[2], { status: 'skipped', movedTo: '3.12' });
    const stage = read(document).stages[2]!;
    expect([stage.release, releaseOf(stage), cumulativeTarget(read(document), 2)]).toEqual([
      '3.11',
      '3.12',
      2.25,
    ]);
  });

  it('keeps waivers with their last day', () => {
    const document = own();
    document.waivers = [{ benchmark: 'nbody', by: 'ann', reason: 'wider ints', until: '2027-01-31' }];
    document.margins.benchmarks = { nbody: 0.05 };
    const { waivers, margins } = read(document);
    expect(waivers).toEqual([
      { benchmark: 'nbody', engine: '*', by: 'ann', reason: 'wider ints', until: '2027-01-31' },
    ]);
    expect(margins.benchmarks.get('nbody')).toBe(0.05);
  });
});

describe('checking', () => {
  it('finds nothing in a good roadmap', () => {
    expect([checkRoadmap(ownRoadmapFile), checkRoadmap(cpythonRoadmapFile)]).toEqual([[], []]);
  });

  it('explains every mistake of a file, not the first alone', () => {
    const file = join(folder, 'many.json');
    const document = own();
    document.suites = ['quick'];
    document.targetTotal = 1;
    document.stages[1].target = 'fast';
    document.stages[2].status = 'skipped';
    document.stages[3].needsCodeGeneration = true;
    document.stages[4].needsCodeGeneration = false;
    Object.assign(document.stages[0], { status: 'skipped', movedTo: '3.10' });
    document.margins = { time: 3, bechmarks: {} };
    document.counters = [{ name: 'exits', margin: 0.1, least: 1.5 }];
    document.platforms = [{ name: 'web', title: 'Web', codeGeneration: 'no', target: 0.5 }];
    document.waivers = [
      { benchmark: 'nbody', engine: 'stage-9', by: 'ann', reason: 'why', until: '2026-02-30' },
    ];
    writeFileSync(file, JSON.stringify(document));
    expect(
      checkRoadmap(file)
        .map(({ field, problem, fix }) => `${field}: ${problem} → ${fix}`)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "suites: is not a field of this format → did you mean "suite"? Known are: $schema, title, description, targetTotal, suite, gateSuite, engine, beside, platforms, margins, counters, budgets, waivers, stages
      targetTotal: is 1 → write a factor above 1, such as 5
      stages[0].movedTo: stands on stage 0 → every factor counts from stage 0: it cannot be skipped
      stages[1].target: is "fast" → write a number here
      stages[2].movedTo: is missing → name the release that brings this stage instead of the skipped one
      stages[4].needsCodeGeneration: is false after a stage that needs code generation → order the stages so that those without code generation come first
      platforms[0].codeGeneration: is "no" → write true or false here
      platforms[0].target: is 0.5 → write a factor above 1, such as 5
      margins.bechmarks: is not a field of this format → did you mean "benchmarks"? Known are: time, benchmarks, greatest, suite, memory, promotion
      margins.time: is 3 → write a fraction: 0.03 for 3 %
      counters[0].title: is missing → add this field: a string
      counters[0].least: is 1.5 → write a whole number of at least 0
      waivers[0].engine: is "stage-9" → did you mean "stage-0"? Known are: *, stage-0, stage-1, stage-2, stage-3, stage-4
      waivers[0].until: is "2026-02-30" → write the last day it holds, such as 2026-12-31"
    `);
  });

  it('wants to know where an engine that counts more writes it', () => {
    const file = join(folder, 'counting.json');
    const document = own();
    delete document.engine.counters;
    writeFileSync(file, JSON.stringify(document));
    expect(checkRoadmap(file).map(({ field, problem, fix }) => `${field}: ${problem} → ${fix}`)).toContain(
      'engine.counting: stands alone → give `counters` too: how the engine writes what it counts',
    );
  });

  it('says what is wrong with a file that is no roadmap at all', () => {
    for (const text of [
      '',
      '[]',
      '{"stages": 3}',
      '{"stages": [1, null]}',
      '{"stages": [{}, {}], "margins": []}',
    ]) {
      writeFileSync(join(folder, 'none.json'), text);
      expect(checkRoadmap(join(folder, 'none.json')).length).toBeGreaterThan(0);
    }
    expect(checkRoadmap(join(folder, 'missing.json'))).toMatchObject([{ problem: 'no such file' }]);
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
    'margin in per cent': (d) => {
      d.margins.time = 3;
    },
    'platform without target': (d) => {
      delete d.platforms[1].target;
    },
    'counter of an unknown kind': (d) => {
      d.counters[0].unit = 'count';
    },
    'budget of nothing': (d) => {
      d.budgets.gateSeconds = 0;
    },
    'waiver for ever': (d) => {
      d.waivers = [{ benchmark: 'nbody', by: 'ann', reason: 'wider ints' }];
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
      roadmap.json: margins.time: is 3
        fix: write a fraction: 0.03 for 3 %
      roadmap.json: platforms[1].target: is missing
        fix: add this field: a number
      roadmap.json: counters[0].unit: is not a field of this format
        fix: use one of: name, title, margin, least, decides
      roadmap.json: budgets.gateSeconds: is 0
        fix: write a number greater than 0
      roadmap.json: waivers[0].until: is missing
        fix: add this field: a string
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

/** The imports of this repository follow the design's arrows; and the checker finds what it is there to find. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkArchitecture, readSources, topArrows, vmArrows } from './architecture.ts';

const root = dirname(fileURLToPath(import.meta.url));

describe('this repository', () => {
  const sources = readSources(root);

  test('breaks no arrow and has no circle between folders', () => {
    expect(checkArchitecture(sources)).toEqual([]);
  });

  test('is read as a whole: each room that has a door is among the files read', () => {
    const rooms = Object.keys(topArrows).filter((room) => readdirSync(join(root, room)).includes('index.ts'));
    expect(rooms.filter((room) => !sources.has(`${room}/index.ts`))).toEqual([]);
    expect([...sources.keys()].filter((file) => file.startsWith('vm/')).length).toBeGreaterThan(0);
  });

  test('has arrows for every folder of vm', () => {
    const folders = readdirSync(join(root, 'vm'), { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
    );
    expect(folders.map((entry) => entry.name).filter((name) => !(name in vmArrows))).toEqual([]);
  });
});

describe('the checker', () => {
  /** Checks a made-up tree: paths from the root, each with the text of its file. */
  const check = (tree: Record<string, string>): string[] => checkArchitecture(new Map(Object.entries(tree)));

  test('accepts arrows that run downhill and through doors', () => {
    expect(
      check({
        'reports/page.ts':
          "import { fit } from '../stages/index.ts';\nimport { run } from '../suites/index.ts';",
        'stages/index.ts':
          "export * from './fit/index.ts';\nimport type { Result } from '../suites/index.ts';",
        'suites/index.ts': "import { spawn } from 'node:child_process';\nexport * from './harness/run.ts';",
        'vm/bin/stage-vm.ts': "import { run } from '../index.ts';\nimport { readFileSync } from 'node:fs';",
        'vm/index.ts': "export * from './tiers/index.ts';\nexport * from './host/index.ts';",
        'vm/tiers/index.ts':
          "export * from './plain/run.ts';\nimport { compile } from '../compile/index.ts';",
        'vm/tiers/plain/run.ts': "import { frame } from '../frame.ts';",
        'vm/compile/index.ts': "import { parse } from '../syntax/index.ts';",
        'vm/generate/main.ts': "import { layouts } from '../objects/layouts.ts';",
      }),
    ).toEqual([]);
  });

  test('names file, line and reason of every arrow that runs uphill', () => {
    expect(
      check({
        'suites/harness/run.ts': "// A comment.\nimport { fit } from '../../stages/index.ts';",
        'stages/fit.ts': "export { page } from '../reports/index.ts';",
        'reports/start.ts': "const vm = await import('../vm/index.ts');",
        'vm/objects/code.ts':
          "import type { Expr } from '../syntax/index.ts';\nlet t: import('../tiers/index.ts').Tier;",
        'vm/syntax/parse.ts': "import { emit } from '../compile/index.ts';",
        'vm/compile/index.ts': "import { run } from '../tiers/index.ts';",
        'vm/host/node.ts': "import { main } from '../bin/stage-vm.ts';",
        'vm/tiers/run.ts': "import { emit } from '../generate/main.ts';",
        'vm/instructions/binary.ts': "import { parse } from '../syntax/index.ts';",
        'vm/extra/index.ts': "import { parse } from '../syntax/index.ts';",
      }),
    ).toEqual([
      'reports/start.ts:1: reports must not import vm (../vm/index.ts): an engine is a command that the harness starts',
      'stages/fit.ts:1: stages must not import reports (../reports/index.ts)',
      'suites/harness/run.ts:2: suites must not import stages (../../stages/index.ts)',
      'vm/compile/index.ts:1: vm/compile must not import vm/tiers (../tiers/index.ts)',
      'vm/extra/index.ts:1: vm/extra has no arrows yet: add it to vmArrows in architecture.ts',
      'vm/host/node.ts:1: vm/host must not import vm/bin (../bin/stage-vm.ts)',
      'vm/instructions/binary.ts:1: vm/instructions must not import vm/syntax (../syntax/index.ts)',
      'vm/objects/code.ts:1: vm/objects must not import vm/syntax (../syntax/index.ts)',
      'vm/objects/code.ts:2: vm/objects must not import vm/tiers (../tiers/index.ts)',
      'vm/syntax/parse.ts:1: vm/syntax must not import vm/compile (../compile/index.ts)',
      'vm/tiers/run.ts:1: vm/tiers must not import vm/generate (../generate/main.ts)',
    ]);
  });

  test('sends another room to the door, and a file past the door of its own folder', () => {
    expect(
      check({
        'reports/page.ts':
          "import { fit } from '../stages/fit.ts';\nimport { wilcoxon } from '../stages/gate/index.ts';",
        'reports/tool.ts': "import { checkArchitecture } from '../architecture.ts';",
        'stages/gate/verdict.ts': "import { roadmap } from '../index.ts';",
      }),
    ).toEqual([
      'reports/page.ts:1: import stages/index.ts, the door, instead of stages/fit.ts',
      'reports/page.ts:2: import stages/index.ts, the door, instead of stages/gate/index.ts',
      'reports/tool.ts:1: reports must not import architecture.ts: it lies outside every room',
      'stages/gate/verdict.ts:1: a file must not import the door of its own folder (../index.ts): import the file that is meant',
    ]);
  });

  test('keeps the machine behind vm/host', () => {
    expect(
      check({
        'vm/objects/float.ts': "import { Buffer } from 'node:buffer';",
        'vm/host/node.ts': "import { readFileSync } from 'node:fs';",
        'vm/modules/zlib.ts': "import { crc32 } from 'node:zlib';",
      }),
    ).toEqual([
      'vm/objects/float.ts:1: vm/objects must not import node:buffer: the machine is reached through vm/host',
    ]);
  });

  test('finds circles at every depth, once each, with the imports that close them', () => {
    expect(
      check({
        'vm/modules/builtins.ts': "import { run } from '../tiers/index.ts';",
        'vm/tiers/index.ts': "import { builtins } from '../modules/index.ts';",
        'reports/a/a.ts': "import '../b/b.ts';",
        'reports/b/b.ts': "import '../c/c.ts';",
        'reports/c/c.ts': "import '../a/inner/a.ts';",
      }),
    ).toEqual([
      [
        'circle between folders: reports/a → reports/b → reports/c → reports/a',
        '  reports/a/a.ts:1 imports reports/b/b.ts',
        '  reports/b/b.ts:1 imports reports/c/c.ts',
        '  reports/c/c.ts:1 imports reports/a/inner/a.ts',
      ].join('\n'),
      [
        'circle between folders: vm/modules → vm/tiers → vm/modules',
        '  vm/modules/builtins.ts:1 imports vm/tiers/index.ts',
        '  vm/tiers/index.ts:1 imports vm/modules/index.ts',
      ].join('\n'),
    ]);
  });

  test('lets a test reach its whole room but no other, and nothing reach a test', () => {
    expect(
      check({
        'vm/objects/int.test.ts':
          "import { run } from '../tiers/index.ts';\nimport { intType } from './index.ts';",
        'vm/tiers/run.ts': "import { programs } from './programs.test.ts';",
        'stages/fit.test.ts':
          "import { run } from '../vm/index.ts';\nimport { spawn } from 'node:child_process';",
      }),
    ).toEqual([
      'stages/fit.test.ts:1: stages must not import vm (../vm/index.ts): an engine is a command that the harness starts',
      'vm/tiers/run.ts:1: only a test may import a test (./programs.test.ts)',
    ]);
  });
});

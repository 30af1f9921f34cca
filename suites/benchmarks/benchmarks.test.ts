/** Every program of the manifest, once, under a CPython of the machine: it runs and finds its own result right. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it, vi } from 'vitest';
import { readManifest } from '../formats/manifest.ts';
import { findCPython } from '../harness/discovery.ts';
import { ownBenchmarksFolder, supportFolder } from '../harness/paths.ts';

// Each test starts a process, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 60_000 });

const python = ['3.13', '3.14', '3.12', '3.11'].map(findCPython).find((engine) => engine !== undefined);
const manifest = readManifest(ownBenchmarksFolder);

describe.skipIf(python === undefined)('benchmark programs', () => {
  it.each(manifest.benchmarks.map((benchmark) => [benchmark.name, benchmark] as const))(
    '%s checks its result',
    (name, benchmark) => {
      const options = ['--worker', '--loops', '1', '--warmups', '0', '--values', '1'];
      const { stdout, stderr } = spawnSync(
        python!.command[0]!,
        [benchmark.script, ...benchmark.arguments, ...options],
        {
          cwd: dirname(benchmark.script),
          encoding: 'utf8',
          env: { PYTHONPATH: supportFolder, PYTHONDONTWRITEBYTECODE: '1' },
        },
      );
      expect(stderr).toBe('');
      expect(JSON.parse(stdout.replace(/^@pyperf-(worker|command) /, '')).name).toBe(name);
    },
  );
});

describe('the manifest', () => {
  it('holds every benchmark in one group of its kind, and those that make up a suite of their own not in default', () => {
    const names = manifest.benchmarks.map(({ name }) => name);
    const kinds = [...manifest.groups].filter(
      ([group]) => !['default', 'quick', 'promotion'].includes(group),
    );
    expect(kinds.flatMap(([, members]) => members).sort()).toEqual([...names].sort());
    const apart = ['sharp-edges', 'startup', 'memory', 'micro'].flatMap(
      (group) => manifest.groups.get(group)!,
    );
    expect([...manifest.groups.get('default')!, ...apart].sort()).toEqual([...names].sort());
  });

  it('holds both programs of each pair', () => {
    const edges = manifest.groups.get('sharp-edges')!;
    const cases = edges.filter((name) => !name.endsWith('_base'));
    expect(cases.length).toBeGreaterThanOrEqual(9);
    expect([...edges].sort()).toEqual(cases.flatMap((name) => [name, `${name}_base`]).sort());
  });

  it('is one that pyperformance takes: no group has the name of a benchmark, tabs part the columns', () => {
    const names = new Set(manifest.benchmarks.map(({ name }) => name));
    expect([...manifest.groups.keys()].filter((group) => names.has(group))).toEqual([]);
    const lines = readFileSync(manifest.file, 'utf8').split('\n');
    const table = lines.slice(lines.indexOf('[benchmarks]') + 2, lines.indexOf('[group default]') - 1);
    expect(table[0]).toBe('name\tmetafile');
    for (const line of table) expect(line).toMatch(/^\w+\t(metafile|<local(:\w+)?>)$/);
  });

  it('agrees with the metafiles on names and groups', () => {
    const lines = readFileSync(manifest.file, 'utf8').split('\n');
    for (const { name, script } of manifest.benchmarks) {
      const variant = lines.some((line) => line.startsWith(`${name}\t<local:`));
      const metafile = join(dirname(script), variant ? `bm_${name}.toml` : 'pyproject.toml');
      const { tool } = parse(readFileSync(metafile, 'utf8')) as {
        tool: { pyperformance: { name: string; tags: string } };
      };
      expect(tool.pyperformance.name).toBe(name);
      expect(manifest.groups.get(tool.pyperformance.tags)).toContain(name);
    }
  });
});

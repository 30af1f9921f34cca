/** Every program of the manifest, once, under a CPython of the machine: it runs and finds its own result right. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it, vi } from 'vitest';
import { readManifest } from '../formats/manifest.ts';
import { findCPython } from '../harness/engine.ts';
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
      expect(JSON.parse(stdout.replace('@pyperf-worker ', '')).name).toBe(name);
    },
  );
});

describe('the manifest', () => {
  it('holds every benchmark in default and in one group of its kind', () => {
    const names = manifest.benchmarks.map(({ name }) => name);
    expect(manifest.groups.get('default')).toEqual(names);
    const kinds = [...manifest.groups].filter(([group]) => group !== 'default' && group !== 'quick');
    expect(kinds.flatMap(([, members]) => members).sort()).toEqual([...names].sort());
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

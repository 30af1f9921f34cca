/** A checkout of pyperformance as a suite, unmodified: scripts with several benchmarks, and benchmarks of commands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readManifest, selectBenchmarks } from '../formats/manifest.ts';
import { samplesOfFile } from '../formats/samples.ts';
import { CPYTHON_VERSIONS, findCPython } from './discovery.ts';
import { measure, newSession } from './measure.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 120_000 });

const python = CPYTHON_VERSIONS.map(findCPython).findLast((engine) => engine !== undefined);

const files: Readonly<Record<string, string>> = {
  MANIFEST: `[benchmarks]

name\tmetafile
pair\t<local>
variant\t<local:pair>
startup\t<local>
absent\t<local>

[groups]
text
apps

[group default]
-absent

[group most]
apps
startup
`,
  'base.toml': '[project]\nversion = "1.0"\n[tool.pyperformance]\ntags = "from_base"\n',
  'bm_pair/pyproject.toml':
    '[tool.pyperformance]\nname = "pair"\ntags = "apps"\nextra_opts = ["first", "second"]\n',
  'bm_pair/bm_variant.toml': '[tool.pyperformance]\nname = "variant"\nextra_opts = ["third"]\n',
  'bm_pair/run_benchmark.py': `import pyperf

def add_cmdline_args(command, args):
    command.extend(args.names)

runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
runner.argparser.add_argument("names", nargs="+")
for index, name in enumerate(runner.parse_args().names):
    runner.bench_time_func("made_" + name, lambda loops, index: loops * (index + 1.0), index)
`,
  'bm_startup/pyproject.toml':
    '[tool.pyperformance]\nname = "startup"\ninherits = ".."\nrunscript = "run.py"\n',
  'bm_startup/run.py': `import sys
import pyperf

pyperf.Runner().bench_command("python_startup", [sys.executable, "-S", "-c", "pass"])
`,
  'bm_absent/pyproject.toml': '[tool.pyperformance]\ntags = "text"\n',
  'bm_absent/run_benchmark.py': 'import no_such_package\n',
};

let checkout: string;
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'pyperformance-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(checkout, 'pyperformance', 'data-files', 'benchmarks', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
});
afterAll(() => rmSync(checkout, { recursive: true }));

describe('the manifest of a checkout', () => {
  it('has groups of its own, of other groups, and of tags', () => {
    const manifest = readManifest(checkout, { isForeign: true });
    expect(Object.fromEntries(manifest.groups)).toEqual({
      default: ['pair', 'variant', 'startup'],
      most: ['pair', 'variant', 'startup'],
      text: ['absent'],
      // A variant inherits from the metafile beside it.
      apps: ['pair', 'variant'],
    });
    expect(manifest.benchmarks.map((each) => each.arguments)).toEqual([
      ['first', 'second'],
      ['third'],
      [],
      [],
    ]);
  });
});

describe.skipIf(python === undefined)('measuring it', () => {
  it('gives each benchmark of a script processes of its own, and times commands from outside', async () => {
    const header = await newSession({
      engines: [python!, { name: 'again', command: [...python!.command, '-E', '{script}'] }],
      benchmarks: selectBenchmarks(readManifest(checkout, { isForeign: true }), ['all']),
      settings: {
        ...{ seed: 1, rounds: 1, spend: 'rounds', values: 3, loops: 0, minTimeSeconds: 0.001, pin: null },
        ...{ warmupMinSeconds: 0, warmupCapSeconds: 0, timeoutSeconds: 60, counters: false },
      },
    });
    // -E takes PYTHONPATH away, so the second engine finds no pyperf: broken on all but the command.
    const result = await measure(header);
    const [first, second] = samplesOfFile({ kind: 'result', file: 'memory', result }, 'median');
    expect([...first!.benchmarks].map(([name, { processes }]) => [name, processes[0]!.seconds])).toEqual([
      ['made_first', 1],
      ['made_second', 2],
      ['made_third', 1],
      ['python_startup', expect.any(Number)],
    ]);
    expect([...second!.benchmarks.keys()]).toEqual(['python_startup']);
    expect(first!.benchmarks.get('made_first')!.processes[0]!.peakBytes).toBeGreaterThan(2 ** 20);
    expect([...first!.broken]).toEqual([
      ['absent', "crashed (exit status 1: ModuleNotFoundError: No module named 'no_such_package')"],
    ]);
    expect([...second!.broken.keys()]).toEqual(
      expect.arrayContaining(['made_first', 'made_second', 'made_third']),
    );
    expect(result.plan).toMatchObject({
      benchmarks: ['made_first', 'made_second', 'made_third', 'python_startup', 'absent'],
      programs: ['pair', 'variant', 'startup', 'absent'],
    });
    const runs = result.suites[python!.name]!.benchmarks.at(-1)!.runs;
    expect(runs.map(({ values, warmups }) => [values!.length, warmups!.length])).toEqual([[3, 1]]);
  });
});

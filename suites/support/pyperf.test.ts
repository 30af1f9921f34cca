/** Our pyperf.py under a real Python (any CPython from 3.8 on that the machine has), with made-up times. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findCPython } from '../harness/discovery.ts';
import { supportFolder } from '../harness/paths.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 60_000 });

const versions = ['3.9', '3.11', '3.12', '3.13', '3.10', '3.14', '3.8'];
const python = versions.map(findCPython).find((engine) => engine !== undefined)?.command[0] ?? '';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyperf-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], {
    cwd: dirname(script),
    encoding: 'utf8',
    env: { PYTHONPATH: supportFolder, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status, stdout, lastError: stderr.trim().split('\n').at(-1) };
}

/** A program whose values are given, in seconds a loop; the last one repeats. */
function program(values: string): string {
  const file = join(folder, 'run_benchmark.py');
  writeFileSync(
    file,
    `import pyperf
times = ${values}
def next_time(loops):
    return loops * (times.pop(0) if len(times) > 1 else times[0])
runner = pyperf.Runner()
runner.metadata["description"] = "quotes \\" and \\\\ and \\t"
runner.bench_time_func("made up", next_time)
`,
  );
  return file;
}

/** The worker line, without what depends on the clock and the Python. */
function worker(values: string, ...args: string[]) {
  const { status, stdout, lastError } = run(program(values), '--worker', ...args);
  if (status !== 0) return lastError;
  const { metadata, ...rest } = JSON.parse(stdout.replace('@pyperf-worker ', ''));
  return { ...rest, loops: metadata.loops, description: metadata.description };
}

describe.skipIf(python === '')('pyperf.Runner for engines without pyperf', () => {
  it('measures as many values as asked, after as many warm-ups', () => {
    expect(worker('[0.5, 0.4, 0.3, 0.2, 0.1]', '--loops', '2', '--warmups', '2', '--values', '3')).toEqual({
      name: 'made up',
      loops: 2,
      description: 'quotes " and \\ and \t',
      warmups: [
        [2, 0.5],
        [2, 0.4],
      ],
      values: [0.3, 0.2, 0.1],
      steady: null,
    });
  });

  it('doubles the loops until a value takes the minimum time', () => {
    const calibrated = worker(
      '[0.015625]',
      '--loops',
      '0',
      '--min-time',
      '0.1',
      '--warmups',
      '0',
      '--values',
      '1',
    );
    expect(calibrated).toMatchObject({
      loops: 8,
      warmups: [
        [1, 0.015625],
        [2, 0.015625],
        [4, 0.015625],
        [8, 0.015625],
      ],
      values: [0.015625],
    });
  });

  it('warms up until eight values are steady', () => {
    const promoted = worker('[8.0, 4.0, 2.0, 1.0]', '--loops', '1', '--warmup-cap', '60', '--values', '1');
    // 8, 4, 2 must have left the window of eight; a single outlier in it moves neither quartile by 5 % … by itself.
    expect(promoted).toMatchObject({ steady: true, values: [1] });
    expect((promoted as { warmups: unknown[] }).warmups.length).toBeGreaterThanOrEqual(10);
  });

  it('says when the values were not steady before the cap', () => {
    const file = program('[1.0]');
    writeFileSync(
      file,
      `import pyperf
count = 0
def growing(loops):
    global count
    count += 1
    return loops * 1.5 ** (count % 100)
pyperf.Runner().bench_time_func("growing", growing)
`,
    );
    const { stdout } = run(file, '--worker', '--loops', '1', '--warmup-cap', '0.02', '--values', '1');
    expect(JSON.parse(stdout.replace('@pyperf-worker ', ''))).toMatchObject({ steady: false });
  });

  it('prints a line for people without --worker, and refuses options it does not know', () => {
    expect(run(program('[0.25]')).stdout).toBe('made up: Mean +- std dev: 250.000 ms +- 0.000 ms\n');
    expect(worker('[1.0]', '--lops', '3')).toMatch(
      /^pyperf: unknown option --lops; known are --worker, --loops/,
    );
    expect(worker('[1.0]', '--loops', 'x')).toBe('pyperf: --loops needs a number, not x');
    expect(worker('[0.0]', '--loops', '1')).toBe('ValueError: the benchmark function took no time');
  });

  it('reads the options of a script that has an argparser of its own', () => {
    const file = program('[1.0]');
    writeFileSync(
      file,
      `import pyperf
runner = pyperf.Runner()
runner.argparser.add_argument("--size", type=int, default=1)
args = runner.parse_args()
runner.bench_time_func("sized", lambda loops: loops * float(args.size))
`,
    );
    const { stdout } = run(
      file,
      '--worker',
      '--size',
      '4',
      '--loops',
      '1',
      '--warmups',
      '0',
      '--values',
      '1',
    );
    expect(JSON.parse(stdout.replace('@pyperf-worker ', ''))).toMatchObject({ name: 'sized', values: [4] });
  });

  it('times awaits and statements', () => {
    const file = program('[1.0]');
    writeFileSync(
      file,
      `import pyperf
runner = pyperf.Runner()
calls = []
async def step(value):
    calls.append(value)
runner.bench_async_func("awaits", step, 5)
runner.timeit("statement", "calls.append(n)", setup="n = 7", globals=globals())
print(sorted(set(calls)))
`,
    );
    const { stdout } = run(file, '--worker', '--loops', '3', '--warmups', '0', '--values', '1');
    const [awaits, statement, calls] = stdout.trim().split('\n');
    expect([awaits, statement].map((line) => JSON.parse(line!.replace('@pyperf-worker ', '')).name)).toEqual([
      'awaits',
      'statement',
    ]);
    expect(calls).toBe('[5, 7]');
  });
});

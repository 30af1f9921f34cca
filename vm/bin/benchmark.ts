#!/usr/bin/env node
/**
 * Micro-benchmarks of the tiers: `npm run benchmark -- [--stages 0,1,2] [--without FLAG,…] [--python PATH]
 * [--time MS] [NAME…]`.
 *
 * Each program of `vm/tiers/benchmarks` defines `run()`. A Worker a program and stage compiles it once and lets tinybench
 * call `run()`, first to warm up; the table shows the shortest call,
 * which other processes disturb least. Flags and host code are fixed when the machine
 * starts, so a Worker never serves two stages, and programs do not spoil each other's feedback. `--python` adds a column
 * for a CPython, measured in the same way.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { MethodDef, PyModule } from '../objects/index.ts';
import type { FlagName } from '../tiers/flags.ts';

/** Compiled files lie one folder deeper than their sources, and the programs only there. */
const PROGRAMS = new URL('../../vm/tiers/benchmarks/', import.meta.url);
const SOURCES = new URL('../../../vm/tiers/benchmarks/', import.meta.url);

interface Job {
  readonly name: string;
  readonly source: string;
  readonly stage: number;
  /** Flags switched off. */
  readonly without: readonly FlagName[];
  readonly timeMs: number;
}

interface Measured {
  /** Shortest call of `run()`. */
  readonly milliseconds: number;
  /** `str()` of what `run()` returned: the same at every stage. */
  readonly result: string;
}

/** The same measurement for a CPython. */
const PYTHON = `
import sys, time, json
budget = float(sys.argv[1]) / 1000
namespace = {'__name__': 'benchmark'}
exec(sys.stdin.read(), namespace)
run = namespace['run']
result = run()
times = []
start = time.perf_counter()
while time.perf_counter() - start < budget:
    before = time.perf_counter()
    run()
    times.append(time.perf_counter() - before)
print(json.dumps({'milliseconds': min(times) * 1000, 'result': str(result)}))
`;

if (isMainThread) await main();
else parentPort!.postMessage(await measure(workerData as Job));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stages: { type: 'string', default: '0,1,2' },
      without: { type: 'string', default: '' },
      python: { type: 'string', multiple: true, default: [] },
      time: { type: 'string', default: '700' },
    },
  });
  const stages = values.stages === '' ? [] : values.stages.split(',').map(Number);
  const without = values.without.split(',').filter((flag) => flag !== '') as FlagName[];
  const timeMs = Number(values.time);
  const folder = readdirSync(PROGRAMS, { encoding: 'utf8' }).some((file) => file.endsWith('.py'))
    ? PROGRAMS
    : SOURCES;
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .map((file) => file.slice(0, -3))
    .filter((name) => positionals.length === 0 || positionals.includes(name))
    .sort();
  const columns = [...stages.map((stage) => `stage ${stage}`), ...values.python.map(versionOf)];
  const ratios = stages.slice(1).map((stage, i) => `${stage}/${stages[i]}`);
  console.log(['program'.padEnd(15), ...[...columns, ...ratios].map((text) => text.padStart(9))].join(' '));
  const logs = ratios.map(() => 0);
  for (const name of names) {
    const source = readFileSync(new URL(`${name}.py`, folder), 'utf8');
    const cells: Measured[] = [];
    for (const stage of stages) cells.push(await inWorker({ name, source, stage, without, timeMs }));
    for (const python of values.python) cells.push(inPython(python, source, timeMs));
    const odd = cells.find((cell) => cell.result !== cells[0]!.result);
    if (odd !== undefined) throw new Error(`${name} gives ${odd.result} and ${cells[0]!.result}`);
    const speedups = ratios.map((_, i) => cells[i]!.milliseconds / cells[i + 1]!.milliseconds);
    speedups.forEach((speedup, i) => {
      logs[i]! += Math.log(speedup);
    });
    const row = [...cells.map((cell) => cell.milliseconds.toFixed(3)), ...speedups.map((s) => s.toFixed(2))];
    console.log([name.padEnd(15), ...row.map((text) => text.padStart(9))].join(' '));
  }
  if (logs.length === 0 || names.length === 0) return;
  const means = logs.map((sum) => Math.exp(sum / names.length).toFixed(2));
  const row = [...columns.map(() => ''), ...means];
  console.log(['geometric mean'.padEnd(15), ...row.map((text) => text.padStart(9))].join(' '));
}

function inWorker(job: Job): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: job,
      resourceLimits: { stackSizeMb: 256, maxOldGenerationSizeMb: 2048 },
    });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

async function measure({ name, source, stage, without, timeMs }: Job): Promise<Measured> {
  const [
    { Bench },
    { flagsOfStage },
    machine,
    { addFunctions, createModule },
    objects,
    { createMemoryHost, setHost },
  ] = await Promise.all([
    import('tinybench'),
    import('../tiers/flags.ts'),
    import('../tiers/machine.ts'),
    import('../modules/index.ts'),
    import('../objects/index.ts'),
    import('../host/index.ts'),
  ]);
  setHost(createMemoryHost());
  const flags = new Set(flagsOfStage(stage));
  for (const flag of without) flags.delete(flag);
  machine.startMachine(flags);
  const builtins = createModule('builtins')!;
  objects.machine.builtins = builtins.dict;
  addFunctions(builtins, 'builtins', [importFunction(createModule)]);
  const namespace = machine.newNamespace('benchmark');
  machine.runCode(machine.compileSource(source, `${name}.py`, 'exec'), namespace);
  const run = namespace.table.getStr('run')!;
  const result = objects.strToJs(objects.str(objects.call(run, [])) as string);
  const bench = new Bench({ time: timeMs, warmupTime: timeMs });
  bench.add(name, () => void objects.call(run, []), { async: false });
  const [task] = bench.runSync();
  const outcome = task!.result;
  if (!('latency' in outcome)) throw new Error(`${name} failed at stage ${stage}`);
  return { milliseconds: outcome.latency.min, result };
}

/** The programs import built-in modules alone. */
function importFunction(createModule: (name: string) => PyModule | undefined): MethodDef {
  return {
    kind: 'FASTCALL',
    name: '__import__',
    doc: '__import__(name, /, *ignored)',
    min: 1,
    max: 5,
    call: (_module, args) => createModule(args[0] as string)!,
  };
}

function inPython(python: string, source: string, timeMs: number): Measured {
  const { stdout, stderr, status } = spawnSync(python, ['-c', PYTHON, String(timeMs)], {
    input: source,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function versionOf(python: string): string {
  const { stdout } = spawnSync(python, ['--version'], { encoding: 'utf8' });
  return stdout
    .trim()
    .replace('Python ', 'py ')
    .replace(/\.\d+$/, '');
}

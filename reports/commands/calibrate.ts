/**
 * `calibrate`: measures equal binaries as base and head, session after session, and writes what they tell about the machine
 * and about the gate. Each session is a result file in a folder; sessions that are there already are not measured again, so
 * an interrupted calibration goes on where it stopped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Calibration,
  type CalibrationSession,
  calibrate,
  engineOf,
  gateOptionsOf,
  readRoadmap,
  type SlowedSession,
  selectStages,
} from '../../stages/index.ts';
import {
  type Engine,
  InputError,
  packageRoot,
  parseEngineOption,
  type ResultFile,
  readResultFile,
  writeNewFile,
} from '../../suites/index.ts';
import { formatChange, plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { checkNumber, forceOption, jsonOption, roadmapOption } from './options.ts';
import { engineTexts, inFolder, measureOptions } from './run-options.ts';
import { machineFingerprint, pairSides } from './sides.ts';

export interface CalibrateArguments {
  readonly aa: number;
  readonly inject: string;
  readonly slow?: number;
  readonly trials: number;
  readonly stages?: string;
  readonly engine?: readonly string[];
  readonly suite?: string;
  readonly manifest?: string;
  readonly rounds: number;
  readonly values: number;
  readonly warmup: string;
  readonly folder: string;
  readonly out?: string;
  readonly roadmap?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export const calibrateDeclaration: Declaration = {
  name: 'calibrate',
  addTo: (parser, setStatus) => {
    parser.command(
      'calibrate',
      'Measure the gate’s own false alarms and power on this machine',
      (command) =>
        command
          .option('aa', {
            type: 'number',
            requiresArg: true,
            default: 20,
            describe: 'Sessions of equal binaries; those in the folder count',
          })
          .option('inject', {
            type: 'string',
            requiresArg: true,
            default: '3,5,8,10',
            describe: 'Slowdowns of one benchmark, per cent, whose detection is measured',
          })
          .option('slow', {
            type: 'number',
            requiresArg: true,
            describe: 'Also sessions whose head really is so much slower on one benchmark, per cent',
          })
          .option('trials', {
            type: 'number',
            requiresArg: true,
            default: 10,
            describe: 'How many such sessions; benchmarks take turns',
          })
          .option('stages', {
            type: 'string',
            requiresArg: true,
            describe: 'Stages that are measured (default: the last, or none with --engine)',
          })
          .option('engine', {
            type: 'string',
            array: true,
            nargs: 1,
            requiresArg: true,
            describe: 'NAME=COMMAND of an engine, or cpython3.13; may be repeated',
          })
          .option('suite', {
            type: 'string',
            requiresArg: true,
            describe: 'Groups and benchmarks, by comma (default: what the roadmap gates on)',
          })
          .option('manifest', measureOptions.manifest)
          .option('rounds', {
            type: 'number',
            requiresArg: true,
            default: 12,
            describe: 'Processes of each side in a session',
          })
          .option('values', {
            type: 'number',
            requiresArg: true,
            default: 5,
            describe: 'Values in each process',
          })
          .option('warmup', { type: 'string', requiresArg: true, default: '3s', describe: 'Longest warm-up' })
          .option('folder', {
            type: 'string',
            requiresArg: true,
            default: join('results', 'calibration'),
            describe: 'Where the sessions are kept',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'The calibration file (default: calibration.json in the folder)',
          })
          .option('roadmap', roadmapOption)
          .option('force', forceOption)
          .option('json', jsonOption)
          .example('$0 calibrate --aa 20 --inject 3,5,8,10 --stages 4', '')
          .example('$0 calibrate --aa 20 --slow 15 --trials 10 --warmup 0.4s', 'half an hour, quick suite'),
      (options) => setStatus(calibrateCommand(options)),
    );
  },
};

export function calibrateCommand(options: CalibrateArguments): number {
  const sessions = checkNumber('--aa', options.aa, 1, true);
  checkNumber('--rounds', options.rounds, 1, true);
  checkNumber('--values', options.values, 1, true);
  const injected = parseInjected(options.inject);
  const out = options.out ?? join(options.folder, 'calibration.json');
  const roadmap = readRoadmap(options.roadmap);
  const given = engineTexts(options.engine).flatMap(parseEngineOption);
  const selection = options.stages ?? (given.length === 0 ? String(roadmap.stages.length - 1) : undefined);
  const stages = selection === undefined ? [] : selectStages(roadmap, selection).map(engineOf);
  const engines = [...stages, ...given].map((engine) => inFolder(engine, '.'));
  const slow = options.slow === undefined ? null : checkNumber('--slow', options.slow, 0.1, false) / 100;
  const trials = slow === null ? 0 : checkNumber('--trials', options.trials, 1, true);
  mkdirSync(options.folder, { recursive: true });
  const progress = new SessionProgress(sessions + trials);
  const results: ResultFile[] = [];
  for (let session = 1; session <= sessions; session++) {
    const file = join(options.folder, `session-${String(session).padStart(3, '0')}.json`);
    progress.measure(file, () =>
      measureSession(file, sidesOf(engines, null), options, options.suite ?? roadmap.gateSuite),
    );
    results.push(checkSession(readResultFile(file), engines, file));
  }
  const slowed: SlowedSession[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    const { benchmarks } = results[0]!.plan;
    const benchmark = benchmarks[(trial - 1) % benchmarks.length]!;
    const file = join(options.folder, `slow-${options.slow}-${String(trial).padStart(3, '0')}.json`);
    progress.measure(file, () =>
      measureSession(file, sidesOf(engines, { benchmark, fraction: slow! }), options, benchmarks.join(',')),
    );
    const result = checkSession(readResultFile(file), engines, file);
    slowed.push({ session: sessionOf(result), benchmark, injected: slow! });
  }
  const calibration = calibrate({
    sessions: results.map(sessionOf),
    slowed,
    injected,
    options: gateOptionsOf(roadmap, null),
    created: new Date().toISOString(),
    fingerprint: machineFingerprint(results[0]!),
  });
  writeNewFile(out, formatDocument('calibrate', calibration), options.force || options.out === undefined);
  process.stdout.write(options.json ? formatDocument('calibrate', calibration) : describe(calibration, out));
  return 0;
}

function sessionOf(result: ResultFile): CalibrationSession {
  return { median: pairSides(result, 'median'), minimum: pairSides(result, 'minimum') };
}

/** Says which session is measured, and from the first one on how long the rest will take. */
class SessionProgress {
  private readonly all: number;
  private done = 0;
  private seconds = 0;
  private measured = 0;

  constructor(all: number) {
    this.all = all;
  }

  /** A session whose file is there already is not measured again. */
  measure(file: string, run: () => void): void {
    this.done++;
    if (existsSync(file)) return;
    const left =
      this.measured === 0
        ? ''
        : `, about ${Math.ceil(((this.seconds / this.measured) * (this.all - this.done + 1)) / 60)} min left`;
    process.stderr.write(`session ${this.done} of ${this.all}${left}\n`);
    const started = performance.now();
    run();
    this.seconds += (performance.now() - started) / 1000;
    this.measured++;
  }
}

function parseInjected(text: string): number[] {
  return text.split(',').map((part) => {
    const percent = Number(part.trim());
    if (part.trim() !== '' && percent > 0 && percent <= 1000) return percent / 100;
    throw new InputError({
      where: '--inject',
      field: part,
      problem: 'is not a slowdown',
      fix: 'write per cents above 0, by comma: 3,5,8,10',
    });
  });
}

/** Put before a script, it makes one benchmark slower (see its first lines). */
const SLOWER = join(packageRoot, 'suites', 'testing', 'slower.py');

/**
 * Every engine twice, as base and as head, as options of `run`. Where the head is to be slowed the base runs through the
 * same script, by nothing slower: so the slowdown is all that the two differ in.
 */
function sidesOf(
  engines: readonly Engine[],
  slowed: { readonly benchmark: string; readonly fraction: number } | null,
): string[] {
  const quoted = (part: string): string => (part.includes('"') ? `'${part}'` : `"${part}"`);
  return engines.flatMap(({ name, command }) =>
    (['base', 'head'] as const).flatMap((side) => {
      const before =
        slowed === null ? [] : [SLOWER, String(side === 'head' ? slowed.fraction : 0), slowed.benchmark];
      const at = command.indexOf('{script}');
      const parts = command.toSpliced(at < 0 ? command.length : at, 0, ...before);
      return ['--engine', `${side}:${name}=${parts.map(quoted).join(' ')}`];
    }),
  );
}

/** One run of `stage-report run` in a process of its own. */
function measureSession(
  file: string,
  sides: readonly string[],
  { rounds, values, warmup, manifest }: CalibrateArguments,
  suite: string,
): void {
  const { status } = spawnSync(
    process.execPath,
    [
      ...process.execArgv,
      process.argv[1]!,
      'run',
      ...sides,
      ...(manifest === undefined ? [] : ['--manifest', manifest]),
      ...['--suite', suite, '--rounds', String(rounds), '--values', String(values)],
      ...['--warmup', warmup, '--out', file, '--force', '--quiet'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  // 1 says that something was broken: the file tells what, and the gate judges it.
  if (status === 0 || (status === 1 && existsSync(file))) return;
  throw new InputError({
    where: file,
    problem: `the session could not be measured (exit status ${status})`,
    fix: 'see what it printed above; sessions measured before are kept',
  });
}

/** A folder of other engines' sessions must not be mixed in. */
function checkSession(result: ResultFile, engines: readonly Engine[], file: string): ResultFile {
  const wanted = engines.flatMap(({ name }) => [`base:${name}`, `head:${name}`]);
  const there = result.engines.map(({ name }) => name);
  if (wanted.every((name) => there.includes(name)) && there.length === wanted.length) return result;
  throw new InputError({
    where: file,
    field: 'engines',
    problem: `are ${there.join(', ')}, not ${wanted.join(', ')}`,
    fix: 'name another --folder, or the engines that it was measured with',
  });
}

function describe(calibration: Calibration, file: string): string {
  const { sessions, seenOnce = 0, falseFailures, falseFailureBound } = calibration;
  const { power, trials = [], noise, centre, typicalNoise } = calibration;
  const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
  const noisiest = Object.entries(noise)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10);
  return [
    `${plural(sessions, 'session')} of equal binaries: ${plural(falseFailures, 'false failure')}, a rate of at most ${percent(falseFailureBound)} (95 % confidence).${seenOnce > falseFailures ? ` ${plural(seenOnce, 'session')} alone would have been a rejection; the next session did not confirm ${seenOnce === 1 ? 'it' : 'them'}.` : ''}`,
    `The ${centre} of a process is taken: typical noise of a session ${percent(typicalNoise.median)} by median, ${percent(typicalNoise.minimum)} by minimum.`,
    '',
    formatTable(
      [
        { heading: 'slowdown', align: 'right' },
        { heading: 'found', align: 'right' },
        { heading: '95 %', align: 'left' },
        { heading: 'inconclusive', align: 'right' },
        { heading: 'trials', align: 'right' },
      ],
      power.map((point) => [
        `+${Number((100 * point.injected).toFixed(1))} %`,
        percent(point.found / Math.max(point.tried, 1)),
        `${percent(point.low)} … ${percent(point.high)}`,
        percent(point.inconclusive / Math.max(point.tried, 1)),
        String(point.tried),
      ]),
    ),
    '',
    ...describeTrials(trials),
    formatTable(
      [
        { heading: 'noisiest', align: 'left' },
        { heading: 'noise of a session', align: 'right' },
      ],
      noisiest.map(([benchmark, value]) => [benchmark, percent(value)]),
    ),
    '',
    `calibration: ${file}`,
    '',
  ].join('\n');
}

function describeTrials(trials: NonNullable<Calibration['trials']>): string[] {
  const [first] = trials;
  if (first === undefined) return [];
  const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
  const count = (verdict: string): number => trials.filter((trial) => trial.verdict === verdict).length;
  return [
    `Really slower by ${percent(first.injected)} on one benchmark: found in ${count('fail')} of ${plural(trials.length, 'session')}, inconclusive in ${count('inconclusive')}.`,
    '',
    formatTable(
      [
        { heading: 'benchmark', align: 'left' },
        { heading: 'measured', align: 'right' },
        { heading: '95 %', align: 'left' },
        { heading: 'margin', align: 'right' },
        { heading: 'verdict', align: 'left' },
        { heading: 'rounds needed', align: 'right' },
      ],
      trials.map(({ benchmark, timeRatio, margin, verdict, roundsNeeded }) => [
        benchmark,
        timeRatio === null ? '—' : formatChange(timeRatio.value),
        timeRatio?.low == null || timeRatio.high == null
          ? ''
          : `${formatChange(timeRatio.low)} … ${formatChange(timeRatio.high)}`,
        percent(margin),
        verdict,
        roundsNeeded === null ? '' : String(roundsNeeded),
      ]),
    ),
    '',
  ];
}

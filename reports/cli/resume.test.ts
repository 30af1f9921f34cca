/**
 * A run loses nothing: killed, interrupted or out of disk, it goes on from its journal. Real processes; the engines are
 * made up (see `suites/testing`) and log each measurement they made.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { metadataOf, packageRoot, readResultFile } from '../../suites/index.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 600_000 });

const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
const fakeEngine = join(packageRoot, 'suites', 'testing', 'fake-engine.mjs');
const quickEngine = join(packageRoot, 'suites', 'testing', 'quick-engine.sh');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'resume-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const engine = (name: string, ...args: string[]): string[] => [
  '--engine',
  `${name}="${process.execPath}" ${fakeEngine} ${args.join(' ')}`,
];

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, 'run', '--quiet', ...args], { cwd: folder, stdio: 'pipe' });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<{ status: number | null; err: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, err }));
  });
  return { child, ended };
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'run', '--quiet', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr.replaceAll(`${folder}/`, '') };
}

/** Until a file is so long, or the process has ended. */
async function growsTo(file: string, bytes: number, child: ChildProcess): Promise<void> {
  const size = (): number => (existsSync(file) ? statSync(file).size : 0);
  while (size() < bytes && child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const path = (name: string): string => join(folder, name);

/** Every measurement of a result as `engine benchmark round`, with the moment at which it was made. */
function measurements(file: string): [string, unknown][] {
  const { suites } = readResultFile(file);
  return Object.entries(suites).flatMap(([name, suite]) =>
    suite.benchmarks.flatMap((benchmark) =>
      benchmark.runs.flatMap((each): [string, unknown][] => {
        const metadata = metadataOf(suite, benchmark, each);
        if (!each.values) return [];
        return [[`${name} ${metadata['name']} ${metadata['stage_report_round']}`, metadata['date']]];
      }),
    ),
  );
}

/** The same from a journal. */
function journalled(file: string): [string, unknown][] {
  const lines = readFileSync(`${file}.journal`, 'utf8').split('\n').slice(1, -1);
  return lines.flatMap((line): [string, unknown][] => {
    const record = JSON.parse(line);
    if (record.kind !== 'measured') return [];
    return [[`${record.engine} ${record.benchmark} ${record.round}`, record.run.metadata.date]];
  });
}

describe('a run that is killed ten times', () => {
  it('has measured everything once in the end, and nothing of what it had was lost', async () => {
    const file = path('killed.json');
    const journal = `${file}.journal`;
    const log = path('killed.log');
    writeFileSync(log, '');
    const first = ['--suite', 'planets', '--rounds', '9', '--seed', '5', '--out', file];
    const engines = ['a', 'b'].flatMap((name) => ['--engine', `${name}=sh ${quickEngine} ${log}`]);
    const seen = new Map<string, unknown>();
    for (let kill = 0; kill < 10; kill++) {
      const { child, ended } = kill === 0 ? start(...first, ...engines) : start('--resume', file);
      const before = existsSync(journal) ? statSync(journal).size : 0;
      // A little further each time: some die while a line is written, some while an engine runs.
      await growsTo(journal, before + 100 + 131 * kill, child);
      child.kill('SIGKILL');
      await ended;
      for (const [key, date] of journalled(file)) {
        expect(seen.get(key) ?? date).toBe(date);
        seen.set(key, date);
      }
      // The kernel may stop a write in the middle of a line; the disk then holds a part of it.
      if (kill % 3 === 2) writeFileSync(journal, '{"kind":"measured","round":0,"engi', { flag: 'a' });
    }
    const last = run('--resume', file);
    expect(last).toMatchObject({ status: 0, err: '' });

    const all = measurements(file);
    const expected = ['a', 'b'].flatMap((name) =>
      Array.from({ length: 9 }, (_, round) => `${name} planets ${round}`),
    );
    expect(all.map(([key]) => key).sort()).toEqual(expected.sort());
    expect(seen.size).toBeGreaterThan(3);
    for (const [key, date] of seen) expect(Object.fromEntries(all)[key]).toBe(date);
    // One calibration; a process that a kill cut off was measured again, so at most ten more than the result holds.
    const processes = readFileSync(log, 'utf8').trim().split('\n').length;
    expect(processes).toBeGreaterThanOrEqual(expected.length + 1);
    expect(processes).toBeLessThanOrEqual(expected.length + 1 + 10);
    expect([existsSync(journal), existsSync(`${file}.lock`)]).toEqual([false, false]);
  });
});

describe('a run that is interrupted', () => {
  it('says how to go on, keeps what it has, and holds its file against other runs', async () => {
    const file = path('interrupted.json');
    const args = ['--suite', 'planets', '--rounds', '2', '--seed', '1', '--out', file];
    const hanging = [...engine('good'), ...engine('slow', '--hang', 'planets')];
    const { child, ended } = start(...args, ...hanging);
    await growsTo(`${file}.journal`, 2000, child);
    const second = run(...args, ...engine('good'));
    expect(second.status).toBe(2);
    expect(second.err).toMatch(
      /^stage-report: interrupted.json: is being written by another run \(process \d+ on /,
    );
    expect(run('--resume', file).err).toMatch(/is being written by another run/);

    child.kill('SIGINT');
    const { status, err } = await ended;
    expect(status).toBe(130);
    expect(err.replaceAll(`${folder}/`, '')).toBe(
      '\ninterrupted; what was measured is kept in interrupted.json.journal\ncontinue: stage-report run --resume interrupted.json\n',
    );
    // The engine was ended because the run was, and is not broken.
    expect(readFileSync(`${file}.journal`, 'utf8')).not.toContain('"failed"');
    expect(run(...args, ...engine('good')).err).toMatch(
      /belongs to a run that was interrupted\n {2}fix: continue it/,
    );
    expect(run('--resume', file, '--rounds', '3').err).toBe(
      'stage-report: --rounds: was fixed when the run began\n  fix: leave it out with --resume; --budget may be given\n',
    );
  });

  it('does not go on with another engine', () => {
    const file = path('changed.json');
    const script = path('engine.mjs');
    writeFileSync(
      script,
      `process.argv.splice(2, 0, '--crash', 'no'); await import(${JSON.stringify(fakeEngine)});`,
    );
    const limited = spawnSync(
      'sh',
      [
        ...[
          '-c',
          'ulimit -f 12; exec "$@"',
          'sh',
          process.execPath,
          program,
          'run',
          '--quiet',
          '--out',
          file,
        ],
        ...['--suite', 'planets', '--rounds', '9', '--engine', `vm="${process.execPath}" ${script}`],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    // A limit on files acts as a full disk does.
    expect(limited.status).toBe(2);
    expect(limited.stderr.replaceAll(`${folder}/`, '')).toBe(
      'stage-report: changed.json.journal: cannot be written: the limit on the size of files is reached\n' +
        '  fix: make room, then continue: stage-report run --resume changed.json\n'.replace(
          'changed.json',
          file.replace(`${folder}/`, ''),
        ),
    );
    const kept = journalled(file);
    expect(kept.length).toBeGreaterThan(0);
    const before = readFileSync(script, 'utf8');
    writeFileSync(script, `${before}\n// rebuilt`);
    expect(run('--resume', file).err).toMatch(
      /cannot be continued: engine vm has another .*engine\.mjs\n {2}fix: put it back/,
    );
    writeFileSync(script, before);
    expect(run('--resume', file).status).toBe(0);
    expect(measurements(file)).toHaveLength(9);
    expect(measurements(file).slice(0, kept.length)).toEqual(kept);
    expect(run('--resume', file).err).toBe(
      'stage-report: changed.json: is complete\n  fix: leave --resume out to begin a new run, under another name\n',
    );
  });
});

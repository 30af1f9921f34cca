/** The journal and the lock of a run, on real files. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../input/errors.ts';
import { type JournalRecord, reopenJournal, type SessionHeader, startJournal } from './journal.ts';
import { takeLock } from './lock.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
beforeEach(() => {
  file = join(folder, `r${count++}.json`);
});

function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError)
      return error.message.replaceAll(`${folder}/`, '').replace(/r\d+\.json/g, 'r.json');
    throw error;
  }
  return 'no mistake was found';
}

const header: SessionHeader = {
  session: '0123456789abcdef',
  created: '2026-11-23T09:28:55.000Z',
  environment: { hostname: 'here' },
  engines: [{ name: 'vm', command: ['vm'] }],
  benchmarks: [{ name: 'a', script: '/a.py', arguments: [], sourceHash: 'aa' }],
  settings: {
    ...{
      seed: 1,
      rounds: 2,
      spend: 'rounds',
      values: 3,
      loops: 0,
      minTimeSeconds: 0.01,
      warmupMinSeconds: 0,
    },
    ...{ warmupCapSeconds: 0, timeoutSeconds: 9, pin: null, counters: false },
  },
};
const round = (number: number): JournalRecord => ({
  kind: 'round',
  round: number,
  benchmarks: ['a', 'naïve'],
  elapsedSeconds: number,
});

describe('a journal', () => {
  it('gives back what was appended', () => {
    const journal = startJournal(file, header);
    journal.append(round(0));
    journal.append(round(1));
    journal.close();
    const again = reopenJournal(file);
    expect([again.header, again.records]).toEqual([header, [round(0), round(1)]]);
    again.append(round(2));
    again.close();
    const last = reopenJournal(file);
    expect(last.records).toHaveLength(3);
    last.remove();
    expect(existsSync(`${file}.journal`)).toBe(false);
  });

  it('drops a last line that was cut off, at any byte', () => {
    const journal = startJournal(file, header);
    journal.append(round(0));
    journal.close();
    const whole = readFileSync(`${file}.journal`);
    const line = Buffer.from(`${JSON.stringify(round(1))}\n`);
    for (let bytes = 0; bytes < line.length; bytes++) {
      writeFileSync(`${file}.journal`, Buffer.concat([whole, line.subarray(0, bytes)]));
      const cut = reopenJournal(file);
      expect(cut.records).toEqual([round(0)]);
      cut.append(round(2));
      cut.close();
      const after = reopenJournal(file);
      expect(after.records).toEqual([round(0), round(2)]);
      after.close();
    }
  });

  it('is never replaced, and is refused where it is damaged or missing', () => {
    startJournal(file, header).close();
    const found = [mistake(() => startJournal(file, header))];
    appendFileSync(`${file}.journal`, '{"kind": "round"\n{}\n');
    found.push(mistake(() => reopenJournal(file)));
    writeFileSync(`${file}.journal`, '{"format": "stage-report journal", "version": 9}\n');
    found.push(mistake(() => reopenJournal(file)));
    writeFileSync(`${file}.journal`, '{"format": "diary"}\n');
    found.push(mistake(() => reopenJournal(file)));
    found.push(mistake(() => reopenJournal(join(folder, 'r9999.json'))));
    expect(found.join('\n')).toMatchInlineSnapshot(`
      "r.json: belongs to a run that was interrupted
        fix: continue it: stage-report run --resume r.json, or remove r.json.journal
      r.json.journal: line 2: is not JSON: Expected ',' or '}' after property value in JSON at position 16 (line 1 column 17)
        fix: only the last line of a journal may be cut off; begin a new run
      r.json.journal: line 1: version: is 9
        fix: continue it with the stage-report that began it
      r.json.journal: line 1: format: is "diary"
        fix: give the journal of \`stage-report run\`
      r.json: has no journal beside it
        fix: leave --resume out to begin a new run, under another name"
    `);
  });
});

describe('a lock', () => {
  it('lets one run write a file', () => {
    const lock = takeLock(file);
    expect(
      mistake(() => takeLock(file)).replace(/process \d+ on \S+\)/, 'process N on HOST)'),
    ).toMatchInlineSnapshot(`
      "r.json: is being written by another run (process N on HOST)
        fix: wait for it, or give another name; if there is no such run, remove r.json.lock"
    `);
    lock.release();
    takeLock(file).release();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('is taken over from a process that is gone, or whose number another has now', () => {
    const { pid } = spawnSync('true');
    const left = (holder: object): void => writeFileSync(`${file}.lock`, JSON.stringify(holder));
    left({ pid, host: hostname(), started: '1' });
    takeLock(file).release();
    left({ pid: process.pid, host: hostname(), started: 'before' });
    takeLock(file).release();
    // Nobody can tell from here whether a process of another machine is alive.
    left({ pid, host: 'elsewhere', started: '1' });
    expect(mistake(() => takeLock(file))).toMatch(
      /is being written by another run \(process \d+ on elsewhere\)/,
    );
  });
});

/** Artifacts are written by strangers: what is in one is read by rule or refused with one sentence. */
import { describe, expect, test } from 'vitest';
import { makeZip, type ZipEntry } from '../../testing/zip.ts';
import { pairSides, parseRawSamples, readArtifact } from './raw-samples.ts';
import { ARTIFACT_LIMITS, readZip } from './zip.ts';

const names = ['result.json'];

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
}

const refusalOfZip = (entries: readonly ZipEntry[], limits = ARTIFACT_LIMITS): Promise<string> =>
  refusalOf(readZip(makeZip(entries), names, limits));

describe('a zip', () => {
  test('with the expected file is read', async () => {
    const entries = await readZip(makeZip([{ name: 'result.json', content: '{}' }]), names);
    expect(Object.fromEntries([...entries].map(([name, bytes]) => [name, bytes.toString()]))).toEqual({
      'result.json': '{}',
    });
  });

  test('that is none, or is damaged, is refused', async () => {
    expect(await refusalOf(readZip(Buffer.from('no zip at all'), names))).toMatch(
      /^ARTIFACT_REFUSED: the artifact is no zip/,
    );
    expect(await refusalOf(readZip(new Uint8Array(0), names))).toMatch(
      /^ARTIFACT_REFUSED: the artifact is no zip/,
    );
    const whole = makeZip([{ name: 'result.json', content: 'x'.repeat(1000) }]);
    expect(await refusalOf(readZip(whole.subarray(0, whole.length - 30), names))).toMatch(
      /^ARTIFACT_REFUSED/,
    );
    expect(await refusalOfZip([{ name: 'result.json', content: 'x', checksum: 1 }])).toBe(
      'ARTIFACT_REFUSED: the artifact has "result.json" damaged (checksum differs)',
    );
  });

  test('with names that are not on the list is refused: no number of a pull request, no report, no path', async () => {
    for (const name of ['pr-number.txt', 'report.json', 'sub/result.json', 'Result.json', 'result.json/']) {
      expect(await refusalOfZip([{ name, content: '' }])).toBe(
        `ARTIFACT_REFUSED: the artifact has the entry ${JSON.stringify(name)}, which does not belong there`,
      );
    }
  });

  test('that leads out of its folder is refused', async () => {
    for (const name of ['../result.json', '/etc/passwd', 'C:\\result.json', '..\\result.json']) {
      expect(await refusalOfZip([{ name, content: '' }])).toMatch(/^ARTIFACT_REFUSED: the artifact /);
    }
  });

  test('with a symbolic link, a device or a folder in place of the file is refused', async () => {
    for (const mode of [0o120777, 0o020666, 0o040755]) {
      expect(await refusalOfZip([{ name: 'result.json', content: '/etc/passwd', mode }])).toBe(
        'ARTIFACT_REFUSED: the artifact has "result.json" as something else than a plain file',
      );
    }
  });

  test('with one name twice is refused', async () => {
    const entry = { name: 'result.json', content: '{}' };
    expect(await refusalOfZip([entry, entry])).toBe(
      'ARTIFACT_REFUSED: the artifact has the entry "result.json" twice',
    );
  });

  test('with too many entries is refused before one is read', async () => {
    const many = Array.from({ length: 5_000 }, () => ({ name: 'result.json', content: '', method: 0 }));
    expect(await refusalOfZip(many)).toBe('ARTIFACT_REFUSED: the artifact has 5000 entries, more than 4');
  });

  test('that is a bomb is refused by what it claims, and where it lies, while it inflates', async () => {
    const bomb = new Uint8Array(2 ** 20);
    const limits = { ...ARTIFACT_LIMITS, entryBytes: 1000, totalBytes: 1500 };
    expect(await refusalOfZip([{ name: 'result.json', content: bomb }], limits)).toBe(
      'ARTIFACT_REFUSED: the artifact has "result.json" with 1048576 bytes, more than 1000',
    );
    expect(await refusalOfZip([{ name: 'result.json', content: bomb, claimedBytes: 900 }], limits)).toMatch(
      /^ARTIFACT_REFUSED: the artifact has "result.json" damaged \(too many bytes in the stream/,
    );
  });

  test('that is larger than the limit, encrypted or compressed otherwise is refused', async () => {
    const small = { ...ARTIFACT_LIMITS, zipBytes: 50 };
    expect(await refusalOfZip([{ name: 'result.json', content: 'x'.repeat(99), method: 0 }], small)).toMatch(
      /more than 50$/,
    );
    expect(await refusalOfZip([{ name: 'result.json', content: 'x', flags: 0x801 }])).toMatch(/encrypted$/);
    expect(await refusalOfZip([{ name: 'result.json', content: 'x', method: 12 }])).toMatch(/not deflate$/);
  });
});

/** A result of two engines with one benchmark. */
function result(changes: object = {}, seconds: unknown = 0.01, name = 'nbody'): Record<string, unknown> {
  const run = { metadata: { stage_report_round: 0 }, values: [seconds] };
  const suite = { version: '1.0', metadata: {}, benchmarks: [{ metadata: { name }, runs: [run] }] };
  return {
    ...{
      format: 'stage-report result',
      version: 1,
      session: 's',
      created: '2026-01-01T00:00:00Z',
      environment: {},
    },
    engines: ['base', 'head'].map((engine) => ({ name: engine, command: ['engine'] })),
    plan: { seed: 1, rounds: 1, requestedRounds: 1, stopped: 'complete', benchmarks: [name], loops: {} },
    suites: { base: suite, head: suite },
    failures: [],
    ...changes,
  };
}

const refusalOfText = (text: string | Buffer): Promise<string> =>
  refusalOf((async () => parseRawSamples(Buffer.from(text)))());
const refusalOfResult = (value: unknown): Promise<string> => refusalOfText(JSON.stringify(value));

describe('raw samples', () => {
  test('that fit are read, and paired by engine', async () => {
    const zip = makeZip([{ name: 'result.json', content: JSON.stringify(result()) }]);
    const pairs = pairSides(await readArtifact(zip), 'median');
    expect(pairs.map(({ base, head }) => [base.engine, head.engine, [...head.benchmarks.keys()]])).toEqual([
      ['engine', 'engine', ['nbody']],
    ]);
  });

  test('are of several engines where they say so: base:NAME and head:NAME', () => {
    const suite = (result()['suites'] as { base: unknown }).base;
    const engines = ['base:stage-0', 'base:stage-2', 'head:stage-0', 'head:stage-2'];
    const text = JSON.stringify(
      result({
        engines: engines.map((name) => ({ name, command: ['x'] })),
        suites: Object.fromEntries(engines.map((name) => [name, suite])),
      }),
    );
    const pairs = pairSides(parseRawSamples(Buffer.from(text)), 'median');
    expect(pairs.map(({ head }) => head.engine)).toEqual(['stage-0', 'stage-2']);
  });

  test('without base and head are refused', () => {
    const engines = [{ name: 'stage-1', command: ['x'] }];
    const text = JSON.stringify(result({ engines, suites: {} }));
    expect(() => pairSides(parseRawSamples(Buffer.from(text)), 'median')).toThrow(
      'the artifact has no engine as base and as head (engines: stage-1)',
    );
  });

  test('that are no JSON are refused, NaN and Infinity included', async () => {
    for (const text of ['', '{', '{"a": NaN}', '[Infinity]', Buffer.from([0xff, 0xfe])]) {
      expect(await refusalOfText(text)).toMatch(/^ARTIFACT_REFUSED: the artifact’s result.json is not JSON/);
    }
  });

  test('with numbers beyond a number are refused', async () => {
    expect(await refusalOfText(JSON.stringify(result()).replace('0.01', '1e999'))).toMatch(
      /is not a finite number$/,
    );
  });

  test('with times that no clock measures are refused: 1e308, zero, negative', async () => {
    expect(await refusalOfResult(result({}, 1e308))).toBe(
      'ARTIFACT_REFUSED: the artifact has a time of 1e+308 seconds, which no clock has measured',
    );
    for (const seconds of [0, -1, '1', null, [1]]) {
      expect(await refusalOfResult(result({}, seconds))).toMatch(/does not fit the schema: suites\.base/);
    }
  });

  test('with fields that the format does not have, or lacks, are refused', async () => {
    expect(await refusalOfResult(result({ pullRequest: 1 }))).toMatch(
      /pullRequest is not a field of this format/,
    );
    expect(await refusalOfResult(result({ failures: undefined }))).toMatch(/failures is missing/);
    expect(await refusalOfResult([1, 2])).toMatch(/^ARTIFACT_REFUSED/);
    expect(await refusalOfResult(null)).toMatch(/^ARTIFACT_REFUSED/);
    expect(await refusalOfText('{"__proto__": {"polluted": true}}')).toMatch(
      /has a field named "__proto__"$/,
    );
  });

  test('that are deep, long or many are refused', async () => {
    expect(await refusalOfText('['.repeat(5000) + ']'.repeat(5000))).toMatch(/nested deeper than 12 levels$/);
    expect(await refusalOfResult(result({ session: 'x'.repeat(30_000) }))).toBe(
      'ARTIFACT_REFUSED: the artifact session is a text of more than 20000 characters',
    );
    expect(await refusalOfResult({ list: new Array(200_001).fill(1) })).toMatch(/more than 200000 items$/);
    expect(await refusalOfResult({ ['k'.repeat(400)]: 1 })).toMatch(/has a field named/);
  });
});

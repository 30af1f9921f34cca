/** Files in and out: pyperf suites, manifests, results; each mistake names file, field and fix. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownBenchmarksFolder, packageRoot } from '../harness/paths.ts';
import { InputError } from '../input/errors.ts';
import { importPyperf } from './import.ts';
import { readManifest, selectBenchmarks } from './manifest.ts';
import { benchmarkName, formatPyperfSuite, makeSuite, readPyperfFile } from './pyperf.ts';
import { formatResult, readMeasurementFile, readResultFile, writeNewFile } from './result.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The message of the mistake, with the folder left out. */
function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'no mistake was found';
}

const suite = (change: object = {}) => ({
  version: '1.0',
  benchmarks: [{ metadata: { name: 'a' }, runs: [{ values: [0.5] }] }],
  ...change,
});

describe('pyperf files', () => {
  it('that CPython’s project published are read and written without loss', () => {
    const file = join(packageRoot, 'suites', 'formats', 'testdata', 'cpython-3.12.json.gz');
    const suite = readPyperfFile(file);
    expect(suite.benchmarks.map((each) => [benchmarkName(suite, each), each.runs.length])).toEqual([
      ['logging_silent', 4],
      ['nbody', 4],
      ['pickle_dict', 4],
      ['python_startup', 4],
    ]);
    const published = gunzipSync(readFileSync(file)).toString();
    expect(JSON.parse(formatPyperfSuite(suite))).toEqual(JSON.parse(published));
    // Through a result of ours and out again.
    const result = importPyperf([{ name: 'cpython', file, suite }]);
    const again = readResultFile(write('imported.json.gz', gzipSync(formatResult(result))));
    expect(JSON.parse(formatPyperfSuite(again.suites['cpython']!))).toEqual(JSON.parse(published));
    expect(importPyperf([{ name: null, file, suite }]).engines).toEqual([
      { name: 'cpython 3.12.0a7+', command: [] },
    ]);
  });

  it('may be gzipped', () => {
    const text = JSON.stringify(suite());
    expect(readPyperfFile(write('suite.json.gz', gzipSync(text)))).toEqual(JSON.parse(text));
  });

  it('name a lone benchmark at the top', () => {
    const file = write(
      'one.json',
      JSON.stringify(suite({ metadata: { name: 'lone' }, benchmarks: [{ runs: [{ values: [1] }] }] })),
    );
    const read = readPyperfFile(file);
    expect(benchmarkName(read, read.benchmarks[0]!)).toBe('lone');
  });

  it('with a mistake give one clear error', () => {
    const benchmark = (runs: object[], metadata: object = { name: 'a' }) => ({
      benchmarks: [{ metadata, runs }],
    });
    const cases: Record<string, string> = {
      'cut.json': JSON.stringify(suite()).slice(0, 50),
      'nan.json': '{"version": "1.0", "benchmarks": [{"runs": [{"values": [NaN]}]}]}',
      'version.json': JSON.stringify(suite({ version: 5 })),
      'list.json': '[]',
      'empty.json': JSON.stringify(suite({ benchmarks: [] })),
      'negative.json': JSON.stringify(suite(benchmark([{ values: [1, -0.5] }]))),
      'text.json': JSON.stringify(suite(benchmark([{ values: ['fast'] }]))),
      'nothing.json': JSON.stringify(suite(benchmark([{}]))),
      'warmup.json': JSON.stringify(suite(benchmark([{ warmups: [[1]] }]))),
      'unit.json': JSON.stringify(suite(benchmark([{ values: [1] }], { name: 'a', unit: 'byte' }))),
      'nameless.json': JSON.stringify(suite(benchmark([{ values: [1] }], { nam: 'a' }))),
      'twice.json': JSON.stringify(suite({ benchmarks: [...suite().benchmarks, ...suite().benchmarks] })),
      'unknown.json': JSON.stringify({ format: 'something else' }),
      'newer.json': JSON.stringify({ format: 'stage-report result', version: 3 }),
      'infinite.json':
        '{"version": "1.0", "benchmarks": [{"metadata": {"name": "a"}, "runs": [{"values": [1e999]}]}]}',
      'warmless.json': JSON.stringify(suite(benchmark([{ values: [], warmups: [] }]))),
      'cold.json': JSON.stringify(suite(benchmark([{ warmups: [[0, 1]] }]))),
      'nested.json': JSON.stringify(suite(benchmark([{ values: [1] }], { name: 'a', more: { deep: 1 } }))),
    };
    const found = Object.entries(cases).map(([name, text]) =>
      mistake(() => readMeasurementFile(write(name, text))),
    );
    found.push(mistake(() => readMeasurementFile(write('damaged.gz', gzipSync('{"a": 1}').subarray(0, 15)))));
    found.push(mistake(() => readMeasurementFile(join(folder, 'missing.json'))));
    // A file of a gigabyte that takes no room on the disk.
    const huge = write('huge.json', '');
    truncateSync(huge, 2 ** 30);
    found.push(mistake(() => readMeasurementFile(huge)));
    // Zeros pack a thousand to one: what a file unpacks to is limited too.
    const bomb = write('bomb.json.gz', Buffer.concat(Array(9).fill(gzipSync(Buffer.alloc(64 * 2 ** 20)))));
    found.push(mistake(() => readMeasurementFile(bomb)));
    expect(found.join('\n')).toMatchInlineSnapshot(`
      "cut.json: is not JSON: Expected ':' after property name in JSON at position 50 (line 1 column 51)
        fix: write the file again
      nan.json: is not JSON: Unexpected token 'N', ..."values": [NaN]}]}]}" is not valid JSON
        fix: replace NaN and Infinity by numbers
      version.json: version: is 5
        fix: give a file of pyperf 1.0 or newer ("version": "1.0"); \`python -m pyperf convert\` updates older ones
      list.json: is an array
        fix: write an object here
      empty.json: benchmarks: is empty
        fix: give a suite with benchmarks
      negative.json: benchmarks[0].runs[0].values[1]: is -0.5
        fix: write a number greater than 0
      text.json: benchmarks[0].runs[0].values[0]: is "fast"
        fix: write a number here
      nothing.json: benchmarks[0].runs[0]: has neither values nor warmups
        fix: leave such a run out
      warmup.json: benchmarks[0].runs[0].warmups[0]: is not a pair
        fix: write [loops, seconds]
      unit.json: benchmarks[0].metadata: has the unit "byte"
        fix: give a suite of times (unit "second")
      nameless.json: benchmarks[0].metadata: has no name
        fix: add "name" to the metadata
      twice.json: benchmarks[1]: is a second benchmark named "a"
        fix: give each name once
      unknown.json: format: is "something else"
        fix: give a file with the format "stage-report result"
      newer.json: version: is 3
        fix: read it with the stage-report that wrote it
      infinite.json: benchmarks[0].runs[0].values[0]: is too large for a number
        fix: write a number here
      warmless.json: benchmarks[0].runs[0]: has neither values nor warmups
        fix: leave such a run out
      cold.json: benchmarks[0].runs[0].warmups[0][0]: is 0
        fix: write a whole number of at least 1
      nested.json: benchmarks[0].metadata.more: is not a text, number or list of texts
        fix: keep metadata flat
      damaged.gz: is damaged gzip data (unexpected end of file)
        fix: fetch or write the file again
      missing.json: no such file
        fix: check the path
      huge.json: is 1024 MiB, more than the 512 MiB that are read
        fix: give a single result file, or split it
      bomb.json.gz: unpacks to more than the 512 MiB that are read
        fix: give a single result file, or split it"
    `);
  });

  it('are written with common metadata at the top, as pyperf lays them out', () => {
    const run = (name: string, round: number) => ({
      metadata: { host: 'h', name, source: `${name}!`, round },
      values: [round + 1],
    });
    expect(makeSuite([{ runs: [run('a', 0), run('a', 1)] }, { runs: [run('b', 0)] }])).toEqual({
      version: '1.0',
      metadata: { host: 'h' },
      benchmarks: [
        {
          metadata: { name: 'a', source: 'a!' },
          runs: [
            { metadata: { round: 0 }, values: [1] },
            { metadata: { round: 1 }, values: [2] },
          ],
        },
        { metadata: { name: 'b', source: 'b!', round: 0 }, runs: [{ metadata: {}, values: [1] }] },
      ],
    });
  });
});

describe('MANIFEST', () => {
  it('of our suite is selected by group and by name, in its own order', () => {
    const manifest = readManifest(ownBenchmarksFolder);
    const names = (selection: string[]) => selectBenchmarks(manifest, selection).map(({ name }) => name);
    expect(names(['quick'])).toEqual(['scheduler', 'planets', 'wordcount']);
    expect(names(['regex', 'planets'])).toEqual([
      ...['planets', 'regex_compile', 'regex_dna', 'regex_effbot', 'regex_v8'],
    ]);
    expect(mistake(() => selectBenchmarks(manifest, ['quik']))).toContain('did you mean "quick"');
  });

  it('starts a variant with the options of its metafile', () => {
    const program = join(folder, 'bm_base');
    mkdirSync(program, { recursive: true });
    writeFileSync(join(program, 'run_benchmark.py'), 'pass');
    const variant = join(program, 'bm_other.toml');
    const manifest = write('MANIFEST', '[benchmarks]\nother\t<local:base>\n');
    const started = (toml: string) => {
      writeFileSync(variant, `[tool.pyperformance]\n${toml}`);
      return readManifest(manifest).benchmarks[0]!.arguments;
    };
    expect(started('extra_opts = ["--kind", "io"]')).toEqual(['--kind', 'io']);
    expect(started('')).toEqual([]);
    expect(mistake(() => started('extra_opts = "--kind"'))).toMatch(
      /bm_other.toml: tool.pyperformance.extra_opts: is not a list of strings\n {2}fix: write/,
    );
    expect(mistake(() => started('extra_opts ='))).toMatch(/bm_other.toml: is not TOML: .*/);
  });

  it('gives a program another hash when its source or data change', () => {
    const program = join(folder, 'bm_x');
    mkdirSync(program, { recursive: true });
    writeFileSync(join(program, 'pyproject.toml'), '');
    writeFileSync(join(program, 'run_benchmark.py'), 'pass');
    const manifest = write('MANIFEST', '[benchmarks]\nname\tmetafile\nx\t<local>\n[group none]\n-x\n');
    const hash = (): string => readManifest(manifest).benchmarks[0]!.sourceHash;
    const first = hash();
    expect(hash()).toBe(first);
    writeFileSync(join(program, 'data.txt'), 'more');
    expect(hash()).not.toBe(first);
    expect(readManifest(manifest).groups.get('none')).toEqual([]);
  });

  it('with a mistake names the line', () => {
    const found = [
      '[benchmarks]\na b c\n',
      'lost\n',
      '[benchmarks]\ngone\t<local>\n',
      '[benchmarks]\n[group g]\nghost\n',
    ].map((text) => mistake(() => readManifest(write('M', text))));
    expect(found.join('\n')).toMatchInlineSnapshot(`
      "M: line 2: is "a b c"
        fix: write NAME, tab, METAFILE
      M: line 1: stands in no section
        fix: put it under [benchmarks] or [group NAME]
      M: line 2: benchmark gone needs bm_gone/pyproject.toml, which does not exist
        fix: add the file, or take the benchmark out of the manifest
      M: [group g]: names "ghost", which is not under [benchmarks]
        fix: use one of: none"
    `);
  });
});

describe('writing', () => {
  it('never overwrites unless forced, and leaves no temporary file', () => {
    const file = join(folder, 'new', 'result.json');
    writeNewFile(file, 'first', false);
    expect(mistake(() => writeNewFile(file, 'second', false))).toMatchInlineSnapshot(`
      "new/result.json: exists already
        fix: give another name, or --force to overwrite it"
    `);
    expect(readFileSync(file, 'utf8')).toBe('first');
    writeNewFile(file, 'third', true);
    expect(readFileSync(file, 'utf8')).toBe('third');
    expect(readdirSync(join(folder, 'new'))).toEqual(['result.json']);
  });
});

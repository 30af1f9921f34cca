/** The site of a made-up history: what is built, that pages and data.json agree, and that nothing hostile gets through. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Calibration, readRoadmap } from '../../stages/index.ts';
import type { ResultFile } from '../../suites/index.ts';
import { formatFactor, formatSeconds } from '../model/format.ts';
import { plainText } from '../page/html.ts';
import { type BuildOptions, buildSite } from './build.ts';
import type { Site } from './model/site.ts';
import { formatNumber, type NumberKind } from './pages/cells.ts';
import {
  filesOf,
  leavesOf,
  pagesIn,
  type TestElement,
  type TestPage,
  textsOutside,
} from './testing/read-pages.ts';
import { SAMPLE, sampleRun, writeSampleHistory } from './testing/sample-history.ts';

let folder: string;
let history: string;
let out: string;
/** The pages of the site that most tests look at. */
let pages: readonly TestPage[];

const build = (options: Partial<BuildOptions> = {}) =>
  buildSite({
    ...{ history, out, roadmap: readRoadmap(), calibration: null, sources: new Map() },
    ...{ repository: 'https://github.com/owner/name', historyUrl: null, siteUrl: null },
    ...options,
  });

/** As `stage-report calibrate` writes it. */
const CALIBRATION: Calibration = {
  ...{
    format: 'stage-report calibration',
    version: 1,
    created: '2026-08-02T06:00:00.000Z',
    fingerprint: null,
  },
  ...{
    engines: ['stage-2'],
    rounds: 12,
    centre: 'median',
    typicalNoise: { median: 0.0123, minimum: 0.0156 },
  },
  ...{ noise: { nbody: 0.012 }, sessions: 60, falseFailures: 0, falseFailureBound: 0.0487 },
  power: [{ injected: 0.08, found: 58, inconclusive: 1, tried: 60, low: 0.885, high: 0.996 }],
};

const siteIn = (site: string): Site => JSON.parse(readFileSync(join(site, 'data.json'), 'utf8'));

function writeRun(at: string, name: string, result: ResultFile): void {
  mkdirSync(dirname(join(at, name)), { recursive: true });
  writeFileSync(join(at, name), gzipSync(JSON.stringify(result)));
}

function writeRelease(at: string, release: string, run: string): void {
  mkdirSync(join(at, 'releases'), { recursive: true });
  const record = { format: 'stage-report release', version: 1, release, released: '2026-08-03', run };
  writeFileSync(join(at, 'releases', `${release}.json`), JSON.stringify(record));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-report-site-'));
  history = join(folder, 'history');
  out = join(folder, 'site');
  const runs = writeSampleHistory(history, { ...SAMPLE, runs: 6 });
  writeRelease(history, '3.11', runs[2]!);
  build({ calibration: CALIBRATION });
  pages = pagesIn(out);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a site', () => {
  it('has a page for the overview, each stage, release and benchmark, and the other questions', () => {
    expect(filesOf(out).filter((path) => path.endsWith('.html'))).toEqual([
      ...['nbody', 'generators', 'index', 'json_dumps', 'regex_compile', 'richards', 'startup']
        .sort()
        .map((name) => `benchmarks/${name}.html`),
      ...['compare.html', 'edges.html', 'engines.html', 'index.html'],
      ...['3.10', '3.11', '3.12', '3.13', '3.9', 'index'].map((name) => `releases/${name}.html`),
      ...[0, 1, 2, 3, 4].map((id) => `stages/${id}.html`),
      'trust.html',
    ]);
  });

  it('has a badge, a shields endpoint, a feed, and a social image for each page', () => {
    expect(JSON.parse(readFileSync(join(out, 'badge.json'), 'utf8'))).toEqual({
      ...{ schemaVersion: 1, label: 'stage 4' },
      message: expect.stringMatching(/^×\d\.\d\d of ×5\.06 [▲▼?]$/),
      color: expect.stringMatching(/^(brightgreen|red|yellow)$/),
    });
    expect(readFileSync(join(out, 'badge.svg'), 'utf8')).toContain('aria-label="stage 4: ×');
    expect(readFileSync(join(out, 'feed.xml'), 'utf8')).toContain('<title>3.11: Calls and frames');
    const images = filesOf(join(out, 'social'));
    expect(images).toHaveLength(pages.length);
  });

  it('says first where the last stage stands', () => {
    const [overview] = pages.filter(({ path }) => path === 'index.html');
    expect(overview!.document.querySelector('h1')!.textContent).toBe(siteIn(out).overview.headline);
    expect(siteIn(out).overview.headline).toMatch(/^Stage 4 runs \d\.\d\d times as fast as stage 0/);
  });

  it('has a table under each chart, and in each chart a title and a description', () => {
    for (const { path, document } of pages) {
      for (const figure of document.querySelectorAll('.figure')) {
        expect({ path, table: figure.querySelector('table') !== null }).toEqual({ path, table: true });
        const charts = [...figure.querySelectorAll('svg')];
        expect(charts.map((chart) => chart.getAttribute('role'))).toEqual(['img', 'img']);
        for (const chart of charts) {
          for (const id of chart.getAttribute('aria-labelledby')!.split(' ')) {
            expect(document.querySelector(`#${id}`)!.textContent.length).toBeGreaterThan(5);
          }
        }
      }
    }
  });
});

describe('pages and data.json', () => {
  it('show the same numbers', () => {
    const { numbers } = leavesOf(siteIn(out));
    let compared = 0;
    for (const { path, document } of pages) {
      for (const element of document.querySelectorAll('data')) {
        const value = Number(element.getAttribute('value'));
        const kind = (element.getAttribute('data-as') ?? 'factor') as NumberKind;
        expect({ path, value, known: numbers.has(value) }).toEqual({ path, value, known: true });
        expect({ path, value, text: element.textContent }).toEqual({
          path,
          value,
          text: formatNumber(kind, value),
        });
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it('have no other number: what stands outside is a text of data.json, or part of a fixed sentence', () => {
    const { texts } = leavesOf(siteIn(out));
    const known = [...texts]
      .filter((text) => /\d/.test(text) && text.length > 2)
      .map(plainText)
      .sort((a, b) => b.length - a.length);
    // Stages, the confidence level, and what "steady" means.
    const fixed = new Set(['0', '1', '2', '3', '4', '95', '10']);
    for (const { path, document } of pages) {
      for (const text of textsOutside(document.querySelector('body')!, 'data,time,code,svg,script,style')) {
        let rest = text;
        for (const each of known) rest = rest.replaceAll(each, '');
        const unknown = (rest.match(/\d[\d.,]*/g) ?? []).filter(
          (token) => !fixed.has(token.replace(/[.,]$/, '')),
        );
        expect({ path, text, unknown }).toEqual({ path, text, unknown: [] });
      }
    }
  });

  it('show the same numbers in charts', () => {
    const { numbers } = leavesOf(siteIn(out));
    const formatted = new Set(
      [...numbers].flatMap((value) => [
        formatFactor(value),
        formatSeconds(value),
        `×${Number(value.toPrecision(3))}`,
      ]),
    );
    let compared = 0;
    for (const { path, document } of pages) {
      for (const title of document.querySelectorAll('svg title')) {
        const shown = /: (\S+(?: [µmn]?s)?)(?:, target (\S+))?$/.exec(title.textContent);
        for (const number of shown?.slice(1) ?? []) {
          if (number === undefined) continue;
          expect({ path, number, known: formatted.has(number) }).toEqual({ path, number, known: true });
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(200);
  });

  it('agree cell by cell on the ladder', () => {
    const { overview } = siteIn(out);
    const page = pages.find(({ path }) => path === 'index.html')!;
    const rows = [...page.document.querySelectorAll('.figure table')][0]!;
    const cells = [...rows.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].flatMap((cell) =>
        [...cell.querySelectorAll('data')].map((data) => Number(data.getAttribute('value'))),
      ),
    );
    const standing = (part: Site['overview']['ladder'][number]['total']) =>
      part ? [part.speedup.value, part.speedup.low, part.speedup.high, part.target] : [];
    expect(cells).toEqual([
      ...overview.ladder.map(({ total, step }) => [...standing(total), ...standing(step)]),
      ...overview.beside.map(({ overBaseline: { value, low, high } }) => [value, low, high]),
    ]);
  });
});

describe('links', () => {
  it('lead to files of the site or the history, and to places that are there', () => {
    const files = new Set(filesOf(out));
    const runs = new Set(filesOf(history));
    const byPath = new Map(pages.map((each) => [each.path, each]));
    const broken: string[] = [];
    let checked = 0;
    for (const { path, document } of byPath.values()) {
      for (const element of document.querySelectorAll('[href], [src]')) {
        const link = element.getAttribute('href') ?? element.getAttribute('src')!;
        checked += 1;
        if (/^https:\/\/github\.com\/owner\/name\/(commit|blob|compare)\//.test(link)) continue;
        const [file, fragment] = decodeURIComponent(link).split('#') as [string, string?];
        const target = file === '' ? path : normalize(join(dirname(path), file));
        const inHistory = /^\.\.\/history\/(.+)/.exec(target)?.[1];
        const there = inHistory ? runs.has(inHistory) : files.has(target);
        const place = fragment === undefined || byPath.get(target)?.document.querySelector(`#${fragment}`);
        if (!there || !place) broken.push(`${path}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
    expect(checked).toBeGreaterThan(400);
  });

  it('reach every page from the overview', () => {
    const byPath = new Map(pages.map((each) => [each.path, each]));
    const reached = new Set(['index.html']);
    for (const path of reached) {
      for (const link of byPath.get(path)!.document.querySelectorAll('a[href]')) {
        const target = normalize(join(dirname(path), link.getAttribute('href')!.split('#')[0]!));
        if (byPath.has(target)) reached.add(target);
      }
    }
    expect([...reached].sort()).toEqual([...byPath.keys()].sort());
  });

  it('name each place of a page once', () => {
    for (const { path, document } of pages) {
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'));
      expect({ path, ids }).toEqual({ path, ids: [...new Set(ids)] });
    }
  });
});

describe('a change of level', () => {
  it('is found, with the commits it lies between, on overview, benchmark page and feed', () => {
    const [at, site] = [join(folder, 'changed'), join(folder, 'changed-site')];
    // The sample's second benchmark gets 30 % slower on stage 4 from two thirds of the history on.
    const runs = writeSampleHistory(at, { ...SAMPLE, runs: 24, noise: 0.005 });
    build({ history: at, out: site });
    const found = siteIn(site).changes.find(
      ({ benchmark, engine }) => benchmark === 'richards' && engine === 'stage-4',
    )!;
    const commits = runs.map((name) => /\/([0-9a-f]{40})-/.exec(name)![1]);
    expect(found).toMatchObject({ shaBefore: commits[15], sha: commits[16] });
    expect(found.timeRatio).toBeCloseTo(1.3, 1);
    const range = `https://github.com/owner/name/compare/${commits[15]}...${commits[16]}`;
    for (const path of ['index.html', 'benchmarks/richards.html'])
      expect(page(site, path).text).toContain(range);
    expect(readFileSync(join(site, 'feed.xml'), 'utf8')).toMatch(
      /<title>richards on stage-4: time \+(29|30|31)\.\d %<\/title>/,
    );
  });
});

describe('flags and sharp edges', () => {
  it('come from the newest ablation, and from pairs of programs', () => {
    const [at, site] = [join(folder, 'flags'), join(folder, 'flags-site')];
    writeSampleHistory(at, { ...SAMPLE, runs: 1, benchmarks: ['scan', 'scan_base'], noise: 0.001 });
    const engines = ['stage-2', 'stage-2,-shapes'];
    writeSampleHistory(at, { ...SAMPLE, runs: 1, suite: 'ablation', seed: 2, engines, noise: 0.001 });
    build({ history: at, out: site });
    const { stages, edges } = siteIn(site);
    expect(stages[2]!.contributions).toMatchObject([{ flag: 'shapes', broken: [] }]);
    expect(page(site, 'stages/2.html').text).toContain('What each flag brings');
    expect(edges.rows.map(({ edge, engine }) => [edge, engine])).toEqual(
      SAMPLE.engines.map((engine) => ['scan', engine]),
    );
    expect(page(site, 'edges.html').document.querySelector('table')).not.toBe(null);
  });
});

describe('building again', () => {
  it('reads and writes nothing where nothing changed', () => {
    expect(build({ calibration: CALIBRATION })).toMatchObject({
      runs: 6,
      runsRead: 0,
      written: 0,
      removed: 0,
    });
  });

  it('reads only what is new, and leaves a frozen release as it was', () => {
    const [longer, site] = [join(folder, 'longer'), join(folder, 'longer-site')];
    cpSync(history, longer, { recursive: true });
    build({ history: longer, out: site });
    const frozen = readFileSync(join(site, 'releases', '3.11.html'), 'utf8');
    const { name, result } = sampleRun({ ...SAMPLE, runs: 6 }, 6);
    writeRun(longer, name, result);
    const report = build({ history: longer, out: site });
    expect(report).toMatchObject({ runs: 7, runsRead: 1 });
    expect(readFileSync(join(site, 'releases', '3.11.html'), 'utf8')).toBe(frozen);
    expect(readFileSync(join(site, 'releases', '3.12.html'), 'utf8')).toContain(name.split('/').at(-1)!);
  });

  it('gives what building from nothing gives, and removes pages that are no more', () => {
    const [other, site, fresh] = ['other', 'other-site', 'fresh-site'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeSampleHistory(other, { ...SAMPLE, runs: 2, benchmarks: ['alpha', 'beta'] });
    build({ history: other, out: site });
    rmSync(other, { recursive: true });
    writeSampleHistory(other, { ...SAMPLE, runs: 2, benchmarks: ['alpha', 'gamma'] });
    // `social/` has one image for the page that went; runs of the same name were read anew, since their size differs.
    expect(build({ history: other, out: site }).removed).toBeGreaterThanOrEqual(2);
    build({ history: other, out: fresh });
    expect(filesOf(site)).toEqual(filesOf(fresh));
    for (const path of filesOf(fresh)) {
      expect({
        path,
        text: readFileSync(join(site, path), 'utf8').replaceAll('other-site', 'fresh-site'),
      }).toEqual({
        ...{ path, text: readFileSync(join(fresh, path), 'utf8') },
      });
    }
  });
});

describe('a history that is not all well', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\u202Egnp.exe\u2066',
    '../../../etc/passwd',
    `${'long'.repeat(100)}`,
    "' onmouseover='alert(1)",
    '{{7*7}}%0d%0a<!--',
    'toString',
  ];

  it('shows hostile names as text, in files of harmless names', () => {
    const [at, site] = [join(folder, 'hostile'), join(folder, 'hostile-site')];
    const engines = [...SAMPLE.engines, '<img src=x onerror=alert(2)>', '\u202Eenigne'];
    writeSampleHistory(at, { ...SAMPLE, runs: 3, benchmarks: hostile, engines });
    build({ history: at, out: site });
    expect(filesOf(site).filter((path) => !/^([a-z0-9]+\/){0,2}[A-Za-z0-9_.-]+$/.test(path))).toEqual([]);
    for (const { path, text, document } of pagesIn(site)) {
      const active = [...document.querySelectorAll('*')].flatMap((element) => dangerIn(element));
      expect({ path, active }).toEqual({
        path,
        active: path === 'compare.html' ? ['script compare.js'] : [],
      });
      expect({ path, hidden: /[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/.test(text) }).toEqual({
        path,
        hidden: false,
      });
    }
    const engineTexts = [...page(site, 'engines.html').document.querySelectorAll('tbody th')].map(
      (cell) => cell.textContent,
    );
    expect(engineTexts).toContain('<img src=x onerror=alert(2)>');
    expect(engineTexts).toContain('<script>alert(1)</script>');
  });

  it('draws and prints values of any size', () => {
    const [at, site] = [join(folder, 'huge'), join(folder, 'huge-site')];
    for (const index of [0, 1]) {
      const { name, result } = sampleRun({ ...SAMPLE, runs: 2 }, index);
      const scaled = JSON.parse(JSON.stringify(result), (key, value) =>
        key === 'values' ? (Array.isArray(value) ? value.map(() => 1e300) : value) : value,
      ) as ResultFile;
      const suites = {
        ...result.suites,
        'stage-4': scaled.suites['stage-4']!,
        'cpython3.9': JSON.parse(JSON.stringify(result.suites['cpython3.9']), (key, value) =>
          key === 'values' ? (Array.isArray(value) ? value.map(() => 5e-324) : value) : value,
        ),
      };
      writeRun(at, name, { ...result, suites });
    }
    build({ history: at, out: site });
    for (const { path, text } of pagesIn(site)) {
      expect({ path, found: /NaN|Infinity|undefined|\[object/.exec(text)?.[0] }).toEqual({
        path,
        found: undefined,
      });
    }
  });

  it('shows what broke, and stages that were not measured', () => {
    const [at, site] = [join(folder, 'broken'), join(folder, 'broken-site')];
    const { name, result } = sampleRun(
      { ...SAMPLE, engines: ['stage-0', 'stage-1', 'stage-2'], rounds: 1 },
      0,
    );
    const broken = result.suites['stage-2']!.benchmarks.slice(1);
    writeRun(at, name, {
      ...result,
      suites: { ...result.suites, 'stage-2': { ...result.suites['stage-2']!, benchmarks: broken } },
      failures: [
        {
          engine: 'stage-2',
          benchmark: 'nbody',
          round: 0,
          kind: 'crashed',
          message: 'exit status 1 <b>',
          stderr: '',
        },
      ],
    });
    build({ history: at, out: site });
    expect(page(site, 'index.html').document.querySelector('.alert')!.textContent).toContain(
      'nbody on stage-2: crashed: exit status 1 <b>',
    );
    expect(page(site, 'stages/2.html').document.querySelector('.alert')!.textContent).toContain('nbody');
    expect(page(site, 'stages/4.html').text).toContain('Stage 4 has not been measured yet.');
    for (const { path, text } of pagesIn(site)) {
      expect({ path, found: /NaN|Infinity|undefined|\[object/.exec(text)?.[0] }).toEqual({
        path,
        found: undefined,
      });
    }
  });

  const failing = (change: (at: string) => void, options: Partial<BuildOptions> = {}): string => {
    const at = mkdtempSync(join(folder, 'bad-'));
    writeSampleHistory(at, { ...SAMPLE, runs: 1, benchmarks: ['alpha'] });
    change(at);
    try {
      build({ history: at, out: `${at}-site`, ...options });
    } catch (error) {
      return (error as Error).message.replaceAll(folder, '').replace(/bad-\w+/g, 'bad');
    }
    return 'built';
  };

  it('is an error that names file and fix, never a page with less on it', () => {
    const messages = [
      failing((at) => rmSync(at, { recursive: true })),
      failing((at) => writeFileSync(join(at, 'runs', 'notes.txt'), 'x')),
      failing((at) => writeFileSync(join(at, 'runs', '2026', '08', 'abc-default-1-1.json.gz'), 'x')),
      failing((at) => writeRelease(at, '3.11', 'runs/2026/08/gone-default-1-1.json.gz')),
      failing((at) => writeRelease(at, '4.0', filesOf(at)[0]!)),
      failing(() => {}, { out: history }),
    ];
    expect(messages.join('\n')).toMatchInlineSnapshot(`
      "/bad: runs: no such folder
        fix: give a history: result files as runs/YYYY/MM/SHA-SUITE-RUN-ATTEMPT.json.gz
      /bad/runs/notes.txt: is not the name of a run
        fix: name it runs/YYYY/MM/SHA-SUITE-RUN-ATTEMPT.json.gz, or move it out of the folder runs
      /bad/runs/2026/08/abc-default-1-1.json.gz: is not JSON: Unexpected token 'x', "x" is not valid JSON
        fix: write the file again
      releases of the history: 3.11: run: names runs/2026/08/gone-default-1-1.json.gz, which is not in the history
        fix: name a file below runs/
      releases of the history: 4.0: release: is no release of the roadmap
        fix: use one of: 3.9, 3.10, 3.11, 3.12, 3.13
      /history: is not empty, and is not a site built before (data/build.json cannot be read)
        fix: give another folder, or empty this one"
    `);
  });
});

function page(site: string, path: string): TestPage {
  return pagesIn(site).find((each) => each.path === path)!;
}

/** What could run or load something: elements, attributes and addresses that no page has. */
function dangerIn(element: TestElement): string[] {
  const attributes = [...element.attributes];
  return [
    ...(['script', 'iframe', 'object', 'embed', 'form', 'base', 'style'].includes(element.localName)
      ? [`${element.localName} ${element.getAttribute('src') ?? ''}`.trim()]
      : []),
    ...(element.localName === 'img' && element.getAttribute('src')?.endsWith('icon.svg') !== true
      ? ['img']
      : []),
    ...attributes.filter(({ name }) => /^on|^style$/i.test(name)).map(({ name }) => name),
    ...attributes
      .filter(
        ({ name, value }) => /^(href|src)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value),
      )
      .map(({ value }) => value),
  ];
}

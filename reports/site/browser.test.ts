/**
 * The site in a real browser: Debian's Chromium, headless, from file://. Skipped with a message where there is none;
 * with STAGE_REPORT_BROWSER=required (continuous integration, once it has installed one) that is a failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readRoadmap } from '../../stages/index.ts';
import { formatFactor } from '../model/format.ts';
import { buildSite } from './build.ts';
import { compareSides } from './model/compare.ts';
import type { RunDigest } from './model/run.ts';
import type { Site } from './model/site.ts';
import { filesOf } from './testing/read-pages.ts';
import { SAMPLE, writeSampleHistory } from './testing/sample-history.ts';

// A browser on a busy machine is slow; no test is about speed.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));
if (executablePath === undefined) {
  const message = 'no Chromium in /usr/bin (apt-get install chromium): the site is not tested in a browser';
  if (process.env['STAGE_REPORT_BROWSER'] === 'required') throw new Error(message);
  process.stderr.write(`${message}\n`);
}

const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

describe.skipIf(executablePath === undefined)('the site in Chromium', () => {
  let folder: string;
  let out: string;
  let site: Site;
  let pages: string[];
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stage-report-browser-'));
    out = join(folder, 'site');
    const history = join(folder, 'history');
    const hostile = ['nbody', 'nbody_base', '<script>globalThis.hit = 1</script>'];
    writeSampleHistory(history, { ...SAMPLE, runs: 4, benchmarks: hostile });
    buildSite({
      ...{ history, out, roadmap: readRoadmap(), calibration: null, sources: new Map() },
      ...{ repository: 'https://github.com/owner/name', historyUrl: null, siteUrl: null },
    });
    site = JSON.parse(readFileSync(join(out, 'data.json'), 'utf8'));
    // Of stages and releases the first and the last: the others are made by the same code.
    pages = filesOf(out).filter(
      (path) => /\.html$/.test(path) && !/(stages\/[123]|releases\/3\.1[012])\.html/.test(path),
    );
    browser = await chromium.launch({ executablePath: executablePath!, args: flags.split(' ') });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page; whatever it complains of is in `complaints`. */
  async function open(context: BrowserContext, path: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${path}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${path}: ${error}`));
    page.on('requestfailed', (request) => {
      // What leaving a page cuts short is no failure.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        complaints.push(`${path}: ${request.url()} failed`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file://')) complaints.push(`${path}: asks for ${request.url()}`);
    });
    await page.goto(`file://${join(out, path)}`);
    return { page, complaints };
  }

  const contextOf = (colorScheme: 'light' | 'dark', width: number): Promise<BrowserContext> =>
    browser.newContext({ colorScheme, viewport: { width, height: 844 } });

  it.each([
    ['light', 1100],
    ['dark', 390],
  ] as const)(
    'shows every page without an error, a violation of axe’s rules or sideways scrolling: %s, %i px',
    async (theme, width) => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const context = await contextOf(theme, width);
      const found: string[] = [];
      for (const path of pages) {
        const { page, complaints } = await open(context, path);
        found.push(...complaints);
        const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
        if (overflow > 0) found.push(`${path}: ${overflow} px too wide`);
        if (await page.evaluate('globalThis.hit')) found.push(`${path}: ran a benchmark’s name`);
        await page.evaluate(`${axe}; void 0`);
        const { violations } = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as {
          violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
        };
        found.push(
          ...violations.map(
            ({ id, nodes }) => `${path}: ${id}: ${nodes[0]!.html.slice(0, 200)} ${nodes[0]!.failureSummary}`,
          ),
        );
        await page.close();
      }
      await context.close();
      expect(found).toEqual([]);
    },
  );

  it('shows one drawing of each chart, with a point for each number of data.json', async () => {
    const context = await contextOf('light', 1100);
    const { page } = await open(context, 'stages/4.html');
    const drawn = (await page.evaluate(`
      [...document.querySelectorAll('svg.plot')].filter((svg) => getComputedStyle(svg).display !== 'none').map((svg) =>
        [...svg.querySelectorAll('title')].slice(1).map((title) => title.textContent))`)) as string[][];
    const stage = site.stages[4]!;
    expect(drawn).toHaveLength(1);
    expect(drawn[0]!.sort()).toEqual(
      stage.benchmarks.map(({ benchmark, step }) => `${benchmark}: ${formatFactor(step.value!)}`).sort(),
    );
    await context.close();
  });

  it('is used by keyboard: the first stop leads past the header, every stop is seen', async () => {
    const context = await contextOf('light', 1100);
    const { page } = await open(context, 'index.html');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(`(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return document.activeElement === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0);
      })()`);
      expect(seen).toBe(true);
    }
    await context.close();
  });

  it('compares any two results, by the formulas of the model', async () => {
    const context = await contextOf('light', 1100);
    const { page, complaints } = await open(context, 'compare.html');
    await page.waitForSelector('#choose:not([hidden])');
    const runs = filesOf(join(out, 'data', 'runs')).map((file): RunDigest => {
      const text = readFileSync(join(out, 'data', 'runs', file), 'utf8');
      return JSON.parse(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')));
    });
    const [first, second] = [runs[0]!, runs[2]!];
    await page.selectOption('#base-run', first.id);
    await page.selectOption('#base-engine', 'stage-0');
    await page.selectOption('#head-run', second.id);
    await page.selectOption('#head-engine', 'stage-3');
    const expected = compareSides({ run: first, engine: 'stage-0' }, { run: second, engine: 'stage-3' });
    const { value, low, high } = expected.speedup;
    const sentence = `stage-3 runs at ×${formatFactor(value!)} (${formatFactor(low!)}–${formatFactor(high!)}) the speed of stage-0, over 3 benchmarks.`;
    await page.waitForFunction(
      `document.getElementById('status').textContent === ${JSON.stringify(sentence)}`,
    );
    const shown = await page.$$eval('#comparison tbody tr', (rows) => rows.map((row) => row.textContent));
    expect(shown).toHaveLength(3);
    expect(
      new Set(shown.map((row) => row!.includes(formatFactor(expected.benchmarks[0]!.speedup.value!)))),
    ).toContain(true);
    // The address keeps the choice.
    const again = await open(context, `compare.html`);
    await again.page.goto(page.url());
    await again.page.reload();
    await again.page.waitForFunction(
      `document.getElementById('status').textContent === ${JSON.stringify(sentence)}`,
    );
    expect([...complaints, ...again.complaints]).toEqual([]);
    await context.close();
  });
});

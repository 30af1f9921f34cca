/** `benchmarks/NAME.html`, and their list. */
import { formatSeconds } from '../../model/format.ts';
import { type Html, html } from '../../page/html.ts';
import { linesChart, secondsTick } from '../charts/lines.ts';
import type { BenchmarkPage } from '../model/benchmarks.ts';
import type { Site, SiteFrame } from '../model/site.ts';
import {
  commit,
  count,
  factor,
  figure,
  folded,
  interval,
  moment,
  number,
  rawFile,
  seconds,
  table,
} from './cells.ts';
import { changesTable } from './changes.ts';
import type { Page } from './layout.ts';

export function benchmarkPage(frame: SiteFrame, page: BenchmarkPage): Page {
  const { benchmark, engines, run, source } = page;
  const last = engines.filter(({ seconds: time }) => time !== null).at(-1);
  return {
    path: `benchmarks/${page.slug}.html`,
    title: benchmark,
    description: `${benchmark}: time, history, warm-up and memory on ${engines.map(({ engine }) => engine).join(', ')}.`,
    inputs: page,
    body: () => html`<p class="eyebrow">Benchmark · suite ${page.suite}${last ? html` · ${moment(run.created)}` : html``}</p>
<h1>${benchmark}</h1>
${standings(page)}
${history(frame, page)}
${
  page.changes.length === 0
    ? html``
    : html`<section aria-labelledby="changes"><h2 id="changes">Changes of level</h2>${changesTable('Time after over time before', page.changes, frame, '../')}</section>`
}
${warmup(frame, page)}
${counters(page)}
<section aria-labelledby="source"><h2 id="source">Source</h2>
<dl class="facts">
<div><dt>Program</dt><dd>${sourceLink(frame, page)}</dd></div>
${source.hash === null ? html`` : html`<div><dt>Hash</dt><dd><code>${source.hash.slice(0, 16)}</code></dd></div>`}
<div><dt>Raw measurements</dt><dd>${rawFile(run.file, '../', frame.links)}</dd></div>
</dl></section>`,
  };
}

function standings({ engines }: BenchmarkPage): Html {
  const hasMemory = engines.some(({ peakBytes }) => peakBytes !== null);
  const base = engines[0]!.engine;
  return table(
    `Time for one pass, and speed over ${base}`,
    [
      { heading: 'Engine', align: 'left' },
      { heading: 'time' },
      { heading: 'speed' },
      { heading: '95 %' },
      { heading: 'processes' },
      ...(hasMemory ? [{ heading: 'peak memory' }] : []),
    ],
    engines.map(({ engine, seconds: time, speedup, processes, peakBytes, broken }) => [
      engine,
      broken === null
        ? seconds(time)
        : html`<span class="verdict broken" title="${broken}"><span aria-hidden="true">✗</span> broken</span>`,
      engine === base ? html`1` : factor(speedup.value),
      engine === base ? html`` : interval(speedup),
      count(processes),
      ...(hasMemory ? [number('bytes', peakBytes)] : []),
    ]),
  );
}

function history(
  frame: SiteFrame,
  { benchmark, history: { engines, points }, changes }: BenchmarkPage,
): Html {
  const series = engines.map((engine, index) => ({
    name: engine,
    stage: stageOf(frame, engine),
    points: points.flatMap(({ created, seconds: times }): [number, number][] =>
      times[index] == null ? [] : [[Date.parse(created), times[index]]],
    ),
  }));
  const newest = points.at(-1);
  const described = engines.flatMap((engine, index) =>
    newest?.seconds[index] == null ? [] : [`${engine} ${formatSeconds(newest.seconds[index])}`],
  );
  return figure(
    'history',
    'Over time',
    'Time for one pass, lower is faster; logarithmic axis. In a long history a point is the mean of several runs; the table says of how many. Dashed upright lines: changes of level.',
    linesChart(
      {
        id: 'history',
        title: `Time of ${benchmark}, run by run`,
        description: `In the newest run: ${described.join(', ')}.`,
      },
      series,
      {
        x: 'time',
        formatY: formatSeconds,
        formatTick: secondsTick,
        marks: changes.map(({ created, engine }) => ({ x: Date.parse(created), text: engine })),
      },
    ),
    folded(
      'The numbers',
      table(
        'Time for one pass',
        [
          { heading: 'Measured', align: 'left' },
          { heading: 'commit', align: 'left' },
          { heading: 'runs' },
          ...engines.map((heading) => ({ heading })),
        ],
        [...points]
          .reverse()
          .map(({ created, sha, runs, seconds: times }) => [
            moment(created),
            commit(sha, frame.links),
            count(runs),
            ...times.map(seconds),
          ]),
      ),
    ),
  );
}

function warmup(frame: SiteFrame, { benchmark, engines }: BenchmarkPage): Html {
  const having = engines.flatMap(({ engine, warmup: curve }) => (curve ? [{ engine, ...curve }] : []));
  if (having.length === 0) return html``;
  return figure(
    'warmup',
    'Warm-up',
    'One process of each engine from its first call on: seconds for one pass over the seconds gone by, both logarithmic.',
    linesChart(
      {
        id: 'warmup',
        title: `Warm-up of ${benchmark}`,
        description: having
          .map(
            ({ engine, firstSeconds, steadySeconds }) =>
              `${engine} from ${formatSeconds(firstSeconds)} to ${formatSeconds(steadySeconds)}`,
          )
          .join('; '),
      },
      having.map(({ engine, curve }) => ({
        name: engine,
        stage: stageOf(frame, engine),
        points: curve.filter(([at, time]) => at > 0 && time > 0),
      })),
      { x: 'elapsed seconds', formatY: formatSeconds, formatTick: secondsTick, marks: [] },
    ),
    table(
      'From the first call to steady speed (the first pass within 10 % of the steady one)',
      [
        { heading: 'Engine', align: 'left' },
        { heading: 'first pass' },
        { heading: 'steady pass' },
        { heading: 'time until steady' },
      ],
      having.map(({ engine, firstSeconds, steadySeconds, secondsToSteady }) => [
        engine,
        seconds(firstSeconds),
        seconds(steadySeconds),
        secondsToSteady === 0 ? html`at once` : seconds(secondsToSteady),
      ]),
    ),
  );
}

function counters({ engines }: BenchmarkPage): Html {
  const names = [...new Set(engines.flatMap(({ counters: own }) => Object.keys(own)))];
  if (names.length === 0) return html``;
  const having = engines.filter(({ counters: own }) => Object.keys(own).length > 0);
  return html`<section aria-labelledby="counters"><h2 id="counters">Counters</h2>
<p>Counted by the engine itself: the same in every run, whatever the machine’s noise.</p>
${table(
  'By engine',
  [{ heading: 'Counter', align: 'left' }, ...having.map(({ engine }) => ({ heading: engine }))],
  names.map((name) => [name, ...having.map(({ counters: own }) => number('count', own[name] ?? null))]),
)}</section>`;
}

function sourceLink({ links }: SiteFrame, { source: { path }, run, benchmark }: BenchmarkPage): Html {
  if (path === null) return html`<code>${benchmark}</code>`;
  if (links.repository === null || !/^[0-9a-f]{7,64}$/.test(run.sha)) return html`<code>${path}</code>`;
  const address = path.split('/').map(encodeURIComponent).join('/');
  return html`<a href="${links.repository}/blob/${run.sha}/${address}"><code>${path}</code></a>`;
}

function stageOf({ stages }: SiteFrame, engine: string): number | null {
  return stages.find((stage) => stage.engine === engine)?.id ?? null;
}

export function benchmarksPage(site: Site): Page {
  const shown = site.benchmarks.map((page) => {
    const last = page.engines.findLast(
      ({ engine, seconds: time }) => time !== null && stageOf(site.frame, engine) !== null,
    );
    return { ...page, last };
  });
  return {
    path: 'benchmarks/index.html',
    title: 'Benchmarks',
    description: `All ${site.benchmarks.length} benchmarks, with the speed of the last stage over stage 0.`,
    inputs: shown,
    body: () => html`<h1>Benchmarks</h1>
${table(
  'Each benchmark on the last stage that was measured',
  [
    { heading: 'Benchmark', align: 'left' },
    { heading: 'suite', align: 'left' },
    { heading: 'stage', align: 'left' },
    { heading: 'time' },
    { heading: 'speed over stage 0' },
    { heading: '95 %' },
    { heading: 'changes of level' },
  ],
  shown.map(({ benchmark, slug, suite, last, changes }) => [
    html`<a href="${slug}.html">${benchmark}</a>`,
    suite,
    last?.engine ?? '',
    seconds(last?.seconds ?? null),
    factor(last?.speedup.value ?? null),
    last ? interval(last.speedup) : html``,
    count(changes.length),
  ]),
)}`,
  };
}

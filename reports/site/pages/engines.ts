/** `engines.html`: every engine of the newest run beside the others. */
import { html } from '../../page/html.ts';
import { forestChart } from '../charts/forest.ts';
import type { Site } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import { count, factor, figure, interval, seconds, table } from './cells.ts';
import type { Page } from './layout.ts';

export function enginesPage({ engines: page }: Site): Page {
  const { base, engines, benchmarks, columns } = page;
  return {
    path: 'engines.html',
    title: 'Engines',
    description: `Speed of every engine over ${base}, measured in the same rounds.`,
    inputs: page,
    body: () => html`<h1>Engines side by side</h1>
<p>All were measured in the same rounds, on the same programs, timed by the same code.</p>
${figure(
  'speed',
  `Speed over ${base}`,
  html`Geometric mean over the benchmarks that both ran, with 95 % intervals. ◆ a stage of the roadmap, ● another engine.`,
  forestChart(
    { id: 'engines', title: `Speed of every engine over ${base}` },
    engines.map(({ engine, speedup, isStage }) => ({
      name: engine,
      estimate: speedup,
      mark: isStage ? 'own' : 'plain',
    })),
    null,
  ),
  table(
    'Fastest first',
    [
      { heading: 'Engine', align: 'left' },
      { heading: 'speed' },
      { heading: '95 %' },
      { heading: 'benchmarks' },
      { heading: 'broken' },
      { heading: 'version', align: 'left' },
      { heading: 'command', align: 'left' },
    ],
    engines.map(({ engine, speedup, compared, broken, version, command }) => [
      engine,
      factor(speedup.value),
      engine === base ? html`` : interval(speedup),
      count(compared),
      count(broken),
      version,
      html`<code>${command}</code>`,
    ]),
  ),
)}
<section aria-labelledby="times"><h2 id="times">Time for one pass</h2>
${table(
  'By benchmark and engine',
  [{ heading: 'Benchmark', align: 'left' }, ...columns.map((heading) => ({ heading }))],
  benchmarks.map(({ benchmark, seconds: times }) => [
    html`<a href="benchmarks/${slugOf(benchmark)}.html">${benchmark}</a>`,
    ...times.map(seconds),
  ]),
)}</section>`,
  };
}

/** `compare.html`: the newest run against the one before; with the script, any two. */
import { html } from '../../page/html.ts';
import type { CompareSide } from '../model/compare.ts';
import type { Site } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import { commit, factor, interval, moment, seconds, table } from './cells.ts';
import type { Page } from './layout.ts';

export function comparePage(site: Site): Page {
  const { base, head, speedup, benchmarks, onlyInOne } = site.compare;
  const side = ({ run, engine }: CompareSide) =>
    html`<strong>${engine}</strong> of ${moment(run.created)} at ${commit(run.sha, site.frame.links)} (${run.suite})`;
  return {
    path: 'compare.html',
    title: 'Compare',
    description: 'Any two results beside each other.',
    script: 'compare.js',
    inputs: site.compare,
    body: () => html`<h1>Compare two results</h1>
<div id="choose" hidden>
<div><label for="base-run">Base</label> <select id="base-run"></select> <select id="base-engine" aria-label="Engine of the base"></select></div>
<div><label for="head-run">Head</label> <select id="head-run"></select> <select id="head-engine" aria-label="Engine of the head"></select></div>
</div>
<p id="status" role="status"></p>
<div id="comparison" data-base="${JSON.stringify([base.run.id, base.engine])}" data-head="${JSON.stringify([head.run.id, head.engine])}">
<dl class="facts">
<div><dt>Base</dt><dd>${side(base)}</dd></div>
<div><dt>Head</dt><dd>${side(head)}</dd></div>
<div><dt>Head runs at</dt><dd>×${factor(speedup.value)} ${interval(speedup)} the speed of base</dd></div>
</dl>
${table(
  'By benchmark, fastest head first',
  [
    { heading: 'Benchmark', align: 'left' },
    { heading: 'base' },
    { heading: 'head' },
    { heading: 'speed' },
    { heading: '95 %' },
  ],
  benchmarks.map((row) => [
    html`<a href="benchmarks/${slugOf(row.benchmark)}.html">${row.benchmark}</a>`,
    seconds(row.baseSeconds),
    seconds(row.headSeconds),
    factor(row.speedup.value),
    interval(row.speedup),
  ]),
)}
${onlyInOne.length === 0 ? html`` : html`<p class="only">Not in both: ${onlyInOne.join(', ')}.</p>`}
</div>
<p class="note">The two need not share a session, so rounds are not paired: an interval holds what varies within the sessions, not how the machine changed between them. The gate and the ladder compare within rounds.</p>
<noscript><p>To choose other results, allow this page’s script. Every run is also a file in <code>data/runs/</code>.</p></noscript>`,
  };
}

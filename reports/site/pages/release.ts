/** `releases/NAME.html`, and their list. */
import { type Html, html } from '../../page/html.ts';
import { type ForestRow, forestChart } from '../charts/forest.ts';
import type { ReleasePage } from '../model/releases.ts';
import type { Site, SiteFrame } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import {
  commit,
  count,
  factor,
  figure,
  interval,
  moment,
  rawFile,
  sentence,
  standingCells,
  table,
  verdict,
} from './cells.ts';
import type { Page } from './layout.ts';

export function releasePage(frame: SiteFrame, release: ReleasePage): Page {
  const { run } = release;
  return {
    path: `releases/${release.slug}.html`,
    title: `Release ${release.release}`,
    description: release.headline,
    inputs: release,
    body: () => html`<p class="eyebrow">Release ${release.release} · stage ${release.stage} · ${release.movedTo === null ? release.status : `skipped, its stage moved to ${release.movedTo}`}</p>
<h1>${release.release}: ${release.title}</h1>
<p class="headline small">${sentence(release.headline)}</p>
${
  release.released === null
    ? html`<p class="note">Not frozen yet: these are the numbers of the newest run, and they move with it.</p>`
    : html`<p>Frozen on ${moment(release.released, false)}: this page does not change any more.</p>`
}
${release.notes === null ? html`` : html`<p>${release.notes}</p>`}
<dl class="facts">
<div><dt>Measured</dt><dd>${moment(run.created)}</dd></div>
<div><dt>Commit</dt><dd>${commit(run.sha, frame.links)}</dd></div>
<div><dt>Rounds</dt><dd>${count(run.rounds)}</dd></div>
<div><dt>Raw measurements</dt><dd>${rawFile(run.file, '../', frame.links)}</dd></div>
</dl>
<section aria-labelledby="ladder"><h2 id="ladder">The ladder up to this release</h2>
${table(
  'Stages against their targets, as measured for this release',
  [
    { heading: 'Stage', align: 'left' },
    ...['vs stage 0', 'vs before'].flatMap((heading) => [
      { heading },
      { heading: '95 %' },
      { heading: 'target' },
      { heading: 'verdict', align: 'left' as const },
    ]),
  ],
  release.ladder.map(({ id, title, total, step }) => [
    html`<a href="../stages/${id}.html">${id} ${title}</a>`,
    ...(id === 0 ? [html`1`, html``, html``, html``] : standingCells(total)),
    ...standingCells(step),
  ]),
)}</section>
${changes(release)}
<section aria-labelledby="engines"><h2 id="engines">Engines of the run</h2>
${table(
  'What each engine says of itself',
  [
    { heading: 'Engine', align: 'left' },
    { heading: 'version', align: 'left' },
  ],
  release.versions.map(({ engine, version }) => [engine, version]),
)}</section>`,
  };
}

function changes({ stage, changes: rows, release }: ReleasePage): Html {
  if (rows.length === 0) return html``;
  return figure(
    'changes',
    'Since the release before',
    html`Stage ${stage} over stage ${stage - 1}, measured in the same rounds. ▲ reaches the target, ▼ slower, ● between, or not to be told.`,
    forestChart(
      { id: 'forest', title: `Release ${release}: speed over the release before, by benchmark` },
      rows.map(
        ({ benchmark, step, verdict: judged }): ForestRow => ({
          name: benchmark,
          estimate: step,
          mark: judged === 'met' ? 'up' : judged === 'slower' ? 'down' : 'plain',
        }),
      ),
      null,
    ),
    table(
      'By benchmark',
      [
        { heading: 'Benchmark', align: 'left' },
        { heading: 'speed' },
        { heading: '95 %' },
        { heading: 'against the target', align: 'left' },
      ],
      rows.map(({ benchmark, step, verdict: judged }) => [
        html`<a href="../benchmarks/${slugOf(benchmark)}.html">${benchmark}</a>`,
        factor(step.value),
        interval(step),
        verdict(judged),
      ]),
    ),
  );
}

export function releasesPage(site: Site): Page {
  return {
    path: 'releases/index.html',
    title: 'Releases',
    description: 'Every release of the roadmap, with the numbers measured for it.',
    inputs: site.releases,
    body: () => html`<h1>Releases</h1>
${table(
  'One stage a release; a skipped release keeps its stage and moves it.',
  [
    { heading: 'Release', align: 'left' },
    { heading: 'stage', align: 'left' },
    { heading: 'status', align: 'left' },
    { heading: 'frozen', align: 'left' },
    { heading: 'over stage 0' },
    { heading: '95 %' },
  ],
  site.releases.map((release) => {
    const total = release.ladder.at(-1)?.total;
    return [
      html`<a href="${release.slug}.html">${release.release}</a>`,
      html`<a href="../stages/${release.stage}.html">${release.stage} ${release.title}</a>`,
      release.movedTo === null ? release.status : `skipped: moved to ${release.movedTo}`,
      release.released === null ? html`<span class="soft">not yet</span>` : moment(release.released, false),
      release.stage === 0 ? html`1` : factor(total?.speedup.value ?? null),
      total ? interval(total.speedup) : html``,
    ];
  }),
)}`,
  };
}

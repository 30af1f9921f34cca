/** `index.html`. */
import { formatFactor } from '../../model/format.ts';
import { type Html, html } from '../../page/html.ts';
import { ladderChart } from '../charts/ladder.ts';
import { linesChart } from '../charts/lines.ts';
import { formatTick } from '../charts/plot.ts';
import type { LadderStep, Overview } from '../model/overview.ts';
import type { Site } from '../model/site.ts';
import {
  commit,
  count,
  factor,
  figure,
  folded,
  interval,
  moment,
  sentence,
  standingCells,
  table,
  targetVerdict,
} from './cells.ts';
import { changesTable } from './changes.ts';
import type { Page } from './layout.ts';

/** As many of the newest changes are shown. */
const CHANGES = 12;

export function overviewPage(site: Site): Page {
  const { overview } = site;
  return {
    path: 'index.html',
    title: site.frame.title,
    description: overview.headline,
    inputs: { overview, run: site.run, changes: site.changes.slice(0, CHANGES), runs: site.runCount },
    body: () => html`<p class="eyebrow">${moment(site.run.created)} · ${count(site.run.rounds)} ${site.run.rounds === 1 ? 'round' : 'rounds'} · suite ${site.run.suite} · ${commit(site.run.sha, site.frame.links)}</p>
<h1 class="headline">${sentence(overview.headline)}</h1>
<div class="lead">${overview.sentences.map((each) => html`<p>${sentence(each)}</p>\n`)}</div>
${steps(overview)}
${failures(overview)}
${figure(
  'ladder',
  'The ladder',
  'Speed over stage 0 on a logarithmic axis: geometric mean over the benchmarks. The band through a point is its 95 % interval; squares are the targets; dotted lines are other engines.',
  ladderChart(overview),
  ladderTable(overview),
)}
${forecast(overview)}
${platforms(overview)}
${history(site)}
${releases(overview)}
<section aria-labelledby="moved"><h2 id="moved">What moved</h2>
${
  site.changes.length === 0
    ? html`<p>No change of level stands out in the history${site.runCount < 10 ? html`, which holds only ${count(site.runCount)} ${site.runCount === 1 ? 'run' : 'runs'} so far` : html``}.</p>`
    : changesTable('The newest changes of level', site.changes.slice(0, CHANGES), site.frame, '')
}
</section>`,
  };
}

function steps({ ladder }: Overview): Html {
  return html`<ol class="steps">
${ladder.map(
  (step) => html`<li><a href="stages/${step.id}.html">
<span class="step-name">Stage ${step.id}</span>
<span class="step-value">${stepValue(step)}</span>
<span class="step-title">${step.title}</span>
<span class="step-verdict">${step.step ? targetVerdict(step.step.verdict) : html`<span class="soft">${step.id === 0 ? 'baseline' : step.status}</span>`}</span>
</a></li>
`,
)}</ol>`;
}

function stepValue({ id, total }: LadderStep): Html {
  if (id === 0) return html`×1`;
  return total?.speedup.value == null ? html`—` : html`×${factor(total.speedup.value)}`;
}

function ladderTable({ ladder, beside }: Overview): Html {
  const columns = [
    { heading: 'Stage', align: 'left' },
    { heading: 'vs stage 0' },
    { heading: '95 %' },
    { heading: 'target' },
    { heading: '', align: 'left' },
    { heading: 'vs before' },
    { heading: '95 %' },
    { heading: 'target' },
    { heading: '', align: 'left' },
  ] as const;
  return table(
    'Stages against their targets. Met: the whole interval reaches the target; missed: all of it lies below.',
    columns.map((column) => (column.heading === '' ? { ...column, heading: 'verdict' } : column)),
    [
      ...ladder.map((step) => [
        html`<a class="nowrap" href="stages/${step.id}.html">${step.id} ${step.name}</a>`,
        ...(step.id === 0 ? [html`1`, html``, html``, html``] : standingCells(step.total)),
        ...standingCells(step.step),
      ]),
      ...beside.map(({ engine, overBaseline }) => [
        html`<span class="nowrap">beside: ${engine.slice(0, 60)}</span>`,
        factor(overBaseline.value),
        interval(overBaseline),
        ...Array<string>(6).fill(''),
      ]),
    ],
  );
}

function forecast({
  forecast: { perStage, requiredPerStage, stagesLeft, projected },
  targetTotal,
}: Overview): Html {
  const parts: Html[] = [];
  if (perStage) {
    parts.push(
      html`<div><dt>A stage brings</dt><dd>×${factor(perStage.speedup.value)} ${interval(perStage.speedup)} ${targetVerdict(perStage.verdict)}</dd></div>`,
    );
  }
  parts.push(html`<div><dt>Target in all</dt><dd>×${factor(targetTotal)}</dd></div>`);
  if (stagesLeft > 0) {
    parts.push(html`<div><dt>Stages left</dt><dd>${count(stagesLeft)}</dd></div>`);
    if (requiredPerStage !== null)
      parts.push(html`<div><dt>Each has to bring</dt><dd>×${factor(requiredPerStage)}</dd></div>`);
    parts.push(
      html`<div><dt>At the present pace it ends at</dt><dd>×${factor(projected.value)} ${interval(projected)}</dd></div>`,
    );
  } else {
    parts.push(html`<div><dt>Reached</dt><dd>×${factor(projected.value)} ${interval(projected)}</dd></div>`);
  }
  return html`<section aria-labelledby="forecast"><h2 id="forecast">${stagesLeft > 0 ? 'Forecast' : 'The whole way'}</h2>
<dl class="facts">${parts}</dl></section>`;
}

function platforms({ platforms: rows }: Overview): Html {
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="platforms"><h2 id="platforms">Platforms</h2>
${table(
  'Where code may not be generated at run time, the last stage that needs none counts.',
  [
    { heading: 'Platform', align: 'left' },
    { heading: 'stage' },
    { heading: 'over stage 0' },
    { heading: '95 %' },
    { heading: 'target' },
    { heading: 'verdict', align: 'left' },
  ],
  rows.map(({ title, stage, target, speedup, verdict: judged }) => [
    title,
    html`<a href="stages/${stage}.html">${stage}</a>`,
    factor(speedup.value),
    interval(speedup),
    factor(target),
    judged === 'not measured' ? html`<span class="soft">not measured</span>` : targetVerdict(judged),
  ]),
)}</section>`;
}

function history({ overview: { history: points, historyStages }, frame: { links } }: Site): Html {
  if (points.length === 0) return html``;
  const series = historyStages.map((stage, index) => ({
    name: `stage ${stage}`,
    stage,
    points: points.flatMap(({ created, speedups }): [number, number][] =>
      speedups[index] == null ? [] : [[Date.parse(created), speedups[index]]],
    ),
  }));
  const last = points.at(-1)!;
  const description = historyStages
    .map(
      (stage, index) =>
        `stage ${stage} ${last.speedups[index] == null ? 'not measured' : formatFactor(last.speedups[index])}`,
    )
    .join(', ');
  return figure(
    'history',
    'Over time',
    'Speed over stage 0 in the runs of this suite. In a long history a point is the mean of several runs; the table says of how many.',
    linesChart(
      { id: 'history', title: 'Speed over stage 0, run by run', description: `At the end: ${description}.` },
      series,
      {
        x: 'time',
        formatY: formatTick,
        formatTick,
        marks: [],
      },
    ),
    folded(
      'The numbers',
      table(
        'Speed over stage 0',
        [
          { heading: 'Measured', align: 'left' },
          { heading: 'commit', align: 'left' },
          { heading: 'runs' },
          ...historyStages.map((stage) => ({ heading: `stage ${stage}` })),
        ],
        [...points]
          .reverse()
          .map(({ created, sha, runs, speedups }) => [
            moment(created),
            commit(sha, links),
            count(runs),
            ...speedups.map(factor),
          ]),
      ),
    ),
  );
}

function releases({ releases: rows }: Overview): Html {
  return html`<section aria-labelledby="releases"><h2 id="releases">Releases</h2>
${table(
  'One stage a release; a skipped release keeps its stage and moves it.',
  [
    { heading: 'Release', align: 'left' },
    { heading: 'Stage', align: 'left' },
    { heading: 'status', align: 'left' },
    { heading: 'frozen', align: 'left' },
  ],
  rows.map(({ release, stage, title, status, movedTo, slug, released }) => [
    slug === null ? release : html`<a href="releases/${slug}.html">${release}</a>`,
    html`<a href="stages/${stage}.html">${stage} ${title}</a>`,
    movedTo === null ? status : `skipped: moved to ${movedTo}`,
    released === null ? html`<span class="soft">not yet</span>` : moment(released, false),
  ]),
)}</section>`;
}

function failures({ failures: rows }: Overview): Html {
  if (rows.length === 0) return html``;
  return html`<section class="alert" aria-labelledby="broken"><h2 id="broken">Broken</h2>
<p>These are in no mean. A stage that breaks a benchmark meets no target.</p>
<ul>${rows.map(({ engine, benchmark, reason }) => html`<li><strong>${benchmark}</strong> on ${engine}: ${reason}</li>\n`)}</ul></section>`;
}

/** `stages/N.html`: what was promised, what came of it, what holds it back. */
import { type Html, html } from '../../page/html.ts';
import { type ForestRow, forestChart } from '../charts/forest.ts';
import type { SiteFrame } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import type { StageBenchmark, StagePage } from '../model/stages.ts';
import { factor, figure, interval, seconds, sentence, table, targetVerdict, verdict } from './cells.ts';
import type { Page } from './layout.ts';

export function stagePage(frame: SiteFrame, stage: StagePage): Page {
  return {
    path: `stages/${stage.id}.html`,
    title: `Stage ${stage.id}`,
    description: stage.headline,
    inputs: stage,
    body: () => html`<p class="eyebrow">Stage ${stage.id} · release ${stage.movedTo ?? stage.release} · ${stage.status}${stage.movedTo === null ? '' : ` in ${stage.release}`}</p>
<h1>${stage.title}</h1>
<p class="headline small">${sentence(stage.headline)}</p>
${promise(stage)}
${broken(stage)}
${forest(stage)}
${holdsBack(stage)}
${neighbours(frame, stage)}`,
  };
}

function promise(stage: StagePage): Html {
  const { step, total, flags, needsCodeGeneration, withoutCodeGeneration } = stage;
  return html`<dl class="facts">
${step ? html`<div><dt>Over stage ${stage.id - 1}</dt><dd>×${factor(step.speedup.value)} ${interval(step.speedup)} ${targetVerdict(step.verdict)}</dd></div>` : html``}
${step ? html`<div><dt>Promised</dt><dd>×${factor(step.target)}</dd></div>` : html``}
${total ? html`<div><dt>Over stage 0</dt><dd>×${factor(total.speedup.value)} ${interval(total.speedup)} ${targetVerdict(total.verdict)}</dd></div>` : html``}
${total ? html`<div><dt>Promised</dt><dd>×${factor(total.target)}</dd></div>` : html``}
<div><dt>Generates code at run time</dt><dd>${needsCodeGeneration ? 'yes' : 'no'}</dd></div>
${
  withoutCodeGeneration
    ? html`<div><dt>Where that is not allowed</dt><dd>runs as <a href="${withoutCodeGeneration.stage}.html">stage ${withoutCodeGeneration.stage}</a>, ×${factor(withoutCodeGeneration.speedup.value)} ${interval(withoutCodeGeneration.speedup)}</dd></div>`
    : html``
}
</dl>
${stage.contributions.length > 0 ? contributions(stage) : flags.length === 0 ? html`` : html`<h2>What it switches on</h2><ul class="flags">${flags.map((flag) => html`<li><code>${flag}</code></li>`)}</ul>`}`;
}

function contributions({ id, contributions: rows }: StagePage): Html {
  return html`<section aria-labelledby="flags"><h2 id="flags">What each flag brings</h2>
<p>Speed of stage ${id} over stage ${id} without the flag, and without the flags that need it. The flags overlap: what they bring is not to be multiplied.</p>
${table(
  'By what it brings',
  [
    { heading: 'Flag', align: 'left' },
    { heading: 'brings' },
    { heading: '95 %' },
    { heading: 'most on', align: 'left' },
  ],
  rows.map(({ flag, brings, most, broken: names }) => [
    html`<code>${flag}</code>`,
    factor(brings.value),
    interval(brings),
    names.length > 0 ? `without it broken: ${names.join(', ')}` : (most ?? ''),
  ]),
)}</section>`;
}

function broken({ broken: rows }: StagePage): Html {
  if (rows.length === 0) return html``;
  return html`<section class="alert" aria-labelledby="broken"><h2 id="broken">Broken</h2>
<ul>${rows.map(({ benchmark, reason }) => html`<li><strong>${benchmark}</strong>: ${reason}</li>\n`)}</ul></section>`;
}

function forest(stage: StagePage): Html {
  const { id, benchmarks, step } = stage;
  if (benchmarks.length === 0 || id === 0) return id === 0 ? baseline(stage) : html``;
  const overBefore = step !== null;
  const over = overBefore ? `stage ${id - 1}` : 'stage 0';
  const rows = benchmarks.map(
    (row): ForestRow => ({
      name: row.benchmark,
      estimate: overBefore ? row.step : row.total,
      mark: row.verdict === 'met' ? 'up' : row.verdict === 'slower' ? 'down' : 'plain',
    }),
  );
  return figure(
    'benchmarks',
    'Benchmark by benchmark',
    html`Speed over ${over}, with 95 % intervals. Dashed: the target. ▲ the whole interval reaches it, ▼ slower than ${over}, ● between, or not to be told.`,
    forestChart(
      { id: 'forest', title: `Speed of stage ${id} over ${over}, by benchmark` },
      rows,
      (step ?? stage.total)?.target ?? null,
    ),
    table(
      `Stage ${id}, fastest step first`,
      [
        { heading: 'Benchmark', align: 'left' },
        { heading: 'time' },
        { heading: `over stage ${Math.max(0, id - 1)}` },
        { heading: '95 %' },
        { heading: 'against the target', align: 'left' },
        { heading: 'over stage 0' },
        { heading: '95 %' },
      ],
      benchmarks.map((row) => [
        benchmarkLink(row),
        seconds(row.seconds),
        factor(row.step.value),
        interval(row.step),
        verdict(row.verdict),
        factor(row.total.value),
        interval(row.total),
      ]),
    ),
  );
}

function baseline({ benchmarks }: StagePage): Html {
  return table(
    'Time for one pass',
    [{ heading: 'Benchmark', align: 'left' }, { heading: 'time' }],
    benchmarks.map((row) => [benchmarkLink(row), seconds(row.seconds)]),
  );
}

function holdsBack({ holdsBack: names, benchmarks, step }: StagePage): Html {
  if (names.length === 0 || !step) return html``;
  const rows = names.map((name) => benchmarks.find(({ benchmark }) => benchmark === name)!);
  return html`<section aria-labelledby="back"><h2 id="back">What holds it back</h2>
<p>Left out, each of these would lift the step of ×${factor(step.speedup.value)} most.</p>
${table(
  'The step without one benchmark',
  [{ heading: 'Without', align: 'left' }, { heading: 'its own step' }, { heading: 'the step of all others' }],
  rows.map((row) => [benchmarkLink(row), factor(row.step.value), factor(row.stepWithout)]),
)}</section>`;
}

function benchmarkLink({ benchmark }: StageBenchmark): Html {
  return html`<a href="../benchmarks/${slugOf(benchmark)}.html">${benchmark}</a>`;
}

function neighbours({ stages }: SiteFrame, { id }: StagePage): Html {
  const link = (other: number, arrow: string): Html => {
    const page = stages.find((stage) => stage.id === other);
    return page
      ? html`<a href="${other}.html">${arrow} Stage ${other}: ${page.title}</a>`
      : html`<span></span>`;
  };
  return html`<nav class="neighbours" aria-label="Neighbouring stages">${link(id - 1, '←')}${link(id + 1, '→')}</nav>`;
}

/** One self-contained page for one result: verdict, ladder, tables, environment, method. No script. */
import { createHash } from 'node:crypto';
import { formatFactor, formatInterval, formatSeconds, formatVerdict, plural } from '../model/format.ts';
import type { StageReport } from '../model/stage-report.ts';
import { Html, html } from './html.ts';
import { ladderChart } from './ladder-chart.ts';
import { STYLE } from './style.ts';

export function stageReportPage(report: StageReport): string {
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${report.title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<h1>${report.title}, measured ${report.created.slice(0, 16).replace('T', ' ')} UTC</h1>
<p class="verdict">${report.headline}</p>
${report.sentences.map((sentence) => html`<p>${sentence}</p>\n`)}
</header>
<main>
<section aria-labelledby="ladder">
<h2 id="ladder">Stages against their targets</h2>
${ladderChart(report)}
${stageTable(report)}
</section>
${failures(report)}
<section aria-labelledby="benchmarks">
<h2 id="benchmarks">Benchmarks</h2>
${benchmarkTable(report)}
</section>
<section aria-labelledby="environment">
<h2 id="environment">Environment</h2>
${environment(report)}
</section>
<section aria-labelledby="method">
<h2 id="method">Method</h2>
${method(report)}
</section>
</main>
</body>
</html>
`;
  return page.text;
}

function stageTable(report: StageReport): Html {
  const cells = (part: StageReport['ladder'][number]['total']): Html =>
    part
      ? html`<td>${formatFactor(part.speedup.value)}</td><td class="interval-cell">${formatInterval(part.speedup)}</td><td>${formatFactor(part.target)}</td><td class="left ${part.verdict}">${formatVerdict(part.verdict)}</td>`
      : html`<td></td><td></td><td></td><td></td>`;
  return html`<div class="scroll"><table>
<caption>Speed as a factor: geometric mean over the benchmarks, with its 95 % interval. Met: the whole interval reaches the target.</caption>
<thead>
<tr><th scope="col" rowspan="2">Stage</th><th scope="col" rowspan="2">Release</th><th scope="colgroup" colspan="4">over stage 0</th><th scope="colgroup" colspan="4">over the stage before</th></tr>
<tr>${[0, 1].map(() => html`<th scope="col">speed</th><th scope="col">95 %</th><th scope="col">target</th><th scope="col" class="left">verdict</th>`)}</tr>
</thead>
<tbody>
${report.ladder.map(
  ({ id, title, release, total, step }) =>
    html`<tr><th scope="row">${id}: ${title}</th><td>${release}</td>${cells(total)}${cells(step)}</tr>\n`,
)}${report.beside.map(
  ({ engine, overBaseline }) =>
    html`<tr><th scope="row">beside: ${engine}</th><td></td><td>${formatFactor(overBaseline.value)}</td><td class="interval-cell">${formatInterval(overBaseline)}</td><td colspan="6"></td></tr>\n`,
)}</tbody>
</table></div>`;
}

function benchmarkTable({ engines, benchmarks }: StageReport): Html {
  return html`<div class="scroll"><table>
<caption>Time for one pass, and under it the speed over ${engines[0] ?? ''}.</caption>
<thead><tr><th scope="col">Benchmark</th>${engines.map((engine) => html`<th scope="col">${engine}</th>`)}</tr></thead>
<tbody>
${benchmarks.map(
  ({ benchmark, seconds, speedups }) =>
    html`<tr><th scope="row">${benchmark}</th>${seconds.map((time, index) =>
      time === null
        ? html`<td class="broken">✗ broken</td>`
        : html`<td>${formatSeconds(time)}<br><span class="muted">×${formatFactor(speedups[index] ?? Number.NaN)}</span></td>`,
    )}</tr>\n`,
)}</tbody>
</table></div>`;
}

function failures(report: StageReport): Html | null {
  if (report.failures.length === 0) return null;
  return html`<section aria-labelledby="failures">
<h2 id="failures">Broken</h2>
<p>These are in no mean. A stage that breaks a benchmark meets no target.</p>
<ul>
${report.failures.map(
  ({ engine, benchmark, round, kind, message }) =>
    html`<li class="broken">${benchmark} on ${engine} ${kind} (${round === null ? 'calibration' : `round ${round + 1}`}): ${message}</li>\n`,
)}</ul>
</section>`;
}

function environment(report: StageReport): Html {
  const facts = [...Object.entries(report.environment), ...Object.entries(report.versions)];
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${String(value)}</dd>\n`)}</dl>`;
}

function method(report: StageReport): Html {
  const { plan } = report;
  const stopped =
    plan.stopped === 'budget' ? ` (of ${plan.requestedRounds} asked for: the time was used up)` : '';
  return html`<p>${plural(plan.rounds, 'round')}${stopped}. Each round visits the benchmarks in random order and measures all
engines on one benchmark back to back, in random order, each in a fresh process: warm-up until the values are steady or
${plan.warmupCapSeconds} s have gone by, then ${plural(plan.values, 'value')}, of which the ${report.centre} counts. The order follows from seed ${plan.seed}.</p>
<p>Speeds are compared within a round, as logarithms; the geometric mean is taken over benchmarks; intervals: ${report.intervalMethod}.
Every stage is measured directly against stage 0 and against the stage before. The factor per stage comes from a weighted
line through the origin, ln C = k·β.</p>
<p>The measurements themselves are in the result file beside this page; <code>stage-report export</code> writes each engine’s as pyperf JSON.</p>`;
}

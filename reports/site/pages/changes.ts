/** A table of change points, for overview and benchmark pages. */
import { type Html, html } from '../../page/html.ts';
import type { ChangePoint } from '../model/changes.ts';
import type { SiteFrame } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import { commit, moment, number, seconds, table } from './cells.ts';

export function changesTable(
  caption: string,
  changes: readonly ChangePoint[],
  { links }: SiteFrame,
  root: string,
): Html {
  return table(
    caption,
    [
      { heading: 'Benchmark', align: 'left' },
      { heading: 'engine', align: 'left' },
      { heading: 'time', align: 'left' },
      { heading: 'before' },
      { heading: 'after' },
      { heading: 'change', align: 'left' },
      { heading: 'commits', align: 'left' },
    ],
    changes.map(({ benchmark, engine, created, sha, shaBefore, timeRatio, secondsBefore, secondsAfter }) => [
      html`<a href="${root}benchmarks/${slugOf(benchmark)}.html">${benchmark}</a>`,
      engine,
      moment(created, false),
      seconds(secondsBefore),
      seconds(secondsAfter),
      html`<span class="verdict ${timeRatio > 1 ? 'slower' : 'met'}"><span aria-hidden="true">${timeRatio > 1 ? '▼' : '▲'}</span> ${number('change', timeRatio)}</span>`,
      range(shaBefore, sha, links.repository) ?? html`${commit(shaBefore, links)} … ${commit(sha, links)}`,
    ]),
  );
}

function range(from: string, to: string, repository: string | null): Html | null {
  if (repository === null || ![from, to].every((sha) => /^[0-9a-f]{7,64}$/.test(sha))) return null;
  return html`<a href="${repository}/compare/${from}...${to}"><code>${from.slice(0, 10)}…${to.slice(0, 10)}</code></a>`;
}

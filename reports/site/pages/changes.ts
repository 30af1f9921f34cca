/** A table of change points, for overview and benchmark pages. */
import { type Html, html } from '../../page/html.ts';
import type { ChangePoint } from '../model/changes.ts';
import type { SiteFrame } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import { commit, moment, number, table } from './cells.ts';

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
      { heading: 'change of time' },
      { heading: 'commits', align: 'left' },
    ],
    changes.map(({ benchmark, engine, created, sha, shaBefore, timeRatio }) => [
      html`<a href="${root}benchmarks/${slugOf(benchmark)}.html">${benchmark}</a>`,
      engine,
      moment(created, false),
      html`<span class="verdict ${timeRatio > 1 ? 'slower' : 'met'}"><span aria-hidden="true">${timeRatio > 1 ? '▼' : '▲'}</span> ${number('change', timeRatio)}</span>`,
      range(shaBefore, sha, links.repository) ?? html`${commit(shaBefore, links)} … ${commit(sha, links)}`,
    ]),
  );
}

function range(from: string, to: string, repository: string | null): Html | null {
  if (repository === null || ![from, to].every((sha) => /^[0-9a-f]{7,64}$/.test(sha))) return null;
  return html`<a href="${repository}/compare/${from}...${to}"><code>${from.slice(0, 10)}…${to.slice(0, 10)}</code></a>`;
}

/** `edges.html`: pairs of nearly equal programs. */
import { html } from '../../page/html.ts';
import { forestChart } from '../charts/forest.ts';
import { label } from '../charts/plot.ts';
import type { Site } from '../model/site.ts';
import { factor, figure, interval, moment, table } from './cells.ts';
import type { Page } from './layout.ts';

export function edgesPage({ edges: { run, rows } }: Site): Page {
  return {
    path: 'edges.html',
    title: 'Sharp edges',
    description: 'Nearly equal programs should take nearly equal time and memory.',
    inputs: { run, rows },
    body: () => html`<h1>Sharp edges</h1>
<p>A small change in program or data should change speed and memory little: a list of a million ints, and one with a single None among them, iterate and weigh alike. Each pair here is one program without and one with such an edge; 1 is no edge at all.</p>
${
  run === null
    ? html`<p class="note">No run of the history holds such pairs yet. Measure them with <code>stage-report run --suite sharp-edges</code>.</p>`
    : figure(
        'pairs',
        'Time with the edge over time without',
        html`Measured ${moment(run.created)}. The nearer to 1, the better; to the right, the edge costs time.`,
        forestChart(
          { id: 'edges', title: 'Time with the edge over time without, by pair and engine' },
          rows.map(({ edge, engine, timeRatio }) => ({
            name: `${label(edge, 16)} ${engine}`,
            estimate: timeRatio,
            mark: 'plain',
          })),
          null,
        ),
        table(
          'Pairs',
          [
            { heading: 'Pair', align: 'left' },
            { heading: 'engine', align: 'left' },
            { heading: 'time' },
            { heading: '95 %' },
            { heading: 'memory' },
          ],
          rows.map(({ edge, engine, timeRatio, memoryRatio, broken }) => [
            edge,
            engine,
            broken === null
              ? factor(timeRatio.value)
              : html`<span class="verdict broken" title="${broken}"><span aria-hidden="true">✗</span> broken</span>`,
            interval(timeRatio),
            factor(memoryRatio),
          ]),
        ),
      )
}`,
  };
}

/** `trust.html`: can the numbers be trusted? */
import { type Html, html } from '../../page/html.ts';
import type { Site } from '../model/site.ts';
import type { CalibrationView } from '../model/trust.ts';
import { count, moment, number, seconds, table } from './cells.ts';
import type { Page } from './layout.ts';

export function trustPage(site: Site): Page {
  const { trust } = site;
  return {
    path: 'trust.html',
    title: 'Trust',
    description:
      'How precise the numbers are, what the gate was shown to do, on which machine, and by what method.',
    inputs: trust,
    body: () => html`<h1>Can I trust this?</h1>
<dl class="facts">
<div><dt>Rounds</dt><dd>${count(trust.rounds)} of ${count(trust.requestedRounds)} asked for</dd></div>
<div><dt>Processes</dt><dd>${count(trust.processes)}, ${count(trust.valuesPerProcess)} values each</dd></div>
<div><dt>Not steady when measured</dt><dd>${count(trust.unsteady.processes)} of ${count(trust.unsteady.of)}</dd></div>
<div><dt>Failures</dt><dd>${count(trust.failures)}</dd></div>
</dl>
${calibration(trust.calibration)}
<section aria-labelledby="noise"><h2 id="noise">Noise</h2>
<p>How much the processes of one engine differ on one benchmark: the standard deviation of their times, on the engine where it is largest. Intervals follow from it.</p>
${table(
  'Noisiest first',
  [{ heading: 'Benchmark', align: 'left' }, { heading: 'engine', align: 'left' }, { heading: 'noise' }],
  trust.noise.map(({ benchmark, engine, noise }) => [benchmark, engine, number('percent', noise)]),
)}</section>
<section aria-labelledby="machine"><h2 id="machine">Machine</h2>
${table(
  'As the run recorded it',
  [
    { heading: 'Fact', align: 'left' },
    { heading: 'value', align: 'left' },
  ],
  trust.environment.map(({ name, value }) => [name, value]),
)}</section>
<section aria-labelledby="method"><h2 id="method">Method</h2>
<p>The unit is the process, never the iteration. A round visits the benchmarks in random order and measures all engines on one benchmark back to back, in random order, each in a fresh process: warm-up until the values are steady or ${seconds(trust.warmupCapSeconds)} have gone by, then the values, of which the ${trust.centre} counts. The order follows from seed ${count(trust.seed)}.</p>
<p>Speeds are compared within a round, as logarithms; the geometric mean is taken over benchmarks. Intervals: ${trust.intervalMethod}. Every stage is measured directly against stage 0 and against the stage before, so no ratio is a product of others.</p>
<p>A stage <strong>meets</strong> its target when the whole interval reaches it, <strong>misses</strong> it when all of the interval lies below; otherwise the answer is <em>inconclusive</em>. What crashed, timed out or gave a wrong result is in no mean and is a verdict of its own.</p>
</section>`,
  };
}

function calibration(found: CalibrationView | null): Html {
  if (found === null) {
    return html`<p class="note">No calibration file was given, so nothing is claimed here about the gate’s false alarms and power on this machine. <code>stage-report calibrate</code> measures both.</p>`;
  }
  const { power, typicalNoise, trials } = found;
  return html`<section aria-labelledby="gate"><h2 id="gate">What the gate was shown to do</h2>
<p>Calibrated ${moment(found.created)} on ${found.engines.join(', ')}, ${count(found.rounds)} rounds a session.</p>
<p>False alarms: ${count(found.falseFailures)} in ${count(found.sessions)} sessions that compared an engine with itself; so the rate is at most ${number('percent', found.falseFailureBound)} (95 %, Clopper–Pearson). Before the second session that the gate asks for, ${count(found.seenOnce)} were rejected.</p>
<p>Typical noise of a session: ${number('percent', typicalNoise.median)} by the median of a process’s values, ${number('percent', typicalNoise.minimum)} by their minimum; the gate takes the ${found.centre}.</p>
${
  power.length === 0
    ? html``
    : table(
        'How often an injected slowdown of one benchmark was found',
        [
          { heading: 'Slowdown', align: 'left' },
          { heading: 'found' },
          { heading: 'left open' },
          { heading: 'of' },
          { heading: 'rate, 95 %' },
        ],
        power.map(({ injected, found: times, inconclusive, tried, low, high }) => [
          number('percent', injected),
          count(times),
          count(inconclusive),
          count(tried),
          html`<span class="interval">${number('percent', low)}–${number('percent', high)}</span>`,
        ]),
      )
}
${
  trials.length === 0
    ? html``
    : table(
        'Sessions whose head really was slower on one benchmark',
        [
          { heading: 'Benchmark', align: 'left' },
          { heading: 'slower by' },
          { heading: 'measured' },
          { heading: 'verdict', align: 'left' },
          { heading: 'rounds needed' },
        ],
        trials.map(({ benchmark, injected, measured, verdict, roundsNeeded }) => [
          benchmark,
          number('percent', injected),
          number('change', measured),
          verdict === 'fail' ? 'found' : verdict,
          roundsNeeded === null ? html`` : count(roundsNeeded),
        ]),
      )
}</section>`;
}

/** What a person sees while measuring: a bar on a terminal, plain lines elsewhere. */
import { expect, it } from 'vitest';
import type { ProgressEvent } from '../../suites/index.ts';
import { type ProgressPlan, progressLines } from './progress.ts';

/** What is written for events at whole seconds. */
function written(isTerminal: boolean, plan: ProgressPlan, events: readonly ProgressEvent[]): string[] {
  const lines: string[] = [];
  let nowMs = 0;
  const stream = { write: (text: string) => lines.push(text) };
  const sink = progressLines(
    stream,
    isTerminal,
    () => 76,
    () => nowMs,
    plan,
  );
  for (const event of events) {
    sink(event);
    nowMs += 1000;
  }
  return lines.map((line) => line.replace('\r\u001b[K', '<'));
}

const measured = (round: number, done: number): ProgressEvent => ({
  ...{
    kind: 'measured',
    round,
    done,
    inRound: 2,
    benchmark: 'nbody',
    engine: 'stage-2',
    medianSeconds: 0.012,
  },
});
const events: readonly ProgressEvent[] = [
  { kind: 'calibrated', benchmark: 'nbody', loops: 4 },
  { kind: 'round started', round: 0, steps: 2 },
  { kind: 'measuring', benchmark: 'nbody', engine: 'stage-2' },
  measured(0, 1),
  {
    kind: 'failed',
    failure: {
      engine: 'vm',
      benchmark: 'b',
      round: 0,
      kind: 'crashed',
      message: 'exit status 1',
      stderr: '',
    },
  },
  { kind: 'round finished', rounds: 1, requestedRounds: 2, elapsedSeconds: 5, stopped: false },
  { kind: 'round started', round: 1, steps: 2 },
  measured(1, 2),
  { kind: 'round finished', rounds: 2, requestedRounds: 2, elapsedSeconds: 8, stopped: true },
];

it('is plain lines where there is no terminal', () => {
  expect(written(false, { rounds: 2 }, events)).toEqual([
    'nbody: 4 loops a value\n',
    '✗ b on vm crashed: exit status 1\n',
    'round 1 of 2 done (5 s)\n',
    'round 2 of 2 done (8 s); no time for another\n',
  ]);
});

it('is a bar with the time left on a terminal, cut to its width', () => {
  expect(written(true, { rounds: 2 }, events)).toEqual([
    '<nbody: 4 loops a value\n',
    '<░░░░░░░░░░░░░░░░░░░░   0 %  round 1: nbody on stage-2',
    '<█████░░░░░░░░░░░░░░░  25 %  round 1: nbody on stage-2 12.0 ms  about 0:06 l',
    '<✗ b on vm crashed: exit status 1\n',
    '<█████░░░░░░░░░░░░░░░  25 %  round 1: nbody on stage-2 12.0 ms  about 0:06 l',
    '<round 1 of 2 done (5 s)\n',
    '<████████████████████ 100 %  round 2: nbody on stage-2 12.0 ms  about 0:00 l',
    '<round 2 of 2 done (8 s); no time for another\n',
  ]);
});

it('goes by the time where there is a budget', () => {
  const [line] = written(true, { rounds: 100, budgetSeconds: 200 }, events.slice(2, 3));
  expect(line).toBe('<░░░░░░░░░░░░░░░░░░░░   0 %  round 1: nbody on stage-2  at most 3:20 left');
});

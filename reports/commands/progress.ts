/**
 * What a person sees while measuring, on standard error: on a terminal one line that is rewritten, elsewhere
 * a line for each round.
 */
import type { ProgressEvent } from '../../suites/index.ts';
import { formatSeconds, plural } from '../model/format.ts';

export type ProgressSink = (event: ProgressEvent) => void;

export function progressOn(stream: NodeJS.WriteStream, budgetSeconds: number | undefined): ProgressSink {
  const isTerminal = stream.isTTY === true;
  const startedMs = performance.now();
  const elapsed = (): string => {
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return budgetSeconds === undefined
      ? `${seconds} s`
      : `${seconds} of at most ${Math.round(budgetSeconds)} s`;
  };
  const clear = isTerminal ? '\r\u001b[K' : '';
  const line = (text: string): void => void stream.write(`${clear}${text}\n`);
  return (event) => {
    switch (event.kind) {
      case 'calibrated':
        line(`${event.benchmark}: ${plural(event.loops, 'loop')} a value`);
        break;
      case 'measured': {
        const { round, done, inRound, benchmark, engine, medianSeconds } = event;
        const text = `round ${round + 1}: ${done}/${inRound} ${benchmark} on ${engine} ${formatSeconds(medianSeconds)} (${elapsed()})`;
        if (isTerminal) stream.write(`${clear}${text.slice(0, (stream.columns ?? 80) - 1)}`);
        break;
      }
      case 'failed': {
        const { benchmark, engine, kind, message } = event.failure;
        line(`✗ ${benchmark} on ${engine} ${kind}: ${message}`);
        break;
      }
      case 'round finished': {
        const more = event.stopped ? '; no time for another' : '';
        line(`round ${event.rounds} of ${event.requestedRounds} done (${elapsed()})${more}`);
        break;
      }
    }
  };
}

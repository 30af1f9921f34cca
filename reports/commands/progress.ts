/**
 * What a person sees while measuring, on standard error: on a terminal a bar with what is being measured and the time that
 * is left, elsewhere plain lines, one for each round.
 */
import type { ProgressEvent } from '../../suites/index.ts';
import { formatSeconds, plural } from '../model/format.ts';

export type ProgressSink = (event: ProgressEvent) => void;

export interface ProgressPlan {
  readonly budgetSeconds?: number | undefined;
  readonly rounds: number;
}

const BAR_CELLS = 20;

export function progressOn(stream: NodeJS.WriteStream, plan: ProgressPlan): ProgressSink {
  return progressLines(
    stream,
    stream.isTTY === true,
    () => stream.columns ?? 80,
    () => performance.now(),
    plan,
  );
}

/** The same with the terminal's answers and the clock (milliseconds) given. */
export function progressLines(
  stream: { write(text: string): unknown },
  isTerminal: boolean,
  columns: () => number,
  nowMs: () => number,
  { budgetSeconds, rounds }: ProgressPlan,
): ProgressSink {
  const startedMs = nowMs();
  const elapsedSeconds = (): number => (nowMs() - startedMs) / 1000;
  const clear = isTerminal ? '\r\u001b[K' : '';
  const line = (text: string): void => void stream.write(`${clear}${text}\n`);
  let bar = '';
  const draw = (text: string): void => {
    bar = text;
    if (isTerminal) stream.write(`${clear}${bar.slice(0, columns() - 1)}`);
  };
  // Measurements so far and expected, and when the first of them began.
  let done = 0;
  let stepsInRound = 0;
  let round = 0;
  let firstSeconds = 0;

  const fraction = (): number => {
    if (budgetSeconds !== undefined) return Math.min(elapsedSeconds() / budgetSeconds, 1);
    return stepsInRound === 0 ? 0 : Math.min((round * stepsInRound + done) / (rounds * stepsInRound), 1);
  };
  const left = (): string => {
    if (budgetSeconds !== undefined) {
      return `at most ${formatDuration(Math.max(budgetSeconds - elapsedSeconds(), 0))} left`;
    }
    const part = fraction();
    if (part <= 0 || done + round === 0) return '';
    return `about ${formatDuration(((elapsedSeconds() - firstSeconds) * (1 - part)) / part)} left`;
  };
  const status = (text: string): void => {
    const cells = Math.round(fraction() * BAR_CELLS);
    const percent = `${Math.round(fraction() * 100)} %`.padStart(6);
    const parts = [`${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)}${percent}`, text, left()];
    draw(parts.filter((part) => part !== '').join('  '));
  };
  const elapsed = (): string => {
    const seconds = Math.round(elapsedSeconds());
    return budgetSeconds === undefined
      ? `${seconds} s`
      : `${seconds} of at most ${Math.round(budgetSeconds)} s`;
  };

  return (event) => {
    switch (event.kind) {
      case 'calibrated':
        line(`${event.benchmark}: ${plural(event.loops, 'loop')} a value`);
        break;
      case 'counted':
        draw(`counters: ${event.benchmark} on ${event.engine}`);
        break;
      case 'round started':
        if (stepsInRound === 0) firstSeconds = elapsedSeconds();
        stepsInRound = Math.max(stepsInRound, event.steps);
        round = event.round;
        done = 0;
        break;
      case 'measuring':
        status(`round ${round + 1}: ${event.benchmark} on ${event.engine}`);
        break;
      case 'measured': {
        done = event.done;
        const { benchmark, engine, medianSeconds } = event;
        status(`round ${event.round + 1}: ${benchmark} on ${engine} ${formatSeconds(medianSeconds)}`);
        break;
      }
      case 'failed': {
        const { benchmark, engine, kind, message } = event.failure;
        line(`✗ ${benchmark} on ${engine} ${kind}: ${message}`);
        if (isTerminal && bar !== '') draw(bar);
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

/** `1:05`, `2:03:10`: minutes and seconds, hours where there are any. */
function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

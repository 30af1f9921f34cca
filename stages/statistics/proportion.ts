/**
 * The exact interval of a proportion. C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits
 * illustrated in the case of the binomial, Biometrika 26 (1934) 404–413.
 */
import { betaQuantile } from './distributions.ts';

export interface Proportion {
  readonly successes: number;
  readonly trials: number;
  /** Bounds with a chance of (1 − confidence)/2 beyond each. */
  readonly low: number;
  readonly high: number;
}

export function clopperPearson(successes: number, trials: number, confidence = 0.95): Proportion {
  const tail = (1 - confidence) / 2;
  return {
    successes,
    trials,
    low: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    high: upperBound(successes, trials, 1 - tail),
  };
}

/** The one-sided bound: with this confidence the proportion is not above it. 0 of 60 gives 4.9 %, 0 of 300 gives 1 %. */
export function upperBound(successes: number, trials: number, confidence = 0.95): number {
  return successes >= trials ? 1 : betaQuantile(confidence, successes + 1, trials - successes);
}

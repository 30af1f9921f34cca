/** A small part of `npm run simulate-gate`, which has the figures for 300 pull requests. */
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

describe('the gate on simulated pull requests', () => {
  it('fails no equal pair, and bounds the rate', () => {
    const result = simulate(25, 0);
    expect(result.failed).toBe(0);
    expect(result.failedBound).toBeCloseTo(1 - 0.05 ** (1 / 25), 9);
  });

  it('finds +10 %, and confirms it', () => {
    expect(simulate(25, 0.1)).toMatchObject({ rejected: 25, failed: 25 });
  });

  it('is the same each time', () => {
    expect(simulate(5, 0.04, 3)).toEqual(simulate(5, 0.04, 3));
  });
});

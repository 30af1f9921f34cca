/**
 * `npm run simulate-gate`: 300 simulated pull requests without a change, and as many with one slower benchmark at each of
 * several sizes. Options, in this order: number of pull requests, layout noise in per cent, seed.
 */
import { BASE_NOISE, simulate } from './simulate.ts';

const [pullRequests = 300, layoutPercent = 100 * BASE_NOISE.layout, seed = 1] = process.argv
  .slice(2)
  .map(Number);
if (![pullRequests, layoutPercent, seed].every((value) => Number.isFinite(value) && value >= 0)) {
  process.stderr.write('usage: npm run simulate-gate -- [PULL_REQUESTS [LAYOUT_PER_CENT [SEED]]]\n');
  process.exit(2);
}
const model = { ...BASE_NOISE, layout: layoutPercent / 100 };
process.stdout.write(
  `${pullRequests} pull requests each; ${model.benchmarks} benchmarks, noise of a process ${100 * model.process} %, layout of a build ${layoutPercent} %\n`,
);
for (const injected of [0, 0.03, 0.05, 0.08, 0.1, 0.15]) {
  const { rejected, failed, extended, failedBound } = simulate(pullRequests, injected, seed, model);
  const share = (count: number): string => `${((100 * count) / pullRequests).toFixed(1)} %`;
  process.stdout.write(
    injected === 0
      ? `equal pairs: ${rejected} rejected by one session, ${failed} failed (at most ${(100 * failedBound).toFixed(1)} % with 95 % confidence); ${extended} went on to 24 rounds\n`
      : `+${Math.round(100 * injected)} %: found by one session in ${share(rejected)}, confirmed by a second in ${share(failed)}; ${extended} went on to 24 rounds\n`,
  );
}

/**
 * Writes a sample history, for measuring the generator:
 *
 *     node reports/site/testing/make-history.ts FOLDER [RUNS [BENCHMARKS]]
 */
import { SAMPLE, writeSampleHistory } from './sample-history.ts';

const [folder, runs = '2000', benchmarks = '60'] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node make-history.ts FOLDER [RUNS [BENCHMARKS]]\n');
  process.exitCode = 2;
} else {
  const names = Array.from({ length: Number(benchmarks) }, (_, index) => `benchmark_${index + 1}`);
  const files = writeSampleHistory(folder, {
    ...SAMPLE,
    runs: Number(runs),
    benchmarks: names,
    start: '2025-06-01T06:00:00.000Z',
  });
  process.stdout.write(
    `${folder}: ${files.length} runs of ${names.length} benchmarks on ${SAMPLE.engines.length} engines\n`,
  );
}

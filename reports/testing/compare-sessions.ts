/**
 * `npm run compare-sessions -- FOLDER`: does `compare` see a slowdown between equal binaries? Reads the sessions that
 * `stage-report calibrate --aa N --folder FOLDER` measured: each is a run with one engine under two names. A false
 * regression is a benchmark whose whole interval lies beyond the gate's least margin. Exit status 1 where there is one.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareEngines, readRoadmap } from '../../stages/index.ts';
import { readSides } from '../commands/sides.ts';
import { formatChange, plural } from '../model/format.ts';

const [folder = join('results', 'calibration')] = process.argv.slice(2);
const margin = readRoadmap(undefined).margins.time;
const files = readdirSync(folder)
  .filter((file) => /^session-\d+\.json$/.test(file))
  .sort();
let compared = 0;
const slower: string[] = [];
for (const file of files) {
  for (const { base, head } of readSides({ files: [join(folder, file)], centre: 'mean' }).pairs) {
    for (const { benchmark, speedup } of compareEngines(base, head).benchmarks) {
      compared++;
      if (speedup.high >= 1 / (1 + margin)) continue;
      const [least, most] = [formatChange(1 / speedup.high), formatChange(1 / speedup.low)];
      slower.push(`${file}: ${benchmark} on ${head.engine}: ${least} … ${most}`);
    }
  }
}
process.stdout.write(
  `${plural(files.length, 'session')} of one engine under two names, ${plural(compared, 'comparison')}: ${plural(slower.length, 'false regression')} beyond ${100 * margin} %\n${slower.map((line) => `${line}\n`).join('')}`,
);
process.exitCode = slower.length > 0 || files.length === 0 ? 1 : 0;

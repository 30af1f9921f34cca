/**
 * An engine for tests: speaks the worker protocol of `suites/support/pyperf.py` without running Python.
 *
 *     node fake-engine.mjs [--ms 20] [--noise FILE] [--crash NAME] [--hang NAME] [--lie NAME] [--version TEXT]
 *                          [--stats FILE] [--count | --refuse] [--log FILE] SCRIPT --worker …
 *
 * Every value is `ms` milliseconds. With --noise, FILE holds a counter, and each process is off by a factor
 * within ±2 % that follows from it: noise, but the same in every test run. --stats writes counters, as `stage-vm` does,
 * of which --count has one more; --refuse is an option that it does not know;
 * --log adds a line for each process that measured.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const args = process.argv.slice(2);
const at = args.findIndex((arg) => arg.endsWith('.py'));
const option = (list, name) => (list.includes(name) ? list[list.indexOf(name) + 1] : undefined);
const own = (name) => option(args.slice(0, at), name);
const asked = (name) => Number(option(args.slice(at + 1), name));
if (args.slice(0, at).includes('--refuse')) process.exit(2);
const benchmark = basename(dirname(args[at])).replace(/^bm_/, '');

if (basename(args[at]) === 'probe.py') {
  const about = { implementation: 'fake', version: own('--version') ?? '1.0', executable: '' };
  process.stdout.write(`@stage-report-probe ${JSON.stringify(about)}\n`);
} else if (own('--crash') === benchmark) {
  process.stderr.write('Traceback (most recent call last):\nValueError: not today\n');
  process.exit(1);
} else if (own('--hang') === benchmark) setInterval(() => {}, 1000);
else {
  let factor = 1;
  const noise = own('--noise');
  if (noise) {
    const count = (existsSync(noise) ? Number(readFileSync(noise, 'utf8')) : 0) + 1;
    writeFileSync(noise, String(count));
    factor = 1 + 0.02 * Math.sin(count * 12.9898);
  }
  const seconds = (Number(own('--ms') ?? 20) / 1000) * factor;
  const loops = asked('--loops') || 1;
  const values = Array.from({ length: asked('--values') }, () => seconds);
  const result = {
    name: own('--lie') === benchmark ? 'another' : benchmark,
    metadata: {
      python_implementation: 'fake',
      python_version: '1.0',
      loops,
      unit: 'second',
      name: benchmark,
      mem_max_rss: 1000 * Number(own('--ms') ?? 20),
    },
    warmups: [
      [loops, seconds * 2],
      [loops, seconds],
    ],
    values,
    steady: true,
  };
  if (own('--log')) appendFileSync(own('--log'), `${benchmark}\n`);
  if (own('--stats')) {
    const regions = loops * values.length;
    // Counting changes what happens.
    const counted = args.slice(0, at).includes('--count')
      ? { regions: regions + 1, executed: 1000 * regions }
      : { regions };
    writeFileSync(own('--stats'), JSON.stringify({ stage: 9, flags: ['a'], ...counted }));
  }
  process.stdout.write(`hello from the program\n@pyperf-worker ${JSON.stringify(result)}\n`);
}

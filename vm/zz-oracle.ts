import { readFileSync } from 'node:fs';
import { loadOracle } from './conformance/differential/run.ts';

const o = await loadOracle();
for (const f of process.argv.slice(2)) {
  const r = o.run(readFileSync(f, 'utf8'));
  process.stdout.write(r.stdout);
  process.stdout.write(r.stderr);
}

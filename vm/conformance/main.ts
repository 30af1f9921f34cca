#!/usr/bin/env node
/**
 * `npm run conformance -- [FILE …] [options]`: CPython's own tests, unmodified, under our unittest inside the VM.
 * The README of this folder lists the options.
 */
import { parseArgs } from 'node:util';
import { collectIds, findCPython } from './suite/cpython.ts';
import { LANGUAGE_FILES, LIBRARY_FILES, QUICK_FILES } from './suite/files.ts';
import {
  listedFiles,
  readCounts,
  readFailures,
  readList,
  writeCounts,
  writeFailures,
  writeList,
} from './suite/lists.ts';
import type { TestResult } from './suite/protocol.ts';
import { BUILT_VM, type FileRun, runFile, SOURCE_VM } from './suite/run-file.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cpython: { type: 'string' },
    stage: { type: 'string', default: '2' },
    without: { type: 'string', multiple: true, default: [] },
    update: { type: 'boolean', default: false },
    'allow-drop': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    language: { type: 'boolean', default: false },
    library: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    optional: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '120' },
    jobs: { type: 'string', default: '1' },
  },
});

/** What the runs of one file at all stages came to. */
interface Verdict {
  readonly file: string;
  readonly collected: readonly string[];
  /** Passed at every stage. */
  readonly passing: ReadonlySet<string>;
  readonly reasons: ReadonlyMap<string, string>;
  readonly results: Readonly<Record<string, readonly TestResult[]>>;
}

const stages = values.stage.split(',');
const flags = values.without.flatMap((flag) => ['--without', flag]);
const command = values.built ? BUILT_VM : SOURCE_VM;
const cpython = await findCPython(values.cpython).catch((error: Error) => {
  if (!values.optional) throw error;
  console.log(`conformance: not checked: ${error.message}`);
  process.exit(0);
});
const verdicts: Verdict[] = [];
const queue = [...filesToRun()];
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
verdicts.sort((a, b) => (a.file < b.file ? -1 : 1));
if (values.json) console.log(JSON.stringify(verdicts.map(asJson), null, 2));
const [passed, collected] = [sum((each) => each.passing.size), sum((each) => each.collected.length)];
report(`${passed} of ${collected} pass (${percent(passed, collected)}), stage ${values.stage}`);
if (values.update) update();
if (values.check) check();

function filesToRun(): readonly string[] {
  if (positionals.length > 0)
    return positionals.map((name) => (name.startsWith('test_') ? name : `test_${name}`));
  if (values.quick) return QUICK_FILES;
  if (values.check) return listedFiles();
  if (values.language) return LANGUAGE_FILES;
  return values.library ? LIBRARY_FILES : [...LANGUAGE_FILES, ...LIBRARY_FILES];
}

async function worker(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) verdicts.push(await judge(file));
}

async function judge(file: string): Promise<Verdict> {
  const ids = await collectIds(cpython, file);
  const results: Record<string, TestResult[]> = {};
  const reasons = new Map<string, string>();
  let passing = new Set(ids);
  for (const stage of stages) {
    const run = await runFile(cpython, file, [command, '--stage', stage, ...flags], Number(values.timeout));
    results[stage] = run.results;
    const ok = new Set(run.results.filter(({ outcome }) => outcome === 'ok').map(({ id }) => id));
    noteReasons(reasons, run, ids);
    passing = new Set([...passing].filter((id) => ok.has(id)));
  }
  report(`${file}: ${passing.size} of ${ids.length}${reasons.has('*') ? ` (${reasons.get('*')})` : ''}`);
  if (values.verbose) for (const [id, reason] of reasons) if (!passing.has(id)) report(`  ${id} — ${reason}`);
  return { file, collected: ids, passing, reasons, results };
}

function noteReasons(
  reasons: Map<string, string>,
  { results, unloadable }: FileRun,
  ids: readonly string[],
): void {
  if (unloadable !== undefined) {
    reasons.set('*', shorten(unloadable));
    return;
  }
  const known = new Set<string>();
  for (const { id, outcome, detail } of results) {
    known.add(id);
    if (outcome !== 'ok' && !reasons.has(id)) reasons.set(id, shorten(`${outcome}: ${detail}`));
  }
  for (const id of ids) if (!known.has(id) && !reasons.has(id)) reasons.set(id, 'not run');
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** Writes the lists. An id that is listed and does not pass stops the update, unless `--allow-drop` is given. */
function update(): void {
  const counts = readCounts();
  const failures = readFailures();
  for (const { file, collected: ids, passing, reasons } of verdicts) {
    const listed = readList(file);
    const dropped = listed.filter((id) => !passing.has(id) && ids.includes(id));
    if (dropped.length > 0 && !values['allow-drop']) {
      report(`${file}: kept ${dropped.length} listed ids that did not pass (--allow-drop takes them out):`);
      for (const id of dropped) report(`  ${id} — ${reasons.get(id) ?? reasons.get('*') ?? ''}`);
      process.exitCode = 1;
    }
    const kept = new Set(values['allow-drop'] ? passing : [...passing, ...dropped]);
    if (kept.size > 0 || listed.length > 0) writeList(file, [...kept]);
    counts[file] = ids.length;
    for (const key of failures.keys()) if (key.startsWith(`${file} `)) failures.delete(key);
    for (const [id, reason] of reasons) if (!kept.has(id)) failures.set(`${file} ${id}`, reason);
  }
  writeCounts(counts);
  writeFailures(failures);
}

/** Every listed id still passes. */
function check(): void {
  for (const { file, passing, reasons } of verdicts) {
    for (const id of readList(file)) {
      if (passing.has(id)) continue;
      report(`no longer passes: ${file} ${id} — ${reasons.get(id) ?? reasons.get('*') ?? ''}`);
      process.exitCode = 1;
    }
  }
}

function asJson({ file, collected: ids, results }: Verdict): unknown {
  return { file, collected: ids.length, results };
}

function sum(of: (verdict: Verdict) => number): number {
  return verdicts.reduce((total, verdict) => total + of(verdict), 0);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** With `--json` standard output is the document alone. */
function report(line: string): void {
  if (values.json) console.error(line);
  else console.log(line);
}

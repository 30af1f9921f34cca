#!/usr/bin/env node
/** `npm run differential -- [NAME …] [stage-vm's options]`: case files at one stage (2, unless `--stage` says other) against CPython 3.14. */
import { describeDifference, differences, oracleOutputs, readCases, vmOutputs } from './compare.ts';

const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption < 0 ? args : args.slice(0, firstOption);
const options = firstOption < 0 ? ['--stage', '2'] : args.slice(firstOption);
const cases = readCases(names);
const [vm, oracle] = await Promise.all([vmOutputs(cases, options), oracleOutputs(cases)]);
const found = differences(cases, vm, oracle);
let silent = '';
for (const each of found) {
  // After a case that ended the process the rest of its file has not run.
  if (each.vm === undefined && silent === each.case.file) continue;
  silent = each.vm === undefined ? each.case.file : '';
  console.log(`${describeDifference(each)}\n`);
}
console.log(`${cases.length} cases, ${found.length} differ (${options.join(' ')})`);
process.exitCode = found.length > 0 ? 1 : 0;

/** Runs cases at a stage of the VM and in the oracle, and lists what differs. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Case, casesOf, outputsOf, programOf } from './cases.ts';
import { loadOracle, runInVm } from './run.ts';

const folder = new URL('cases/', import.meta.url);

export interface Difference {
  readonly case: Case;
  /** `undefined`: the VM ended before the case, or while it ran. */
  readonly vm: string | undefined;
  readonly oracle: string;
}

/** All cases of `cases/`, or those of the named files (without `.py`). */
export function readCases(names: readonly string[] = []): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py') && (names.length === 0 || names.includes(file.slice(0, -3))))
    .sort()
    .flatMap((file) => casesOf(file, readFileSync(new URL(file, folder), 'utf8')));
}

export async function oracleOutputs(cases: readonly Case[]): Promise<string[]> {
  const { stdout, stderr } = (await loadOracle()).run(programOf(cases));
  return outputsOf(cases.length, stdout).map((output, index) => {
    if (output === undefined)
      throw new Error(`the oracle stopped before ${placeOf(cases[index]!)}: ${stderr}`);
    return output;
  });
}

/** Cases after one that ends the process are run by a new process. */
export async function vmOutputs(
  cases: readonly Case[],
  options: readonly string[],
): Promise<(string | undefined)[]> {
  const { stdout, stderr, status } = await runInVm(programOf(cases), options, 120);
  const outputs = outputsOf(cases.length, stdout);
  const last = outputs.findLastIndex((output) => output !== undefined);
  if (status === 0) return outputs;
  // Before the first case: the program itself does not run.
  if (last < 0) throw new Error(`stage-vm ${options.join(' ')} ended with status ${status}: ${stderr}`);
  outputs[last] = undefined;
  if (last === cases.length - 1) return outputs;
  const { file } = cases[last]!;
  // The rest of the file would lack its names: it goes on with the next one.
  const next = cases.findIndex((each, index) => index > last && each.file !== file);
  if (next < 0) return outputs;
  return [...outputs.slice(0, next), ...(await vmOutputs(cases.slice(next), options))];
}

export function differences(
  cases: readonly Case[],
  vm: readonly (string | undefined)[],
  oracle: readonly string[],
): Difference[] {
  return cases
    .map((each, index) => ({ case: each, vm: vm[index], oracle: oracle[index]! }))
    .filter((each) => each.vm !== each.oracle);
}

export function placeOf({ file, line }: Case): string {
  return `${file}:${line}`;
}

/** What a person needs to see of a difference. */
export function describeDifference({ case: each, vm, oracle }: Difference): string {
  const shown = (output: string | undefined): string =>
    output === undefined ? '(the process ended)' : output === '' ? '(nothing)' : output.trimEnd();
  return `${placeOf(each)}\n${indent(each.source.trimEnd())}\n  CPython: ${indent(shown(oracle)).trim()}\n  VM:      ${indent(shown(vm)).trim()}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}

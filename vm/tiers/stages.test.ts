/**
 * The same programs at every stage, at stage 4 with each flag off in turn, and in the modes that count instructions or
 * force side exits: what they print never changes. Each program
 * of `testdata/programs` has loops of 3000 iterations and more, so that stages 3 and 4 compile them; what it must print
 * (`NAME.out`) was written by CPython.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { FLAGS, type FlagName, flagsOfStage, withoutUnsupported } from './flags.ts';

const folder = new URL('testdata/programs/', import.meta.url);
const runner = fileURLToPath(new URL('testdata/run-programs.ts', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .map((file) => file.slice(0, -3))
  .sort();
const expected = Object.fromEntries(
  names.map((name) => [name, readFileSync(new URL(`${name}.out`, folder), 'utf8')]),
);

function runPrograms(flags: ReadonlySet<string>, ...options: string[]): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', runner, [...flags].join(','), ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0 && text !== '') resolve(JSON.parse(text));
      else reject(new Error(`the programs ended with status ${status}: ${text.slice(0, 1000)}`));
    });
  });
}

function without(flag: FlagName): Set<FlagName> {
  const flags = flagsOfStage(4);
  flags.delete(flag);
  return withoutUnsupported(flags);
}

const configurations: [title: string, flags: ReadonlySet<string>, option?: string][] = [
  ...[0, 1, 2, 3, 4].map((stage): [string, ReadonlySet<string>] => [`stage ${stage}`, flagsOfStage(stage)]),
  ['stage 3, each side exit taken', flagsOfStage(3), '--force-deopt'],
  ['stage 4, each side exit taken', flagsOfStage(4), '--force-deopt'],
  ...[0, 1, 2, 4].map((stage): [string, ReadonlySet<string>, string] => [
    `stage ${stage}, counting instructions`,
    flagsOfStage(stage),
    '--count-instructions',
  ]),
  ...FLAGS.map(({ name }): [string, ReadonlySet<string>] => [`stage 4 without ${name}`, without(name)]),
];

describe.each(configurations)('%s', (_title, flags, option) => {
  let printed: Record<string, string> = {};
  beforeAll(async () => {
    printed = await runPrograms(flags, ...(option === undefined ? [] : [option]));
  });
  test.each(names)('%s', (name) => {
    expect(printed[name]).toBe(expected[name]);
  });
});

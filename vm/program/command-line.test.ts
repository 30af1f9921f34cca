/** Words of the command line → what is to be run. */
import { expect, test } from 'vitest';
import { parseCommandLine, type RunCommand } from './command-line.ts';

function run(...words: string[]): RunCommand {
  const command = parseCommandLine(words);
  if (command.action !== 'run') throw new Error(`not a run but ${command.action}`);
  return command;
}

test('what follows the program is its own', () => {
  expect([run('-c', 'pass', '-O'), run('-cpass', 'x')].map(({ source, argv }) => [source, argv])).toEqual([
    [{ kind: 'code', text: 'pass' }, ['-c', '-O']],
    [{ kind: 'code', text: 'pass' }, ['-c', 'x']],
  ]);
  expect(run('-m', 'timeit', '-n', '1')).toMatchObject({
    source: { kind: 'module', name: 'timeit' },
    argv: ['-m', '-n', '1'],
  });
  expect(run('a.py', '-c')).toMatchObject({ source: { kind: 'file', path: 'a.py' }, argv: ['a.py', '-c'] });
  expect(run('-', 'x')).toMatchObject({ source: { kind: 'stdin' }, argv: ['-', 'x'] });
  expect(run()).toMatchObject({ source: { kind: 'stdin' }, argv: [''] });
});

test("Python's options may stand together, with their values", () => {
  const { python } = run('-uOOq', '-Wignore', '-W', 'error', '-Xa=1', '-iX', 'b', 'a.py');
  expect(python).toMatchObject({
    counts: { u: 1, O: 2, q: 1, i: 1, B: 0 },
    warnings: ['ignore', 'error'],
    implementation: ['a=1', 'b'],
  });
});

test('information instead of a run', () => {
  const actions = [['-V'], ['-VV'], ['--version'], ['-h'], ['--help'], ['--flags'], ['-V', '-c', 'pass']];
  expect(actions.map((words) => parseCommandLine(words).action)).toEqual([
    'version',
    'full-version',
    'version',
    'help',
    'help',
    'flags',
    'version',
  ]);
});

test.each([
  [['-z'], 'unknown option -z'],
  [['-c'], '-c needs a value'],
  [['--forcedeopt'], 'unknown option --forcedeopt; did you mean --force-deopt?'],
  [['--flags=1'], '--flags takes no value'],
  [['--stats', '-c', 'pass'], "--stats needs a file, not '-c'; write ./-c where it is one"],
  [['--profile='], "--profile needs a file, not ''"],
])('%j is refused', (words, message) => {
  expect(() => parseCommandLine(words)).toThrow(message);
});

test('- is standard error for statistics, and a file may begin with a dash behind a folder', () => {
  expect(run('--stats', '-', '-c', 'pass').stats).toBe('-');
  expect(run('--stats', './-c', '-c', 'pass').stats).toBe('./-c');
});

/** `stage-vm` as a command: whole outputs as CPython 3.14 gives them, at the interpreters' stages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../bin/stage-vm.ts', import.meta.url));
const STAGES = ['0', '1', '2'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-vm-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

function stageVm(
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: options.input ?? '',
    env: { ...process.env, ...options.env },
  });
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

/** Writes files into the folder; their names may have folders. */
function files(contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

describe.each(STAGES)('stage %s', (stage) => {
  const run = (...args: string[]) => stageVm(['--stage', stage, ...args]);

  test('a chain of exceptions, repeated calls, notes', () => {
    files({
      'chain.py': `def g(n):
    if n == 0: return 1 + {}['k'](3)
    return g(n-1)
try:
    g(10)
except KeyError as e:
    e.add_note("a note\\nsecond")
    raise ValueError("v") from e
`,
    });
    expect(run('chain.py')).toEqual({
      status: 1,
      stdout: '',
      stderr: `Traceback (most recent call last):
  File "chain.py", line 5, in <module>
    g(10)
    ~^^^^
  File "chain.py", line 3, in g
    return g(n-1)
  File "chain.py", line 3, in g
    return g(n-1)
  File "chain.py", line 3, in g
    return g(n-1)
  [Previous line repeated 7 more times]
  File "chain.py", line 2, in g
    if n == 0: return 1 + {}['k'](3)
                          ~~^^^^^
KeyError: 'k'
a note
second

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "chain.py", line 8, in <module>
    raise ValueError("v") from e
ValueError: v
`,
    });
  });

  test('threads give way to each other where they wait', () => {
    files({
      'threads.py': `import _thread, time
box, full, empty, done = [], _thread.allocate_lock(), _thread.allocate_lock(), _thread.allocate_lock()
full.acquire(); done.acquire()
def take():
    full.acquire()
    return box.pop()
def consume(count):
    for _ in range(count):
        print('took', take())
        empty.release()
    done.release()
def produce():
    for item in range(2):
        empty.acquire(); box.append(item); print('made', item); full.release(); time.sleep(0)
_thread.start_new_thread(consume, (2,))
_thread.start_new_thread(produce, ())
done.acquire()
print(box)
try: done.acquire()
except RuntimeError as error: print(error)
`,
    });
    expect(run('threads.py')).toEqual({
      status: 0,
      stdout: `made 0
took 0
made 1
took 1
[]
deadlock: acquiring a lock would wait for ever (no other thread could end that)
`,
      stderr: '',
    });
  });

  test('packages, relative imports, modules that are missing or fail', () => {
    files({
      'pkg/__init__.py': 'X = 1\nfrom . import b\n',
      'pkg/b.py': 'from .c import Y\nZ = Y + 1\n',
      'pkg/c.py': 'Y = 41\n',
      'bad.py': 'x = 1/0\n',
      'imports.py': `import sys
import pkg.b as b
from pkg import c
print(b.Z, c.Y, pkg.X if 'pkg' in globals() else None, b.__package__, b.__name__)
for name in ['nope', 'pkg.nope', 'pkg.b.q']:
    try: __import__(name)
    except ImportError as e: print(type(e).__name__, e, e.name)
try: import bad
except ZeroDivisionError: print('bad' in sys.modules)
try: from . import x
except ImportError as e: print(e)
`,
    });
    expect(run('imports.py')).toEqual({
      status: 0,
      stdout: `42 41 None pkg pkg.b
ModuleNotFoundError No module named 'nope' nope
ModuleNotFoundError No module named 'pkg.nope' pkg.nope
ModuleNotFoundError No module named 'pkg.b.q'; 'pkg.b' is not a package pkg.b.q
False
attempted relative import with no known parent package
`,
      stderr: '',
    });
  });

  test('a SyntaxError has its place, tabs kept, and no traceback', () => {
    files({ 'syntax.py': 'if 1:\n\tx = (1 +\n' });
    expect(run('syntax.py')).toEqual({
      status: 1,
      stdout: '',
      stderr: `  File "syntax.py", line 2
    \tx = (1 +
    \t    ^
SyntaxError: '(' was never closed
`,
    });
  });

  test('recursion as deep as the limit allows', () => {
    files({
      'deep.py': `import sys
def d(n): return 0 if n == 0 else 1 + d(n-1)
print(d(990))
try: d(2000)
except RecursionError as e: print(e)
sys.setrecursionlimit(20000)
print(d(19000))
`,
    });
    expect(run('deep.py')).toEqual({
      status: 0,
      stdout: '990\nmaximum recursion depth exceeded\n19000\n',
      stderr: '',
    });
  });

  test('exit statuses', () => {
    const exit = (argument: string) => run('-c', `import sys; print(end="o"); sys.exit(${argument})`);
    expect(exit('')).toEqual({ status: 0, stdout: 'o', stderr: '' });
    expect(exit('7')).toEqual({ status: 7, stdout: 'o', stderr: '' });
    expect(exit('"bye"')).toEqual({ status: 1, stdout: 'o', stderr: 'bye\n' });
  });
});

test('arguments after the program are its own; the program may come from standard input', () => {
  const code = 'import sys; print(sys.argv)';
  expect(stageVm(['-c', code, '--stage', '-x']).stdout).toBe("['-c', '--stage', '-x']\n");
  expect(stageVm(['-', 'a'], { input: code }).stdout).toBe("['-', 'a']\n");
});

test('PYTHONPATH comes after the folder of the script', () => {
  files({ 'lib/extra.py': 'name = "extra"\n', 'usepath.py': 'import extra; print(extra.name)\n' });
  expect(stageVm(['usepath.py'], { env: { PYTHONPATH: 'lib' } })).toEqual({
    status: 0,
    stdout: 'extra\n',
    stderr: '',
  });
});

test('mistakes on the command line', () => {
  const mistake = (...args: string[]) => stageVm(args);
  const text = (message: string) => ({
    status: 2,
    stdout: '',
    stderr: `stage-vm: ${message}\nTry 'stage-vm --help'.\n`,
  });
  expect(mistake('--stge', '1')).toEqual(text('unknown option --stge; did you mean --stage?'));
  expect(mistake('--stage', '5')).toEqual(text("--stage takes 0 to 4, not '5'"));
  expect(mistake('--with', 'shape', 'x')).toEqual(
    text("--with: unknown name 'shape'; did you mean shapes?; --flags lists them"),
  );
  expect(stageVm(['nofile.py'])).toEqual({
    status: 2,
    stdout: '',
    stderr: "stage-vm: can't open file 'nofile.py': [Errno 2] No such file or directory\n",
  });
});

test('--profile writes what the developer tools of Chromium read', () => {
  expect(stageVm(['--profile', 'run.cpuprofile', '-c', 'print(1)']).stdout).toBe('1\n');
  const profile = JSON.parse(readFileSync(join(folder, 'run.cpuprofile'), 'utf8'));
  expect(Object.keys(profile)).toEqual(['nodes', 'startTime', 'endTime', 'samples', 'timeDeltas']);
});

describe('--count-instructions', () => {
  const program = `def work(n):
    total = 0
    for i in range(n):
        if i % 3:
            total += i
    return total
import sys
work(int(sys.argv[1]))
`;
  const executed = (stage: string, iterations: number): number => {
    files({ 'count.py': program });
    const { stderr } = stageVm([
      ...['-S', '--stage', stage, '--count-instructions', '--stats', '-', 'count.py', String(iterations)],
    ]);
    return (JSON.parse(stderr) as { instructionsExecuted: number }).instructionsExecuted;
  };

  test.each(['0', '1', '2', '3', '4'])(
    'is the same in each process and linear in the work at stage %s',
    (stage) => {
      const counts = [3000, 6000, 9000, 9000].map((iterations) => executed(stage, iterations));
      const [first, second, third, again] = counts as [number, number, number, number];
      expect(again).toBe(third);
      expect(third - second).toBe(second - first);
      // FOR_ITER, the test and the jump back in each iteration, and in two of three the addition.
      expect(second - first).toBeGreaterThan(3000 * (3 + 2 / 3));
    },
  );

  test('is less where instructions are fused, and not told without being asked', () => {
    expect(executed('2', 3000)).toBeLessThan(executed('0', 3000) / 1.5);
    expect(JSON.parse(stageVm(['--stats', '-', '-c', 'pass']).stderr)).not.toHaveProperty(
      'instructionsExecuted',
    );
  });

  test('changes no other counter', () => {
    files({ 'count.py': program });
    const counters = (...options: string[]): object => {
      const { stderr } = stageVm(['-S', ...options, '--stats', '-', 'count.py', '9000']);
      return { ...JSON.parse(stderr), instructionsExecuted: 0, times: 0, memory: 0 };
    };
    expect(counters('--count-instructions')).toEqual({ ...counters(), instructionsExecuted: 0 });
  });

  test('counts threads too', () => {
    const thread = (body: string): number => {
      files({
        'thread.py': `import _thread\ndone = _thread.allocate_lock()\ndone.acquire()\n${body}\ndone.acquire()\n`,
      });
      const { stderr } = stageVm(['-S', '--stage', '2', '--count-instructions', '--stats', '-', 'thread.py']);
      return (JSON.parse(stderr) as { instructionsExecuted: number }).instructionsExecuted;
    };
    const work = (n: number): string =>
      `def work():\n    for i in range(${n}): pass\n    done.release()\n_thread.start_new_thread(work, ())`;
    expect(thread(work(5000)) - thread(work(1000))).toBeGreaterThanOrEqual(8000);
  });
});

test('without code generation the flags of stages 3 and 4 are off', () => {
  const { stderr } = spawnSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', COMMAND, '--stats', '-', '-c', 'pass'],
    { encoding: 'utf8' },
  );
  const { flags, fallback } = JSON.parse(stderr) as { flags: string[]; fallback: string };
  expect(flags).not.toContain('function-regions');
  expect(fallback).toMatch(/^code generation from strings is forbidden here: loop-regions, /);
});

/** Ways to start a program, and the import system behind them, as CPython 3.14 has them. */
import { spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../bin/stage-vm.ts', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'running-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function files(contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function stageVm(args: readonly string[], input = '', environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, '--stage', '2', ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '',
      XDG_CACHE_HOME: join(folder, 'cache'),
      ...environment,
    },
  });
  return { status, stdout: stdout.replaceAll(folder, ''), stderr: stderr.replaceAll(folder, '') };
}

/** A zip archive of stored files, made by the VM's own `zipfile`. */
const MAKE_ARCHIVE = `
import sys, zipfile
with zipfile.ZipFile('app.zip', 'w') as archive:
    archive.writestr('__main__.py', 'import inside, sys; print(__name__, inside.__loader__.archive, sys.argv)')
    archive.writestr('inside.py', '')
sys.path.insert(0, 'app.zip')
import inside
print(type(inside.__spec__.loader).__name__, sys.path_hooks[0].__name__)
`;

test('modules, packages, folders and archives as programs', () => {
  files({
    'package/__init__.py': '',
    'package/__main__.py':
      'from . import part\nimport sys\nprint(__name__, __package__, __spec__.name, sys.argv)',
    'package/part.py': '1 / 0 if __name__ == "__main__" else None',
    'app/__main__.py': 'import sys, beside; print(__name__, repr(__package__), sys.path[0])',
    'app/beside.py': '',
  });
  expect(stageVm(['-m', 'package', 'x']).stdout).toBe(
    "__main__ package package.__main__ ['/package/__main__.py', 'x']\n",
  );
  expect(stageVm(['-m', 'package.part'])).toEqual({
    status: 1,
    stdout: '',
    stderr: `Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "<frozen runpy>", line 88, in _run_code
  File "/package/part.py", line 1, in <module>
    1 / 0 if __name__ == "__main__" else None
    ~~^~~
ZeroDivisionError: division by zero
`,
  });
  expect(stageVm(['app']).stdout).toBe("__main__ '' /app\n");
  expect(stageVm(['-c', MAKE_ARCHIVE]).stdout).toBe('zipimporter zipimporter\n');
  expect(stageVm(['app.zip', 'y']).stdout).toBe("__main__ /app.zip ['app.zip', 'y']\n");
  expect(stageVm(['-m', 'nothing']).stderr).toMatch(/: No module named nothing\n$/);
});

test('the import system: specs, loaders, hooks, None, reload, resources, broken modules', () => {
  files({
    'program.py': `
import importlib, importlib.abc, importlib.resources, importlib.util, sys, json, time
print(json.__spec__.name, type(json.__loader__).__name__, json.__spec__.submodule_search_locations == json.__path__)
print(time.__spec__.origin, sys.modules['os'].__spec__.origin if 'os' in sys.modules else 'frozen')
print(__loader__.__class__.__name__, __spec__, __file__.endswith('program.py'))
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name.startswith('made_') else None
    def exec_module(self, module):
        module.value = module.__name__.upper()
sys.meta_path.insert(0, Finder())
import made_up
print(made_up.value)
sys.modules['gone'] = None
try: import gone
except ModuleNotFoundError as error: print(error, error.name)
import counted
counted.x = 5
print(importlib.reload(counted) is counted, counted.x)
print(importlib.resources.files('data').joinpath('text.txt').read_text())
try: import broken
except ZeroDivisionError as error:
    names = []
    trace = error.__traceback__
    while trace: names.append(trace.tb_frame.f_code.co_name); trace = trace.tb_next
    print(names, 'broken' in sys.modules)
try: import data.nothing
except ImportError as error: print(repr(error), error.__traceback__.tb_next)
try: from data import nothing
except ImportError as error: print(str(error).split(' (')[0])
`,
    'counted.py': 'x = 1',
    'broken.py': '1/0',
    'data/__init__.py': '',
    'data/text.txt': 'resource',
  });
  expect(stageVm(['program.py'])).toEqual({
    status: 0,
    stdout: `json SourceFileLoader True
built-in frozen
SourceFileLoader None True
MADE_UP
import of gone halted; None in sys.modules gone
True 1
resource
['<module>', '<module>'] False
ModuleNotFoundError("No module named 'data.nothing'") None
cannot import name 'nothing' from 'data'
`,
    stderr: '',
  });
});

test('the import system starts late, and no program can tell', () => {
  const outputs = (...programs: string[]) => programs.map((text) => stageVm(['-c', text]).stdout);
  files({ 'late.py': 'print(list(globals()), type(__loader__).__name__)' });
  expect(stageVm(['late.py']).stdout).toBe(
    "['__name__', '__doc__', '__package__', '__loader__', '__spec__', '__builtins__', '__file__', '__cached__'] SourceFileLoader\n",
  );
  expect(
    outputs(
      'import time; print(time, __loader__.__name__)',
      'import sys; sys.modules["extra"] = 1; import extra, time; print(extra, time.__spec__.origin)',
      'import sys; sys.path_hooks = []; print(sys.path_hooks, sys.meta_path[0].__name__)',
      '__loader__ = 1\ndef f(): return exit\nprint(f.__globals__["__loader__"], f())',
      'exec(\'print(__builtins__["quit"])\', {})',
    ),
  ).toEqual([
    "<module 'time' (built-in)> BuiltinImporter\n",
    '1 built-in\n',
    '[] BuiltinImporter\n',
    '1 Use exit() or Ctrl-D (i.e. EOF) to exit\n',
    'Use quit() or Ctrl-D (i.e. EOF) to exit\n',
  ]);
});

test('cached code: written beside nothing of the user, rebuilt when stale or damaged, not needed', () => {
  files({ 'use.py': 'import value; print(value.x)', 'value.py': 'x = 1' });
  const cached = (): string[] =>
    readdirSync(join(folder, 'cache'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('value.'),
    );
  expect(stageVm(['use.py']).stdout).toBe('1\n');
  const [file] = cached();
  expect(file).toMatch(/^stage-vm\/.*value\.stage-vm-314\.pyc$/);
  const path = join(folder, 'cache', file!);
  // The same size and another time.
  files({ 'value.py': 'x = 2' });
  utimesSync(join(folder, 'value.py'), 1000, 1000);
  expect(stageVm(['use.py']).stdout).toBe('2\n');
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, 40));
  expect(stageVm(['use.py']).stdout).toBe('2\n');
  expect(readFileSync(path)).toEqual(whole);
  // Nothing can be written there.
  writeFileSync(join(folder, 'file'), '');
  expect(stageVm(['use.py'], '', { XDG_CACHE_HOME: join(folder, 'file') })).toMatchObject({
    stdout: '2\n',
    stderr: '',
  });
  rmSync(path);
  expect([stageVm(['-B', 'use.py']).stdout, cached()]).toEqual(['2\n', []]);
});

test("Python's options", () => {
  files({ 'asserts.py': '"Doc."\nassert False\nprint(__debug__, __doc__)' });
  expect(stageVm(['-O', 'asserts.py']).stdout).toBe('False Doc.\n');
  expect(stageVm(['-OO', 'asserts.py']).stdout).toBe('False None\n');
  const warn = 'import warnings, sys; print(sys.flags.quiet, sys._xoptions); warnings.warn("w")';
  expect(stageVm(['-qWerror', '-Xa=b', '-Xc', '-c', warn])).toMatchObject({
    status: 1,
    stdout: "1 {'a': 'b', 'c': True}\n",
    stderr: expect.stringContaining('UserWarning: w'),
  });
  expect(stageVm(['-X', 'importtime', '-c', 'import keyword']).stderr).toMatch(
    /^import time: self \[us\] \| cumulative \| imported package\n(import time: +\d+ \| +\d+ \| +\w+\n)+import time: +\d+ \| +\d+ \| keyword\n$/,
  );
});

test('the prompt', () => {
  const input = `1 + 1
def f():
    return 1 / 0

f()
x = (
2)
x; _
if
import sys; sys.exit(3)
`;
  expect(stageVm(['-i'], input)).toEqual({
    status: 3,
    stdout: '2\n2\n2\n',
    stderr: expect.stringContaining(`>>> >>> ... ... >>> Traceback (most recent call last):
  File "<stdin>-2", line 1, in <module>
    f()
    ~^^
  File "<stdin>-1", line 2, in f
    return 1 / 0
           ~~^~~
ZeroDivisionError: division by zero
>>> ... >>> >>>   File "<stdin>-5", line 1
    if
SyntaxError: invalid syntax
>>> `),
  });
  expect(stageVm(['-iq', '-c', 'y = 4; 1/0'], 'y\n')).toMatchObject({ status: 0, stdout: '4\n' });
});

/** Sends the signal when the program has printed its first line; what it prints after that, and how it ends. */
function interrupted(stage: string, program: string, signal: NodeJS.Signals): Promise<unknown> {
  const child = spawn(process.execPath, [COMMAND, '--stage', stage, '-c', program], { cwd: folder });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (data) => {
    if (out === '') child.kill(signal);
    out += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  return new Promise((resolve) => {
    child.on('close', (status) => resolve([out, errors.trimEnd().split('\n').at(-1), status]));
  });
}

const LOOP = `
def loop(i):
    try:
        while True: i += 1.5
    finally: print('cleaned')
print('started', flush=True)
loop(0)
`;
const SLEEP = `
import signal, time
def handler(number, frame): raise ValueError(number)
signal.signal(signal.SIGTERM, handler)
print('started', flush=True)
time.sleep(1000)
`;

test('signals interrupt loops at every stage, and sleep', async () => {
  const ends = await Promise.all([
    ...['0', '1', '2', '4'].map((stage) => interrupted(stage, LOOP, 'SIGINT')),
    interrupted('2', SLEEP, 'SIGTERM'),
  ]);
  expect(ends).toEqual([
    ...Array.from({ length: 4 }, () => ['started\ncleaned\n', 'KeyboardInterrupt', 130]),
    ['started\n', 'ValueError: 15', 1],
  ]);
});

test('a signal that comes right after its handler was set finds it', () => {
  const program = `
import os, signal, time
def handler(number, frame): raise ValueError(number)
signal.signal(signal.SIGTERM, handler)
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(1000)
`;
  const { status, stderr } = stageVm(['-c', program]);
  expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, 'ValueError: 15']);
});

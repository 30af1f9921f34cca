/** Files, streams, codecs and `marshal` from Python: what CPython 3.14 prints, at an interpreter of each kind. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../bin/stage-vm.ts', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-vm-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program prints, with what it complains of. */
function output(source: string, input = ''): string[] {
  const file = join(folder, 'program.py');
  writeFileSync(file, source);
  const { stdout, stderr } = spawnSync(process.execPath, [COMMAND, '--stage', '2', file], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return (stdout + stderr).replaceAll(`${folder}/`, '').trimEnd().split('\n');
}

test('text files: positions, newlines, appending, errors', () => {
  const program = `
with open('a.txt', 'w') as f:
    f.write('h\\xe9\\n' * 3); print(f.tell())
with open('a.txt') as f:
    print(repr(f.readline()), f.tell(), repr(f.read(2)), f.tell(), repr(f.read()))
    f.seek(4); print(repr(f.read())); f.seek(0); print(list(f))
with open('a.txt', 'r+b') as f:
    f.seek(2); f.write(b'XY'); f.seek(0); print(f.read(), f.tell())
with open('a.txt', 'a', newline='\\r\\n') as f: f.write('end\\n')
with open('a.txt', newline='', errors='replace') as f: print(ascii(f.readlines()), f.newlines)
with open('a.txt', errors='surrogateescape') as f: print(ascii(f.readlines()), f.newlines)
with open('b.txt', 'w', encoding='utf-16') as f: f.write('a\\nb')
print(open('b.txt', 'rb').read(), open('b.txt', encoding='utf-16').readlines())
for name in ('none', '.'):
    try: open(name)
    except OSError as error: print(repr(error), error)
try: open('a.txt').write('a')
except OSError as error: print(repr(error))
`;
  expect(output(program)).toEqual([
    '12',
    "'hé\\n' 4 'hé' 7 '\\nhé\\n'",
    "'hé\\nhé\\n'",
    "['hé\\n', 'hé\\n', 'hé\\n']",
    "b'h\\xc3XYh\\xc3\\xa9\\nh\\xc3\\xa9\\n' 12",
    "['h\\ufffdXYh\\xe9\\n', 'h\\xe9\\n', 'end\\r\\n'] ('\\n', '\\r\\n')",
    "['h\\udcc3XYh\\xe9\\n', 'h\\xe9\\n', 'end\\n'] ('\\n', '\\r\\n')",
    "b'\\xff\\xfea\\x00\\n\\x00b\\x00' ['a\\n', 'b']",
    "FileNotFoundError(2, 'No such file or directory') [Errno 2] No such file or directory: 'none'",
    "IsADirectoryError(21, 'Is a directory') [Errno 21] Is a directory: '.'",
    "UnsupportedOperation('not writable')",
  ]);
});

test('streams in memory and streams written in Python', () => {
  const program = `
import io
s = io.StringIO(); print('a', 1, file=s); print(repr(s.getvalue()))
print(list(io.StringIO('a\\nb\\r\\nc')), list(io.StringIO('a\\rb\\r\\nc', newline=None)))
b = io.BytesIO(b'abc\\ndef'); print(b.readline(), b.read(), b.tell(), b.seek(1), b.read(2))
class R(io.RawIOBase):
    n = 3
    def readable(self): return True
    def readinto(self, b):
        if not self.n: return 0
        self.n -= 1; b[:2] = b'x\\n'; return 2
print(list(io.BufferedReader(R())), R().read(), list(io.TextIOWrapper(io.BufferedReader(R()))))
s.close()
try: s.read()
except ValueError as error: print(error)
`;
  expect(output(program)).toEqual([
    "'a 1\\n'",
    "['a\\n', 'b\\r\\n', 'c'] ['a\\n', 'b\\n', 'c']",
    "b'abc\\n' b'def' 7 1 b'bc'",
    "[b'x\\n', b'x\\n', b'x\\n'] b'x\\nx\\nx\\n' ['x\\n', 'x\\n', 'x\\n']",
    'I/O operation on closed file',
  ]);
});

test('standard streams keep the order of text and bytes', () => {
  const program = `
import sys
print(sys.stdout, sys.stdin.name, sys.stderr.errors)
print(repr(input()), repr(sys.stdin.read()))
sys.stdout.write('x\\n'); sys.stdout.buffer.write(b'y\\n'); print('z')
sys.stdout.reconfigure(encoding='latin-1', errors='replace'); print('\\u20ac')
`;
  expect(output(program, 'one\ntwo\nthree')).toEqual([
    "<_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'> <stdin> backslashreplace",
    "'one' 'two\\nthree'",
    'x',
    'y',
    'z',
    '?',
  ]);
});

test('codecs and error handlers of the library, and registered ones', () => {
  const program = `
import codecs
print('\\xe9\\u20ac'.encode('cp1252'), ascii(b'\\x80'.decode('cp437')), codecs.encode('abc', 'rot13'))
print('a\\u20ac'.encode('ascii', 'xmlcharrefreplace'), 'a\\u20ac'.encode('latin-1', 'backslashreplace'))
codecs.register_error('twice', lambda error: ('<>', error.end))
print('a\\u20acb'.encode('ascii', 'twice'), b'a\\xffb'.decode('utf-8', 'twice'))
d = codecs.getincrementaldecoder('utf-8')(); print(repr(d.decode(b'a\\xc3')), ascii(d.decode(b'\\xa9')))
print('\\u20ac+'.encode('utf-7'), ascii(b'+IKw-x'.decode('utf-7')), 'a\\n\\u20ac'.encode('unicode_escape'))
try: 'a'.encode('nothing')
except LookupError as error: print(error)
try: b'a'.decode('rot13')
except LookupError as error: print(error)
`;
  expect(output(program)).toEqual([
    "b'\\xe9\\x80' '\\xc7' nop",
    "b'a&#8364;' b'a\\\\u20ac'",
    "b'a<>b' a<>b",
    "'a' '\\xe9'",
    "b'+IKwAKw-' '\\u20acx' b'a\\\\n\\\\u20ac'",
    'unknown encoding: nothing',
    "'rot13' is not a text encoding; use codecs.decode() to handle arbitrary codecs",
  ]);
});

test('marshal keeps values and code objects', () => {
  const program = `
import marshal
values = [None, True, 1, -5, 2**40, 2**70, -2**70, 1.5, 2j, 'abc', '\\xe9', '\\ud800', '\\U0001f600', b'x\\0', (1, 2),
          [1, 'a'], {'a': 1}, {1, 2}, frozenset({3}), ..., slice(1, 2, 3), 'abc' * 50]
for value in values:
    again = marshal.loads(marshal.dumps(value))
    assert again == value and type(again) is type(value), (again, value)
def f(a, *b, c=1, **d):
    try:
        return [a + x for x in b], c, lambda: d
    except ValueError: pass
code = marshal.loads(marshal.dumps(f.__code__))
print(code == f.__code__, code.co_varnames, list(code.co_positions()) == list(f.__code__.co_positions()))
f.__code__ = code; print(f(1, 2, 3)[:2])
for bad in (b'', b'(\\x05N', b'?'):
    try: marshal.loads(bad)
    except (EOFError, ValueError) as error: print(repr(error))
`;
  expect(output(program)).toEqual([
    "True ('a', 'c', 'b', 'd', 'x') True",
    '([3, 4], 1)',
    "EOFError('marshal data too short')",
    "EOFError('marshal data too short')",
    "ValueError('bad marshal data (unknown type code)')",
  ]);
});

test('posix: files, folders, errors with names', () => {
  const program = `
import os, stat
os.mkdir('d'); fd = os.open('d/f', os.O_RDWR | os.O_CREAT)
print(os.write(fd, b'hello'), os.pread(fd, 3, 1), stat.filemode(os.fstat(fd).st_mode)); os.close(fd)
os.symlink('f', 'd/link')
with os.scandir('d') as entries:
    print(sorted((e.name, e.is_file(), e.is_symlink(), e.stat().st_size) for e in entries))
os.rename('d/f', 'd/g'); print(sorted(os.listdir('d')), sorted(os.listdir(b'd')), os.path.lexists('d/link'), os.path.exists('d/link'))
print([(root, folders, sorted(files)) for root, folders, files in os.walk('d')])
for action in (lambda: os.rmdir('d'), lambda: os.close(fd), lambda: os.rename('x', 'y'), lambda: os.stat('a\\0')):
    try: action()
    except (OSError, ValueError) as error: print(type(error).__name__, error)
os.environ['STAGE'] = 'v'; print(os.getenv('STAGE'), os.fsencode('\\udcff'), len(os.urandom(5)))
`;
  expect(output(program)).toEqual([
    "5 b'ell' -rwxr-xr-x",
    "[('f', True, False, 5), ('link', True, True, 5)]",
    "['g', 'link'] [b'g', b'link'] True False",
    "[('d', [], ['g', 'link'])]",
    "OSError [Errno 39] Directory not empty: 'd'",
    'OSError [Errno 9] Bad file descriptor',
    "FileNotFoundError [Errno 2] No such file or directory: 'x' -> 'y'",
    'ValueError stat: embedded null character in path',
    "v b'\\xff' 5",
  ]);
});

test('a test case of unittest runs', () => {
  const program = `
import unittest
class T(unittest.TestCase):
    def test_a(self): self.assertEqual(1 + 1, 2)
    def test_b(self):
        with self.assertRaises(ZeroDivisionError): 1 / 0
unittest.main(exit=False)
`;
  expect(output(program).at(-1)).toBe('OK');
});

test('importlib imports, reloads and looks for modules', () => {
  writeFileSync(join(folder, 'mine.py'), 'value = 1\n');
  const program = `
import importlib, importlib.util
print(importlib.import_module('bisect').__name__, importlib.import_module('.decoder', 'json').__name__)
mine = importlib.import_module('mine')
mine.value = 2
print(importlib.reload(mine) is mine, mine.value, mine.__spec__.name)
print(type(importlib.util.find_spec('mine')).__name__, importlib.util.find_spec('nothing'))
try: importlib.import_module('nothing.at_all')
except ImportError as error: print(repr(error))
`;
  expect(output(program)).toEqual([
    'bisect json.decoder',
    'True 1 mine',
    'ModuleSpec None',
    `ModuleNotFoundError("No module named 'nothing'")`,
  ]);
});

/**
 * The room against CPython 3.14 itself (the npm package `pyodide`): the same trees, positions included, and the same
 * errors. The sources stand in `testdata`, separated by lines of `=====`; modules of the standard library join them.
 */
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { dumpAst, PythonSyntaxError, parse } from './index.ts';

const ORACLE = `
import ast, json, unicodedata, zipfile

def utf16_column(line, column):
    return column if line.isascii() else len(line.encode()[:column].decode().encode('utf-16-le')) // 2

def dump(source):
    tree = ast.parse(source)
    lines = source.split('\\n')
    for node in ast.walk(tree):
        if hasattr(node, 'lineno'):
            node.col_offset = utf16_column(lines[node.lineno - 1], node.col_offset)
            node.end_col_offset = utf16_column(lines[node.end_lineno - 1], node.end_col_offset)
    return ast.dump(tree, indent=2, include_attributes=True)

def error(source):
    try:
        ast.parse(source, '<test>')
    except SyntaxError as e:
        fields = [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]
        return json.dumps(fields)

def library_module(path):
    import sys
    archive = next(p for p in sys.path if p.endswith('.zip'))
    return zipfile.ZipFile(archive).read(path).decode()
`;

interface Oracle {
  dump(source: string): string;
  error(source: string): string;
  library_module(path: string): string;
}

let oracle: Oracle;
let characterByName: (name: string) => string | undefined;

beforeAll(async () => {
  const pyodide = await loadPyodide();
  pyodide.runPython(ORACLE);
  const call = (name: keyof Oracle) => (argument: string) => pyodide.globals.get(name)(argument) as string;
  oracle = { dump: call('dump'), error: call('error'), library_module: call('library_module') };
  characterByName = (name) => pyodide.runPython(`unicodedata.lookup(${JSON.stringify(name)})`) as string;
}, 60_000);

function sources(file: string): string[] {
  return readFileSync(new URL(`testdata/${file}`, import.meta.url), 'utf8').split('\n=====\n');
}

function dump(source: string): string {
  return dumpAst(parse(source, '<test>', 'exec', { characterByName }), { includeAttributes: true });
}

function error(source: string): unknown {
  try {
    parse(source, '<test>', 'exec');
    return undefined;
  } catch (failure) {
    if (!(failure instanceof PythonSyntaxError)) throw failure;
    const { type, message, lineno, offset, end_lineno, end_offset, text } = failure;
    return [type, message, lineno, offset, end_lineno, end_offset, text];
  }
}

describe('trees are those of CPython', () => {
  it.each(sources('valid.txt'))('%j', (source) => {
    expect(dump(source)).toBe(oracle.dump(source));
  });

  it.each([
    'ast.py',
    'contextlib.py',
    'dataclasses.py',
    'enum.py',
    'fractions.py',
    'inspect.py',
    'random.py',
    'string/templatelib.py',
    'textwrap.py',
    'typing.py',
  ])('standard library: %s', (path) => {
    const source = oracle.library_module(path);
    expect(dump(source)).toBe(oracle.dump(source));
  });
});

describe('errors are those of CPython', () => {
  it.each(sources('invalid.txt'))('%j', (source) => {
    expect(error(source)).toEqual(JSON.parse(oracle.error(source)));
  });
});

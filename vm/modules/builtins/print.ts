/** `print` and `input` (CPython: Python/bltinmodule.c). */
import {
  asStr,
  callMethod,
  EOFErrorType,
  type Escapes,
  isTrue,
  type KeywordNames,
  type MethodDef,
  newStr,
  PyBaseException,
  type PyObject,
  parseKeywords,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  type StrValue,
  str,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { loadedModule } from '../registry.ts';
import { descriptorOf, flushStream, writeText } from '../streams.ts';

function textOption(name: string, value: PyObject | undefined, standard: string): StrValue {
  if (value === undefined || value === null) return standard;
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`${name} must be None or a string, not ${typeName(value)}`);
  return text;
}

/** `sys.NAME`, `undefined` where it is missing. */
function systemStream(name: 'stdin' | 'stdout' | 'stderr'): PyObject | undefined {
  return loadedModule('sys')?.dict.table.getStr(name);
}

function print(args: readonly PyObject[], names: KeywordNames): Escapes<void> {
  let count = args.length;
  let sep: StrValue = ' ';
  let end: StrValue = '\n';
  let file: PyObject | undefined = null;
  let flush = false;
  if (names !== null) {
    count -= names.length;
    const options = parseKeywords('print', ['sep', 'end', 'file', 'flush'], args, names, false);
    const [given, last, stream = null, flushed = false] = options;
    sep = textOption('sep', given, sep);
    end = textOption('end', last, end);
    file = stream;
    flush = isTrue(flushed);
  }
  if (file === null) {
    file = systemStream('stdout');
    if (file === undefined) raise(RuntimeErrorType, 'lost sys.stdout');
    if (file === null) return;
  }
  const stream = descriptorOf(file);
  if (stream !== undefined) {
    // One piece of text: the stream is the host's and cannot tell the difference.
    let text = '';
    for (let index = 0; index < count; index++) {
      if (index > 0) text += strToJs(sep);
      const value = args[index]!;
      text += typeof value === 'string' ? value : strToJs(str(value));
    }
    writeText(stream, text + strToJs(end));
    if (flush) flushStream(stream);
    return;
  }
  for (let index = 0; index < count; index++) {
    if (index > 0) callMethod(file, 'write', sep);
    callMethod(file, 'write', str(args[index]!));
  }
  callMethod(file, 'write', end);
  if (flush) callMethod(file, 'flush');
}

function input(prompt: PyObject | undefined): Escapes<PyObject> {
  const [stdin, stdout, stderr] = (['stdin', 'stdout', 'stderr'] as const).map((name) => {
    const stream = systemStream(name);
    if (stream === undefined || stream === null) raise(RuntimeErrorType, `input(): lost sys.${name}`);
    return stream;
  }) as [PyObject, PyObject, PyObject];
  tryToFlush(stderr);
  if (prompt !== undefined) print([prompt, ''], ['end']);
  tryToFlush(stdout);
  const line = callMethod(stdin, 'readline');
  const text = asStr(line);
  if (text === undefined) raiseTypeError(`${typeName(stdin)}.readline() returned non-string`);
  return endOfLine(strToJs(text));
}

/** A stream that cannot be flushed can be asked all the same. */
function tryToFlush(stream: PyObject): void {
  try {
    callMethod(stream, 'flush');
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
  }
}

function endOfLine(line: string): PyObject {
  if (line === '') raise(EOFErrorType, 'EOF when reading a line');
  return newStr(line.endsWith('\n') ? line.slice(0, -1) : line);
}

export const printFunctions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'print',
    doc: 'Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n    string inserted between values, default a space.\n  end\n    string appended after the last value, default a newline.\n  file\n    a file-like object (stream); defaults to the current sys.stdout.\n  flush\n    whether to forcibly flush the stream.',
    call(_module, args, names) {
      print(args, names);
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'input',
    min: 0,
    max: 1,
    doc: 'Read a string from standard input.  The trailing newline is stripped.',
    call: (_module, args) => input(args[0]),
  },
];

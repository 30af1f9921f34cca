/** The built-in functions that need the compiler: `compile`, `exec`, `eval` (CPython: Python/bltinmodule.c). */
import {
  asStr,
  type Escapes,
  getAttribute,
  type MethodDef,
  machine,
  PyByteArray,
  PyBytes,
  PyCode,
  PyDict,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
  typeOf,
} from '../objects/index.ts';
import { decodeSource } from '../syntax/index.ts';
import { compileSource, runCode } from '../tiers/machine.ts';
import { compiling } from './syntax-errors.ts';

type Mode = 'exec' | 'eval' | 'single';

const COMPILE = {
  name: 'compile',
  names: ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'],
  positional: 6,
  required: 3,
};
const EXEC = {
  name: 'exec',
  names: ['source', 'globals', 'locals', 'closure'],
  positional: 3,
  required: 1,
  positionalOnly: 1,
};
const EVAL = {
  name: 'eval',
  names: ['source', 'globals', 'locals'],
  positional: 3,
  required: 1,
  positionalOnly: 1,
};

function compileFrom(source: PyObject, filename: string, mode: Mode, caller: string): Escapes<PyCode> {
  const text = asStr(source);
  if (text !== undefined) return compiling(() => compileSource(strToJs(text), filename, mode));
  if (source instanceof PyBytes || source instanceof PyByteArray) {
    const data = source instanceof PyBytes ? source.data : source.data.subarray(0, source.length);
    return compiling(() => compileSource(decodeSource(data, filename), filename, mode));
  }
  const known = caller === 'compile' ? 'string, bytes or AST' : 'string, bytes or code';
  raiseTypeError(`${caller}() arg 1 must be a ${known} object`);
}

function run(
  caller: 'exec' | 'eval',
  source: PyObject,
  globals: PyObject,
  locals: PyObject,
): Escapes<PyObject> {
  const frame = machine.currentFrame();
  if (globals !== null && !(globals instanceof PyDict)) {
    raiseTypeError(
      caller === 'exec'
        ? `exec() globals must be a dict, not ${typeName(globals)}`
        : 'globals must be a dict',
    );
  }
  const space = globals ?? frame!.globals;
  const names = locals ?? (globals === null ? getAttribute(frame, 'f_locals') : space);
  if (typeOf(names).mp_subscript === null) {
    raiseTypeError(
      caller === 'exec'
        ? `locals must be a mapping or None, not ${typeName(names)}`
        : 'locals must be a mapping',
    );
  }
  if (space.table.getStr('__builtins__') === undefined) space.table.setStr('__builtins__', machine.builtins);
  if (source instanceof PyCode) return runCode(source, space, names);
  const text = asStr(source);
  // As CPython: an expression may be indented.
  const trimmed = caller === 'eval' && text !== undefined ? strToJs(text).replace(/^[ \t]+/, '') : source;
  return runCode(compileFrom(trimmed, '<string>', caller, caller), space, names);
}

export const codeFunctions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'compile',
    doc: 'Compile source into a code object that can be executed by exec() or eval().',
    call(_module, args, names) {
      const [source, filename, mode] = parseArguments(COMPILE, args, names);
      const file = asStr(filename!);
      const kind = asStr(mode!);
      if (file === undefined)
        raiseTypeError(`expected str, bytes or os.PathLike object, not ${typeName(filename!)}`);
      if (kind === undefined) raiseTypeError(`compile() argument 'mode' must be str, not ${typeName(mode!)}`);
      const text = strToJs(kind);
      if (text !== 'exec' && text !== 'eval' && text !== 'single') {
        raiseValueError("compile() mode must be 'exec', 'eval' or 'single'");
      }
      return compileFrom(source!, strToJs(file), text, 'compile');
    },
  },
  {
    kind: 'KEYWORDS',
    name: 'exec',
    doc: 'Execute the given source in the context of globals and locals.',
    call(_module, args, names) {
      const [source, globals = null, locals = null] = parseArguments(EXEC, args, names);
      run('exec', source!, globals, locals);
      return null;
    },
  },
  {
    kind: 'KEYWORDS',
    name: 'eval',
    doc: 'Evaluate the given source in the context of globals and locals.',
    call(_module, args, names) {
      const [source, globals = null, locals = null] = parseArguments(EVAL, args, names);
      return run('eval', source!, globals, locals);
    },
  },
];

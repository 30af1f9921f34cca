/** The built-in functions that need the compiler: `compile`, `exec`, `eval` (CPython: Python/bltinmodule.c). */
import { startOptions } from '../modules/index.ts';
import {
  completeStart,
  type Escapes,
  freeCount,
  getAttribute,
  type MethodDef,
  machine,
  PyCell,
  PyCode,
  PyDict,
  type PyObject,
  PyTuple,
  parseArguments,
  type Raises,
  raiseTypeError,
  TupleType,
  typeName,
  typeOf,
} from '../objects/index.ts';
import { compileSource, runCode } from '../tiers/machine.ts';
import { compileDefinition, inheritedFlags, sourceText, warningHandlers } from './compile-function.ts';
import { compiling } from './syntax-errors.ts';

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

function codeFrom(source: PyObject, caller: 'exec' | 'eval'): Escapes<PyCode> {
  const filename = '<string>';
  const text = sourceText(source, filename);
  if (text === undefined) raiseTypeError(`${caller}() arg 1 must be a string, bytes or code object`);
  const { parsing, compilation } = warningHandlers(filename);
  // As CPython: an expression may be indented.
  const trimmed = caller === 'eval' ? text.replace(/^[ \t]+/, '') : text;
  return compiling(() =>
    compileSource(
      trimmed,
      filename,
      caller,
      { flags: inheritedFlags(), optimize: startOptions.optimize, onWarning: compilation },
      { onWarning: parsing },
    ),
  );
}

/** What the free variables of the code are, which only `exec` can be given. */
function cellsFor(caller: 'exec' | 'eval', code: PyCode, closure: PyObject): Raises<readonly PyCell[]> {
  const free = freeCount(code.unit);
  if (free === 0) {
    if (closure !== null) raiseTypeError('cannot use a closure with this code object');
    return [];
  }
  if (caller === 'eval') raiseTypeError('code object passed to eval() may not contain free variables');
  if (
    !(closure instanceof PyTuple) ||
    closure.ob_type !== TupleType ||
    closure.items.length !== free ||
    !closure.items.every((each) => each instanceof PyCell)
  )
    raiseTypeError(`code object requires a closure of exactly length ${free}`);
  return closure.items as PyCell[];
}

function run(
  caller: 'exec' | 'eval',
  source: PyObject,
  globals: PyObject,
  locals: PyObject,
  closure: PyObject = null,
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
  if (space.table.getStr('__builtins__') === undefined) {
    completeStart();
    space.table.setStr('__builtins__', machine.builtins);
  }
  if (source instanceof PyCode) {
    return runCode(source, space, names, cellsFor(caller, source, closure));
  }
  if (closure !== null) raiseTypeError('closure can only be used when source is a code object');
  return runCode(codeFrom(source, caller), space, names);
}

export const codeFunctions: readonly MethodDef[] = [
  compileDefinition,
  {
    kind: 'KEYWORDS',
    name: 'exec',
    doc: 'Execute the given source in the context of globals and locals.',
    call(_module, args, names) {
      const [source, globals = null, locals = null, closure = null] = parseArguments(EXEC, args, names);
      run('exec', source!, globals, locals, closure);
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

/** `compile()`: source text or a tree → a code object or a tree (CPython: `builtin_compile_impl`, Python/pythonrun.c). */
import type { CompileOptions, SyntaxWarning } from '../compile/index.ts';
import {
  characterInLiteral,
  isAst,
  PyCF_ALLOW_TOP_LEVEL_AWAIT,
  PyCF_ONLY_AST,
  startOptions,
  treeFromObjects,
  treeToObjects,
} from '../modules/index.ts';
import {
  asBytes,
  asIndex,
  asStr,
  callMethod,
  type Escapes,
  getAttributeOrUndefined,
  isExceptionOf,
  isTrue,
  type MethodDef,
  machine,
  PyBytes,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  SyntaxWarningType,
  strToJs,
  textOf,
  typeName,
  warnExplicitly,
} from '../objects/index.ts';
import {
  decodeSource,
  type ParseMode,
  type ParseOptions,
  PythonSyntaxError,
  parse,
} from '../syntax/index.ts';
import { compileSource, compileTree } from '../tiers/machine.ts';
import { compiling } from './syntax-errors.ts';

const PyCF_DONT_IMPLY_DEDENT = 0x0200;
const PyCF_TYPE_COMMENTS = 0x1000;
const PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000;
const PyCF_OPTIMIZED_AST = 0x8000;
/** `CO_FUTURE_…` of `__future__`, which code inherits from the code that compiles it. */
const FUTURE_FLAGS = 0x1fe_0000;
/** `generators` and `nested_scopes` of old `__future__` modules: known and without effect. */
const OBSOLETE_FLAGS = 0x0010;
const KNOWN_FLAGS =
  FUTURE_FLAGS |
  OBSOLETE_FLAGS |
  PyCF_DONT_IMPLY_DEDENT |
  PyCF_ONLY_AST |
  PyCF_TYPE_COMMENTS |
  PyCF_ALLOW_TOP_LEVEL_AWAIT |
  PyCF_ALLOW_INCOMPLETE_INPUT |
  PyCF_OPTIMIZED_AST;

const COMPILE = {
  name: 'compile',
  names: ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'],
  positional: 6,
  required: 3,
};

/** Future features of the Python code that calls. */
export function inheritedFlags(): number {
  return (machine.currentFrame()?.code.flags ?? 0) & FUTURE_FLAGS;
}

/** `undefined`: neither text nor bytes. */
export function sourceText(source: PyObject, filename: string): Escapes<string | undefined> {
  const text = asStr(source);
  if (text !== undefined) return strToJs(text);
  const data = asBytes(source);
  return data === undefined ? undefined : compiling(() => decodeSource(data, filename));
}

/** SyntaxWarnings of the compiler go through the filters of `warnings`. */
export function warningHandlers(filename: string): {
  parsing: (warning: { message: string; lineno: number }) => void;
  compilation: (warning: SyntaxWarning) => void;
} {
  const issue = (message: string, lineno: number, range?: SyntaxWarning['range']): void => {
    try {
      warnExplicitly(SyntaxWarningType, message, filename, lineno);
    } catch (error) {
      if (!isExceptionOf(error, SyntaxWarningType)) throw error;
      throw asError(message, filename, lineno, range);
    }
  };
  return {
    parsing: ({ message, lineno }) => issue(message, lineno),
    compilation: ({ message, range }) => issue(message, range.line, range),
  };
}

/** A warning that the filters turn into an error is one about the source, where it stands (_PyErr_EmitSyntaxWarning). */
function asError(
  message: string,
  filename: string,
  lineno: number,
  range?: SyntaxWarning['range'],
): PythonSyntaxError {
  return new PythonSyntaxError({
    type: 'SyntaxError',
    message: message.replace(' Such sequences will not work in the future.', ''),
    filename,
    lineno,
    offset: range === undefined ? null : range.col + 1,
    text: null,
    end_lineno: range === undefined ? null : range.endLine,
    end_offset: range === undefined ? null : range.endCol + 1,
  });
}

function fileName(value: PyObject): Escapes<string> {
  const text = asStr(value);
  if (text !== undefined) return strToJs(text);
  if (value instanceof PyBytes) return new TextDecoder().decode(value.data);
  if (getAttributeOrUndefined(value, '__fspath__') !== undefined)
    return fileName(callMethod(value, '__fspath__'));
  raiseTypeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

function modeOf(value: PyObject, onlyTree: boolean): Escapes<ParseMode> {
  if (asStr(value) === undefined)
    raiseTypeError(`compile() argument 'mode' must be str, not ${typeName(value)}`);
  const mode = textOf(value);
  if (mode === 'exec' || mode === 'eval' || mode === 'single') return mode;
  if (mode === 'func_type' && !onlyTree)
    raiseValueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  const known = onlyTree ? "'exec', 'eval', 'single' or 'func_type'" : "'exec', 'eval' or 'single'";
  raiseValueError(`compile() mode must be ${known}`);
}

function optimization(value: PyObject): Escapes<0 | 1 | 2> {
  const level = Number(asIndex(value));
  if (level < -1 || level > 2) raiseValueError('compile(): invalid optimize value');
  return level < 0 ? startOptions.optimize : (level as 0 | 1 | 2);
}

function compileFunction(args: readonly PyObject[], names: readonly string[] | null): Escapes<PyObject> {
  const [source, file, kind, givenFlags = 0, dontInherit = false, optimize = -1] = parseArguments(
    COMPILE,
    args,
    names,
  );
  const filename = fileName(file!);
  const given = Number(asIndex(givenFlags));
  if ((given & ~KNOWN_FLAGS) !== 0) raiseValueError('compile(): unrecognised flags');
  const level = optimization(optimize);
  const flags = isTrue(dontInherit) ? given : given | inheritedFlags();
  const onlyTree = (flags & PyCF_ONLY_AST) !== 0;
  const mode = modeOf(kind!, onlyTree);
  const warnings = warningHandlers(filename);
  const options: CompileOptions = {
    flags: flags & FUTURE_FLAGS,
    optimize: level,
    allowTopLevelAwait: (flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0,
    onWarning: warnings.compilation,
  };
  if (isAst(source!)) {
    if (onlyTree && (flags & PyCF_OPTIMIZED_AST) === 0) return source!;
    const tree = treeFromObjects(source!, mode);
    if (onlyTree) return treeToObjects(tree, '');
    return compiling(() => compileTree(tree, filename, options));
  }
  const text = sourceText(source!, filename);
  if (text === undefined) raiseTypeError('compile() arg 1 must be a string, bytes or AST object');
  const parsing: ParseOptions = {
    onWarning: warnings.parsing,
    characterByName: characterInLiteral,
    allowIncompleteInput: (flags & PyCF_ALLOW_INCOMPLETE_INPUT) !== 0,
    dontImplyDedent: (flags & PyCF_DONT_IMPLY_DEDENT) !== 0,
  };
  if (onlyTree)
    return treeToObjects(
      compiling(() => parse(text, filename, mode, parsing)),
      text,
    );
  return compiling(() => compileSource(text, filename, mode, options, parsing));
}

export const compileDefinition: MethodDef = {
  kind: 'KEYWORDS',
  name: 'compile',
  doc: 'Compile source into a code object that can be executed by exec() or eval().',
  call: (_module, args, names) => compileFunction(args, names),
};

/** The machine: flags choose the tiers; source text is compiled and run; objects get the services that they need of it. */
import { type CompileOptions, compile, publicCode } from '../compile/index.ts';
import { thread } from '../instructions/index.ts';
import { characterInLiteral } from '../modules/index.ts';
import { finishTypes } from '../objects/finish-types.ts';
import { newFunction } from '../objects/function.ts';
import {
  bytecodeView,
  DictType,
  ForeignTable,
  machine,
  newDict,
  newException,
  type PyBaseException,
  type PyCell,
  type PyCode,
  PyDict,
  type PyFunction,
  PyModule,
  type PyObject,
  RecursionErrorType,
  runtimeFlags,
} from '../objects/index.ts';
import '../objects/load-types.ts';
import { type Mod, type ParseMode, type ParseOptions, parse } from '../syntax/index.ts';
import { evaluate as countAdaptive } from './adaptive/generated/counting-loop.ts';
import { evaluate as evaluateAdaptive } from './adaptive/generated/loop.ts';
import type { FlagName } from './flags.ts';
import { loadCode } from './load.ts';
import { evaluate as countPlain } from './plain/generated/counting-loop.ts';
import { evaluate as evaluatePlain } from './plain/generated/loop.ts';
import { enableSpecializations } from './quicken/specialize.ts';
import { installRegionCompiler } from './region/install.ts';
import * as registerTier from './register/calls.ts';
import { pyFrameOf as pyFrameOfRegisters, registerOptions } from './register/frame.ts';
import { run as countRegister } from './register/generated/counting-loop.ts';
import { REGISTER_OPCODE } from './register/generated/layout.ts';
import { run } from './register/generated/loop.ts';
import * as stackTier from './stack/calls.ts';
import { pyFrameOf as pyFrameOfStack } from './stack/frame.ts';
import { executed } from './statistics.ts';
import { ownTier } from './threads/calls.ts';

/** Sets the machine up. Once a process: classes and code made before would have the wrong form. */
export function startMachine(flags: ReadonlySet<FlagName>): void {
  runtimeFlags.shapes = flags.has('shapes');
  enableSpecializations(flags, new Map(Object.entries(REGISTER_OPCODE)));
  finishTypes();
  bytecodeView.publicCode = publicCode;
  machine.enterCall = (where) => {
    if (thread.depth >= thread.recursionLimit) throw recursionIn(where);
    thread.depth += 1;
  };
  machine.leaveCall = () => {
    thread.depth -= 1;
  };
  if (flags.has('register-code')) startRegisterTier(flags);
  else startStackTier([...flags].some((flag) => flag.startsWith('specialize-')));
}

function startStackTier(adaptive: boolean): void {
  const { engine } = stackTier;
  if (executed.counting) engine.evaluate = adaptive ? countAdaptive : countPlain;
  else engine.evaluate = adaptive ? evaluateAdaptive : evaluatePlain;
  ownTier.enterLocals = stackTier.enterLocals;
  machine.runFunction = stackTier.runFunction;
  machine.runClassBody = stackTier.runClassBody;
  machine.resumeGenerator = stackTier.resumeGenerator;
  machine.withFrameOf = stackTier.withFrameOf;
  machine.currentFrame = () => (engine.current === null ? null : pyFrameOfStack(engine.current));
}

function startRegisterTier(flags: ReadonlySet<FlagName>): void {
  const { engine } = registerTier;
  registerOptions.fuseBranches = flags.has('fused-branches');
  registerOptions.exceptionTable = flags.has('zero-cost-exceptions');
  engine.run = executed.counting ? countRegister : run;
  installRegionCompiler(flags);
  ownTier.enterLocals = registerTier.enterLocals;
  machine.runFunction = registerTier.runFunction;
  machine.runClassBody = registerTier.runClassBody;
  machine.resumeGenerator = registerTier.resumeGenerator;
  machine.withFrameOf = registerTier.withFrameOf;
  machine.currentFrame = () =>
    engine.current.code === undefined ? null : pyFrameOfRegisters(engine.current);
}

function recursionIn(where: string): PyBaseException {
  return newException(RecursionErrorType, [`maximum recursion depth exceeded${where}`]);
}

/** Compiles source text. Throws `PythonSyntaxError`. */
export function compileSource(
  source: string,
  filename: string,
  mode: ParseMode,
  options: CompileOptions = {},
  parsing: ParseOptions = {},
): PyCode {
  const tree = parse(source, filename, mode, { characterByName: characterInLiteral, ...parsing });
  return compileTree(tree, filename, { ...options, source });
}

/** Compiles a tree. Throws `PythonSyntaxError`. */
export function compileTree(tree: Mod, filename: string, options: CompileOptions = {}): PyCode {
  return loadCode(compile(tree, filename, options));
}

/** Runs code in a namespace that is its globals (and `locals` if given). */
export function runCode(
  code: PyCode,
  globals: PyDict,
  locals: PyObject = globals,
  closure: readonly PyCell[] = [],
): PyObject {
  const fn = functionOfCode(code, globals);
  fn.closure = [...closure];
  return machine.runClassBody(fn, locals);
}

function functionOfCode(code: PyCode, globals: PyDict): PyFunction {
  return newFunction(code, globals, builtinsOf(globals));
}

function builtinsOf(globals: PyDict): PyDict {
  const known = globals.table.getStr('__builtins__');
  if (known instanceof PyModule) return known.dict;
  if (known instanceof PyDict && known.ob_type.mp_subscript === DictType.mp_subscript) return known;
  if (known === undefined) return machine.builtins!;
  return new PyDict(DictType, new ForeignTable(known));
}

/** A namespace as that of a module. */
export function newNamespace(name: string): PyDict {
  const dict = newDict();
  dict.table.setStr('__name__', name);
  dict.table.setStr('__doc__', null);
  dict.table.setStr('__package__', null);
  dict.table.setStr('__loader__', null);
  dict.table.setStr('__spec__', null);
  return dict;
}

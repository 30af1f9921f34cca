/** The module `sys` (CPython: Python/sysmodule.c). */
import { getHost } from '../host/index.ts';
import {
  AttributeErrorType,
  asIndex,
  asStr,
  asyncGeneratorHooks,
  call,
  callMethod,
  type Escapes,
  emptyItems,
  frameCaller,
  getAttribute,
  ImportErrorType,
  intTextLimit,
  isExceptionOf,
  isHeapObject,
  type KeywordNames,
  type MethodDef,
  machine,
  NamespaceType,
  NotImplementedErrorType,
  newDict,
  newDictFrom,
  newException,
  newFloat,
  newFrozenSet,
  newList,
  newStr,
  newTuple,
  PyBaseException,
  type PyFrame,
  type PyModule,
  PyNamespace,
  type PyObject,
  PyTuple,
  PyType,
  PyWideStr,
  parseArguments,
  RecursionErrorType,
  RuntimeWarningType,
  raise,
  raiseTypeError,
  raiseValueError,
  repr,
  SystemExitType,
  setTypeMember,
  sizeOf,
  strToJs,
  typeName,
  typeOf,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { services } from './machine-services.ts';
import { createMonitoring } from './monitoring.ts';
import { registerModule } from './registry.ts';
import { startOptions } from './start-options.ts';
import { standardModuleNames } from './stdlib-names.ts';
import { createInput, createStream, flushStream, writeText } from './streams.ts';
import { type StructSequence, structSequence } from './struct-sequence.ts';

const VERSION = { major: 3, minor: 14, micro: 2, level: 'final', serial: 0 } as const;
const HEX_VERSION = (VERSION.major << 24) | (VERSION.minor << 16) | (VERSION.micro << 8) | 0xf0;
/** What `sys.implementation.name` says, and the version of the VM itself. */
export const IMPLEMENTATION_NAME = 'stage-vm';
/** Largest container index: CPython's on 64-bit machines. */
const MAX_SIZE = 2n ** 63n - 1n;
/** Below this, converting digits is not limited (`str_digits_check_threshold`). */
const DIGITS_THRESHOLD = 640;

function exceptionInfo(): PyObject {
  const error = services.handledException();
  return error === null ? newTuple([null, null, null]) : newTuple([error.ob_type, error, error.traceback]);
}

function exit(status: PyObject): never {
  const args = status instanceof PyTuple ? status.items.slice() : status === null ? [] : [status];
  throw newException(SystemExitType, args);
}

function setRecursionLimit(argument: PyObject): Escapes<null> {
  const limit = asIndex(argument);
  if (limit < 1) raiseValueError('recursion limit must be greater or equal than 1');
  const value = Number(limit);
  const depth = services.recursionDepth();
  if (depth >= value) {
    raise(
      RecursionErrorType,
      `cannot set the recursion limit to ${value} at the recursion depth ${depth}: the limit is too low`,
    );
  }
  services.setRecursionLimit(value);
  return null;
}

const GETSIZEOF = { name: 'getsizeof', names: ['object', 'default'], positional: 2, required: 1 };

/** Bytes of a value that is no heap object, as the host's scalars would take in CPython's layout. */
function scalarSize(value: PyObject): number {
  switch (typeof value) {
    case 'number':
    case 'bigint': {
      // Digits of 30 bits behind the header.
      const bits = value === 0 ? 1 : (value < 0 ? -BigInt(value) : BigInt(value)).toString(2).length;
      return 24 + 4 * Math.ceil(bits / 30);
    }
    case 'boolean':
      return 28;
    case 'string':
      return stringSize(value);
  }
  return 16;
}

function stringSize(text: string): number {
  let widest = 0;
  for (let index = 0; index < text.length; index++) widest = Math.max(widest, text.charCodeAt(index));
  if (widest < 0x80) return 41 + text.length;
  return widest < 0x100 ? 57 + text.length : 58 + 2 * text.length;
}

function getSizeOf(value: PyObject): number {
  if (value instanceof PyWideStr) return 60 + 4 * value.points.length;
  return isHeapObject(value) ? sizeOf(value) : scalarSize(value);
}

/** The `depth`-th frame below the running one; a negative depth is 0. */
function callerFrame(args: readonly PyObject[]): Escapes<PyFrame | null> {
  const depth = args.length > 0 ? Number(asIndex(args[0]!)) : 0;
  let frame = machine.currentFrame();
  for (let level = 0; level < depth && frame !== null; level++) frame = frameCaller(frame);
  return frame;
}

function getFrame(args: readonly PyObject[]): Escapes<PyFrame> {
  const frame = callerFrame(args);
  if (frame === null) raiseValueError('call stack is not deep enough');
  return frame;
}

/** Unhandled exceptions without a machine to print them: type and message. */
function plainException(error: PyObject): string {
  if (!(error instanceof PyBaseException)) return strToJs(repr(error));
  return `${error.ob_type.name}: ${error.args.items.map((item) => strToJs(repr(item))).join(', ')}`;
}

function maxDigits(argument: PyObject): null {
  const digits = asIndex(argument);
  if (digits !== 0 && digits < DIGITS_THRESHOLD)
    raiseValueError(`maxdigits must be 0 or larger than ${DIGITS_THRESHOLD}`);
  intTextLimit.maxDigits = Number(digits);
  return null;
}

const NOTHING = (name: string): MethodDef => ({ kind: 'FASTCALL', name, min: 0, max: -1, call: () => null });

/** A hook of the interpreter that is not there: switching it off works, as libraries do that put back what was set. */
const onlyNone = (name: string, doc: string): MethodDef => ({
  kind: 'O',
  name,
  doc,
  call(_module, hook) {
    if (hook !== null) raise(NotImplementedErrorType, `sys.${name}() with a function: frames are not traced`);
    return null;
  },
});

let switchInterval = 0.005;

/** Made when first asked for: by then all built-in types are complete. */
let hooksType: StructSequence | undefined;

/** What the event loop of asyncio sets. */
const asyncFunctions: readonly MethodDef[] = [
  {
    kind: 'NOARGS',
    name: 'get_asyncgen_hooks',
    doc: 'Return the installed asynchronous generators hooks.',
    call() {
      hooksType ??= structSequence('sys.asyncgen_hooks', ['firstiter', 'finalizer']);
      return hooksType.make([asyncGeneratorHooks.firstiter, asyncGeneratorHooks.finalizer]);
    },
  },
  {
    kind: 'KEYWORDS',
    name: 'set_asyncgen_hooks',
    doc: 'Set a finalizer for async generators objects. Generators are not finalized: the host does not tell when one is lost.',
    call(_module, args, names) {
      const parameters = {
        name: 'set_asyncgen_hooks',
        names: ['firstiter', 'finalizer'],
        positional: 2,
        required: 0,
      };
      const [firstiter, finalizer] = parseArguments(parameters, args, names);
      for (const [name, hook] of [
        ['finalizer', finalizer],
        ['firstiter', firstiter],
      ] as const) {
        if (hook === undefined) continue;
        if (hook !== null && typeOf(hook).tp_call === null)
          raiseTypeError(`callable ${name} expected, got ${typeName(hook)}`);
        asyncGeneratorHooks[name] = hook;
      }
      return null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'get_coroutine_origin_tracking_depth',
    doc: 'Check status of origin tracking for coroutine objects in this thread.',
    call: () => originTrackingDepth,
  },
  {
    kind: 'O',
    name: 'set_coroutine_origin_tracking_depth',
    doc: 'Enable or disable origin tracking for coroutine objects in this thread.',
    call(_module, depth) {
      const number = Number(asIndex(depth));
      if (number < 0) raiseValueError('depth must be >= 0');
      originTrackingDepth = number;
      return null;
    },
  },
];

let originTrackingDepth = 0;

const functions: readonly MethodDef[] = [
  {
    kind: 'FASTCALL',
    name: 'exit',
    min: 0,
    max: 1,
    doc: 'Exit the interpreter by raising SystemExit(status).',
    call: (_module, args) => exit(args.length > 0 ? args[0]! : null),
  },
  {
    kind: 'NOARGS',
    name: 'exc_info',
    doc: 'Return current exception information: (type, value, traceback).',
    call: exceptionInfo,
  },
  {
    kind: 'NOARGS',
    name: 'exception',
    doc: 'Return the current exception.',
    call: () => services.handledException(),
  },
  {
    kind: 'NOARGS',
    name: 'getrecursionlimit',
    doc: 'Return the current value of the recursion limit.',
    call: () => services.getRecursionLimit(),
  },
  {
    kind: 'O',
    name: 'setrecursionlimit',
    doc: 'Set the maximum depth of the Python interpreter stack to n.',
    call: (_module, limit) => setRecursionLimit(limit),
  },
  {
    kind: 'KEYWORDS',
    name: 'getsizeof',
    doc: 'getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.',
    call: (_module, args, names) => getSizeOf(parseArguments(GETSIZEOF, args, names)[0]!),
  },
  {
    kind: 'O',
    name: 'getrefcount',
    doc: 'The host counts no references: always 2.',
    call: () => 2,
  },
  {
    kind: 'O',
    name: 'intern',
    doc: "``Intern'' the given string: texts that are equal are one here.",
    call(_module, text) {
      if (typeOf(text).name !== 'str') raiseTypeError(`can't intern ${typeName(text)}`);
      return text;
    },
  },
  {
    kind: 'FASTCALL',
    name: '_getframe',
    min: 0,
    max: 1,
    doc: 'Return a frame object from the call stack.',
    call: (_module, args) => getFrame(args),
  },
  {
    kind: 'FASTCALL',
    name: '_getframemodulename',
    min: 0,
    max: 1,
    call(_module, args) {
      const frame = callerFrame(args);
      return frame?.globals.table.getStr('__name__') ?? null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'getdefaultencoding',
    doc: 'Return the current default encoding used by the Unicode implementation.',
    call: () => 'utf-8',
  },
  { kind: 'NOARGS', name: 'getfilesystemencoding', call: () => 'utf-8' },
  { kind: 'NOARGS', name: 'getfilesystemencodeerrors', call: () => 'surrogateescape' },
  { kind: 'NOARGS', name: 'get_int_max_str_digits', call: () => intTextLimit.maxDigits },
  { kind: 'O', name: 'set_int_max_str_digits', call: (_module, digits) => maxDigits(digits) },
  { kind: 'NOARGS', name: 'getswitchinterval', call: () => newFloat(switchInterval) },
  {
    kind: 'O',
    name: 'setswitchinterval',
    call(_module, value) {
      switchInterval = Number(strToJs(repr(value)));
      return null;
    },
  },
  { kind: 'NOARGS', name: '_get_cpu_count_config', call: () => -1 },
  { kind: 'NOARGS', name: 'is_finalizing', call: () => false },
  { kind: 'NOARGS', name: '_is_gil_enabled', call: () => true },
  { kind: 'NOARGS', name: 'getallocatedblocks', call: () => 0 },
  { kind: 'O', name: '_is_interned', call: (_module, text) => asStr(text) !== undefined },
  { kind: 'NOARGS', name: 'gettrace', call: () => null },
  { kind: 'NOARGS', name: 'getprofile', call: () => null },
  onlyNone('settrace', 'Set the global debug tracing function; this VM takes only None, which sets none.'),
  onlyNone('setprofile', 'Set the profiling function; this VM takes only None, which sets none.'),
  ...asyncFunctions,
  NOTHING('audit'),
  NOTHING('addaudithook'),
  {
    kind: 'O',
    name: '_clear_type_descriptors',
    doc: "Private function for clearing certain descriptors from a type's dictionary (dataclasses with slots).",
    call(_module, type) {
      if (!(type instanceof PyType))
        raiseTypeError(`_clear_type_descriptors() argument must be type, not ${typeName(type)}`);
      if (!type.heap) raiseTypeError('argument is immutable');
      for (const name of ['__dict__', '__weakref__']) setTypeMember(type, name, undefined);
      return null;
    },
  },
  NOTHING('_clear_type_cache'),
  NOTHING('_clear_internal_caches'),
  {
    kind: 'KEYWORDS',
    name: 'breakpointhook',
    doc: 'This hook function is called by built-in breakpoint().',
    call: (_module, args, names) => breakpointHook(args, names),
  },
  {
    kind: 'O',
    name: 'displayhook',
    doc: 'Print an object to sys.stdout and also save it in builtins._',
    call(_module, value) {
      if (value === null) return null;
      const builtins = machine.builtins!.table;
      // Printing may read it: an old value would be misleading, a new one not be there yet.
      builtins.setStr('_', null);
      call(builtins.getStr('print')!, [repr(value)]);
      builtins.setStr('_', value);
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'excepthook',
    min: 3,
    max: 3,
    doc: 'Handle an exception by displaying it with a traceback on sys.stderr.',
    call(_module, args) {
      flushStream(1);
      writeText(2, `${plainException(args[1]!)}\n`);
      return null;
    },
  },
];

/** `PYTHONBREAKPOINT` names what a breakpoint calls; `0` switches it off; a name that cannot be imported warns. */
function breakpointHook(args: readonly PyObject[], names: KeywordNames): PyObject {
  const wanted = getHost().environment['PYTHONBREAKPOINT'] || 'pdb.set_trace';
  if (wanted === '0') return null;
  const dot = wanted.lastIndexOf('.');
  let hook: PyObject;
  try {
    hook = getAttribute(
      machine.importModule(dot < 0 ? 'builtins' : wanted.slice(0, dot)),
      wanted.slice(dot + 1),
    );
  } catch (error) {
    if (!isExceptionOf(error, ImportErrorType) && !isExceptionOf(error, AttributeErrorType)) throw error;
    const message = `Ignoring unimportable $PYTHONBREAKPOINT: "${wanted}"`;
    callMethod(machine.importModule('warnings'), 'warn', message, RuntimeWarningType);
    return null;
  }
  return call(hook, [...args], names);
}

const versionInfo = () => {
  const { major, minor, micro, level, serial } = VERSION;
  return structSequence('sys.version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial']).make([
    major,
    minor,
    micro,
    level,
    serial,
  ]);
};

function floatInfo(): PyObject {
  const fields = {
    max: newFloat(Number.MAX_VALUE),
    max_exp: 1024,
    max_10_exp: 308,
    min: newFloat(2.2250738585072014e-308),
    min_exp: -1021,
    min_10_exp: -307,
    dig: 15,
    mant_dig: 53,
    epsilon: newFloat(Number.EPSILON),
    radix: 2,
    rounds: 1,
  };
  return structSequence('sys.float_info', Object.keys(fields)).make(Object.values(fields));
}

function namedValues(name: string, fields: Readonly<Record<string, PyObject>>): PyObject {
  return structSequence(name, Object.keys(fields)).make(Object.values(fields));
}

const FLAGS = {
  debug: 0,
  inspect: 0,
  interactive: 0,
  optimize: 0,
  dont_write_bytecode: 0,
  no_user_site: 0,
  no_site: 0,
  ignore_environment: 0,
  verbose: 0,
  bytes_warning: 0,
  quiet: 0,
  hash_randomization: 0,
  isolated: 0,
  dev_mode: false,
  utf8_mode: 1,
  warn_default_encoding: 0,
  safe_path: false,
  int_max_str_digits: 4300,
  gil: 1,
  thread_inherit_context: 0,
  context_aware_warnings: 0,
};

/** `builtinNames`: the modules that need no file. */
export function createSys(builtinNames: readonly string[]): PyModule {
  const host = getHost();
  const options = startOptions;
  const info = versionInfo();
  const versionText = `${VERSION.major}.${VERSION.minor}.${VERSION.micro}`;
  const strings = (values: readonly string[]): PyObject => newList([...values]);
  const implementation: [string, PyObject][] = [
    ['name', IMPLEMENTATION_NAME],
    ['cache_tag', `${IMPLEMENTATION_NAME}-${VERSION.major}${VERSION.minor}`],
    ['version', info],
    ['hexversion', HEX_VERSION],
    ['_multiarch', host.platform],
    ['supports_isolated_interpreters', false],
  ];
  const stdout = createStream(1);
  const stderr = createStream(2);
  const stdin = createInput();
  const module = defineModule({
    name: 'sys',
    doc: 'This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.',
    functions,
    members: {
      argv: strings(host.args),
      orig_argv: newList(options.originalArguments.map(newStr)),
      path: newList(emptyItems()),
      modules: newDict(),
      meta_path: newList(emptyItems()),
      path_hooks: newList(emptyItems()),
      path_importer_cache: newDict(),
      builtin_module_names: newTuple([...builtinNames]),
      stdlib_module_names: newFrozenSet(standardModuleNames()),
      stdin,
      __stdin__: stdin,
      stdout,
      __stdout__: stdout,
      stderr,
      __stderr__: stderr,
      version: `${versionText} (${IMPLEMENTATION_NAME}) [JavaScript]`,
      version_info: info,
      hexversion: HEX_VERSION,
      api_version: 1013,
      implementation: new PyNamespace(NamespaceType, newDictFrom(implementation)),
      monitoring: createMonitoring(),
      platform: host.platform,
      byteorder: 'little',
      maxsize: MAX_SIZE,
      maxunicode: 0x10ffff,
      float_info: floatInfo(),
      float_repr_style: 'short',
      int_info: namedValues('sys.int_info', {
        bits_per_digit: 30,
        sizeof_digit: 4,
        default_max_str_digits: 4300,
        str_digits_check_threshold: DIGITS_THRESHOLD,
      }),
      hash_info: namedValues('sys.hash_info', {
        width: 64,
        modulus: 2n ** 61n - 1n,
        inf: 314159,
        nan: 0,
        imag: 1000003,
        algorithm: 'siphash13',
        hash_bits: 64,
        seed_bits: 128,
        cutoff: 0,
      }),
      flags: namedValues('sys.flags', { ...FLAGS, ...options.flags }),
      thread_info: namedValues('sys.thread_info', { name: 'pthread', lock: null, version: null }),
      executable: host.executable,
      _base_executable: host.executable,
      prefix: host.prefix,
      exec_prefix: host.prefix,
      base_prefix: host.prefix,
      base_exec_prefix: host.prefix,
      _stdlib_dir: host.prefix === '' ? null : `${host.prefix}/lib/python3.14`,
      platlibdir: 'lib',
      abiflags: '',
      pycache_prefix: options.cachePrefix === null ? null : newStr(options.cachePrefix),
      dont_write_bytecode: options.flags['dont_write_bytecode'] === 1,
      warnoptions: newList(options.warnOptions.map(newStr)),
      _xoptions: newDictFrom(
        [...options.implementationOptions].map(([name, value]) => [
          name,
          value === true ? true : newStr(value),
        ]),
      ),
      copyright: 'Copyright (c) the authors of stage-vm.',
      ps1: '>>> ',
      ps2: '... ',
    },
  });
  const { table } = module.dict;
  for (const name of ['displayhook', 'excepthook', 'breakpointhook'])
    table.setStr(`__${name}__`, table.getStr(name)!);
  registerModule('sys', module);
  return module;
}

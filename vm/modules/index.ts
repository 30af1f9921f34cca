/** The door of vm/modules: built-in modules by name, made once each when they are first asked for. */
import type { PyModule } from '../objects/index.ts';
import { createAbc } from './abc.ts';
import { createArray } from './array/index.ts';
import { createAst } from './ast/index.ts';
import { createAtexit } from './atexit.ts';
import { createBinascii } from './binascii/index.ts';
import { createBisect } from './bisect.ts';
import { createBuiltins } from './builtins/index.ts';
import { createCmath } from './cmath.ts';
import { createCodecs } from './codecs/index.ts';
import { createCollections } from './collections/index.ts';
import { createContextvars } from './contextvars.ts';
import { createCsv } from './csv/index.ts';
import { createDecimalModule } from './decimal/index.ts';
import { createErrno } from './errno.ts';
import { createFaulthandler } from './faulthandler.ts';
import { createFunctools } from './functools.ts';
import { createGc } from './gc.ts';
import { createBlake2 } from './hashes/blake2-type.ts';
import { createMd5, createSha1, createSha2, createSha3 } from './hashes/builtin.ts';
import { createHashlib } from './hashes/hashlib.ts';
import { createHeapq } from './heapq.ts';
import { createImp } from './imp.ts';
import { createIo } from './io/index.ts';
import { createItertools } from './itertools/index.ts';
import { createJson } from './json/index.ts';
import { createLocale } from './locale.ts';
import { createMarshal } from './marshal/index.ts';
import { createMath } from './math/index.ts';
import { createOpcode } from './opcode.ts';
import { createOperator } from './operator.ts';
import { createPosix } from './posix/index.ts';
import { createPosixSubprocess } from './posixsubprocess.ts';
import { createRandom } from './random.ts';
import { loadedModule, registerModule } from './registry.ts';
import { createSelect } from './select.ts';
import { createSignal } from './signal.ts';
import { createSocket } from './socket/index.ts';
import { createSre } from './sre/index.ts';
import { createString } from './string.ts';
import { createStruct } from './struct/index.ts';
import { createSys } from './sys.ts';
import { createSysconfigdata, SYSCONFIGDATA } from './sysconfigdata.ts';
import { createTestcapi } from './testcapi.ts';
import { createThread } from './thread/index.ts';
import { createTime } from './time/index.ts';
import { createTokenize } from './tokenize.ts';
import { createTracemalloc } from './tracemalloc.ts';
import { createTypes } from './types-module.ts';
import { createTyping } from './typing.ts';
import { createUnicodedata } from './unicodedata/index.ts';
import { createWarnings } from './warnings.ts';
import { createWeakref } from './weakref/index.ts';
import { createZlib } from './zlib/index.ts';

export {
  isAst,
  PyCF_ALLOW_TOP_LEVEL_AWAIT,
  PyCF_ONLY_AST,
  treeFromObjects,
  treeToObjects,
} from './ast/index.ts';
export { runExitFunctions } from './atexit.ts';
export { connectCodecs } from './codecs/index.ts';
export { addFunctions, defineModule, type ModuleDefinition } from './define.ts';
export { openFunctions } from './io/index.ts';
export { type FrozenModule, type MachineServices, services } from './machine-services.ts';
export { marshalDumps, marshalLoads } from './marshal/index.ts';
export { type StartOptions, setStartOptions, startOptions } from './start-options.ts';
export { descriptorOf, flushStream, writeText } from './streams.ts';
export { type StructSequence, structSequence } from './struct-sequence.ts';
export { compiling, toException } from './syntax-errors.ts';
export { IMPLEMENTATION_NAME } from './sys.ts';
export { characterInLiteral } from './unicodedata/names.ts';
export { unraisableHook } from './unraisable.ts';

const FACTORIES: Readonly<Record<string, () => PyModule>> = {
  _abc: createAbc,
  _bisect: createBisect,
  _blake2: createBlake2,
  _csv: createCsv,
  _hashlib: createHashlib,
  _json: createJson,
  _heapq: createHeapq,
  _md5: createMd5,
  _random: createRandom,
  _sha1: createSha1,
  _sha2: createSha2,
  _sha3: createSha3,
  _string: createString,
  _struct: createStruct,
  _ast: createAst,
  _codecs: createCodecs,
  _collections: createCollections,
  _contextvars: createContextvars,
  _decimal: createDecimalModule,
  _functools: createFunctools,
  _imp: () => createImp(() => BUILTIN_MODULE_NAMES, createModule),
  _io: createIo,
  _locale: createLocale,
  _opcode: createOpcode,
  _operator: createOperator,
  _posixsubprocess: createPosixSubprocess,
  _signal: createSignal,
  _sre: createSre,
  _socket: createSocket,
  _testcapi: createTestcapi,
  _thread: createThread,
  _tokenize: createTokenize,
  _tracemalloc: createTracemalloc,
  _types: createTypes,
  _typing: createTyping,
  _warnings: createWarnings,
  _weakref: createWeakref,
  array: createArray,
  atexit: createAtexit,
  binascii: createBinascii,
  builtins: createBuiltins,
  cmath: createCmath,
  errno: createErrno,
  faulthandler: createFaulthandler,
  gc: createGc,
  itertools: createItertools,
  marshal: createMarshal,
  math: createMath,
  select: createSelect,
  posix: createPosix,
  [SYSCONFIGDATA]: createSysconfigdata,
  sys: () => createSys(BUILTIN_MODULE_NAMES),
  time: createTime,
  unicodedata: createUnicodedata,
  zlib: createZlib,
};

export const BUILTIN_MODULE_NAMES: readonly string[] = Object.keys(FACTORIES).sort();

/** A built-in module; `undefined` when there is none of that name. */
export function createModule(name: string): PyModule | undefined {
  const known = loadedModule(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(FACTORIES, name)) return undefined;
  const module = FACTORIES[name]!();
  registerModule(name, module);
  return module;
}

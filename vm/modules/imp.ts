/** The module `_imp` (CPython: Python/import.c): what `importlib` asks of the VM. No module comes from a shared library. */
import {
  asStr,
  type Escapes,
  getAttribute,
  ImportErrorType,
  newBytes,
  newList,
  newTuple,
  PyCode,
  type PyModule,
  type PyObject,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  strToJs,
  typeName,
} from '../objects/index.ts';
import { bytesLike } from './bytes-like.ts';
import { defineModule } from './define.ts';
import { type FrozenModule, services } from './machine-services.ts';
import { signature } from './signature.ts';

let locks = 0;

function nameOf(value: PyObject): Escapes<string> {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`module name must be str, not ${typeName(value)}`);
  return strToJs(text);
}

function frozen(name: PyObject): Escapes<FrozenModule> {
  const found = services.frozenModule(nameOf(name));
  if (found === undefined) raise(ImportErrorType, `No such frozen object named ${nameOf(name)}`);
  return found;
}

/** Code knows its file: code from a cache that has moved is told the new place. */
function fixFileName(code: PyCode, before: string, path: string): void {
  if (code.unit.filename !== before) return;
  (code.unit as { filename: string }).filename = path;
  for (const constant of code.consts) if (constant instanceof PyCode) fixFileName(constant, before, path);
}

/** 64 bits of a hash of source text, as `importlib` compares them. */
function sourceHash(key: bigint, data: Uint8Array): Uint8Array {
  let hash = 0xcbf29ce484222325n ^ key;
  for (const byte of data) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, hash, true);
  return bytes;
}

/** `builtinNames`: modules that need no file; `create`: makes one of them. */
export function createImp(
  builtinNames: () => readonly string[],
  create: (name: string) => PyModule | undefined,
): PyModule {
  return defineModule({
    name: '_imp',
    doc: '(Extremely) low-level import machinery bits as used by importlib.',
    functions: [
      signature(
        'lock_held()',
        'Return True if the import lock is currently held, else False.',
        () => locks > 0,
      ),
      signature('acquire_lock()', "Acquires the interpreter's import lock for the current thread.", () => {
        locks += 1;
        return null;
      }),
      signature('release_lock()', "Release the interpreter's import lock.", () => {
        if (locks === 0) raise(RuntimeErrorType, 'not holding the import lock');
        locks -= 1;
        return null;
      }),
      signature(
        'extension_suffixes()',
        'Returns the list of file suffixes used to identify extension modules.',
        () => newList([]),
      ),
      signature(
        'is_builtin(name, /)',
        'Returns True if the module name corresponds to a built-in module.',
        ([name]) => {
          const text = nameOf(name!);
          if (text === 'sys' || text === 'builtins') return -1;
          return builtinNames().includes(text) ? 1 : 0;
        },
      ),
      signature(
        'create_builtin(spec, /)',
        'Create an extension module.',
        ([spec]) => create(nameOf(getAttribute(spec!, 'name'))) ?? null,
      ),
      signature('exec_builtin(mod, /)', 'Initialize a built-in module.', () => 0),
      signature(
        'is_frozen(name, /)',
        'Returns True if the module name corresponds to a frozen module.',
        ([name]) => services.frozenModule(nameOf(name!)) !== undefined,
      ),
      signature(
        'is_frozen_package(name, /)',
        'Returns True if the module name is of a frozen package.',
        ([name]) => frozen(name!).isPackage,
      ),
      signature(
        'find_frozen(name, /, *, withdata=)',
        'Return info about the corresponding frozen module (if there is one) or None.',
        ([name]) => {
          const found = services.frozenModule(nameOf(name!));
          return found === undefined ? null : newTuple([null, found.isPackage, found.origin]);
        },
      ),
      signature(
        'get_frozen_object(name, data=, /)',
        'Create a code object for a frozen module.',
        ([name]) => {
          frozen(name!);
          return services.frozenCode(nameOf(name!)) ?? null;
        },
      ),
      signature('init_frozen(name, /)', 'Initializes a frozen module.', () => null),
      signature('_frozen_module_names()', 'Returns the list of available frozen modules.', () => newList([])),
      signature(
        '_override_frozen_modules_for_tests(override, /)',
        'Frozen modules there are none.',
        () => null,
      ),
      signature(
        '_override_multi_interp_extensions_check(override, /)',
        'Extension modules there are none.',
        () => 0,
      ),
      signature(
        '_fix_co_filename(code, path, /)',
        'Changes code.co_filename to specify the passed-in path.',
        ([code, path]) => {
          if (!(code instanceof PyCode)) raiseTypeError('_fix_co_filename() argument 1 must be code');
          const before = code.unit.filename;
          if (before !== nameOf(path!)) fixFileName(code, before, nameOf(path!));
          return null;
        },
      ),
      signature('source_hash(key, source)', 'Hash of a source file.', ([key, source]) =>
        newBytes(sourceHash(BigInt(key as number), bytesLike(source!))),
      ),
    ],
    members: { check_hash_based_pycs: 'default', pyc_magic_number_token: services.bytecodeVersion },
  });
}

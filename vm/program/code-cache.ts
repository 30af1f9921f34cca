/**
 * Code that need not be compiled again. The library's own comes from `__pycache__` folders which the build fills (files of
 * PEP 552's "unchecked" kind: they hold whatever the clock says); all other cached code is read and written by `importlib`
 * in `sys.pycache_prefix`. The frozen modules, on which `importlib` itself stands, are cached here.
 */
import { getHost } from '../host/index.ts';
import { type FrozenModule, marshalDumps, marshalLoads, services, startOptions } from '../modules/index.ts';
import {
  asStr,
  call,
  EOFErrorType,
  type Escapes,
  getAttribute,
  isExceptionOf,
  MemoryErrorType,
  type MethodDef,
  MethodDescriptorType,
  PyBaseException,
  PyCode,
  PyMethodDescriptor,
  type PyObject,
  type PyType,
  setTypeMember,
  strToJs,
  TypeErrorType,
  ValueErrorType,
} from '../objects/index.ts';
import { decodeSource } from '../syntax/index.ts';
import { compileSource } from '../tiers/machine.ts';

/** What reading damaged code raises. */
const DAMAGES = [EOFErrorType, ValueErrorType, TypeErrorType, MemoryErrorType];
const HEADER_BYTES = 16;
const UNCHECKED_HASH = 1;
const CACHE_TAG = 'stage-vm-314';

/** Frozen modules of CPython by that name, beside the two below: what start-up and `-m` need. */
const FROZEN_BY_NAME = [
  'zipimport',
  'abc',
  'codecs',
  'io',
  '_collections_abc',
  '_sitebuiltins',
  'genericpath',
  'ntpath',
  'posixpath',
  'os',
  'site',
  'stat',
  'importlib.util',
  'importlib.machinery',
  'runpy',
];

/** Modules of the library that are frozen, with the names that the library has them under. */
const FROZEN: ReadonlyMap<string, string> = new Map([
  ['_frozen_importlib', 'importlib._bootstrap'],
  ['_frozen_importlib_external', 'importlib._bootstrap_external'],
  ...FROZEN_BY_NAME.map((name): [string, string] => [name, name]),
]);

function libraryFolder(): string {
  const { prefix } = getHost();
  return prefix === '' ? '' : `${prefix}/lib/python3.14/`;
}

export function frozenModule(name: string): FrozenModule | undefined {
  const origin = libraryFolder() === '' ? undefined : FROZEN.get(name);
  return origin === undefined ? undefined : { origin, isPackage: false };
}

export function frozenCode(name: string): PyCode | undefined {
  const module = frozenModule(name);
  if (module === undefined) return undefined;
  const path = `${libraryFolder()}${module.origin.replaceAll('.', '/')}.py`;
  const filename = `<frozen ${module.origin}>`;
  return libraryCode(path, filename) ?? cachedOrCompiled(path, filename);
}

/** Code that the build has made of a file of the library. */
function libraryCode(path: string, filename: string): PyCode | undefined {
  const data = readIfThere(cacheFile(path));
  return data === undefined || !hasHeader(data, [services.bytecodeVersion, UNCHECKED_HASH])
    ? undefined
    : load(data, filename);
}

function cachedOrCompiled(path: string, filename: string): PyCode {
  const host = getHost();
  const state = host.fileState(path);
  const prefix = startOptions.cachePrefix;
  const header = [
    services.bytecodeVersion,
    0,
    Math.floor((state?.modifiedMilliseconds ?? 0) / 1000),
    state?.sizeBytes ?? 0,
  ];
  const file = prefix === null ? undefined : prefix + cacheFile(path).replace('/__pycache__/', '/');
  const cached = file === undefined ? undefined : readIfThere(file);
  if (cached !== undefined && hasHeader(cached, header)) {
    const code = load(cached, filename);
    if (code !== undefined) return code;
  }
  const code = compileSource(decodeSource(host.readFile(path), path), filename, 'exec');
  if (file !== undefined && startOptions.flags['dont_write_bytecode'] !== 1) {
    const body = marshalDumps(code);
    const data = new Uint8Array(HEADER_BYTES + body.length);
    new Uint32Array(data.buffer, 0, HEADER_BYTES / 4).set(header);
    data.set(body, HEADER_BYTES);
    host.replaceFile(file, data);
  }
  return code;
}

/** `folder/__pycache__/name.TAG.pyc` of `folder/name.py`. */
function cacheFile(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  const name = path.slice(slash, path.lastIndexOf('.'));
  return `${path.slice(0, slash)}__pycache__/${name}.${CACHE_TAG}.pyc`;
}

function hasHeader(data: Uint8Array, words: readonly number[]): boolean {
  if (data.length < HEADER_BYTES) return false;
  const view = new DataView(data.buffer, data.byteOffset, HEADER_BYTES);
  return words.every((word, index) => view.getUint32(index * 4, true) === word >>> 0);
}

/** `undefined` where the data is damaged. */
function load(data: Uint8Array, filename: string): PyCode | undefined {
  try {
    const code = marshalLoads(data.subarray(HEADER_BYTES), true, filename);
    return code instanceof PyCode ? code : undefined;
  } catch (error) {
    if (error instanceof PyBaseException) return undefined;
    throw error;
  }
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return getHost().readFile(path);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return undefined;
    throw error;
  }
}

/**
 * Gives `SourceFileLoader` a `get_code` of its own, which takes the library's code from the build's files. Subclasses may
 * have other sources, and under `-O` the code differs: there the inherited method is called. Cached code that is damaged
 * is made again, where CPython gives up with an EOFError.
 */
export function useLibraryCode(loaderType: PyType, cacheFromSource: PyObject): void {
  const inherited = getAttribute(loaderType, 'get_code');
  const folder = libraryFolder();
  const def: MethodDef = {
    kind: 'O',
    name: 'get_code',
    doc: 'Concrete implementation of InspectLoader.get_code.',
    call(self, name): Escapes<PyObject> {
      if (startOptions.optimize === 0 && (self as { ob_type?: PyType }).ob_type === loaderType) {
        const path = asStr(getAttribute(self, 'path'));
        const file = path === undefined ? '' : strToJs(path);
        const code = file.startsWith(folder) ? libraryCode(file, file) : undefined;
        if (code !== undefined) return code;
      }
      try {
        return call(inherited, [self, name]);
      } catch (error) {
        if (!DAMAGES.some((type) => isExceptionOf(error, type))) throw error;
        const cached = asStr(call(cacheFromSource, [getAttribute(self, 'path')]));
        if (cached === undefined || getHost().fileState(strToJs(cached)) === undefined) throw error;
        // An empty file is one that `importlib` replaces.
        if (!getHost().replaceFile(strToJs(cached), new Uint8Array())) throw error;
        return call(inherited, [self, name]);
      }
    },
  };
  setTypeMember(loaderType, 'get_code', new PyMethodDescriptor(MethodDescriptorType, loaderType, def));
}

/** `os.scandir` and `os.DirEntry` (CPython: Modules/posixmodule.c). */
import { type Dirent, readdirSync } from 'node:fs';
import {
  asBytes,
  createBuiltinType,
  type Escapes,
  instanceGet,
  instanceSet,
  newGenericAlias,
  newInstance,
  newStr,
  normalizeInt,
  ObjectType,
  type PyInstance,
  type PyObject,
  type PyType,
  parseArguments,
  repr,
  strToJs,
} from '../../objects/index.ts';
import { fileSystemPath, hostPath, nameLike, onHost } from './errors.ts';
import { statOf, statResult } from './stat-result.ts';

const S_IFMT = 0o170000n;
const S_IFDIR = 0o040000n;
const S_IFREG = 0o100000n;

/** What the listing said of an entry, and the folder it was found in. */
const entries = new WeakMap<PyInstance, Dirent<Buffer>>();
const iterators = new WeakMap<PyInstance, { rest: Iterator<PyObject> | null }>();

interface Types {
  readonly entry: PyType;
  readonly iterator: PyType;
}
let types: Types | undefined;

function followsLinks(name: string, args: readonly PyObject[], names: readonly string[] | null): boolean {
  const [follow = true] = parseArguments(
    { name, names: ['follow_symlinks'], positional: 0, required: 0 },
    args,
    names,
  );
  return follow !== false && follow !== 0 && follow !== null;
}

function modeOf(entry: PyInstance, follow: boolean): Escapes<bigint | undefined> {
  const path = instanceGet(entry, 'path')!;
  try {
    return statOf(hostPath(path, 'stat'), follow, path).mode;
  } catch (error) {
    if ((error as { ob_type?: PyType }).ob_type?.name === 'FileNotFoundError') return undefined;
    throw error;
  }
}

/** Is it of that kind? The listing knows, unless a link has to be followed. */
function isKind(entry: PyInstance, kind: bigint, follow: boolean): Escapes<boolean> {
  const known = entries.get(entry)!;
  if (!known.isSymbolicLink() || !follow) return kind === S_IFDIR ? known.isDirectory() : known.isFile();
  const mode = modeOf(entry, true);
  return mode !== undefined && (mode & S_IFMT) === kind;
}

export function directoryTypes(): Types {
  types ??= {
    entry: createBuiltinType('posix.DirEntry', 'PyInstance', ObjectType, {
      hasDict: true,
      slots: {
        tp_repr: (self) => newStr(`<DirEntry ${strToJs(repr(instanceGet(self as PyInstance, 'name')!))}>`),
      },
      methods: [
        {
          kind: 'KEYWORDS',
          name: 'is_dir',
          call: (self, args, names) =>
            isKind(self as PyInstance, S_IFDIR, followsLinks('is_dir', args, names)),
        },
        {
          kind: 'KEYWORDS',
          name: 'is_file',
          call: (self, args, names) =>
            isKind(self as PyInstance, S_IFREG, followsLinks('is_file', args, names)),
        },
        {
          kind: 'NOARGS',
          name: 'is_symlink',
          call: (self) => entries.get(self as PyInstance)!.isSymbolicLink(),
        },
        { kind: 'NOARGS', name: 'is_junction', call: () => false },
        {
          kind: 'KEYWORDS',
          name: 'stat',
          call(self, args, names) {
            const path = instanceGet(self as PyInstance, 'path')!;
            return statResult(statOf(hostPath(path, 'stat'), followsLinks('stat', args, names), path));
          },
        },
        {
          kind: 'NOARGS',
          name: 'inode',
          call(self) {
            const path = instanceGet(self as PyInstance, 'path')!;
            return normalizeInt(statOf(hostPath(path, 'inode'), false, path).ino);
          },
        },
        { kind: 'NOARGS', name: '__fspath__', call: (self) => instanceGet(self as PyInstance, 'path')! },
      ],
      classMethods: [
        { kind: 'O', name: '__class_getitem__', call: (cls, item) => newGenericAlias(cls, item) },
      ],
    }),
    iterator: createBuiltinType('posix.ScandirIterator', 'PyInstance', ObjectType, {
      hasDict: true,
      final: true,
      slots: {
        tp_iter: (self) => self,
        tp_iternext: (self) => next(self as PyInstance),
      },
      methods: [
        { kind: 'NOARGS', name: 'close', call: (self) => close(self as PyInstance) },
        { kind: 'NOARGS', name: '__enter__', call: (self) => self },
        { kind: 'FASTCALL', name: '__exit__', min: 0, max: -1, call: (self) => close(self as PyInstance) },
      ],
    }),
  };
  return types;
}

function next(iterator: PyInstance): PyObject | undefined {
  const state = iterators.get(iterator)!;
  const step = state.rest?.next();
  if (step === undefined || step.done) {
    state.rest = null;
    return undefined;
  }
  return step.value;
}

function close(iterator: PyInstance): null {
  iterators.get(iterator)!.rest = null;
  return null;
}

/** The names in a folder, or with its types; of a descriptor by its entry in /proc. */
export function listFolder(path: PyObject, name: string): Escapes<Dirent<Buffer>[]> {
  const target =
    typeof path === 'number' ? `/proc/self/fd/${path}` : path === null ? '.' : hostPath(path, name);
  return onHost(() => readdirSync(target, { withFileTypes: true, encoding: 'buffer' }), path);
}

export function scandir(path: PyObject): Escapes<PyObject> {
  const listed = listFolder(path, 'scandir');
  const { entry, iterator } = directoryTypes();
  const shown = path === null || typeof path === 'number' ? '.' : fileSystemPath(path);
  const asBytesPath = asBytes(shown);
  const folder = Buffer.from(asBytesPath ?? hostPath(shown, 'scandir'));
  const prefix =
    folder.length === 0 || folder.at(-1) === 47 ? folder : Buffer.concat([folder, Buffer.from('/')]);
  const model = asBytesPath === undefined ? null : shown;
  const make = function* (): Generator<PyObject> {
    for (const found of listed) {
      const object = newInstance(entry);
      entries.set(object, found);
      instanceSet(object, 'name', nameLike(model, found.name));
      const full = typeof path === 'number' ? found.name : Buffer.concat([prefix, found.name]);
      instanceSet(object, 'path', nameLike(model, full));
      yield object;
    }
  };
  const object = newInstance(iterator);
  iterators.set(object, { rest: make() });
  return object;
}

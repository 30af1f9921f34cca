/** The modules `_md5`, `_sha1`, `_sha2` and `_sha3`: a type an algorithm (CPython: Modules/md5module.c and its kin). */
import {
  asIndex,
  createBuiltinType,
  type Escapes,
  type MethodDef,
  newBytes,
  ObjectType,
  PyHostObject,
  type PyModule,
  type PyObject,
  type PyType,
  parseArguments,
  raiseValueError,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { Digest, findAlgorithm } from './digest.ts';
import { hexText, messageBytes, messageOf } from './message.ts';

const own = (self: PyObject): Digest => (self as PyHostObject).state as Digest;

function lengthOfDigest(value: PyObject): Escapes<number> {
  const length = asIndex(value);
  if (length < 0) raiseValueError('Cannot convert negative int');
  if (length >= 2 ** 29) raiseValueError('length is too large');
  return Number(length);
}

/** `hash(data=b'', *, usedforsecurity=True, string=None)` */
function makeDigest(
  name: string,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<Digest> {
  const parameters = { name, names: ['data', 'usedforsecurity', 'string'], positional: 1, required: 0 };
  const [data, , string] = parseArguments(parameters, args, names);
  const message = messageOf(data, string);
  const digest = new Digest(findAlgorithm(name)!);
  if (message !== undefined) digest.update(message);
  return digest;
}

const fixedDigest: readonly MethodDef[] = [
  { kind: 'NOARGS', name: 'digest', call: (self) => newBytes(own(self).digest()) },
  { kind: 'NOARGS', name: 'hexdigest', call: (self) => hexText(own(self).digest()) },
];
const digestOfLength: readonly MethodDef[] = [
  { kind: 'O', name: 'digest', call: (self, length) => newBytes(own(self).digest(lengthOfDigest(length))) },
  { kind: 'O', name: 'hexdigest', call: (self, length) => hexText(own(self).digest(lengthOfDigest(length))) },
];

/** `algorithm`: that instances of the type made by calling it have; null where functions make them. */
function digestType(name: string, algorithm: string | null, variable = false): PyType {
  return createBuiltinType(name, 'PyHostObject', ObjectType, {
    final: algorithm === null,
    slots:
      algorithm === null
        ? {}
        : {
            tp_new: (cls, args, names) => new PyHostObject(cls, makeDigest(algorithm, args, names)),
            tp_init() {},
          },
    getset: [
      { name: 'block_size', get: (self) => own(self).algorithm.blockSize },
      { name: 'digest_size', get: (self) => own(self).algorithm.digestSize },
      { name: 'name', get: (self) => own(self).algorithm.name },
    ],
    methods: [
      {
        kind: 'NOARGS',
        name: 'copy',
        call: (self) => new PyHostObject((self as PyHostObject).ob_type, own(self).copy()),
      },
      ...(variable ? digestOfLength : fixedDigest),
      {
        kind: 'O',
        name: 'update',
        call(self, data) {
          own(self).update(messageBytes(data));
          return null;
        },
      },
    ],
  });
}

function digestModule(module: string, algorithms: readonly string[]): PyModule {
  const types = new Map(
    algorithms.map((name) => [name, digestType(`${module}.${name.toUpperCase()}Type`, null)]),
  );
  const functions = algorithms.map(
    (name): MethodDef => ({
      kind: 'KEYWORDS',
      name,
      call: (_module, args, names) => new PyHostObject(types.get(name)!, makeDigest(name, args, names)),
    }),
  );
  const members = Object.fromEntries([...types].map(([name, type]) => [`${name.toUpperCase()}Type`, type]));
  return defineModule({ name: module, functions, members });
}

export function createMd5(): PyModule {
  const type = digestType('_md5.md5', null);
  return defineModule({
    name: '_md5',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'md5',
        call: (_module, args, names) => new PyHostObject(type, makeDigest('md5', args, names)),
      },
    ],
    members: { MD5Type: type },
  });
}
export const createSha1 = (): PyModule => digestModule('_sha1', ['sha1']);
export const createSha2 = (): PyModule => digestModule('_sha2', ['sha224', 'sha256', 'sha384', 'sha512']);

export function createSha3(): PyModule {
  const fixed = ['sha3_224', 'sha3_256', 'sha3_384', 'sha3_512'];
  const members: Record<string, PyObject> = { implementation: 'HACL' };
  for (const name of fixed) members[name] = digestType(`_sha3.${name}`, name);
  for (const name of ['shake_128', 'shake_256']) members[name] = digestType(`_sha3.${name}`, name, true);
  return defineModule({ name: '_sha3', members });
}

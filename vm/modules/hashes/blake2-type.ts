/** The module `_blake2` (CPython: Modules/blake2module.c). */
import {
  asIndex,
  createBuiltinType,
  type Escapes,
  isTrue,
  type KeywordNames,
  needBytes,
  newBytes,
  ObjectType,
  OverflowErrorType,
  PyHostObject,
  type PyModule,
  type PyObject,
  type PyType,
  parseArguments,
  raise,
  raiseValueError,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { BLAKE2B, BLAKE2S, Blake2, type Blake2Variant } from './blake2.ts';
import { hexText, messageBytes, messageOf } from './message.ts';

const NAMES = [
  'data',
  'digest_size',
  'key',
  'salt',
  'person',
  'fanout',
  'depth',
  'leaf_size',
  'node_offset',
  'node_depth',
  'inner_size',
  'last_node',
  'usedforsecurity',
  'string',
];

function unsigned(value: PyObject | undefined, otherwise: bigint): Escapes<bigint> {
  if (value === undefined) return otherwise;
  const int = asIndex(value);
  if (int < 0) raiseValueError('Cannot convert negative int');
  return BigInt(int);
}

function within(
  value: PyObject | undefined,
  otherwise: number,
  low: number,
  high: number,
  message: string,
): Escapes<number> {
  const int = value === undefined ? otherwise : asIndex(value);
  if (int < low || int > high) raiseValueError(message);
  return Number(int);
}

/** Bytes of `size` at most, filled up with zeros unless it is the key. */
function limited(
  value: PyObject | undefined,
  what: string,
  size: number,
  fill: boolean,
): Escapes<Uint8Array> {
  const data = value === undefined ? new Uint8Array(0) : needBytes(value);
  if (data.length > size) raiseValueError(`maximum ${what} length is ${size} bytes`);
  const bytes = new Uint8Array(fill ? size : data.length);
  bytes.set(data);
  return bytes;
}

function create(variant: Blake2Variant, args: readonly PyObject[], names: KeywordNames): Escapes<Blake2> {
  const parameters = { name: variant.name, names: NAMES, positional: 1, required: 0 };
  const [
    data,
    digestSize,
    key,
    salt,
    person,
    fanout,
    depth,
    leafSize,
    nodeOffset,
    nodeDepth,
    innerSize,
    lastNode,
    ,
    string,
  ] = parseArguments(parameters, args, names);
  const { maxDigest, saltSize } = variant;
  const message = messageOf(data, string);
  const size = digestSize === undefined ? maxDigest : Number(asIndex(digestSize));
  if (size < 1 || size > maxDigest)
    raiseValueError(
      `digest_size for ${variant.name.replace('b', 'B')} must be between 1 and ${maxDigest} bytes, here it is ${size}`,
    );
  const saltBytes = limited(salt, 'salt', saltSize, true);
  const personBytes = limited(person, 'person', saltSize, true);
  const fan = within(fanout, 1, 0, 255, 'fanout must be between 0 and 255');
  const levels = within(depth, 1, 1, 255, 'depth must be between 1 and 255');
  const leaf = unsigned(leafSize, 0n);
  if (leaf > 0xffffffffn) raise(OverflowErrorType, 'leaf_size is too large');
  const offset = unsigned(nodeOffset, 0n);
  if (offset > 2n ** 64n - 1n) raise(OverflowErrorType, 'int too big to convert');
  if (offset > variant.maxNodeOffset) raise(OverflowErrorType, 'node_offset is too large');
  const hash = new Blake2(variant, {
    digestSize: size,
    salt: saltBytes,
    person: personBytes,
    fanout: fan,
    depth: levels,
    leafSize: Number(leaf),
    nodeOffset: offset,
    nodeDepth: within(nodeDepth, 0, 0, 255, 'node_depth must be between 0 and 255'),
    innerSize: within(innerSize, 0, 0, maxDigest, `inner_size must be between 0 and is ${maxDigest}`),
    lastNode: lastNode !== undefined && isTrue(lastNode),
    key: limited(key, 'key', maxDigest, false),
  });
  if (message !== undefined) hash.update(message);
  return hash;
}

function createType(variant: Blake2Variant): PyType {
  const own = (self: PyObject): Blake2 => (self as PyHostObject).state as Blake2;
  const type: PyType = createBuiltinType(`_blake2.${variant.name}`, 'PyHostObject', ObjectType, {
    doc: 'Return a new BLAKE2 hash object.',
    slots: {
      tp_new: (cls, args, names) => new PyHostObject(cls, create(variant, args, names)),
      tp_init() {},
    },
    members: {
      MAX_DIGEST_SIZE: variant.maxDigest,
      MAX_KEY_SIZE: variant.maxDigest,
      PERSON_SIZE: variant.saltSize,
      SALT_SIZE: variant.saltSize,
    },
    getset: [
      { name: 'name', get: () => variant.name },
      { name: 'block_size', get: () => variant.blockSize },
      { name: 'digest_size', get: (self) => own(self).parameters.digestSize },
    ],
    methods: [
      { kind: 'NOARGS', name: 'copy', call: (self) => new PyHostObject(type, own(self).copy()) },
      { kind: 'NOARGS', name: 'digest', call: (self) => newBytes(own(self).digest()) },
      { kind: 'NOARGS', name: 'hexdigest', call: (self) => hexText(own(self).digest()) },
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
  return type;
}

export function createBlake2(): PyModule {
  const constants = (prefix: string, { maxDigest, saltSize }: Blake2Variant) => ({
    [`${prefix}_MAX_DIGEST_SIZE`]: maxDigest,
    [`${prefix}_MAX_KEY_SIZE`]: maxDigest,
    [`${prefix}_PERSON_SIZE`]: saltSize,
    [`${prefix}_SALT_SIZE`]: saltSize,
  });
  return defineModule({
    name: '_blake2',
    doc: '_blake2b provides BLAKE2b for hashlib',
    members: {
      blake2b: createType(BLAKE2B),
      blake2s: createType(BLAKE2S),
      ...constants('BLAKE2B', BLAKE2B),
      ...constants('BLAKE2S', BLAKE2S),
    },
  });
}

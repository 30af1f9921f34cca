/** The module `_hashlib`: the host's crypto library under the names of OpenSSL's (CPython: Modules/_hashopenssl.c). */

import {
  asBytes,
  asIndex,
  asStr,
  call,
  createBuiltinType,
  type Escapes,
  FrozenSetType,
  isAscii,
  isStr,
  type KeywordNames,
  latin1Bytes,
  type MethodDef,
  needBytes,
  newBytes,
  newDict,
  newException,
  newList,
  ObjectType,
  PyBuiltinFunction,
  PyHostObject,
  type PyModule,
  type PyObject,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  setItem,
  strToJs,
  typeName,
  ValueErrorType,
} from '../../objects/index.ts';
import { defineModule, exceptionClass } from '../define.ts';
import { crypto } from '../node-libraries.ts';
import { ALGORITHMS, type Algorithm, Digest, findAlgorithm, KeyedDigest, keyedDigest } from './digest.ts';
import { hexText, messageBytes, messageOf } from './message.ts';

const own = (self: PyObject): Digest => (self as PyHostObject).state as Digest;
const keyed = (self: PyObject): KeyedDigest => (self as PyHostObject).state as KeyedDigest;

const OPENSSL_FUNCTIONS = ALGORITHMS.slice(0, 12);
const MAX_INT = 2147483647;

/** The constant time that `hmac.compare_digest` promises is the host's. */
function compareDigest(left: PyObject, right: PyObject): Escapes<boolean> {
  const a = asStr(left);
  const b = asStr(right);
  if (a !== undefined && b !== undefined) {
    if (!isAscii(a) || !isAscii(b))
      raiseTypeError('comparing strings with non-ASCII characters is not supported');
    return sameBytes(latin1Bytes(strToJs(a)), latin1Bytes(strToJs(b)));
  }
  const leftBytes = asBytes(left);
  const rightBytes = asBytes(right);
  if (leftBytes === undefined && rightBytes === undefined)
    raiseTypeError(
      `unsupported operand types(s) or combination of types: '${typeName(left)}' and '${typeName(right)}'`,
    );
  return sameBytes(needBytes(left), needBytes(right));
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && crypto().timingSafeEqual(left, right);
}

function digestTypes(): { hash: PyType; xof: PyType; hmac: PyType } {
  const update: MethodDef = {
    kind: 'O',
    name: 'update',
    doc: "Update this hash object's state with the provided string.",
    call(self, data) {
      own(self).update(messageBytes(data));
      return null;
    },
  };
  const copy: MethodDef = {
    kind: 'NOARGS',
    name: 'copy',
    doc: 'Return a copy of the hash object.',
    call: (self) => new PyHostObject((self as PyHostObject).ob_type, own(self).copy()),
  };
  const shown = (self: PyObject, what: string): string =>
    `<${own(self).algorithm.name} ${what} object @ 0x7f0000000000>`;
  const hash = createBuiltinType('_hashlib.HASH', 'PyHostObject', ObjectType, {
    doc: 'A hash is an object used to calculate a checksum of a string of information.',
    slots: { tp_repr: (self) => shown(self, (self as PyHostObject).ob_type.name) },
    getset: [
      { name: 'block_size', get: (self) => own(self).algorithm.blockSize },
      { name: 'digest_size', get: (self) => own(self).algorithm.digestSize },
      { name: 'name', get: (self) => own(self).algorithm.name },
    ],
    methods: [
      update,
      copy,
      { kind: 'NOARGS', name: 'digest', call: (self) => newBytes(own(self).digest()) },
      { kind: 'NOARGS', name: 'hexdigest', call: (self) => hexText(own(self).digest()) },
    ],
  });
  const lengthOf = (name: string, args: readonly PyObject[], names: KeywordNames): number => {
    const [length] = parseArguments({ name, names: ['length'], positional: 1, required: 1 }, args, names);
    const count = asIndex(length!);
    if (count < 0) raiseValueError('Cannot convert negative int');
    if (count >= 2 ** 29) raiseValueError('length is too large');
    return Number(count);
  };
  const xof = createBuiltinType('_hashlib.HASHXOF', 'PyHostObject', hash, {
    doc: 'A hash is an object used to calculate a checksum of a string of information.',
    methods: [
      {
        kind: 'KEYWORDS',
        name: 'digest',
        call: (self, args, names) => newBytes(own(self).digest(lengthOf('digest', args, names))),
      },
      {
        kind: 'KEYWORDS',
        name: 'hexdigest',
        call: (self, args, names) => hexText(own(self).digest(lengthOf('hexdigest', args, names))),
      },
    ],
  });
  const hmac = createBuiltinType('_hashlib.HMAC', 'PyHostObject', ObjectType, {
    doc: 'The object used to calculate HMAC of a message.',
    slots: { tp_repr: (self) => shown(self, 'HMAC') },
    getset: [
      { name: 'block_size', get: (self) => keyed(self).algorithm.blockSize },
      { name: 'digest_size', get: (self) => keyed(self).algorithm.digestSize },
      { name: 'name', get: (self) => `hmac-${keyed(self).algorithm.name}` },
    ],
    methods: [
      copy,
      {
        kind: 'KEYWORDS',
        name: 'update',
        call(self, args, names) {
          const [message] = parseArguments(
            { name: 'update', names: ['msg'], positional: 1, required: 1 },
            args,
            names,
          );
          keyed(self).update(messageBytes(message!));
          return null;
        },
      },
      { kind: 'NOARGS', name: 'digest', call: (self) => newBytes(keyed(self).digest()) },
      { kind: 'NOARGS', name: 'hexdigest', call: (self) => hexText(keyed(self).digest()) },
    ],
  });
  return { hash, xof, hmac };
}

export function createHashlib(): PyModule {
  const unsupported = exceptionClass('_hashlib', 'UnsupportedDigestmodError', ValueErrorType);
  const { hash, xof, hmac } = digestTypes();
  const constructors = newDict();

  function algorithmNamed(name: string): Algorithm {
    const found = findAlgorithm(name);
    if (found === undefined) throw newException(unsupported, ['[digital envelope routines] unsupported']);
    return found;
  }

  /** The algorithm of `digestmod`: a name, or one of this module's constructors. */
  function algorithmOf(digestmod: PyObject): Algorithm {
    const text = asStr(digestmod);
    if (text !== undefined) return algorithmNamed(strToJs(text));
    if (digestmod instanceof PyBuiltinFunction && digestmod.def.name.startsWith('openssl_'))
      return algorithmNamed(digestmod.def.name.slice('openssl_'.length));
    throw newException(unsupported, [`Unsupported digestmod ${typeName(digestmod)}`]);
  }

  function make(algorithm: Algorithm, message: Uint8Array | undefined): PyObject {
    const digest = new Digest(algorithm);
    if (message !== undefined) digest.update(message);
    return new PyHostObject(algorithm.digestSize === 0 ? xof : hash, digest);
  }

  const functions: MethodDef[] = OPENSSL_FUNCTIONS.map((algorithm) => {
    const name = `openssl_${algorithm.name}`;
    const parameters = { name, names: ['data', 'usedforsecurity', 'string'], positional: 1, required: 0 };
    return {
      kind: 'KEYWORDS',
      name,
      doc: `Returns a ${algorithm.name} hash object; optionally initialized with a string`,
      call(_module, args, names) {
        const [data, , string] = parseArguments(parameters, args, names);
        return make(algorithm, messageOf(data, string));
      },
    };
  });

  functions.push(
    {
      kind: 'KEYWORDS',
      name: 'new',
      doc: 'Return a new hash object using the named algorithm.',
      call(_module, args, names) {
        const parameters = {
          name: 'new',
          names: ['name', 'data', 'usedforsecurity', 'string'],
          positional: 2,
          required: 1,
        };
        const [name, data, , string] = parseArguments(parameters, args, names);
        const text = asStr(name!);
        if (text === undefined) raiseTypeError('name must be a string');
        return make(algorithmNamed(strToJs(text)), messageOf(data, string));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'hmac_new',
      doc: 'Return a new hmac object.',
      call(_module, args, names) {
        const parameters = {
          name: 'hmac_new',
          names: ['key', 'msg', 'digestmod'],
          positional: 3,
          required: 1,
        };
        const [key, message = null, digestmod] = parseArguments(parameters, args, names);
        const keyBytes = needBytes(key!);
        if (digestmod === undefined) raiseTypeError("Missing required parameter 'digestmod'.");
        const algorithm = algorithmOf(digestmod);
        if (algorithm.digestSize === 0)
          throw newException(unsupported, [`Unsupported digestmod ${algorithm.name}`]);
        const digest = new KeyedDigest(algorithm, keyBytes);
        if (message !== null) digest.update(messageBytes(message));
        return new PyHostObject(hmac, digest);
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'hmac_digest',
      doc: 'Single-shot HMAC.',
      call(_module, args, names) {
        const parameters = {
          name: 'hmac_digest',
          names: ['key', 'msg', 'digest'],
          positional: 3,
          required: 3,
        };
        const [key, message, digest] = parseArguments(parameters, args, names);
        const algorithm = algorithmOf(digest!);
        if (algorithm.digestSize === 0)
          throw newException(unsupported, [`Unsupported digestmod ${algorithm.name}`]);
        return newBytes(keyedDigest(algorithm, needBytes(key!), needBytes(message!)));
      },
    },
    {
      kind: 'FASTCALL',
      name: 'compare_digest',
      doc: "Return 'a == b'.",
      min: 2,
      max: 2,
      call: (_module, args) => compareDigest(args[0]!, args[1]!),
    },
    { kind: 'NOARGS', name: 'get_fips_mode', call: () => 0 },
    {
      kind: 'KEYWORDS',
      name: 'pbkdf2_hmac',
      doc: 'Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.',
      call: (_module, args, names) => pbkdf2(args, names, algorithmNamed),
    },
    {
      kind: 'KEYWORDS',
      name: 'scrypt',
      doc: 'scrypt password-based key derivation function.',
      call: (_module, args, names) => scrypt(args, names),
    },
  );
  const module = defineModule({
    name: '_hashlib',
    doc: 'OpenSSL interface for hashlib module',
    functions,
    members: {
      HASH: hash,
      HASHXOF: xof,
      HMAC: hmac,
      UnsupportedDigestmodError: unsupported,
      _constructors: constructors,
      openssl_md_meth_names: call(FrozenSetType, [newList(ALGORITHMS.map((each) => each.name))]),
    },
  });
  for (const { name } of OPENSSL_FUNCTIONS)
    setItem(constructors, module.dict.table.getStr(`openssl_${name}`)!, name);
  return module;
}

function pbkdf2(
  args: readonly PyObject[],
  names: KeywordNames,
  algorithmNamed: (name: string) => Algorithm,
): Escapes<PyObject> {
  const parameters = {
    name: 'pbkdf2_hmac',
    names: ['hash_name', 'password', 'salt', 'iterations', 'dklen'],
    positional: 5,
    required: 4,
  };
  const [name, password, salt, iterations, dklen = null] = parseArguments(parameters, args, names);
  if (!isStr(name!)) raiseTypeError(`pbkdf2_hmac() argument 'hash_name' must be str, not ${typeName(name!)}`);
  const algorithm = algorithmNamed(strToJs(asStr(name!)!));
  const passwordBytes = needBytes(password!);
  const saltBytes = needBytes(salt!);
  const rounds = asIndex(iterations!);
  if (rounds < 1) raiseValueError('iteration value must be greater than 0.');
  if (rounds > MAX_INT) raiseValueError('iteration value is too great.');
  const length = dklen === null ? algorithm.digestSize : asIndex(dklen);
  if (length < 1) raiseValueError('key length must be greater than 0.');
  if (length > MAX_INT) raiseValueError('key length is too great.');
  return newBytes(
    new Uint8Array(
      crypto().pbkdf2Sync(passwordBytes, saltBytes, Number(rounds), Number(length), algorithm.host),
    ),
  );
}

function scrypt(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const parameters = {
    name: 'scrypt',
    names: ['password', 'salt', 'n', 'r', 'p', 'maxmem', 'dklen'],
    positional: 1,
    required: 1,
  };
  const [password, salt, n, r, p, maxmem, dklen] = parseArguments(parameters, args, names);
  const key = needBytes(password!);
  if (salt === undefined || salt === null) raiseTypeError('salt is required');
  const saltBytes = needBytes(salt);
  const positive = (value: PyObject | undefined, name: string): number => {
    if (value === undefined || value === null)
      raiseTypeError(`${name} is required and must be an unsigned int`);
    const int = Number(asIndex(value));
    if (int < 0) raiseTypeError(`${name} is required and must be an unsigned int`);
    return int;
  };
  const cost = positive(n, 'n');
  if (cost < 2 || !Number.isInteger(Math.log2(cost))) raiseValueError('n must be a power of 2.');
  const blockSize = positive(r, 'r');
  const parallelization = positive(p, 'p');
  const memory = maxmem === undefined ? 0 : Number(asIndex(maxmem));
  if (memory < 0 || memory > MAX_INT) raiseValueError(`maxmem must be positive and smaller than ${MAX_INT}`);
  const length = dklen === undefined ? 64 : Number(asIndex(dklen));
  if (length < 1 || length > MAX_INT)
    raiseValueError(`dklen must be greater than 0 and smaller than ${MAX_INT}`);
  const options = { cost, blockSize, parallelization, ...(memory === 0 ? {} : { maxmem: memory }) };
  try {
    return newBytes(new Uint8Array(crypto().scryptSync(key, saltBytes, length, options)));
  } catch (error) {
    if (error instanceof RangeError) raiseValueError('Invalid parameter combination for n, r, p, maxmem.');
    throw error;
  }
}

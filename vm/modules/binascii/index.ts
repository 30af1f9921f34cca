/** The module `binascii` (CPython: Modules/binascii.c). */
import {
  asBytes,
  asIndex,
  asSize,
  asStr,
  type Escapes,
  ExceptionType,
  isAscii,
  isTrue,
  type KeywordNames,
  latin1Bytes,
  lengthOf,
  type MethodDef,
  needBytes,
  newBytes,
  newException,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  strLength,
  strToJs,
  typeName,
  ValueErrorType,
} from '../../objects/index.ts';
import { defineModule, exceptionClass } from '../define.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { crc32, crcHqx } from './checksums.ts';
import { decodeQuotedPrintable, decodeUu, encodeQuotedPrintable, encodeUu } from './old-encodings.ts';

/** Bytes, or a str of ASCII characters (ascii_buffer_converter). */
function asciiBytes(value: PyObject): Escapes<Uint8Array> {
  const text = asStr(value);
  if (text !== undefined) {
    if (!isAscii(text)) raiseValueError('string argument should contain only ASCII characters');
    return latin1Bytes(strToJs(text));
  }
  const data = asBytes(value);
  if (data === undefined)
    raiseTypeError(`argument should be bytes, buffer or ASCII string, not '${typeName(value)}'`);
  return data;
}

/** `bytes.hex` with its separators (_Py_strhex_bytes_with_sep). */
function hexlify(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const parameters = { name: 'hexlify', names: ['data', 'sep', 'bytes_per_sep'], positional: 3, required: 1 };
  const [value, separator, group] = parseArguments(parameters, args, names);
  const data = needBytes(value!);
  const digits = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
  if (separator === undefined) return newBytes(latin1Bytes(digits));
  const text = asStr(separator);
  const length = text === undefined ? lengthOf(separator) : strLength(text);
  if (length !== 1) raiseValueError('sep must be length 1.');
  const bytes = text === undefined ? asBytes(separator) : undefined;
  if (text === undefined && bytes === undefined) raiseTypeError('sep must be str or bytes.');
  const code = text === undefined ? bytes![0]! : strToJs(text).codePointAt(0)!;
  if (code > 255) raiseValueError('sep must be ASCII.');
  const size = group === undefined ? 1 : asSize(group);
  if (size === 0) return newBytes(latin1Bytes(digits));
  const width = Math.abs(size) * 2;
  const groups: string[] = [];
  const first = size > 0 ? digits.length % width : 0;
  if (first > 0) groups.push(digits.slice(0, first));
  for (let at = first; at < digits.length; at += width) groups.push(digits.slice(at, at + width));
  return newBytes(latin1Bytes(groups.join(String.fromCharCode(code))));
}

const checksumStart = (args: readonly PyObject[], index: number): number =>
  args.length > index ? Number(BigInt.asUintN(32, BigInt(asIndex(args[index]!)))) : 0;

export function createBinascii(): PyModule {
  const error = exceptionClass('binascii', 'Error', ValueErrorType);
  const fail = (message: string): never => {
    throw newException(error, [message]);
  };
  const result = (decoded: Uint8Array | string): PyObject =>
    typeof decoded === 'string' ? fail(decoded) : newBytes(decoded);

  function unhexlify(_module: PyObject, value: PyObject): Escapes<PyObject> {
    const data = asciiBytes(value);
    if (data.length % 2 !== 0) fail('Odd-length string');
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
    if (/[^0-9a-fA-F]/.test(text)) fail('Non-hexadecimal digit found');
    return newBytes(new Uint8Array(Buffer.from(text, 'hex')));
  }

  const hexlifyDef = (name: string): MethodDef => ({
    kind: 'KEYWORDS',
    name,
    doc: 'Hexadecimal representation of binary data.',
    call: (_module, args, names) => hexlify(args, names),
  });

  const functions: readonly MethodDef[] = [
    {
      kind: 'KEYWORDS',
      name: 'a2b_base64',
      doc: 'Decode a line of base64 data.',
      call(_module, args, names) {
        const parameters = {
          name: 'a2b_base64',
          names: ['data', 'strict_mode'],
          positional: 1,
          required: 1,
          positionalOnly: 1,
        };
        const [data, strict] = parseArguments(parameters, args, names);
        return result(decodeBase64(asciiBytes(data!), strict !== undefined && isTrue(strict)));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'b2a_base64',
      doc: 'Base64-code line of data.',
      call(_module, args, names) {
        const parameters = {
          name: 'b2a_base64',
          names: ['data', 'newline'],
          positional: 1,
          required: 1,
          positionalOnly: 1,
        };
        const [data, newline] = parseArguments(parameters, args, names);
        return newBytes(encodeBase64(needBytes(data!), newline === undefined || isTrue(newline)));
      },
    },
    hexlifyDef('hexlify'),
    hexlifyDef('b2a_hex'),
    { kind: 'O', name: 'unhexlify', doc: 'Binary data of hexadecimal representation.', call: unhexlify },
    { kind: 'O', name: 'a2b_hex', doc: 'Binary data of hexadecimal representation.', call: unhexlify },
    {
      kind: 'FASTCALL',
      name: 'crc32',
      doc: 'Compute CRC-32 incrementally.',
      min: 1,
      max: 2,
      call: (_module, args) => crc32(needBytes(args[0]!), checksumStart(args, 1)),
    },
    {
      kind: 'FASTCALL',
      name: 'crc_hqx',
      doc: 'Compute CRC-CCITT incrementally.',
      min: 2,
      max: 2,
      call: (_module, args) => crcHqx(needBytes(args[0]!), checksumStart(args, 1)),
    },
    {
      kind: 'O',
      name: 'a2b_uu',
      doc: 'Decode a line of uuencoded data.',
      call: (_module, data) => result(decodeUu(asciiBytes(data))),
    },
    {
      kind: 'KEYWORDS',
      name: 'b2a_uu',
      doc: 'Uuencode line of data.',
      call(_module, args, names) {
        const parameters = {
          name: 'b2a_uu',
          names: ['data', 'backtick'],
          positional: 1,
          required: 1,
          positionalOnly: 1,
        };
        const [value, backtick] = parseArguments(parameters, args, names);
        const data = needBytes(value!);
        if (data.length > 45) fail('At most 45 bytes at once');
        return newBytes(encodeUu(data, backtick !== undefined && isTrue(backtick)));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'a2b_qp',
      doc: 'Decode a string of qp-encoded data.',
      call(_module, args, names) {
        const [data, header] = parseArguments(
          { name: 'a2b_qp', names: ['data', 'header'], positional: 2, required: 1 },
          args,
          names,
        );
        return newBytes(decodeQuotedPrintable(asciiBytes(data!), header !== undefined && isTrue(header)));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'b2a_qp',
      doc: 'Encode a string using quoted-printable encoding.',
      call(_module, args, names) {
        const parameters = {
          name: 'b2a_qp',
          names: ['data', 'quotetabs', 'istext', 'header'],
          positional: 4,
          required: 1,
        };
        const [data, quoteTabs, isText, header] = parseArguments(parameters, args, names);
        const options = {
          quoteTabs: quoteTabs !== undefined && isTrue(quoteTabs),
          isText: isText === undefined || isTrue(isText),
          header: header !== undefined && isTrue(header),
        };
        return newBytes(encodeQuotedPrintable(needBytes(data!), options));
      },
    },
  ];
  return defineModule({
    name: 'binascii',
    doc: 'Conversion between binary data and ASCII',
    functions,
    members: { Error: error, Incomplete: exceptionClass('binascii', 'Incomplete', ExceptionType) },
  });
}

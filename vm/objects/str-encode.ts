/** `str.encode`, `bytes.decode` and what else takes an encoding and an error handler. */
import { parseArguments } from './arguments.ts';
import { newBytes } from './bytes-data.ts';
import { decodeBytes, encodeStr } from './codecs.ts';
import type { Escapes, Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { KeywordNames, StrValue } from './host-types.ts';
import type { PyObject } from './object.ts';
import { asStr, strToJs } from './str.ts';
import { typeName } from './typeof.ts';

/** An optional str argument as host text. */
export function textArgument(
  value: PyObject | undefined,
  method: string,
  name: string,
  otherwise: string,
): Raises<string> {
  if (value === undefined) return otherwise;
  const text = asStr(value);
  if (text === undefined)
    raiseTypeError(`${method}() argument '${name}' must be str, not ${typeName(value)}`);
  return strToJs(text);
}

const ENCODE = { name: 'encode', names: ['encoding', 'errors'], positional: 2, required: 0 } as const;
const DECODE = { ...ENCODE, name: 'decode' } as const;

export function strEncodeMethod(
  value: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<PyObject> {
  const [encoding, errors] = parseArguments(ENCODE, args, names);
  const codec = textArgument(encoding, 'encode', 'encoding', 'utf-8');
  return newBytes(encodeStr(asStr(value)!, codec, textArgument(errors, 'encode', 'errors', 'strict')));
}

export function decodeMethod(
  data: Uint8Array,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<StrValue> {
  const [encoding, errors] = parseArguments(DECODE, args, names);
  const codec = textArgument(encoding, 'decode', 'encoding', 'utf-8');
  return decodeBytes(data, codec, textArgument(errors, 'decode', 'errors', 'strict'));
}

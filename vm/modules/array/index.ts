/** The module `array` (CPython: Modules/arraymodule.c). */
import {
  asSize,
  asStr,
  type Escapes,
  isSubtype,
  newFloat,
  normalizeInt,
  PyBytes,
  type PyModule,
  type PyObject,
  PyType,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { KINDS, MACHINE_FORMATS } from './kinds.ts';
import { appendBytes, createArrayType, newArray } from './type.ts';

/** Pickled arrays: from bytes in the format of the machine that wrote them. */
function reconstruct(arrayType: PyType, args: readonly PyObject[]): Escapes<PyObject> {
  const [cls, codeValue, formatValue, data] = args;
  if (!(cls instanceof PyType)) raiseTypeError(`first argument must be a type object, not ${typeName(cls!)}`);
  if (!isSubtype(cls, arrayType)) raiseTypeError(`${cls.name} is not a subtype of array.array`);
  const code = asStr(codeValue!);
  const kind = typeof code === 'string' ? KINDS.get(code) : undefined;
  if (kind === undefined) raiseValueError('second argument must be a valid type code');
  const format = asSize(formatValue!);
  if (format < 0 || format > 21) raiseValueError('third argument must be a valid machine format code.');
  if (!(data instanceof PyBytes)) raiseTypeError(`fourth argument should be bytes, not ${typeName(data!)}`);
  const array = newArray(cls, kind, kind.make(0));
  if (format === kind.machineFormat) {
    if (data.data.length % kind.itemSize !== 0) raiseValueError('string length not a multiple of item size');
    appendBytes(array, data.data);
    return array;
  }
  const layout = MACHINE_FORMATS[format];
  if (layout === undefined) raiseValueError('third argument must be a valid machine format code.');
  const { size, signed, real, bigEndian } = layout;
  if (data.data.length % size !== 0) raiseValueError('string length not a multiple of item size');
  const view = new DataView(data.data.buffer, data.data.byteOffset, data.data.byteLength);
  // Another kind of the same size and sign holds every value that the bytes may be.
  const fitting = [...KINDS.values()].find(
    (each) =>
      !real &&
      !each.text &&
      each.itemSize === size &&
      !'fd'.includes(each.code) &&
      signed === each.code >= 'a',
  );
  const stored = fitting ?? kind;
  const elements = stored.make(data.data.length / size);
  for (let index = 0; index < elements.length; index++) {
    const at = index * size;
    let value: PyObject;
    if (real)
      value = newFloat(size === 4 ? view.getFloat32(at, !bigEndian) : view.getFloat64(at, !bigEndian));
    else {
      let bits = 0n;
      for (let byte = 0; byte < size; byte++)
        bits = (bits << 8n) | BigInt(view.getUint8(at + (bigEndian ? byte : size - 1 - byte)));
      value = normalizeInt(signed ? BigInt.asIntN(size * 8, bits) : bits);
    }
    elements[index] = stored.store(value);
  }
  return newArray(cls, stored, elements);
}

export function createArray(): PyModule {
  const type = createArrayType(() => module.dict.table.getStr('_array_reconstructor')!);
  const module: PyModule = defineModule({
    name: 'array',
    doc: 'This module defines an object type which can efficiently represent an array of basic values.',
    functions: [
      {
        kind: 'FASTCALL',
        name: '_array_reconstructor',
        doc: 'Internal. Used for pickling support.',
        min: 4,
        max: 4,
        call: (_module, args) => reconstruct(type, args),
      },
    ],
    members: { array: type, ArrayType: type, typecodes: [...KINDS.keys()].join('') },
  });
  return module;
}

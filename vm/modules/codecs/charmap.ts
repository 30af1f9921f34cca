/** Codecs by table (CPython: `PyUnicode_DecodeCharmap`, `PyUnicode_EncodeCharmap`, `PyUnicode_BuildEncodingMap`). */
import {
  asBytes,
  asIndex,
  asStr,
  codePoints,
  createBuiltinType,
  type Escapes,
  encodeReplacement,
  getItem,
  handleUndecodable,
  isExceptionOf,
  LookupErrorType,
  newException,
  newInstance,
  ObjectType,
  PointWriter,
  PyBytes,
  type PyInstance,
  type PyObject,
  type PyType,
  raiseTypeError,
  type StrValue,
  UnicodeEncodeErrorType,
} from '../../objects/index.ts';

const UNDEFINED = 0xfffe;
const REASON = 'character maps to <undefined>';

let mapType: PyType | undefined;
const tables = new WeakMap<PyInstance, ReadonlyMap<number, number>>();

/** `codecs.charmap_build(table)`: an object that maps characters back to bytes. */
export function buildEncodingMap(table: StrValue): PyObject {
  mapType ??= createBuiltinType('EncodingMap', 'PyInstance', ObjectType, { final: true });
  const map = new Map<number, number>();
  codePoints(table).forEach((point, byte) => {
    if (point !== UNDEFINED) map.set(point, byte);
  });
  const object = newInstance(mapType);
  tables.set(object, map);
  return object;
}

function lookUp(mapping: PyObject, key: number): Escapes<PyObject | undefined> {
  try {
    return getItem(mapping, key);
  } catch (error) {
    if (!isExceptionOf(error, LookupErrorType)) throw error;
    return undefined;
  }
}

export function decodeCharmap(data: Uint8Array, errors: string, mapping: PyObject): Escapes<StrValue> {
  const writer = new PointWriter(data.length);
  const table = asStr(mapping);
  const points = table === undefined ? undefined : codePoints(table);
  for (let at = 0; at < data.length; ) {
    const value = points === undefined ? lookUp(mapping, data[at]!) : points[data[at]!];
    const text = value === undefined || value === null ? undefined : asStr(value);
    if (text !== undefined && !(codePoints(text).length === 1 && codePoints(text)[0] === UNDEFINED)) {
      writer.addText(text);
      at++;
    } else if (text === undefined && value !== undefined && value !== null && value !== UNDEFINED) {
      const point = typeof value === 'number' ? value : Number(asIndex(value));
      if (point < 0 || point > 0x10ffff) raiseTypeError('character mapping must be in range(0x110000)');
      writer.add(point);
      at++;
    } else at = handleUndecodable(writer, data, at, at + 1, 'charmap', REASON, errors);
  }
  return writer.finish();
}

export function encodeCharmap(text: StrValue, errors: string, mapping: PyObject): Escapes<Uint8Array> {
  const table = tables.get(mapping as PyInstance);
  const points = codePoints(text);
  const out: number[] = [];
  const bytesOf = (point: number): Escapes<ArrayLike<number> | undefined> => {
    if (table !== undefined) {
      const byte = table.get(point);
      return byte === undefined ? undefined : [byte];
    }
    const value = lookUp(mapping, point);
    if (value === undefined || value === null) return undefined;
    if (value instanceof PyBytes) return asBytes(value)!;
    if (typeof value !== 'number')
      raiseTypeError(
        'character mapping must return integer, bytes or None, not ' +
          (value as { ob_type: PyType }).ob_type.name,
      );
    if (value < 0 || value > 255) raiseTypeError('character mapping must be in range(256)');
    return [value];
  };
  for (let index = 0; index < points.length; ) {
    const bytes = bytesOf(points[index]!);
    if (bytes !== undefined) {
      out.push(...Array.from(bytes));
      index++;
      continue;
    }
    let stop = index + 1;
    while (stop < points.length && bytesOf(points[stop]!) === undefined) stop++;
    const { replacement, position } = encodeReplacement(text, points, index, stop, 'charmap', REASON, errors);
    if (replacement instanceof Uint8Array) out.push(...replacement);
    else {
      for (const point of codePoints(replacement)) {
        const encoded = bytesOf(point);
        if (encoded === undefined)
          throw newException(UnicodeEncodeErrorType, ['charmap', text, index, stop, REASON]);
        out.push(...Array.from(encoded));
      }
    }
    index = position;
  }
  return Uint8Array.from(out);
}

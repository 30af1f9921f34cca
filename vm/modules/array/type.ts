/** `array.array`: numbers or characters of one kind, side by side in memory (CPython: Modules/arraymodule.c). */
import {
  type ArrayElements,
  asSize,
  asSliceIndexNotNone,
  asStr,
  BufferErrorType,
  callMethod,
  checkNoKeywords,
  clampToLength,
  codePointAt,
  compare,
  createBuiltinType,
  EOFErrorType,
  type Escapes,
  emptyItems,
  equals,
  forEachItem,
  type MethodDef,
  NotImplemented,
  needBytes,
  newBytes,
  newGenericAlias,
  newList,
  newPair,
  newTuple,
  ObjectType,
  PyArray,
  PyByteArray,
  PyBytes,
  PyHostIterator,
  PyList,
  type PyObject,
  PySlice,
  PyTuple,
  type PyType,
  plainBuffer,
  RuntimeErrorType,
  raise,
  raiseIndexError,
  raiseTypeError,
  raiseValueError,
  repeatCount,
  repr,
  type StrValue,
  sliceBounds,
  strConcatAll,
  strFromPoints,
  strLength,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { type ArrayKind, KINDS } from './kinds.ts';

const self = (value: PyObject): PyArray => value as PyArray;
export const kindOf = (array: PyArray): ArrayKind => KINDS.get(array.code)!;

/** The bytes of the items: the memory itself. */
export function arrayBytes({ elements, length }: PyArray): Uint8Array {
  return new Uint8Array(elements.buffer, elements.byteOffset, length * elements.BYTES_PER_ELEMENT);
}

function checkResize(array: PyArray): void {
  if (array.exports > 0) raise(BufferErrorType, 'cannot resize an array that is exporting buffers');
}

/** Makes `length` the array's length; new items are zero. */
function resize(array: PyArray, length: number): void {
  if (length === array.length) return;
  checkResize(array);
  if (length > array.elements.length) {
    const grown = kindOf(array).make(length + (length >> 3) + 8);
    grown.set(array.elements.subarray(0, array.length) as never);
    array.elements = grown;
  }
  array.length = length;
}

export function newArray(
  type: PyType,
  kind: ArrayKind,
  elements: ArrayElements,
  length = elements.length,
): PyArray {
  return new PyArray(type, kind.code, elements, length);
}

function append(array: PyArray, value: PyObject): Escapes<void> {
  const element = kindOf(array).store(value);
  resize(array, array.length + 1);
  array.elements[array.length - 1] = element;
}

export function appendBytes(array: PyArray, data: Uint8Array): Escapes<void> {
  const { itemSize } = kindOf(array);
  if (data.length % itemSize !== 0) raiseValueError('bytes length not a multiple of item size');
  const bytes = data.slice();
  const start = array.length;
  resize(array, start + bytes.length / itemSize);
  arrayBytes(array).set(bytes, start * itemSize);
}

function appendText(array: PyArray, text: StrValue): void {
  const start = array.length;
  resize(array, start + strLength(text));
  for (let index = 0; index < strLength(text); index++)
    array.elements[start + index] = codePointAt(text, index);
}

function extend(array: PyArray, source: PyObject): Escapes<void> {
  if (!(source instanceof PyArray)) {
    forEachItem(source, (item) => append(array, item));
    return;
  }
  if (source.code !== array.code) raiseTypeError('can only extend with array of same kind');
  const start = array.length;
  const added = source.elements.slice(0, source.length);
  resize(array, start + added.length);
  array.elements.set(added as never, start);
}

/** `array(typecode[, initializer])` */
function create(cls: PyType, args: readonly PyObject[]): Escapes<PyArray> {
  if (args.length < 1) raiseTypeError(`array() takes at least 1 argument (${args.length} given)`);
  if (args.length > 2) raiseTypeError(`array() takes at most 2 arguments (${args.length} given)`);
  const code = asStr(args[0]!);
  if (code === undefined || strLength(code) !== 1)
    raiseTypeError(
      code === undefined
        ? `array() argument 1 must be a unicode character, not ${typeName(args[0]!)}`
        : `array() argument 1 must be a unicode character, not a string of length ${strLength(code)}`,
    );
  const initial = args[1];
  const kind = typeof code === 'string' ? KINDS.get(code) : undefined;
  const isText = kind?.text === true;
  if (initial !== undefined && !isText) {
    if (asStr(initial) !== undefined)
      raiseTypeError(`cannot use a str to initialize an array with typecode '${code as string}'`);
    if (initial instanceof PyArray && kindOf(initial).text)
      raiseTypeError(`cannot use a unicode array to initialize an array with typecode '${code as string}'`);
  }
  if (kind === undefined)
    raiseValueError('bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  const array = newArray(cls, kind, kind.make(initial instanceof PyArray ? initial.length : 0), 0);
  if (initial === undefined) return array;
  const text = asStr(initial);
  if (text !== undefined) appendText(array, text);
  else if (initial instanceof PyBytes || initial instanceof PyByteArray)
    appendBytes(array, needBytes(initial));
  else if (initial instanceof PyList || initial instanceof PyTuple) {
    const { items } = initial;
    for (let index = 0; index < items.length; index++) append(array, items[index]!);
  } else if (initial instanceof PyArray && initial.code === array.code) extend(array, initial);
  else forEachItem(initial, (item) => append(array, item));
  return array;
}

function indexOf(array: PyArray, key: PyObject, message: string): Escapes<number> {
  const given = asSize(key);
  const index = given < 0 ? given + array.length : given;
  if (index < 0 || index >= array.length) raiseIndexError(message);
  return index;
}

const isIndex = (key: PyObject): boolean =>
  typeof key === 'number' ||
  typeof key === 'bigint' ||
  typeof key === 'boolean' ||
  typeOf(key).nb_index !== null;

function subscript(container: PyObject, key: PyObject): Escapes<PyObject> {
  const array = self(container);
  const kind = kindOf(array);
  if (typeof key === 'number' && key >= 0 && key < array.length) return kind.load(array.elements[key]!);
  if (isIndex(key)) return kind.load(array.elements[indexOf(array, key, 'array index out of range')]!);
  if (!(key instanceof PySlice)) raiseTypeError('array indices must be integers');
  const { start, step, length } = sliceBounds(key, array);
  if (step === 1) return newArray(array.ob_type, kind, array.elements.slice(start, start + length));
  const elements = kind.make(length);
  for (let index = 0; index < length; index++) elements[index] = array.elements[start + index * step]!;
  return newArray(array.ob_type, kind, elements);
}

function assign(container: PyObject, key: PyObject, value: PyObject | undefined): Escapes<void> {
  const array = self(container);
  if (isIndex(key)) {
    const index = indexOf(array, key, 'array assignment index out of range');
    if (value === undefined) replaceRange(array, index, index + 1, null);
    else array.elements[index] = kindOf(array).store(value);
    return;
  }
  if (!(key instanceof PySlice)) raiseTypeError('array indices must be integers');
  let source: ArrayElements | null = null;
  if (value !== undefined) {
    if (!(value instanceof PyArray))
      raiseTypeError(`can only assign array (not "${typeName(value)}") to array slice`);
    if (value.code !== array.code) raiseTypeError('bad argument type for built-in operation');
    source = value.elements.slice(0, value.length);
  }
  const { start, step, length } = sliceBounds(key, array);
  if (step === 1) {
    replaceRange(array, start, start + length, source);
    return;
  }
  if (source === null) {
    deleteStepped(array, start, step, length);
    return;
  }
  if (source.length !== length)
    raiseValueError(`attempt to assign array of size ${source.length} to extended slice of size ${length}`);
  for (let index = 0; index < length; index++) array.elements[start + index * step] = source[index]!;
}

function replaceRange(array: PyArray, start: number, stop: number, source: ArrayElements | null): void {
  const end = Math.max(start, stop);
  const added = source === null ? 0 : source.length;
  const tail = array.elements.slice(end, array.length);
  resize(array, start + added + tail.length);
  if (source !== null) array.elements.set(source as never, start);
  array.elements.set(tail as never, start + added);
}

function deleteStepped(array: PyArray, start: number, step: number, length: number): void {
  if (length === 0) return;
  checkResize(array);
  const gone = new Set(Array.from({ length }, (_, index) => start + index * step));
  let kept = 0;
  for (let index = 0; index < array.length; index++)
    if (!gone.has(index)) array.elements[kept++] = array.elements[index]!;
  array.length = kept;
}

function find(array: PyArray, value: PyObject, start: number, stop: number): Escapes<number> {
  const { load } = kindOf(array);
  for (let index = start; index < stop && index < array.length; index++)
    if (equals(load(array.elements[index]!), value)) return index;
  return -1;
}

function items(array: PyArray): PyObject[] {
  const { load } = kindOf(array);
  const result = emptyItems();
  for (let index = 0; index < array.length; index++) result.push(load(array.elements[index]!));
  return result;
}

const textOfArray = (array: PyArray): StrValue =>
  strFromPoints((array.elements as Uint32Array).slice(0, array.length));

function arrayRepr(value: PyObject): Escapes<StrValue> {
  const array = self(value);
  const name = array.ob_type.name.replace(/^.*\./, '');
  if (array.length === 0) return `${name}('${array.code}')`;
  const content = kindOf(array).text ? repr(textOfArray(array)) : repr(newList(items(array)));
  return strConcatAll([`${name}('${array.code}', `, content, ')']);
}

function richCompare(left: PyObject, right: PyObject, op: number): Escapes<PyObject> {
  if (!(right instanceof PyArray)) return NotImplemented;
  if ((op === 2 || op === 3) && self(left).length !== right.length) return op === 3;
  return compare(op, newTuple(items(self(left))), newTuple(items(right)));
}

function fromFile(array: PyArray, file: PyObject, countValue: PyObject): Escapes<void> {
  const count = asSize(countValue);
  if (count < 0) raiseValueError('negative count');
  const wanted = count * kindOf(array).itemSize;
  const data = callMethod(file, 'read', wanted);
  if (!(data instanceof PyBytes)) raiseTypeError("read() didn't return bytes");
  appendBytes(array, data.data);
  if (data.data.length !== wanted) raise(EOFErrorType, "read() didn't return enough bytes");
}

const nothing =
  (run: (array: PyArray) => Escapes<void>) =>
  (value: PyObject): PyObject => {
    run(self(value));
    return null;
  };
const nothingWith =
  (run: (array: PyArray, argument: PyObject) => Escapes<void>) =>
  (value: PyObject, argument: PyObject): PyObject => {
    run(self(value), argument);
    return null;
  };

function fromList(array: PyArray, list: PyObject): Escapes<void> {
  if (!(list instanceof PyList)) raiseTypeError('arg must be list');
  const old = array.length;
  const count = list.items.length;
  const elements: (number | bigint)[] = [];
  for (let index = 0; index < count; index++) {
    elements.push(kindOf(array).store(list.items[index]!));
    if (list.items.length !== count) raise(RuntimeErrorType, 'list changed size during iteration');
  }
  resize(array, old + count);
  for (let index = 0; index < count; index++) array.elements[old + index] = elements[index]!;
}

function byteSwap(array: PyArray): void {
  const { itemSize } = kindOf(array);
  const bytes = arrayBytes(array);
  for (let at = 0; at < bytes.length; at += itemSize) bytes.subarray(at, at + itemSize).reverse();
}

function unicodeOnly(array: PyArray, name: string): void {
  if (!kindOf(array).text)
    raiseValueError(`${name}() may only be called on unicode type arrays ('u' or 'w')`);
}

const copy = (array: PyArray): PyArray =>
  newArray(array.ob_type, kindOf(array), array.elements.slice(0, array.length));

const methods = (reconstructor: () => PyObject): readonly MethodDef[] => [
  {
    kind: 'O',
    name: 'append',
    doc: 'Append new value v to the end of the array.',
    call: nothingWith(append),
  },
  { kind: 'NOARGS', name: 'buffer_info', call: (value) => newPair(0x7f0000000000, self(value).length) },
  { kind: 'NOARGS', name: 'byteswap', doc: 'Byteswap all items of the array.', call: nothing(byteSwap) },
  {
    kind: 'NOARGS',
    name: 'clear',
    doc: 'Remove all items from the array.',
    call: nothing((array) => resize(array, 0)),
  },
  {
    kind: 'O',
    name: 'count',
    doc: 'Return number of occurrences of v in the array.',
    call: (value, wanted) => items(self(value)).filter((item) => equals(item, wanted)).length,
  },
  { kind: 'O', name: 'extend', doc: 'Append items to the end of the array.', call: nothingWith(extend) },
  {
    kind: 'FASTCALL',
    name: 'fromfile',
    min: 2,
    max: 2,
    call(value, args) {
      fromFile(self(value), args[0]!, args[1]!);
      return null;
    },
  },
  { kind: 'O', name: 'frombytes', call: nothingWith((array, data) => appendBytes(array, needBytes(data))) },
  { kind: 'O', name: 'fromlist', call: nothingWith(fromList) },
  {
    kind: 'O',
    name: 'fromunicode',
    call: nothingWith((array, value) => {
      const text = asStr(value);
      if (text === undefined) raiseTypeError(`fromunicode() argument must be str, not ${typeName(value)}`);
      unicodeOnly(array, 'fromunicode');
      appendText(array, text);
    }),
  },
  {
    kind: 'FASTCALL',
    name: 'index',
    doc: 'Return index of first occurrence of v in the array.',
    min: 1,
    max: 3,
    call(value, args) {
      const array = self(value);
      const start = args.length > 1 ? clampToLength(asSliceIndexNotNone(args[1]!), array.length) : 0;
      const stop =
        args.length > 2 ? clampToLength(asSliceIndexNotNone(args[2]!), array.length) : array.length;
      const found = find(array, args[0]!, start, stop);
      if (found < 0) raiseValueError('array.index(x): x not in array');
      return found;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'insert',
    doc: 'Insert a new item v into the array before position i.',
    min: 2,
    max: 2,
    call(value, args) {
      const array = self(value);
      const at = Math.min(array.length, clampToLength(asSize(args[0]!), array.length));
      const element = kindOf(array).store(args[1]!);
      const one = kindOf(array).make(1);
      one[0] = element;
      replaceRange(array, at, at, one);
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'pop',
    doc: 'Return the i-th element and delete it from the array.',
    min: 0,
    max: 1,
    call(value, args) {
      const array = self(value);
      if (array.length === 0) raiseIndexError('pop from empty array');
      const index = indexOf(array, args.length > 0 ? args[0]! : -1, 'pop index out of range');
      const item = kindOf(array).load(array.elements[index]!);
      replaceRange(array, index, index + 1, null);
      return item;
    },
  },
  {
    kind: 'O',
    name: 'remove',
    doc: 'Remove the first occurrence of v in the array.',
    call: nothingWith((array, value) => {
      const found = find(array, value, 0, Infinity);
      if (found < 0) raiseValueError('array.remove(x): x not in array');
      replaceRange(array, found, found + 1, null);
    }),
  },
  {
    kind: 'NOARGS',
    name: 'reverse',
    doc: 'Reverse the order of the items in the array.',
    call: nothing((array) => array.elements.subarray(0, array.length).reverse()),
  },
  {
    kind: 'O',
    name: 'tofile',
    doc: 'Write all items (as machine values) to the file object f.',
    call: nothingWith((array, file) => callMethod(file, 'write', newBytes(arrayBytes(array).slice()))),
  },
  { kind: 'NOARGS', name: 'tobytes', call: (value) => newBytes(arrayBytes(self(value)).slice()) },
  { kind: 'NOARGS', name: 'tolist', call: (value) => newList(items(self(value))) },
  {
    kind: 'NOARGS',
    name: 'tounicode',
    call(value) {
      unicodeOnly(self(value), 'tounicode');
      return textOfArray(self(value));
    },
  },
  { kind: 'NOARGS', name: '__copy__', call: (value) => copy(self(value)) },
  { kind: 'O', name: '__deepcopy__', call: (value) => copy(self(value)) },
  { kind: 'NOARGS', name: '__sizeof__', call: (value) => 64 + self(value).elements.byteLength },
  {
    kind: 'O',
    name: '__reduce_ex__',
    doc: 'Return state information for pickling.',
    call(value, protocol) {
      const array = self(value);
      const state = array.dict;
      if (asSize(protocol) < 3) {
        const content = kindOf(array).text ? textOfArray(array) : newList(items(array));
        return newTuple([array.ob_type, newPair(array.code, content), state]);
      }
      const bytes = newBytes(arrayBytes(array).slice());
      return newTuple([
        reconstructor(),
        newTuple([array.ob_type, array.code, kindOf(array).machineFormat, bytes]),
        state,
      ]);
    },
  },
];

export function createArrayType(reconstructor: () => PyObject): PyType {
  const iteratorType = createBuiltinType('array.arrayiterator', 'PyHostIterator', ObjectType, {
    slots: { tp_iter: (value) => value, tp_iternext: (value) => (value as PyHostIterator).next() },
  });
  const type: PyType = createBuiltinType('array.array', 'PyArray', ObjectType, {
    doc: 'array(typecode [, initializer]) -> array',
    weakrefs: true,
    pattern: 'sequence',
    slots: {
      tp_new(cls, args, names) {
        if (cls === type) checkNoKeywords('array.array', names);
        return create(cls, args.slice(0, args.length - (names?.length ?? 0)));
      },
      tp_init() {},
      tp_repr: arrayRepr,
      tp_richcompare: richCompare,
      tp_iter(value) {
        const array = self(value);
        const { load } = kindOf(array);
        let index = 0;
        const next = (): PyObject | undefined =>
          index < array.length ? load(array.elements[index++]!) : undefined;
        return new PyHostIterator(iteratorType, next, array);
      },
      nb_add(left, right) {
        if (!(left instanceof PyArray)) return NotImplemented;
        if (!(right instanceof PyArray))
          raiseTypeError(`can only append array (not "${typeName(right)}") to array`);
        if (left.code !== right.code) raiseTypeError('bad argument type for built-in operation');
        const result = newArray(type, kindOf(left), left.elements.slice(0, left.length));
        extend(result, right);
        return result;
      },
      nb_inplace_add(left, right) {
        if (!(right instanceof PyArray))
          raiseTypeError(`can only extend array with array (not "${typeName(right)}")`);
        extend(self(left), right);
        return left;
      },
      nb_multiply(left, right) {
        const [array, other] = left instanceof PyArray ? [left, right] : [right as PyArray, left];
        const count = repeatCount(other);
        if (count === undefined) {
          if (typeOf(other).heap) return NotImplemented;
          raiseTypeError(`can't multiply sequence by non-int of type '${typeName(other)}'`);
        }
        return repeated(newArray(type, kindOf(array), kindOf(array).make(0)), array, count);
      },
      nb_inplace_multiply(left, right) {
        const count = repeatCount(right);
        if (count === undefined) return NotImplemented;
        const array = self(left);
        const source = copy(array);
        resize(array, 0);
        return repeated(array, source, count);
      },
      sq_length: (value) => self(value).length,
      sq_contains: (value, wanted) => find(self(value), wanted, 0, Infinity) >= 0,
      mp_subscript: subscript,
      mp_ass_subscript: assign,
      bf_getbuffer(value) {
        const array = self(value);
        array.exports += 1;
        const { code, itemSize } = kindOf(array);
        const buffer = plainBuffer(
          arrayBytes(array),
          false,
          code === 'u' || code === 'w' ? 'w' : code,
          itemSize,
        );
        return {
          ...buffer,
          release: () => {
            array.exports -= 1;
          },
        };
      },
    },
    getset: [
      {
        name: 'typecode',
        doc: 'the typecode character used to create the array',
        get: (value) => self(value).code,
      },
      {
        name: 'itemsize',
        doc: 'the size, in bytes, of one array item',
        get: (value) => kindOf(self(value)).itemSize,
      },
    ],
    methods: methods(reconstructor),
    classMethods: [
      {
        kind: 'O',
        name: '__class_getitem__',
        doc: 'See PEP 585',
        call: (cls, args) => newGenericAlias(cls, args),
      },
    ],
  });
  return type;
}

function repeated(result: PyArray, source: PyArray, count: number): PyArray {
  const { length } = source;
  resize(result, Math.max(0, count) * length);
  const unit = source.elements.subarray(0, length);
  for (let round = 0; round < count; round++) result.elements.set(unit as never, round * length);
  return result;
}

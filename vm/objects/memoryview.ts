/**
 * memoryview (Objects/memoryobject.c): a view of memory that another object exports, with a format and a shape.
 *
 * Views of one export share it and count as one for the exporter. Unlike in CPython a bytearray can be resized while views
 * of it exist: nothing here frees a view that a program merely dropped, so the exporter cannot know. Such views keep the
 * memory as it was.
 */
import { parseArguments } from './arguments.ts';
import { bufferBytes, eachItem, isContiguous, needBuffer } from './buffer.ts';
import { ITEM_SIZES, nativeFormat, packItem, unpackItem } from './buffer-items.ts';
import { defineType } from './builtin-type.ts';
import { newBytes } from './bytes-data.ts';
import { hexMethod } from './bytes-methods.ts';
import type { Escapes, Pure, Raises, Writes } from './effects.ts';
import { raise, raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import {
  PyList,
  PyMemoryIterator,
  PyMemoryView,
  PySlice,
  PyTuple,
  type PyType,
} from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import { hashBytes } from './hash-values.ts';
import type { BufferExport, BufferShare, IntValue, KeywordNames } from './host-types.ts';
import { addressOf } from './identity.ts';
import { asSize, sequenceIndex } from './items.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { asIndex, equals, hash } from './operators.ts';
import { Ellipsis, NotImplemented } from './singletons.ts';
import { sliceBounds } from './slice.ts';
import { asStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { MemoryIteratorType, MemoryViewType, NotImplementedErrorType } from './types.ts';

const self = (value: PyObject): PyMemoryView => value as PyMemoryView;

/** A view of what `object` exports. */
export function newMemoryView(object: PyObject): Escapes<PyMemoryView> {
  const buffer = needBuffer(object, 'memoryview: ');
  const exporter = object instanceof PyMemoryView ? object.object : object;
  const share = object instanceof PyMemoryView ? object.share : { buffer, views: 0 };
  return viewOf(exporter, share, buffer);
}

/** A view of a buffer that `exporter` has exported: what `exporter.__buffer__(flags)` returns. */
export function viewOfBuffer(exporter: PyObject, buffer: BufferExport): Writes<PyMemoryView> {
  return viewOf(exporter, { buffer, views: 0 }, buffer);
}

function viewOf(exporter: PyObject, share: BufferShare, buffer: BufferExport): Writes<PyMemoryView> {
  share.views += 1;
  return new PyMemoryView(MemoryViewType, exporter, share, buffer);
}

/** The buffer of a view that has not been released. */
function live(view: PyMemoryView): Raises<BufferExport> {
  if (view.released) raiseValueError('operation forbidden on released memoryview object');
  return view.buffer;
}

function derived(view: PyMemoryView, changes: Partial<BufferExport>): Writes<PyMemoryView> {
  return viewOf(view.object, view.share, { ...view.buffer, ...changes });
}

function release(view: PyMemoryView): Escapes<void> {
  if (view.released) return;
  view.released = true;
  view.share.views -= 1;
  if (view.share.views === 0) view.share.buffer.release?.();
}

function itemCount(buffer: BufferExport): Pure<number> {
  return buffer.shape.reduce((product, length) => product * length, 1);
}

// ── Items ──

function positionOf(buffer: BufferExport, dimension: number, index: number): Raises<number> {
  const length = buffer.shape[dimension]!;
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) raiseIndexError(`index out of bounds on dimension ${dimension + 1}`);
  return at * buffer.strides[dimension]!;
}

function isIndexable(key: PyObject): Pure<boolean> {
  return typeof key === 'number' || typeof key === 'bigint' || typeOf(key).nb_index !== null;
}

function positionOfTuple(buffer: BufferExport, key: PyTuple): Escapes<number> {
  const dimensions = buffer.shape.length;
  if (key.items.length < dimensions) raise(NotImplementedErrorType, 'sub-views are not implemented');
  if (key.items.length > dimensions)
    raiseTypeError(`cannot index ${dimensions}-dimension view with ${key.items.length}-element tuple`);
  return key.items.reduce<number>(
    (position, index, dimension) =>
      position + positionOf(buffer, dimension, sequenceIndex(index, 'memoryview')),
    buffer.offset,
  );
}

/** Position of the one item that a key selects; `undefined` for a slice. */
function itemPosition(buffer: BufferExport, key: PyObject, subViews: string): Escapes<number | undefined> {
  const dimensions = buffer.shape.length;
  if (dimensions === 0) {
    if (key === Ellipsis || (key instanceof PyTuple && key.items.length === 0)) return buffer.offset;
    raiseTypeError('invalid indexing of 0-dim memory');
  }
  if (key instanceof PyTuple && key.items.every(isIndexable)) return positionOfTuple(buffer, key);
  if (!(key instanceof PySlice) && isIndexable(key)) {
    const index = sequenceIndex(key, 'memoryview');
    if (dimensions > 1) {
      raise(NotImplementedErrorType, subViews);
    }
    return buffer.offset + positionOf(buffer, 0, index);
  }
  if (key instanceof PySlice) return undefined;
  if (key instanceof PyTuple && key.items.every((each) => each instanceof PySlice))
    raise(NotImplementedErrorType, 'multi-dimensional slicing is not implemented');
  raiseTypeError('memoryview: invalid slice key');
}

function sliced(view: PyMemoryView, slice: PySlice): Escapes<PyMemoryView> {
  const { shape, strides, offset } = view.buffer;
  const { start, step, length } = sliceBounds(slice, { length: shape[0]! });
  return derived(view, {
    offset: offset + start * strides[0]!,
    shape: [length, ...shape.slice(1)],
    strides: [strides[0]! * step, ...strides.slice(1)],
  });
}

function subscript(container: PyObject, key: PyObject): Escapes<PyObject> {
  const view = self(container);
  const buffer = live(view);
  if (buffer.shape.length === 0 && key === Ellipsis) return view;
  const position = itemPosition(buffer, key, 'multi-dimensional sub-views are not implemented');
  if (position === undefined) return sliced(view, key as PySlice);
  return unpackItem(buffer.format, buffer.data, position);
}

function assign(container: PyObject, key: PyObject, value: PyObject | undefined): Escapes<void> {
  const view = self(container);
  const buffer = live(view);
  if (nativeFormat(buffer.format) === undefined)
    raise(NotImplementedErrorType, `memoryview: unsupported format ${buffer.format}`);
  if (buffer.readonly) raiseTypeError('cannot modify read-only memory');
  if (value === undefined) raiseTypeError('cannot delete memory');
  const position = itemPosition(buffer, key, 'sub-views are not implemented');
  if (position !== undefined) {
    packItem(buffer.format, buffer.data, position, value);
    return;
  }
  if (buffer.shape.length > 1)
    raise(NotImplementedErrorType, 'memoryview slice assignments are currently restricted to ndim = 1');
  const source = needBuffer(value);
  const target = sliced(view, key as PySlice);
  copyInto(target.buffer, source);
  release(target);
}

function copyInto(target: BufferExport, source: BufferExport): Raises<void> {
  const same =
    nativeFormat(target.format) === nativeFormat(source.format) &&
    target.itemsize === source.itemsize &&
    target.shape.length === source.shape.length &&
    target.shape.every((length, dimension) => length === source.shape[dimension]);
  if (!same) raiseValueError('memoryview assignment: lvalue and rvalue have different structures');
  // The two may overlap.
  const bytes = bufferBytes(source).slice();
  let at = 0;
  eachItem(target, (position) => {
    target.data.set(bytes.subarray(at, at + target.itemsize), position);
    at += target.itemsize;
  });
}

function toList(buffer: BufferExport): Raises<PyObject> {
  const build = (dimension: number, position: number): PyObject => {
    if (dimension === buffer.shape.length) return unpackItem(buffer.format, buffer.data, position);
    return newList(
      Array.from({ length: buffer.shape[dimension]! }, (_, index) =>
        build(dimension + 1, position + index * buffer.strides[dimension]!),
      ),
    );
  };
  return build(0, buffer.offset);
}

// ── Comparing ──

function compareViews(left: PyObject, right: PyObject, op: number): Escapes<PyObject> {
  if (op !== 2 && op !== 3) return NotImplemented;
  const view = self(left);
  if (view.released || (right instanceof PyMemoryView && right.released))
    return (left === right) === (op === 2);
  const slot = typeOf(right).bf_getbuffer;
  if (slot === null) return NotImplemented;
  const equal = equalBuffers(view.buffer, slot(right));
  return equal === (op === 2);
}

function equalBuffers(left: BufferExport, right: BufferExport): Escapes<boolean> {
  if (left.shape.length !== right.shape.length) return false;
  if (!left.shape.every((length, dimension) => length === right.shape[dimension])) return false;
  const [format, other] = [nativeFormat(left.format), nativeFormat(right.format)];
  if (format === undefined || other === undefined) return false;
  const positions: number[] = [];
  eachItem(right, (position) => positions.push(position));
  let at = 0;
  let equal = true;
  eachItem(left, (position) => {
    const match = positions[at++]!;
    equal &&= equals(unpackItem(format, left.data, position), unpackItem(other, right.data, match));
  });
  return equal;
}

// ── cast ──

const CAST = { name: 'cast', names: ['format', 'shape'], positional: 2, required: 1 } as const;

function cast(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const view = self(value);
  const buffer = live(view);
  const [formatValue, shapeValue] = parseArguments(CAST, args, names);
  const text = asStr(formatValue!);
  if (text === undefined)
    raiseTypeError(`cast() argument 'format' must be str, not ${typeName(formatValue!)}`);
  if (!isContiguous(buffer)) raiseTypeError('memoryview: casts are restricted to C-contiguous views');
  if ((shapeValue !== undefined || buffer.shape.length !== 1) && buffer.shape.includes(0))
    raiseTypeError('memoryview: cannot cast view with zeros in shape or strides');
  const flat = castFormat(buffer, strToJs(text));
  if (shapeValue === undefined) return derived(view, flat);
  if (!(shapeValue instanceof PyList) && !(shapeValue instanceof PyTuple))
    raiseTypeError('shape must be a list or a tuple');
  if (buffer.shape.length !== 1 && shapeValue.items.length !== 1 && shapeValue.items.length !== 0)
    raiseTypeError('memoryview: cast must be 1D -> ND or ND -> 1D');
  return derived(view, {
    ...flat,
    ...castShape(buffer, flat.itemsize, shapeValue.items as readonly PyObject[]),
  });
}

function castFormat(
  buffer: BufferExport,
  format: string,
): Raises<Partial<BufferExport> & { itemsize: number }> {
  const wanted = nativeFormat(format);
  const suffix = "format must be a native single character format prefixed with an optional '@'";
  if (wanted === undefined) raiseValueError(`memoryview: destination ${suffix}`);
  const given = nativeFormat(buffer.format);
  if (given === undefined) raiseValueError(`memoryview: source ${suffix}`);
  const isByte = (character: string): boolean => 'Bbc'.includes(character);
  if (!isByte(wanted) && !isByte(given))
    raiseTypeError('memoryview: cannot cast between two non-byte formats');
  const itemsize = ITEM_SIZES[wanted]!;
  const size = itemCount(buffer) * buffer.itemsize;
  if (size % itemsize !== 0) raiseTypeError('memoryview: length is not a multiple of itemsize');
  return { format, itemsize, shape: [size / itemsize], strides: [itemsize] };
}

function castShape(
  buffer: BufferExport,
  itemsize: number,
  items: readonly PyObject[],
): Escapes<Pick<BufferExport, 'shape' | 'strides'>> {
  const shape = items.map((item) => {
    if (typeof item !== 'number' && typeof item !== 'bigint')
      raiseTypeError('memoryview.cast(): elements of shape must be integers');
    if (item <= 0) raiseValueError('memoryview.cast(): elements of shape must be integers > 0');
    return Number(item);
  });
  const size = shape.reduce((product, length) => product * length, itemsize);
  if (size !== itemCount(buffer) * buffer.itemsize)
    raiseTypeError('memoryview: product(shape) * itemsize != buffer size');
  const strides: number[] = [];
  let stride = itemsize;
  for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
    strides[dimension] = stride;
    stride *= shape[dimension]!;
  }
  return { shape, strides };
}

// ── Methods ──

function toBytes(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [order] = parseArguments(
    { name: 'tobytes', names: ['order'], positional: 1, required: 0 },
    args,
    names,
  );
  const buffer = live(self(value));
  const text = order === undefined || order === null ? 'C' : asStr(order);
  if (text === undefined)
    raiseTypeError(`tobytes() argument 'order' must be str or None, not ${typeName(order!)}`);
  if (text !== 'C' && text !== 'F' && text !== 'A') raiseValueError("order must be 'C', 'F' or 'A'");
  const fortran =
    text === 'F' || (text === 'A' && !isContiguous(buffer) && isContiguous(reversedDimensions(buffer)));
  return newBytes(bufferBytes(fortran ? reversedDimensions(buffer) : buffer).slice());
}

function reversedDimensions(buffer: BufferExport): Pure<BufferExport> {
  return { ...buffer, shape: buffer.shape.toReversed(), strides: buffer.strides.toReversed() };
}

function lengthOfView(value: PyObject): Raises<number> {
  const { shape } = live(self(value));
  if (shape.length === 0) raiseTypeError('0-dim memory has no length');
  return shape[0]!;
}

function hashView(value: PyObject): Escapes<IntValue> {
  const view = self(value);
  if (view.hash !== undefined) return view.hash;
  const buffer = live(view);
  if (!buffer.readonly) raiseValueError('cannot hash writable memoryview object');
  const format = nativeFormat(buffer.format);
  if (format === undefined || !'Bbc'.includes(format))
    raiseValueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  // An exporter that cannot be hashed refuses.
  if (!(view.object instanceof PyMemoryView)) hash(view.object);
  view.hash = hashBytes(bufferBytes(buffer));
  return view.hash;
}

function count(value: PyObject, wanted: PyObject): Escapes<PyObject> {
  let found = 0;
  for (const item of itemsOf(self(value))) if (item === wanted || equals(item, wanted)) found += 1;
  return found;
}

function* itemsOf(view: PyMemoryView): Generator<PyObject> {
  for (let index = 0; index < lengthOfView(view); index++) yield subscript(view, index);
}

function indexOf(value: PyObject, args: readonly PyObject[]): Escapes<PyObject> {
  const view = self(value);
  const length = lengthOfView(view);
  const clamp = (given: PyObject | undefined, otherwise: number): number => {
    if (given === undefined) return otherwise;
    const index = asSize(given);
    return Math.min(length, index < 0 ? Math.max(0, index + length) : index);
  };
  const [wanted] = args;
  const stop = clamp(args[2], length);
  for (let index = clamp(args[1], 0); index < stop; index++) {
    const item = subscript(view, index);
    if (item === wanted || equals(item, wanted!)) return index;
  }
  raiseValueError('memoryview.index(x): x not found');
}

const numbers = (values: readonly number[]): PyObject => newTuple([...values]);

function attribute(name: string, get: (buffer: BufferExport, view: PyMemoryView) => PyObject) {
  return { name, get: (value: PyObject) => get(live(self(value)), self(value)) };
}

defineType(MemoryViewType, {
  doc: 'Create a new memoryview object which references the given object.',
  weakrefs: true,
  pattern: 'sequence',
  slots: {
    tp_new: (_type: PyType, args, names) => {
      const parameters = { name: 'memoryview', names: ['object'], positional: 1, required: 1 };
      if (args.length > 1) raiseTypeError(`memoryview() takes at most 1 argument (${args.length} given)`);
      return newMemoryView(parseArguments(parameters, args, names)[0]!);
    },
    tp_repr: (value) => `<${self(value).released ? 'released ' : ''}memory at ${addressOf(value)}>`,
    tp_hash: hashView,
    tp_richcompare: compareViews,
    tp_iter: (value) => {
      const { shape, format } = live(self(value));
      if (shape.length === 0) raiseTypeError('invalid indexing of 0-dim memory');
      if (nativeFormat(format) === undefined)
        raise(NotImplementedErrorType, `memoryview: format ${format} not supported`);
      return new PyMemoryIterator(MemoryIteratorType, self(value), shape[0]!);
    },
    sq_length: lengthOfView,
    mp_subscript: subscript,
    mp_ass_subscript: assign,
    bf_getbuffer: (value) => live(self(value)),
  },
  getset: [
    attribute('obj', (_, view) => view.object),
    attribute('nbytes', (buffer) => itemCount(buffer) * buffer.itemsize),
    attribute('readonly', (buffer) => buffer.readonly),
    attribute('itemsize', (buffer) => buffer.itemsize),
    attribute('format', (buffer) => buffer.format),
    attribute('ndim', (buffer) => buffer.shape.length),
    attribute('shape', (buffer) => numbers(buffer.shape)),
    attribute('strides', (buffer) => numbers(buffer.strides)),
    attribute('suboffsets', () => newTuple([])),
    attribute('c_contiguous', isContiguous),
    attribute('f_contiguous', (buffer) => isContiguous(reversedDimensions(buffer))),
    attribute('contiguous', (buffer) => isContiguous(buffer) || isContiguous(reversedDimensions(buffer))),
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: 'release',
      call: (value) => {
        release(self(value));
        return null;
      },
    },
    { kind: 'KEYWORDS', name: 'tobytes', call: toBytes },
    {
      kind: 'KEYWORDS',
      name: 'hex',
      call: (value, args, names) => hexMethod(newBytes(bufferBytes(live(self(value)))), args, names),
    },
    { kind: 'NOARGS', name: 'tolist', call: (value) => toList(live(self(value))) },
    { kind: 'KEYWORDS', name: 'cast', call: cast },
    {
      kind: 'NOARGS',
      name: 'toreadonly',
      call: (value) => {
        live(self(value));
        return derived(self(value), { readonly: true });
      },
    },
    { kind: 'O', name: 'count', call: count },
    { kind: 'FASTCALL', name: 'index', min: 1, max: 3, call: indexOf },
    {
      kind: 'NOARGS',
      name: '__enter__',
      call: (value) => {
        live(self(value));
        return value;
      },
    },
    {
      kind: 'FASTCALL',
      name: '__exit__',
      min: 0,
      max: -1,
      call: (value) => {
        release(self(value));
        return null;
      },
    },
  ],
  classMethods: [
    { kind: 'O', name: '__class_getitem__', call: newGenericAlias },
    {
      kind: 'FASTCALL',
      name: '_from_flags',
      min: 2,
      max: 2,
      call: (_type, args) => {
        asIndex(args[1]!);
        return newMemoryView(args[0]!);
      },
    },
  ],
});

defineType(MemoryIteratorType, {
  slots: {
    tp_iter: (iterator) => iterator,
    tp_iternext: (value) => {
      const iterator = value as PyMemoryIterator;
      const { view } = iterator;
      if (view === null) return undefined;
      const buffer = live(view);
      if (iterator.index < iterator.length) {
        const at = iterator.index++;
        if (at < (buffer.shape[0] ?? 0)) return subscript(view, at);
      }
      iterator.view = null;
      return undefined;
    },
  },
});

/**
 * `collections.deque` (CPython: Modules/_collectionsmodule.c): items in one array from `head` on, so that both ends are
 * reached in amortised constant time: room at the front doubles, and what was taken there is given back when it is half.
 */
import {
  asIndex,
  asSize,
  asSliceIndexNotNone,
  clampToLength,
  compareItems,
  countItem,
  createBuiltinType,
  type Escapes,
  emptyItems,
  forEachItem,
  getIter,
  IndexErrorType,
  itemEquals,
  NotImplemented,
  newGenericAlias,
  newTuple,
  ObjectType,
  PyDeque,
  PyHostIterator,
  type PyObject,
  type PyType,
  parseArguments,
  RuntimeErrorType,
  raise,
  raiseIndexError,
  raiseTypeError,
  raiseValueError,
  repeatCount,
  reprItems,
  reprOnce,
  strConcatAll,
  typeName,
  typeOf,
} from '../../objects/index.ts';

/** Taken places at the front that are kept for `appendleft`. */
const SLACK = 32;

const size = (deque: PyDeque): number => deque.items.length - deque.head;
const live = (deque: PyDeque): PyObject[] =>
  deque.head === 0 ? deque.items.slice() : deque.items.slice(deque.head);

/** Takes `items` over as the whole content. */
function replace(deque: PyDeque, items: PyObject[]): void {
  deque.items = items;
  deque.head = 0;
  deque.version += 1;
}

function append(deque: PyDeque, item: PyObject): void {
  deque.items.push(item);
  deque.version += 1;
  if (deque.maxlen >= 0 && size(deque) > deque.maxlen) takeLeft(deque);
}

function appendLeft(deque: PyDeque, item: PyObject): void {
  if (deque.head === 0) makeRoom(deque);
  deque.head -= 1;
  deque.items[deque.head] = item;
  deque.version += 1;
  if (deque.maxlen >= 0 && size(deque) > deque.maxlen) deque.items.pop();
}

function makeRoom(deque: PyDeque): void {
  const room = Math.max(16, deque.items.length);
  const grown = emptyItems();
  for (let index = 0; index < room; index++) grown.push(null);
  deque.items = grown.concat(deque.items);
  deque.head = room;
}

function takeLeft(deque: PyDeque): PyObject {
  const { items, head } = deque;
  const item = items[head]!;
  items[head] = null;
  deque.head = head + 1;
  deque.version += 1;
  if (deque.head === items.length) {
    items.length = 0;
    deque.head = 0;
  } else if (deque.head > SLACK && deque.head * 2 > items.length) {
    deque.items = items.slice(deque.head);
    deque.head = 0;
  }
  return item;
}

function takeRight(deque: PyDeque): PyObject {
  deque.version += 1;
  const item = deque.items.pop()!;
  if (deque.head === deque.items.length) {
    deque.items.length = 0;
    deque.head = 0;
  }
  return item;
}

function extend(
  deque: PyDeque,
  iterable: PyObject,
  add: (deque: PyDeque, item: PyObject) => void,
): Escapes<void> {
  if (iterable === deque) for (const item of live(deque)) add(deque, item);
  else forEachItem(iterable, (item) => add(deque, item));
}

/** The last `count` steps come to the front. */
function rotate(deque: PyDeque, count: number): void {
  const length = size(deque);
  if (length < 2) return;
  let steps = ((count % length) + length) % length;
  if (steps === 0) return;
  if (steps * 2 <= length) for (; steps > 0; steps--) rotateOne(deque, 1);
  else for (steps = length - steps; steps > 0; steps--) rotateOne(deque, -1);
}

function rotateOne(deque: PyDeque, direction: 1 | -1): void {
  const { maxlen } = deque;
  deque.maxlen = -1;
  if (direction === 1) appendLeft(deque, takeRight(deque));
  else append(deque, takeLeft(deque));
  deque.maxlen = maxlen;
}

/** Place of an index in `items`. */
function place(deque: PyDeque, key: PyObject): Escapes<number> {
  if (
    typeof key !== 'number' &&
    typeof key !== 'bigint' &&
    typeOf(key).nb_index === null &&
    typeof key !== 'boolean'
  )
    raiseTypeError(`sequence index must be integer, not '${typeName(key)}'`);
  const value = asIndex(key);
  const length = size(deque);
  const index = typeof value === 'bigint' ? NaN : value < 0 ? value + length : value;
  if (!(index >= 0 && index < length)) raiseIndexError('deque index out of range');
  return deque.head + index;
}

function removePlace(deque: PyDeque, position: number): void {
  deque.items.splice(position, 1);
  deque.version += 1;
}

/** Comparing items can run code that changes the deque: then the search gives up. */
function find(deque: PyDeque, value: PyObject, start: number, stop: number): Escapes<number> {
  const { version } = deque;
  for (let index = start; index < stop && index < size(deque); index++) {
    const same = itemEquals(deque.items[deque.head + index]!, value);
    if (deque.version !== version) raise(RuntimeErrorType, 'deque mutated during iteration');
    if (same) return index;
  }
  return -1;
}

function makeIterator(type: PyType, deque: PyDeque, from: number, step: 1 | -1): PyHostIterator {
  const { version } = deque;
  let index = from;
  let left = size(deque);
  const next = (): PyObject | undefined => {
    if (left === 0) return undefined;
    if (deque.version !== version) {
      left = 0;
      raise(RuntimeErrorType, 'deque mutated during iteration');
    }
    left -= 1;
    const item = deque.items[deque.head + index];
    index += step;
    return item;
  };
  return new PyHostIterator(type, next, deque);
}

function copy(deque: PyDeque, type: PyType): PyDeque {
  return new PyDeque(type, live(deque), deque.maxlen);
}

function repeated(deque: PyDeque, count: number): PyObject[] {
  const items = emptyItems();
  const own = live(deque);
  for (let round = 0; round < count; round++) for (const item of own) items.push(item);
  return deque.maxlen >= 0 && items.length > deque.maxlen ? items.slice(items.length - deque.maxlen) : items;
}

function fill(deque: PyDeque, args: readonly PyObject[], names: readonly string[] | null): Escapes<void> {
  const parameters = { name: 'deque', names: ['iterable', 'maxlen'], positional: 2, required: 0 };
  const [iterable, maxlen = null] = parseArguments(parameters, args, names);
  deque.maxlen = -1;
  if (maxlen !== null) {
    const limit = asSize(maxlen);
    if (limit < 0) raiseValueError('maxlen must be non-negative');
    deque.maxlen = limit;
  }
  replace(deque, emptyItems());
  if (iterable !== undefined) extend(deque, iterable, append);
}

function index(deque: PyDeque, args: readonly PyObject[]): Escapes<PyObject> {
  const length = size(deque);
  const start = args.length > 1 ? clampToLength(asSliceIndexNotNone(args[1]!), length) : 0;
  const stop = args.length > 2 ? clampToLength(asSliceIndexNotNone(args[2]!), length) : length;
  const found = find(deque, args[0]!, start, stop);
  if (found < 0) raiseValueError('deque.index(x): x not in deque');
  return found;
}

function insert(deque: PyDeque, at: PyObject, item: PyObject): Escapes<void> {
  const length = size(deque);
  const wanted = asSize(at);
  if (deque.maxlen >= 0 && length >= deque.maxlen) raiseIndexError('deque already at its maximum size');
  const position = Math.min(length, wanted < 0 ? Math.max(0, wanted + length) : wanted);
  if (position === 0) appendLeft(deque, item);
  else {
    deque.items.splice(deque.head + position, 0, item);
    deque.version += 1;
  }
}

export function createDequeTypes(): {
  deque: PyType;
  _deque_iterator: PyType;
  _deque_reverse_iterator: PyType;
} {
  const iteratorSlots = {
    tp_iter: (self: PyObject) => self,
    tp_iternext: (self: PyObject) => (self as PyHostIterator).next(),
  };
  const iterator = createBuiltinType('collections._deque_iterator', 'PyHostIterator', ObjectType, {
    slots: iteratorSlots,
  });
  const reverse = createBuiltinType('collections._deque_reverse_iterator', 'PyHostIterator', ObjectType, {
    slots: iteratorSlots,
  });
  const deque: PyType = createBuiltinType('collections.deque', 'PyDeque', ObjectType, {
    doc: 'A list-like sequence optimized for data accesses near its endpoints.',
    pattern: 'sequence',
    slots: {
      tp_new: (type) => new PyDeque(type, emptyItems(), -1),
      tp_init: (self, args, names) => fill(self as PyDeque, args, names),
      tp_repr(self) {
        const own = self as PyDeque;
        const name = own.ob_type === deque ? 'deque' : own.ob_type.name;
        const end = own.maxlen >= 0 ? `, maxlen=${own.maxlen})` : ')';
        return reprOnce(own, '[...]', () => strConcatAll([`${name}(`, reprItems('[', live(own), ']'), end]));
      },
      tp_richcompare(left, right, op) {
        if (!(right instanceof PyDeque)) return NotImplemented;
        return compareItems(live(left as PyDeque), live(right), op);
      },
      tp_iter: (self) => makeIterator(iterator, self as PyDeque, 0, 1),
      nb_bool: (self) => size(self as PyDeque) > 0,
      sq_length: (self) => size(self as PyDeque),
      sq_contains: (self, value) => find(self as PyDeque, value, 0, Infinity) >= 0,
      mp_subscript: (self, key) => (self as PyDeque).items[place(self as PyDeque, key)]!,
      mp_ass_subscript(self, key, value) {
        const own = self as PyDeque;
        const position = place(own, key);
        if (value === undefined) removePlace(own, position);
        else own.items[position] = value;
      },
      nb_add(left, right) {
        if (!(left instanceof PyDeque)) return NotImplemented;
        if (!(right instanceof PyDeque))
          raiseTypeError(`can only concatenate deque (not "${typeName(right)}") to deque`);
        const result = copy(left, deque);
        extend(result, right, append);
        return result;
      },
      nb_inplace_add(left, right) {
        extend(left as PyDeque, right, append);
        return left;
      },
      nb_multiply(left, right) {
        const [own, other] = left instanceof PyDeque ? [left, right] : [right as PyDeque, left];
        const count = repeatCount(other);
        return count === undefined ? NotImplemented : new PyDeque(deque, repeated(own, count), own.maxlen);
      },
      nb_inplace_multiply(left, right) {
        const count = repeatCount(right);
        if (count === undefined) return NotImplemented;
        replace(left as PyDeque, repeated(left as PyDeque, count));
        return left;
      },
    },
    methods: [
      {
        kind: 'O',
        name: 'append',
        doc: 'Add an element to the right side of the deque.',
        call(self, item) {
          append(self as PyDeque, item);
          return null;
        },
      },
      {
        kind: 'O',
        name: 'appendleft',
        doc: 'Add an element to the left side of the deque.',
        call(self, item) {
          appendLeft(self as PyDeque, item);
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'pop',
        doc: 'Remove and return the rightmost element.',
        call(self) {
          if (size(self as PyDeque) === 0) raise(IndexErrorType, 'pop from an empty deque');
          return takeRight(self as PyDeque);
        },
      },
      {
        kind: 'NOARGS',
        name: 'popleft',
        doc: 'Remove and return the leftmost element.',
        call(self) {
          if (size(self as PyDeque) === 0) raise(IndexErrorType, 'pop from an empty deque');
          return takeLeft(self as PyDeque);
        },
      },
      {
        kind: 'O',
        name: 'extend',
        doc: 'Extend the right side of the deque with elements from the iterable.',
        call(self, iterable) {
          extend(self as PyDeque, iterable, append);
          return null;
        },
      },
      {
        kind: 'O',
        name: 'extendleft',
        doc: 'Extend the left side of the deque with elements from the iterable.',
        call(self, iterable) {
          extend(self as PyDeque, iterable, appendLeft);
          return null;
        },
      },
      {
        kind: 'FASTCALL',
        name: 'rotate',
        min: 0,
        max: 1,
        doc: 'Rotate the deque n steps to the right.  If n is negative, rotates left.',
        call(self, args) {
          rotate(self as PyDeque, args.length > 0 ? asSize(args[0]!) : 1);
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'reverse',
        doc: 'Reverse *IN PLACE*.',
        call(self) {
          replace(self as PyDeque, live(self as PyDeque).reverse());
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'clear',
        doc: 'Remove all elements from the deque.',
        call(self) {
          replace(self as PyDeque, emptyItems());
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'copy',
        doc: 'Return a shallow copy of a deque.',
        call: (self) => copy(self as PyDeque, (self as PyDeque).ob_type),
      },
      {
        kind: 'NOARGS',
        name: '__copy__',
        doc: 'Return a shallow copy of a deque.',
        call: (self) => copy(self as PyDeque, (self as PyDeque).ob_type),
      },
      {
        kind: 'O',
        name: 'count',
        doc: 'Return number of occurrences of value.',
        call: (self, value) => countItem(live(self as PyDeque), value),
      },
      {
        kind: 'FASTCALL',
        name: 'index',
        min: 1,
        max: 3,
        doc: 'Return first index of value.',
        call: (self, args) => index(self as PyDeque, args),
      },
      {
        kind: 'FASTCALL',
        name: 'insert',
        min: 2,
        max: 2,
        doc: 'Insert value before index.',
        call(self, args) {
          insert(self as PyDeque, args[0]!, args[1]!);
          return null;
        },
      },
      {
        kind: 'O',
        name: 'remove',
        doc: 'Remove first occurrence of value.',
        call(self, value) {
          const found = find(self as PyDeque, value, 0, Infinity);
          if (found < 0) raiseValueError('deque.remove(x): x not in deque');
          removePlace(self as PyDeque, (self as PyDeque).head + found);
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: '__reversed__',
        doc: 'Return a reverse iterator over the deque.',
        call: (self) => makeIterator(reverse, self as PyDeque, size(self as PyDeque) - 1, -1),
      },
      {
        kind: 'NOARGS',
        name: '__reduce__',
        doc: 'Return state information for pickling.',
        call(self) {
          const own = self as PyDeque;
          const args = own.maxlen < 0 ? newTuple([]) : newTuple([newTuple([]), own.maxlen]);
          return newTuple([own.ob_type, args, own.dict, getIter(own)]);
        },
      },
    ],
    classMethods: [
      {
        kind: 'O',
        name: '__class_getitem__',
        doc: 'See PEP 585',
        call: (type, args) => newGenericAlias(type, args),
      },
    ],
    getset: [
      {
        name: 'maxlen',
        doc: 'maximum size of a deque or None if unbounded',
        get: (self) => ((self as PyDeque).maxlen < 0 ? null : (self as PyDeque).maxlen),
      },
    ],
  });
  return { deque, _deque_iterator: iterator, _deque_reverse_iterator: reverse };
}

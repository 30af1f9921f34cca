/** The module `_heapq`: heaps in lists (CPython: Modules/_heapqmodule.c). */
import {
  compareBool,
  type Escapes,
  type MethodDef,
  PyList,
  type PyModule,
  type PyObject,
  RuntimeErrorType,
  raise,
  raiseIndexError,
  raiseTypeError,
  typeName,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

type Before = (left: PyObject, right: PyObject) => boolean;

function less(left: PyObject, right: PyObject): Escapes<boolean> {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return compareBool(0, left, right);
}
const greater: Before = (left, right) => less(right, left);

/** Compares, and makes sure that the comparison left the heap as long as it was. */
function compared(
  items: readonly PyObject[],
  before: Before,
  left: PyObject,
  right: PyObject,
): Escapes<boolean> {
  const { length } = items;
  const result = before(left, right);
  if (items.length !== length) raise(RuntimeErrorType, 'list changed size during iteration');
  return result;
}

/** Moves the item at `position` towards the root until its parent is not after it, at most to `start`. */
function siftDown(items: PyObject[], start: number, position: number, before: Before): Escapes<void> {
  let at = position;
  if (at >= items.length) raiseIndexError('index out of range');
  while (at > start) {
    const parent = (at - 1) >> 1;
    const item = items[at]!;
    const above = items[parent]!;
    if (!compared(items, before, item, above)) return;
    items[at] = items[parent]!;
    items[parent] = item;
    at = parent;
  }
}

/** Moves the item at `position` to a leaf along the smaller children, then up to its place: fewer comparisons in all. */
function siftUp(items: PyObject[], position: number, before: Before): Escapes<void> {
  const end = items.length;
  if (position >= end) raiseIndexError('index out of range');
  const limit = end >> 1;
  let at = position;
  while (at < limit) {
    let child = 2 * at + 1;
    if (child + 1 < end && !compared(items, before, items[child]!, items[child + 1]!)) child += 1;
    const item = items[child]!;
    items[child] = items[at]!;
    items[at] = item;
    at = child;
  }
  siftDown(items, position, at, before);
}

function needHeap(name: string, value: PyObject, which = 'argument 1'): PyObject[] {
  if (!(value instanceof PyList)) raiseTypeError(`${name}() ${which} must be list, not ${typeName(value)}`);
  return value.items;
}

function pop(items: PyObject[], before: Before): Escapes<PyObject> {
  const last = items.pop();
  if (last === undefined) raiseIndexError('index out of range');
  if (items.length === 0) return last;
  const first = items[0]!;
  items[0] = last;
  siftUp(items, 0, before);
  return first;
}

function push(items: PyObject[], item: PyObject, before: Before): Escapes<void> {
  items.push(item);
  siftDown(items, 0, items.length - 1, before);
}

function replace(items: PyObject[], item: PyObject, before: Before): Escapes<PyObject> {
  const first = items[0];
  if (first === undefined) raiseIndexError('index out of range');
  items[0] = item;
  siftUp(items, 0, before);
  return first;
}

function pushPop(items: PyObject[], item: PyObject, before: Before): Escapes<PyObject> {
  const first = items[0];
  if (first === undefined || !before(first, item)) return item;
  if (items.length === 0) raiseIndexError('index out of range');
  const smallest = items[0]!;
  items[0] = item;
  siftUp(items, 0, before);
  return smallest;
}

function heapify(items: PyObject[], before: Before): Escapes<void> {
  for (let position = (items.length >> 1) - 1; position >= 0; position--) siftUp(items, position, before);
}

/** The functions on heaps whose root is the first by `before`. */
function functionsFor(suffix: '' | '_max', before: Before): MethodDef[] {
  return [
    {
      kind: 'FASTCALL',
      name: `heappush${suffix}`,
      doc: 'Push item onto heap, maintaining the heap invariant.',
      min: 2,
      max: 2,
      call(_module, args) {
        push(needHeap(`heappush${suffix}`, args[0]!), args[1]!, before);
        return null;
      },
    },
    {
      kind: 'O',
      name: `heappop${suffix}`,
      doc: 'Pop the first item off the heap, maintaining the heap invariant.',
      call: (_module, heap) => pop(needHeap(`heappop${suffix}`, heap, 'argument'), before),
    },
    {
      kind: 'FASTCALL',
      name: `heapreplace${suffix}`,
      doc: 'Pop and return the first item, and add the new item.',
      min: 2,
      max: 2,
      call: (_module, args) => replace(needHeap(`heapreplace${suffix}`, args[0]!), args[1]!, before),
    },
    {
      kind: 'FASTCALL',
      name: `heappushpop${suffix}`,
      doc: 'Push item on the heap, then pop and return the first item.',
      min: 2,
      max: 2,
      call: (_module, args) => pushPop(needHeap(`heappushpop${suffix}`, args[0]!), args[1]!, before),
    },
    {
      kind: 'O',
      name: `heapify${suffix}`,
      doc: 'Transform list into a heap, in-place, in O(len(heap)) time.',
      call(_module, heap) {
        heapify(needHeap(`heapify${suffix}`, heap, 'argument'), before);
        return null;
      },
    },
  ];
}

export function createHeapq(): PyModule {
  return defineModule({
    name: '_heapq',
    doc: 'Heap queue algorithm (a.k.a. priority queue).',
    functions: [...functionsFor('', less), ...functionsFor('_max', greater)],
    members: { __about__: '' },
  });
}

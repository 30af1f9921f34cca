/** The module `_bisect`: where an item belongs in a sorted sequence (CPython: Modules/_bisectmodule.c). */
import {
  asSize,
  call,
  callMethod,
  compareBool,
  type Escapes,
  getItem,
  type KeywordNames,
  ListType,
  lengthOf,
  listInsert,
  type MethodDef,
  PyList,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseIndexError,
  raiseValueError,
  typeOf,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

/** First place whose item is not before `x` (left), or is after it (right). */
function search(
  side: Side,
  list: PyObject,
  x: PyObject,
  from: number,
  to: number,
  key: PyObject,
): Escapes<number> {
  let low = from;
  let high = to;
  const plain = list instanceof PyList && typeOf(list) === ListType ? list : null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const stored = plain === null ? getItem(list, middle) : itemOf(plain, middle);
    const item = key === null ? stored : call(key, [stored]);
    if (side === 'left' ? less(item, x) : !less(x, item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Side = 'left' | 'right';

function itemOf(list: PyList, index: number): PyObject {
  const item = list.items[index];
  // A comparison may have made the list shorter.
  if (item === undefined) raiseIndexError('list index out of range');
  return item;
}

function less(left: PyObject, right: PyObject): Escapes<boolean> {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return compareBool(0, left, right);
}

function place(
  name: string,
  side: Side,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<{ list: PyObject; x: PyObject; index: number }> {
  const parameters = { name, names: ['a', 'x', 'lo', 'hi', 'key'], positional: 4, required: 2 };
  const [list, x, lo, hi, key = null] = parseArguments(parameters, args, names);
  const low = lo === undefined ? 0 : asSize(lo);
  if (low < 0) raiseValueError('lo must be non-negative');
  const high = hi === undefined || hi === null || hi === -1 ? lengthOf(list!) : asSize(hi);
  const insertion = name.startsWith('insort');
  const wanted = insertion && key !== null ? call(key, [x!]) : x!;
  return { list: list!, x: x!, index: search(side, list!, wanted, low, high, key) };
}

function finder(name: string, side: Side, doc: string): MethodDef {
  return {
    kind: 'KEYWORDS',
    name,
    doc,
    call: (_module, args, names) => place(name, side, args, names).index,
  };
}

function inserter(name: string, side: Side, doc: string): MethodDef {
  return {
    kind: 'KEYWORDS',
    name,
    doc,
    call(_module, args, names) {
      const { list, x, index } = place(name, side, args, names);
      if (list instanceof PyList && typeOf(list) === ListType) listInsert(list, index, x);
      else callMethod(list, 'insert', index, x);
      return null;
    },
  };
}

const FIND = 'Return the index where to insert item x in list a, assuming a is sorted.';
const INSERT = 'Insert item x in list a, and keep it sorted assuming a is sorted.';

export function createBisect(): PyModule {
  return defineModule({
    name: '_bisect',
    doc: 'Bisection algorithms.',
    functions: [
      finder('bisect_right', 'right', FIND),
      finder('bisect', 'right', FIND),
      finder('bisect_left', 'left', FIND),
      inserter('insort_right', 'right', INSERT),
      inserter('insort', 'right', INSERT),
      inserter('insort_left', 'left', INSERT),
    ],
  });
}

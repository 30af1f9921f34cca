/**
 * The module `gc` (CPython: Modules/gcmodule.c). The host collects; what can be asked is answered from the traversal
 * that is generated from the object layouts.
 */
import {
  emptyItems,
  isHeapObject,
  type MethodDef,
  newList,
  newTuple,
  type PyModule,
  type PyObject,
  raiseValueError,
  toInt,
  traverse,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { collect } from './weakref/callbacks.ts';

let enabled = true;
let thresholds: PyObject[] = [2000, 10, 0];
let debugFlags: PyObject = 0;

/** Python values among what a layout refers to; the host's own do not show. */
function referents(values: readonly PyObject[]): PyObject {
  const items = emptyItems();
  for (const value of values) {
    if (!isHeapObject(value)) continue;
    let first = true;
    traverse(value, (referent) => {
      // The type comes first; CPython's traversal visits it only for heap types.
      const isType = first;
      first = false;
      if (isType && !value.ob_type.heap) return;
      items.push(referent as PyObject);
    });
  }
  return newList(items);
}

const functions: readonly MethodDef[] = [
  {
    kind: 'NOARGS',
    name: 'enable',
    doc: 'Enable automatic garbage collection.',
    call() {
      enabled = true;
      return null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'disable',
    doc: 'Disable automatic garbage collection.',
    call() {
      enabled = false;
      return null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'isenabled',
    doc: 'Returns true if automatic garbage collection is enabled.',
    call: () => enabled,
  },
  {
    kind: 'FASTCALL',
    name: 'collect',
    min: 0,
    max: 1,
    doc: 'Run the garbage collector of the host. How much it found is not known: the answer is 0.',
    call(_module, args) {
      const generation = args.length > 0 ? toInt(args[0]!) : 2;
      if (generation < 0 || generation > 2) raiseValueError('invalid generation');
      collect();
      return 0;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'get_referents',
    min: 0,
    max: -1,
    doc: "Return the list of objects that are directly referred to by 'objs'.",
    call: (_module, values) => referents(values),
  },
  {
    kind: 'O',
    name: 'is_tracked',
    doc: 'Returns true if the object is tracked by the garbage collector.',
    call: (_module, value) => isHeapObject(value),
  },
  {
    kind: 'O',
    name: 'is_finalized',
    doc: 'Returns true if the object has been already finalized by the GC.',
    call: () => false,
  },
  {
    kind: 'NOARGS',
    name: 'get_threshold',
    doc: 'Return the current collection thresholds.',
    call: () => newTuple(thresholds.slice()),
  },
  {
    kind: 'FASTCALL',
    name: 'set_threshold',
    min: 1,
    max: 3,
    doc: 'Set the collection thresholds (the collection frequency).',
    call(_module, args) {
      thresholds = [0, 1, 2].map((index) => (index < args.length ? toInt(args[index]!) : thresholds[index]!));
      return null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'get_count',
    doc: 'Return a three-tuple of the current collection counts.',
    call: () => newTuple([0, 0, 0]),
  },
  { kind: 'NOARGS', name: 'freeze', call: () => null },
  { kind: 'NOARGS', name: 'unfreeze', call: () => null },
  { kind: 'NOARGS', name: 'get_freeze_count', call: () => 0 },
  { kind: 'NOARGS', name: 'get_debug', call: () => debugFlags },
  {
    kind: 'O',
    name: 'set_debug',
    call(_module, flags) {
      debugFlags = toInt(flags);
      return null;
    },
  },
];

export function createGc(): PyModule {
  return defineModule({
    name: 'gc',
    doc: 'This module provides access to the garbage collector for reference cycles.',
    functions,
    members: {
      garbage: newList(emptyItems()),
      callbacks: newList(emptyItems()),
      DEBUG_STATS: 1,
      DEBUG_COLLECTABLE: 2,
      DEBUG_UNCOLLECTABLE: 4,
      DEBUG_SAVEALL: 32,
      DEBUG_LEAK: 38,
    },
  });
}

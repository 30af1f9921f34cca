/** `repr` of containers: the items joined, `...` where a container contains itself (`Py_ReprEnter`). */
import type { Escapes } from './effects.ts';
import type { PyHeapObject } from './generated/layouts.ts';
import type { StrValue } from './host-types.ts';
import type { PyObject } from './object.ts';
import { repr } from './operators.ts';
import { strConcatAll } from './str.ts';

/** Containers whose repr is being made. */
const active = new Set<PyHeapObject>();

/** `make()`, or `cut` when the container's repr is being made already. */
export function reprOnce(container: PyHeapObject, cut: string, make: () => StrValue): Escapes<StrValue> {
  if (active.has(container)) return cut;
  active.add(container);
  try {
    return make();
  } finally {
    active.delete(container);
  }
}

/** `open` item, item, … `close`. Items that come or go meanwhile are seen, as in CPython. */
export function reprItems(open: string, items: readonly PyObject[], close: string): Escapes<StrValue> {
  const parts: StrValue[] = [open];
  for (let index = 0; index < items.length; index++) {
    if (index > 0) parts.push(', ');
    parts.push(repr(items[index]!));
  }
  parts.push(close);
  return strConcatAll(parts);
}

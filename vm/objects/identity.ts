/** `id()` and the identity hash: a number for each heap object, given when first asked for. */
import type { Writes } from './effects.ts';
import type { IntValue } from './host-types.ts';
import type { PyObject } from './object.ts';

const numbers = new WeakMap<object, number>();
const FIRST = 0x7f00_0000_0000;
let last = FIRST;

export function identityOf(value: PyObject): Writes<IntValue> {
  if (typeof value === 'object' && value !== null) {
    let number = numbers.get(value);
    if (number === undefined) {
      last += 16;
      number = last;
      numbers.set(value, number);
    }
    return number;
  }
  return scalarIdentity(value);
}

const scalars = new Map<unknown, number>();

/** Equal scalars are one object (`is`), so they share a number as long as one is being asked about. */
function scalarIdentity(value: Exclude<PyObject, object>): IntValue {
  if (typeof value === 'number' && value >= -5 && value <= 256) return 0x10_0000 + (value + 5) * 32;
  let number = scalars.get(value);
  if (number === undefined) {
    if (scalars.size > 10_000) scalars.clear();
    last += 16;
    number = last;
    scalars.set(value, number);
  }
  return number;
}

/** The identity hash, `_Py_HashPointer`: small, so that it stays a small integer for the host. */
export function identityHash(value: PyObject): Writes<IntValue> {
  return (Number(identityOf(value)) - FIRST) / 16;
}

/** `0x7f…` as `repr` shows it. */
export function addressOf(value: PyObject): Writes<string> {
  return '0x' + identityOf(value).toString(16);
}

/** `separator.join(iterable)`. */
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyList, PyTuple } from './generated/layouts.ts';
import type { StrValue } from './host-types.ts';
import { iterateToArray } from './iterate.ts';
import type { PyObject } from './object.ts';
import { asStr, strJoinValues } from './str.ts';
import { typeName, typeOf } from './typeof.ts';
import { ListType, TupleType } from './types.ts';

export function strJoin(separator: StrValue, iterable: PyObject): Escapes<StrValue> {
  const items = itemsOf(iterable);
  if (typeof separator === 'string' && allPlain(items)) return items.join(separator);
  const parts = items.map((item, index) => {
    const text = asStr(item);
    if (text === undefined) {
      raiseTypeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
    }
    return text;
  });
  return parts.length === 0 ? '' : strJoinValues(separator, parts);
}

function itemsOf(iterable: PyObject): Escapes<readonly PyObject[]> {
  if (iterable instanceof PyList && iterable.ob_type === ListType) return iterable.items;
  if (iterable instanceof PyTuple && iterable.ob_type === TupleType) return iterable.items;
  const type = typeOf(iterable);
  if (type.tp_iter === null && type.mp_subscript === null) raiseTypeError('can only join an iterable');
  return iterateToArray(iterable);
}

function allPlain(items: readonly PyObject[]): items is readonly string[] {
  for (const item of items) if (typeof item !== 'string') return false;
  return true;
}

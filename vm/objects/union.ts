/** Union types, `int | str` (CPython: Objects/unionobject.c). */
import type { Writes } from './effects.ts';
import { PyTuple, PyUnion } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { TupleType, UnionType } from './types.ts';

/** The union of two types or unions: members in order, each once; one member alone is itself. */
export function newUnion(left: PyObject, right: PyObject): Writes<PyObject> {
  const members: PyObject[] = [];
  for (const part of [left, right]) {
    for (const member of part instanceof PyUnion ? part.args.items : [part]) if (!members.includes(member)) members.push(member);
  }
  return members.length === 1 ? members[0]! : new PyUnion(UnionType, new PyTuple(TupleType, members));
}


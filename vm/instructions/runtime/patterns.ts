/** What patterns ask of their subjects (CPython: Python/ceval.c match_keys, match_class, Objects/typeobject.c Py_TPFLAGS_SEQUENCE). */
import {
  BoolType,
  ByteArrayType,
  BytesType,
  call,
  DictType,
  type Escapes,
  equals,
  FloatType,
  FrozenSetType,
  getAttribute,
  getAttributeOrUndefined,
  IntType,
  isInstance,
  isStr,
  isSubtype,
  ListType,
  newTuple,
  type PyObject,
  PyTuple,
  PyType,
  type Reads,
  raiseTypeError,
  raiseValueError,
  repr,
  SetType,
  StrType,
  strToJs,
  TupleType,
  textOf,
  typeName,
  typeOf,
} from '../../objects/index.ts';

export function matchesSequence(subject: PyObject): Reads<boolean> {
  return typeOf(subject).patternKind === 1;
}

export function matchesMapping(subject: PyObject): Reads<boolean> {
  return typeOf(subject).patternKind === 2;
}

const missing = newTuple([]);

export function matchKeys(subject: PyObject, keys: PyObject): Escapes<PyObject> {
  const wanted = (keys as PyTuple).items;
  if (wanted.length === 0) return newTuple([]);
  // `get` with a default: `__missing__` of a subclass of dict is not to be called.
  const get = getAttribute(subject, 'get');
  const values: PyObject[] = [];
  const seen: PyObject[] = [];
  for (const key of wanted) {
    if (seen.some((other) => equals(other, key))) {
      raiseValueError(`mapping pattern checks duplicate key (${strToJs(repr(key))})`);
    }
    seen.push(key);
    const value = call(get, [key, missing]);
    if (value === missing) return null;
    values.push(value);
  }
  return newTuple(values);
}

/** Classes whose one positional pattern takes the subject itself (Py_TPFLAGS_MATCH_SELF). */
const MATCH_SELF: readonly PyType[] = [
  ...[BoolType, ByteArrayType, BytesType, DictType, FloatType, FrozenSetType, IntType, ListType, SetType],
  ...[StrType, TupleType],
];

export function matchClass(
  subject: PyObject,
  type: PyObject,
  names: PyObject,
  positional: number,
): Escapes<PyObject> {
  if (!(type instanceof PyType)) raiseTypeError('called match pattern must be a class');
  if (!isInstance(subject, type)) return null;
  const seen = new Set<string>();
  const values: PyObject[] = [];
  if (positional > 0) {
    const listed = getAttributeOrUndefined(type, '__match_args__');
    if (listed !== undefined && !(listed instanceof PyTuple)) {
      raiseTypeError(`${type.name}.__match_args__ must be a tuple (got ${typeName(listed)})`);
    }
    const matchSelf = listed === undefined && MATCH_SELF.some((self) => isSubtype(type, self));
    const allowed = matchSelf ? 1 : listed === undefined ? 0 : listed.items.length;
    if (allowed < positional) {
      const plural = allowed === 1 ? '' : 's';
      raiseTypeError(
        `${type.name}() accepts ${allowed} positional sub-pattern${plural} (${positional} given)`,
      );
    }
    if (matchSelf) values.push(subject);
    else {
      for (const name of (listed as PyTuple).items.slice(0, positional)) {
        if (!isStr(name)) {
          raiseTypeError(`__match_args__ elements must be strings (got ${typeName(name)})`);
        }
        const value = matchAttribute(subject, type, textOf(name), seen);
        if (value === undefined) return null;
        values.push(value);
      }
    }
  }
  for (const name of (names as PyTuple).items) {
    const value = matchAttribute(subject, type, textOf(name), seen);
    if (value === undefined) return null;
    values.push(value);
  }
  return newTuple(values);
}

function matchAttribute(
  subject: PyObject,
  type: PyType,
  name: string,
  seen: Set<string>,
): Escapes<PyObject | undefined> {
  if (seen.has(name)) raiseTypeError(`${type.name}() got multiple sub-patterns for attribute '${name}'`);
  seen.add(name);
  return getAttributeOrUndefined(subject, name);
}

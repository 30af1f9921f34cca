/** `BaseExceptionGroup` and `ExceptionGroup` (PEP 654; CPython: Objects/exceptions.c). */
import { defineType } from './builtin-type.ts';
import { call, callMethod } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { exceptionFields } from './exception-fields.ts';
import { isExceptionClass } from './exceptions.ts';
import { PyBaseException, PyList, PyTuple, PyType } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import { ownGet, ownSet } from './instance.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { isTrue, repr } from './operators.ts';
import { asStr, newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { isSubtype } from './type-lookup.ts';
import { typeShortName } from './type-names.ts';
import { typeName, typeOf } from './typeof.ts';
import { BaseExceptionGroupType, ExceptionGroupType, ExceptionType } from './types.ts';

const asGroup = (self: PyObject): PyBaseException => self as PyBaseException;
const messageOf = (self: PyObject): PyObject => exceptionFields(asGroup(self))[0]!;
const exceptionsOf = (self: PyObject): readonly PyBaseException[] =>
  (exceptionFields(asGroup(self))[1] as PyTuple).items as PyBaseException[];

export function isExceptionGroup(value: PyObject): value is PyBaseException {
  return value instanceof PyBaseException && isSubtype(value.ob_type, BaseExceptionGroupType);
}

function groupNew(type: PyType, args: readonly PyObject[]): PyObject {
  if (args.length !== 2) {
    raiseTypeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`);
  }
  const [message, sequence] = args as [PyObject, PyObject];
  if (asStr(message) === undefined) {
    raiseTypeError(`BaseExceptionGroup.__new__() argument 1 must be str, not ${typeName(message)}`);
  }
  if (!(sequence instanceof PyTuple || sequence instanceof PyList || typeOf(sequence).patternKind === 1)) {
    raiseTypeError('second argument (exceptions) must be a sequence');
  }
  const exceptions = iterateToArray(sequence);
  if (exceptions.length === 0) raiseValueError('second argument (exceptions) must be a non-empty sequence');
  exceptions.forEach((entry, i) => {
    if (!(entry instanceof PyBaseException))
      raiseValueError(`Item ${i} of second argument (exceptions) is not an exception`);
  });
  const allOrdinary = exceptions.every((entry) => isSubtype(typeOf(entry), ExceptionType));
  let cls = type;
  if (type === BaseExceptionGroupType) {
    if (allOrdinary) cls = ExceptionGroupType;
  } else if (!allOrdinary) {
    if (type === ExceptionGroupType) raiseTypeError('Cannot nest BaseExceptions in an ExceptionGroup');
    if (isSubtype(type, ExceptionType)) raiseTypeError(`Cannot nest BaseExceptions in '${type.name}'`);
  }
  const group = new PyBaseException(cls, newTuple([...args]));
  group.fields = [message, newTuple(exceptions)];
  return group;
}

type Matcher = (error: PyBaseException) => boolean;

/** What `split` and `subgroup` are told to look for: a class, a tuple of classes, or a predicate. */
function matcherFor(condition: PyObject): Matcher {
  if (isExceptionClass(condition)) return (error) => isSubtype(error.ob_type, condition);
  if (condition instanceof PyTuple && condition.items.every(isExceptionClass)) {
    return (error) => condition.items.some((type) => isSubtype(error.ob_type, type as PyType));
  }
  if (!(condition instanceof PyType) && typeOf(condition).tp_call !== null)
    return (error) => isTrue(call(condition, [error]));
  raiseTypeError(
    'expected an exception type, a tuple of exception types, or a callable (other than a class)',
  );
}

/** A group like `group` with other exceptions: by `derive`, carrying over traceback, cause, context and notes. */
function derive(group: PyBaseException, exceptions: readonly PyBaseException[]): PyObject {
  if (exceptions.length === 0) return null;
  const derived = callMethod(group, 'derive', newList([...exceptions]));
  if (!isExceptionGroup(derived)) raiseTypeError('derive must return an instance of BaseExceptionGroup');
  derived.traceback = group.traceback;
  derived.context = group.context;
  derived.cause = group.cause;
  derived.suppressContext = group.suppressContext;
  const notes = ownGet(group, '__notes__');
  if (notes instanceof PyList) ownSet(derived, '__notes__', newList([...notes.items]));
  return derived;
}

/** Splits an exception into the part that matches and the rest, None where empty; nested groups keep their structure. */
export function splitException(error: PyBaseException, condition: PyObject): Escapes<[PyObject, PyObject]> {
  return split(error, matcherFor(condition));
}

/** The part of `group` whose leaves are among those of `kept`, in the structure of `group` (exc_group_projection). */
export function projectGroup(group: PyBaseException, kept: readonly PyBaseException[]): Escapes<PyObject> {
  const leaves = new Set<PyBaseException>();
  const collect = (error: PyBaseException): void => {
    if (isExceptionGroup(error)) exceptionsOf(error).forEach(collect);
    else leaves.add(error);
  };
  kept.forEach(collect);
  return split(group, (error) => leaves.has(error))[0];
}

function split(error: PyBaseException, matches: Matcher): [PyObject, PyObject] {
  if (matches(error)) return [error, null];
  if (!isExceptionGroup(error)) return [null, error];
  machine.enterCall(' in exceptiongroup_split_recursive');
  try {
    return splitEntries(error, matches);
  } finally {
    machine.leaveCall();
  }
}

function splitEntries(error: PyBaseException, matches: Matcher): [PyObject, PyObject] {
  const matching: PyBaseException[] = [];
  const rest: PyBaseException[] = [];
  for (const entry of exceptionsOf(error)) {
    const [match, other] = split(entry, matches);
    if (match !== null) matching.push(match as PyBaseException);
    if (other !== null) rest.push(other as PyBaseException);
  }
  return [derive(error, matching), derive(error, rest)];
}

defineType(BaseExceptionGroupType, {
  slots: {
    tp_new: (type, args) => groupNew(type, args),
    tp_init: (self, args, names) => {
      if (names !== null && names.length > 0)
        raiseTypeError(`${typeName(self)}() takes no keyword arguments`);
      asGroup(self).args = newTuple([...args]);
    },
    tp_str: (self) => {
      const count = exceptionsOf(self).length;
      return newStr(
        `${strToJs(messageOf(self) as string)} (${count} sub-exception${count === 1 ? '' : 's'})`,
      );
    },
    tp_repr: (self) => {
      const shown =
        asGroup(self).args.items[1] instanceof PyList
          ? newList([...exceptionsOf(self)])
          : newTuple([...exceptionsOf(self)]);
      return newStr(
        `${typeShortName(typeOf(self))}(${strToJs(repr(messageOf(self)))}, ${strToJs(repr(shown))})`,
      );
    },
  },
  getset: [
    { name: 'message', member: true, get: messageOf },
    { name: 'exceptions', member: true, get: (self) => exceptionFields(asGroup(self))[1]! },
  ],
  methods: [
    {
      kind: 'O',
      name: 'derive',
      call: (self, exceptions) => call(BaseExceptionGroupType, [messageOf(self), exceptions]),
    },
    {
      kind: 'O',
      name: 'split',
      call: (self, condition) => newTuple(splitException(asGroup(self), condition)),
    },
    { kind: 'O', name: 'subgroup', call: (self, condition) => splitException(asGroup(self), condition)[0] },
  ],
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

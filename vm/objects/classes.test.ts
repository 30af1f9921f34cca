/** Classes: order of resolution, layout, hooks of class creation, calling, and what a change invalidates. */
import { expect, test } from 'vitest';
import { getAttribute, setAttribute } from './attributes.ts';
import { call } from './call.ts';
import { newType } from './class-creation.ts';
import { PyCell, type PyHeapObject, type PyType } from './generated/layouts.ts';
import { newDict } from './instance.ts';
import { isInstance, isSubclass } from './isinstance.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { getItem } from './operators.ts';
import { superGetAttr } from './super.ts';
import { newClass, noting } from './test-classes.ts';
import { outcome, shown } from './testing.ts';
import { newTuple } from './tuple.ts';
import { lookupInType, typeModified, watchType } from './type-lookup.ts';
import {
  BoolType,
  CellType,
  ClassMethodType,
  DictType,
  ExceptionType,
  IntType,
  KeyErrorType,
  ListType,
  ObjectType,
  StrType,
  SuperType,
  TupleType,
  TypeType,
} from './types.ts';

const names = (types: readonly PyType[]): string => types.map((type) => type.name).join(' ');

test('C3 order of a diamond', () => {
  const A = newClass('A');
  const [B, C] = [newClass('B', [A]), newClass('C', [A])];
  expect(names(newClass('D', [B, C]).mro)).toBe('D B C A object');
});

test('the order of Python 2.3’s paper', () => {
  const [A, B, C, D, E] = ['A', 'B', 'C', 'D', 'E'].map((name) => newClass(name)) as [
    PyType,
    PyType,
    PyType,
    PyType,
    PyType,
  ];
  const [K1, K2, K3] = [newClass('K1', [A, B, C]), newClass('K2', [D, B, E]), newClass('K3', [D, A])];
  expect(names(newClass('Z', [K1, K2, K3]).mro)).toBe('Z K1 K2 K3 D A B C E object');
});

const Slotted = (name: string): PyType => newClass(name, [], { __slots__: newTuple(['x']) });
const A = newClass('A');

test.each<[string, () => PyObject]>([
  [
    'TypeError: Cannot create a consistent method resolution order (MRO) for bases object, A',
    () => newClass('X', [ObjectType, A]),
  ],
  ['TypeError: duplicate base class A', () => newClass('X', [A, A])],
  ['TypeError: multiple bases have instance lay-out conflict', () => newClass('X', [IntType, StrType])],
  [
    'TypeError: multiple bases have instance lay-out conflict',
    () => newClass('X', [Slotted('P'), Slotted('Q')]),
  ],
  ["TypeError: type 'bool' is not an acceptable base type", () => newClass('X', [BoolType])],
  [
    "TypeError: nonempty __slots__ not supported for subtype of 'tuple'",
    () => newClass('X', [TupleType], { __slots__: 'a' }),
  ],
  [
    "ValueError: 'a' in __slots__ conflicts with class variable",
    () => newClass('X', [], { __slots__: 'a', a: 1 }),
  ],
  ['TypeError: __slots__ must be identifiers', () => newClass('X', [], { __slots__: '1' })],
  [
    "TypeError: __slots__ items must be strings, not 'int'",
    () => newClass('X', [], { __slots__: newTuple([1]) }),
  ],
  [
    'TypeError: __dict__ slot disallowed: we already got one',
    () => newClass('X', [A], { __slots__: '__dict__' }),
  ],
  [
    'TypeError: type.__new__() argument 1 must be str, not int',
    () => call(TypeType, [5, newTuple([]), newDict()]),
  ],
  ['TypeError: type() takes 1 or 3 arguments', () => call(TypeType, [1, 2])],
  ["TypeError: cannot create 'cell_iterator' instances", () => call(newTypeless(), [])],
  ['TypeError: A() takes no arguments', () => call(A, [1])],
  [
    'TypeError: object.__new__(int) is not safe, use int.__new__()',
    () => call(getAttribute(ObjectType, '__new__'), [IntType]),
  ],
  [
    'TypeError: int.__new__(str): str is not a subtype of int',
    () => call(getAttribute(IntType, '__new__'), [StrType]),
  ],
  [
    "TypeError: descriptor '__add__' requires a 'int' object but received a 'str'",
    () => call(getAttribute(IntType, '__add__'), ['a', 1]),
  ],
])('%s', (expected, action) => {
  expect(outcome(action)).toBe(expected);
});

/** A built-in type that cannot be instantiated from Python. */
function newTypeless(): PyType {
  const type = newClass('cell_iterator');
  type.tp_new = null;
  return type;
}

test('private names in __slots__ are mangled', () => {
  const S = newClass('_S', [], { __slots__: newTuple(['__a', 'b']) });
  expect([S.members.has('_S__a'), S.slotCount]).toEqual([true, 2]);
});

test('slots of classes over a built-in layout', () => {
  const object = call(newClass('L', [ListType], { __slots__: 'tag' }), [newList([1])]);
  setAttribute(object, 'tag', 'x');
  expect([shown(object), getAttribute(object, 'tag')]).toEqual(['[1]', 'x']);
});

test('__set_name__ and __init_subclass__ are told of a new class', () => {
  const log: string[] = [];
  const Descriptor = newClass('Descriptor', [], {
    __set_name__: noting(log, (_self, owner, name) => `${(owner as PyType).name}.${String(name)}`, null),
  });
  const hook = newClass('Hook', [], {
    f: noting(log, (cls) => `subclass ${(cls as PyType).name}`, null),
  }).members.get('f')!;
  const Base = newClass('Base', [], { __init_subclass__: call(ClassMethodType, [hook]) });
  newClass('Derived', [Base], { d: call(Descriptor, []) });
  expect(log).toEqual(['Derived.d', 'subclass Derived']);
});

test('an error in __set_name__ carries a note', () => {
  const Descriptor = newClass('Descriptor', [], { __set_name__: () => getItem(newDict(), 'k') });
  try {
    newClass('C', [], { d: call(Descriptor, []) });
    expect.unreachable();
  } catch (error) {
    expect(shown(getAttribute(error as PyHeapObject, '__notes__'))).toBe(
      "[\"Error calling __set_name__ on 'Descriptor' instance 'd' in 'C'\"]",
    );
  }
});

test('the metaclass is the most derived one', () => {
  const [M1, M2] = [newClass('M1', [TypeType]), newClass('M2', [TypeType])];
  const [C1, C2] = [newClass('C1', [], {}, M1), newClass('C2', [], {}, M2)];
  const made = call(TypeType, ['D', newTuple([C1]), newDict()]) as PyType;
  expect(made.ob_type).toBe(M1);
  expect(outcome(() => call(TypeType, ['D', newTuple([C1, C2]), newDict()]))).toBe(
    'TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
  );
});

test('__classcell__ is filled, and no attribute', () => {
  const cell = new PyCell(CellType, undefined);
  const C = newType(TypeType, 'C', [], new Map<string, PyObject>([['__classcell__', cell]]));
  expect([cell.contents, C.members.has('__classcell__')]).toEqual([C, false]);
});

test('what is not an instance of the class is not initialised', () => {
  const C = newClass('C', [], { __init__: () => 'never called' });
  setAttribute(C, '__new__', call(newClass('F', [], { __call__: () => 5 }), []));
  expect(call(C, [])).toBe(5);
});

test('__init__ must return None', () => {
  expect(outcome(() => call(newClass('C', [], { __init__: () => 5 }), []))).toBe(
    "TypeError: __init__() should return None, not 'int'",
  );
});

test('a change gives new versions to the class and its subclasses and tells each watcher once', () => {
  const [Base, Unrelated] = [newClass('Base'), newClass('Unrelated')];
  const Derived = newClass('Derived', [Base]);
  let told = 0;
  watchType(Derived, { invalidate: () => (told += 1) });
  const versions = [Base, Derived, Unrelated].map((type) => type.version);
  expect(lookupInType(Derived, 'x')).toBe(undefined);
  setAttribute(Base, 'x', 1);
  setAttribute(Base, 'x', 2);
  expect([lookupInType(Derived, 'x'), told]).toEqual([2, 1]);
  const changed = [Base, Derived, Unrelated].map((type, i) => type.version !== versions[i]);
  expect(changed).toEqual([true, true, false]);
});

test('typeModified without a name forgets every lookup', () => {
  const C = newClass('C', [], { x: 1 });
  lookupInType(C, 'x');
  C.members.set('x', 2);
  typeModified(C);
  expect(lookupInType(C, 'x')).toBe(2);
});

test('__bases__ assignment recomputes the order and the slots of subclasses', () => {
  const [P, Q] = [newClass('P', [], { who: 'P' }), newClass('Q', [], { who: 'Q', __len__: () => 3 })];
  const C = newClass('C', [P]);
  const D = newClass('D', [C]);
  setAttribute(C, '__bases__', newTuple([Q]));
  expect([names(D.mro), getAttribute(D, 'who'), D.sq_length === Q.sq_length]).toEqual([
    'D C Q object',
    'Q',
    true,
  ]);
  expect(outcome(() => setAttribute(C, '__bases__', newTuple([D])))).toBe(
    'TypeError: a __bases__ item causes an inheritance cycle',
  );
});

test('`__dict__` of a class shows later changes', () => {
  const C = newClass('C');
  const view = getAttribute(C, '__dict__');
  setAttribute(C, 'late', 1);
  expect(getItem(view, 'late')).toBe(1);
});

test('super goes on in the order of the object’s class', () => {
  const Base = newClass('Base', [], { who: () => 'Base' });
  const Left = newClass('Left', [Base], { who: () => 'Left' });
  const Right = newClass('Right', [Base], { who: () => 'Right' });
  const object = call(newClass('Bottom', [Left, Right]), []);
  expect(call(superGetAttr(SuperType, Left, object, 'who'), [])).toBe('Right');
  expect(call(getAttribute(call(SuperType, [Right, object]), 'who'), [])).toBe('Base');
  expect(outcome(() => superGetAttr(SuperType, Base, object, 'zzz'))).toBe(
    "AttributeError: 'super' object has no attribute 'zzz'",
  );
  expect(outcome(() => call(SuperType, [Left, 'a']))).toBe(
    'TypeError: super(type, obj): obj (instance of str) is not an instance or subtype of type (Left).',
  );
  expect(outcome(() => call(SuperType, []))).toBe('RuntimeError: super(): no current frame');
});

test('isinstance and issubclass take tuples, unions, hooks and claimed classes', () => {
  const Meta = newClass('Meta', [TypeType], {
    __instancecheck__: (_cls, value) => value === 5,
    __subclasscheck__: () => true,
  });
  const Hooked = newClass('Hooked', [], {}, Meta);
  const claiming = call(newClass('Claiming', [], { __class__: IntType }), []);
  const union = getAttribute(IntType, '__or__') && call(getAttribute(TypeType, '__or__'), [IntType, StrType]);
  expect([isInstance(5, Hooked), isInstance(6, Hooked), isSubclass(IntType, Hooked)]).toEqual([
    true,
    false,
    true,
  ]);
  expect([
    isInstance(true, newTuple([StrType, newTuple([IntType])])),
    isInstance('a', union),
    isInstance(1.5 as never, union),
  ]).toEqual([true, true, true]);
  expect([isInstance(claiming, IntType), isSubclass(BoolType, IntType)]).toEqual([true, true]);
  expect(outcome(() => isInstance(1, 2))).toBe(
    'TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union',
  );
  expect(outcome(() => isSubclass(1, IntType))).toBe('TypeError: issubclass() arg 1 must be a class');
  expect(outcome(() => isSubclass(IntType, 2))).toBe(
    'TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union',
  );
});

test('exceptions of several kinds share one layout', () => {
  expect(names(newClass('E', [KeyErrorType, newClass('Mixin')]).mro)).toBe(
    'E KeyError LookupError Exception BaseException Mixin object',
  );
  expect(outcome(() => newClass('E', [ExceptionType, DictType]))).toBe(
    'TypeError: multiple bases have instance lay-out conflict',
  );
});

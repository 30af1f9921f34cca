/** Special methods of classes: which is called, in which order, and what is said when none is (data model 3.3). */
import { expect, test } from 'vitest';
import { deleteAttribute, setAttribute } from './attributes.ts';
import { call } from './call.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import {
  BINARY_OPERATORS,
  binaryAdd,
  binarySubtract,
  compare,
  contains,
  divmod,
  equals,
  getItem,
  hash,
  inplaceAdd,
  inplacePower,
  isTrue,
  lengthOf,
  power,
  setItem,
  unaryNegative,
} from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { hostMethod, newClass, noting } from './test-classes.ts';
import { outcome } from './testing.ts';
import { newTuple } from './tuple.ts';
import { IntType, ListType, StrType } from './types.ts';

const instance = (members: Parameters<typeof newClass>[2], name = 'C'): PyObject =>
  call(newClass(name, [], members), []);
const plain = call(newClass('Plain'), []);

test('the left operand is asked first, then the right one reflected', () => {
  const log: string[] = [];
  const refuse = (what: string) => () => {
    log.push(what);
    return NotImplemented;
  };
  const left = instance({ __add__: refuse('left.__add__'), __radd__: refuse('left.__radd__') }, 'L');
  const right = instance({ __add__: refuse('right.__add__'), __radd__: refuse('right.__radd__') }, 'R');
  expect(outcome(() => binaryAdd(left, right))).toBe(
    "TypeError: unsupported operand type(s) for +: 'L' and 'R'",
  );
  expect(log).toEqual(['left.__add__', 'right.__radd__']);
});

test('a subclass that overrides the reflected method goes first', () => {
  const Base = newClass('Base', [], { __sub__: () => 'Base.__sub__', __rsub__: () => 'Base.__rsub__' });
  const Same = newClass('Same', [Base]);
  const Overriding = newClass('Overriding', [Base], { __rsub__: () => 'Overriding.__rsub__' });
  expect(binarySubtract(call(Base, []), call(Same, []))).toBe('Base.__sub__');
  expect(binarySubtract(call(Base, []), call(Overriding, []))).toBe('Overriding.__rsub__');
});

test('operands of one type are not asked again reflected', () => {
  const log: string[] = [];
  const C = newClass('C', [], {
    __add__: noting(log, () => 'add', NotImplemented),
    __radd__: noting(log, () => 'radd', 'radd'),
  });
  expect(outcome(() => binaryAdd(call(C, []), call(C, [])))).toBe(
    "TypeError: unsupported operand type(s) for +: 'C' and 'C'",
  );
  expect(log).toEqual(['add']);
});

test('built-in types give way to the methods of a class', () => {
  const other = instance({ __radd__: (_self, value) => newTuple(['radd', value]), __rmul__: () => 'rmul' });
  expect(outcome(() => binaryAdd(1, other))).toBe("('radd', 1)");
  expect(outcome(() => binaryAdd(newList([]), other))).toBe("('radd', [])");
  expect(outcome(() => BINARY_OPERATORS[5]!('ab', other))).toBe("'rmul'");
  const Special = newClass('Special', [IntType], { __add__: () => 'special' });
  expect(outcome(() => binaryAdd(call(Special, [3]), 4))).toBe("'special'");
  expect(outcome(() => binarySubtract(call(Special, [3]), 4))).toBe('-1');
});

test('in-place operators fall back to the plain ones', () => {
  const both = instance({ __iadd__: () => 'iadd', __add__: () => 'add' });
  const plainOnly = instance({ __add__: () => 'add' });
  const refusing = instance({ __iadd__: () => NotImplemented, __add__: () => 'add' });
  expect([both, plainOnly, refusing].map((value) => inplaceAdd(value, 1))).toEqual(['iadd', 'add', 'add']);
});

test.each<[string, () => unknown]>([
  ["TypeError: unsupported operand type(s) for -: 'Plain' and 'int'", () => binarySubtract(plain, 1)],
  ["TypeError: unsupported operand type(s) for +=: 'Plain' and 'int'", () => inplaceAdd(plain, 1)],
  ["TypeError: unsupported operand type(s) for **=: 'Plain' and 'int'", () => inplacePower(plain, 1)],
  ["TypeError: unsupported operand type(s) for ** or pow(): 'Plain' and 'int'", () => power(plain, 1, null)],
  ["TypeError: unsupported operand type(s) for ** or pow(): 'Plain', 'int', 'int'", () => power(plain, 1, 2)],
  ["TypeError: unsupported operand type(s) for divmod(): 'int' and 'Plain'", () => divmod(1, plain)],
  ['TypeError: can only concatenate list (not "int") to list', () => binaryAdd(newList([]), 1)],
  ['TypeError: can only concatenate str (not "Plain") to str', () => binaryAdd('a', plain)],
  ["TypeError: can't multiply sequence by non-int of type 'str'", () => BINARY_OPERATORS[5]!('a', 'b')],
  ["TypeError: bad operand type for unary -: 'Plain'", () => unaryNegative(plain)],
  ["TypeError: '<' not supported between instances of 'Plain' and 'int'", () => compare(0, plain, 1)],
  ["TypeError: object of type 'Plain' has no len()", () => lengthOf(plain)],
  ["TypeError: 'Plain' object is not subscriptable", () => getItem(plain, 1)],
  [
    "TypeError: type 'Plain' is not subscriptable",
    () => getItem((plain as { ob_type: PyObject } & object).ob_type, 1),
  ],
  ["TypeError: 'Plain' object does not support item assignment", () => setItem(plain, 1, 2)],
  ["TypeError: argument of type 'Plain' is not a container or iterable", () => contains(1, plain)],
  ["TypeError: 'Plain' object is not iterable", () => newList(iterateToArray(plain))],
  ["TypeError: 'Plain' object is not callable", () => call(plain, [])],
])('%s', (expected, action) => {
  expect(outcome(action as () => PyObject)).toBe(expected);
});

test.each<[string, Parameters<typeof newClass>[2], (value: PyObject) => PyObject]>([
  ['TypeError: __bool__ should return bool, returned int', { __bool__: () => 1 }, isTrue],
  ['ValueError: __len__() should return >= 0', { __len__: () => -1 }, lengthOf],
  ["TypeError: 'str' object cannot be interpreted as an integer", { __len__: () => 'a' }, lengthOf],
  ['TypeError: __hash__ method should return an integer', { __hash__: () => 'a' }, hash],
  ["TypeError: unhashable type: 'C'", { __eq__: () => true }, hash],
  [
    "TypeError: iter() returned non-iterator of type 'int'",
    { __iter__: () => 5 },
    (value) => newList(iterateToArray(value)),
  ],
  ["TypeError: 'C' object is not a container", { __contains__: null }, (value) => contains(1, value)],
])('%s: a method that gives the wrong thing', (expected, members, use) => {
  expect(outcome(() => use(instance(members)))).toBe(expected);
});

test('comparison asks the right operand swapped, a subclass first, and identity decides equality at last', () => {
  const less = instance({ __lt__: () => 'lt', __gt__: () => 'gt' });
  expect(compare(0, plain, less)).toBe('gt');
  const Base = newClass('Base', [], { __eq__: () => 'base' });
  const Derived = newClass('Derived', [Base], { __eq__: () => 'derived' });
  expect(compare(2, call(Base, []), call(Derived, []))).toBe('derived');
  expect([compare(2, plain, plain), compare(3, plain, plain), compare(2, plain, 1)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('`!=` is the opposite of `__eq__` unless defined', () => {
  expect(compare(3, instance({ __eq__: () => true }), 1)).toBe(false);
  expect(compare(3, instance({ __eq__: () => true, __ne__: () => 'ne' }), 1)).toBe('ne');
});

test('an element equals itself whatever `__eq__` says', () => {
  const strange = instance({ __eq__: () => false });
  expect([equals(strange, strange), compare(2, strange, strange)]).toEqual([true, false]);
});

test('a sequence without __iter__ is iterated by index until IndexError, and searched so', () => {
  const squares = instance({
    __getitem__: (_self, key) => (Number(key) < 4 ? Number(key) ** 2 : getItem(newList([]), key)),
  });
  expect(outcome(() => newList(iterateToArray(squares)))).toBe('[0, 1, 4, 9]');
  expect([contains(9, squares), contains(10, squares)]).toEqual([true, false]);
});

test('truth: __bool__, else __len__, else true', () => {
  expect(isTrue(instance({ __bool__: () => false, __len__: () => 3 }))).toBe(false);
  expect(isTrue(instance({ __len__: () => 0 }))).toBe(false);
  expect(isTrue(plain)).toBe(true);
});

test('methods set on and deleted from a class count at once, in subclasses too', () => {
  const Base = newClass('Base');
  const Derived = newClass('Derived', [Base]);
  const object = call(Derived, []);
  setAttribute(
    Base,
    '__len__',
    hostMethod('__len__', () => 7),
  );
  setAttribute(
    Base,
    '__add__',
    hostMethod('__add__', () => 'sum'),
  );
  expect([lengthOf(object), binaryAdd(object, 1)]).toEqual([7, 'sum']);
  setAttribute(
    Derived,
    '__len__',
    hostMethod('__len__', () => 8),
  );
  expect(lengthOf(object)).toBe(8);
  deleteAttribute(Derived, '__len__');
  deleteAttribute(Base, '__len__');
  expect(outcome(() => lengthOf(object))).toBe("TypeError: object of type 'Derived' has no len()");
});

test('special methods are looked up on the type, not on the instance', () => {
  setAttribute(
    plain,
    '__len__',
    hostMethod('__len__', () => 7),
  );
  expect(outcome(() => lengthOf(plain))).toBe("TypeError: object of type 'Plain' has no len()");
});

test('slots of built-in bases are used directly', () => {
  const Both = newClass('Both', [newClass('Mixin'), ListType]);
  expect(Both.sq_length).toBe(ListType.sq_length);
  expect(Both.tp_iter).toBe(ListType.tp_iter);
  const Text = newClass('Text', [StrType]);
  expect([Text.tp_hash === StrType.tp_hash, Text.nb_add === StrType.nb_add]).toEqual([true, true]);
});

/** Weak references as CPython 3.14 answers; what the collector does is seen through `gc.collect()`. */
import { expect, test } from 'vitest';
import { createNodeHost, setHost } from '../../host/index.ts';
import { callMethod, newSet, PyBuiltinFunction, type PyObject } from '../../objects/index.ts';
import { fn, list, member, outcome, run } from '../testing.ts';

setHost(createNodeHost({ args: [] }));
const ref = (...args: PyObject[]): PyObject => run('_weakref', 'ref', args);

/** A reference to an object that nobody has when this returns. */
function dropped(...callback: PyObject[]): PyObject {
  return ref(newSet(), ...callback);
}

test('a reference without callback is shared, answers its object, and compares as it does', () => {
  const target = newSet();
  const first = ref(target);
  expect(ref(target)).toBe(first);
  expect(ref(target, null)).toBe(first);
  expect(outcome(() => callMethod(first, '__call__'))).toBe('set()');
  expect(
    outcome(() =>
      callMethod(
        first,
        '__eq__',
        ref(
          newSet(),
          fn(() => null),
        ),
      ),
    ),
  ).toBe('True');
});

test('types without room for references say so', () => {
  expect(outcome(() => ref(1))).toBe("TypeError: cannot create weak reference to 'int' object");
  expect(outcome(() => ref(list('a')))).toBe("TypeError: cannot create weak reference to 'list' object");
});

test('after gc.collect() a lost object is gone and its callback has been called', () => {
  const calls: PyObject[] = [];
  const watch = fn((reference) => {
    calls.push(reference!);
    return null;
  });
  const reference = dropped(watch);
  expect(watch).toBeInstanceOf(PyBuiltinFunction);
  run('gc', 'collect');
  expect(outcome(() => callMethod(reference, '__call__'))).toBe('None');
  expect(calls).toEqual([reference]);
  expect(outcome(() => callMethod(reference, '__hash__'))).toBe('TypeError: weak object has gone away');
});

test('a proxy passes operations on, and cannot be hashed', () => {
  const target = run('_weakref', 'proxy', [member('math', 'sqrt')]);
  expect(outcome(() => callMethod(target, '__call__', 4))).toBe('2.0');
  expect(outcome(() => run('_weakref', 'getweakrefcount', [1]))).toBe('0');
  expect(outcome(() => callMethod(member('_weakref', 'ProxyType'), '__hash__', target))).toMatch(/TypeError/);
});

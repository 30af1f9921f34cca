/** Attribute access (data model 3.3.2): order of lookup, descriptors, hooks, messages; with dicts and with shapes alike. */
import { describe, expect, test } from 'vitest';
import {
  deleteAttribute,
  genericGetAttr,
  getAttribute,
  getAttributeOrUndefined,
  loadMethod,
  methodSelf,
  raiseAttributeError,
  setAttribute,
} from './attributes.ts';
import { call } from './call.ts';
import type { PyHeapObject, PyInstance, PyMethod, PyType } from './generated/layouts.ts';
import { changeClass, copyInstanceDict, instanceDict } from './instance.ts';
import { runtimeFlags } from './machine.ts';
import type { PyObject } from './object.ts';
import { DICT_SHAPE } from './shape.ts';
import { newClass, noting } from './test-classes.ts';
import { outcome, shown } from './testing.ts';
import { ClassMethodType, IntType, ListType, PropertyType, StaticMethodType } from './types.ts';

const make = (type: PyType): PyHeapObject => call(type, []) as PyHeapObject;
const missing = "AttributeError: 'C' object has no attribute";

describe.each([false, true])('with shapes: %s', (shapes) => {
  const classOf: typeof newClass = (...args) => {
    runtimeFlags.shapes = shapes;
    try {
      return newClass(...args);
    } finally {
      runtimeFlags.shapes = false;
    }
  };

  test('own attributes are set, replaced and deleted in order', () => {
    const object = make(classOf('C'));
    for (let i = 0; i < 9; i++) setAttribute(object, `a${i}`, i);
    setAttribute(object, 'a1', 'new');
    for (const name of ['a0', 'a7', 'a3']) deleteAttribute(object, name);
    setAttribute(object, 'a0', 'again');
    const expected = "{'a1': 'new', 'a2': 2, 'a4': 4, 'a5': 5, 'a6': 6, 'a8': 8, 'a0': 'again'}";
    expect(shown(copyInstanceDict(object))).toBe(expected);
    expect((object as PyInstance).dict === null).toBe(shapes);
    expect(outcome(() => getAttribute(object, 'a3'))).toBe(`${missing} 'a3'`);
    expect(outcome(() => deleteAttribute(object, 'a3'))).toBe(`${missing} 'a3'`);
    expect(shown(instanceDict(object))).toBe(expected);
  });

  test('the dict, once asked for, is the object’s attributes for good', () => {
    const object = make(classOf('C'));
    setAttribute(object, 'x', 1);
    const dict = getAttribute(object, '__dict__');
    setAttribute(object, 'y', 2);
    expect(shown(dict)).toBe("{'x': 1, 'y': 2}");
    expect((object as PyInstance).shape).toBe(shapes ? DICT_SHAPE : null);
    deleteAttribute(object, 'x');
    expect(shown(dict)).toBe("{'y': 2}");
  });

  test('a data descriptor goes before the instance, the instance before other class attributes', () => {
    const Data = newClass('Data', [], { __get__: () => 'data', __set__: () => null });
    const Other = newClass('Other', [], { __get__: () => 'other' });
    const object = make(classOf('C', [], { d: make(Data), o: make(Other), plain: 'class' }));
    instanceDict(object).table.setStr('d', 'own');
    for (const name of ['o', 'plain']) setAttribute(object, name, 'own');
    expect(['d', 'o', 'plain'].map((name) => getAttribute(object, name))).toEqual(['data', 'own', 'own']);
  });

  test('more attributes than a shape takes', () => {
    const object = make(classOf('C'));
    for (let i = 0; i < 200; i++) setAttribute(object, `a${i}`, i);
    expect([0, 5, 6, 127, 128, 199].map((i) => getAttribute(object, `a${i}`))).toEqual([
      0, 5, 6, 127, 128, 199,
    ]);
    expect(copyInstanceDict(object).table.size).toBe(200);
  });

  test('__class__ assignment keeps the attributes and changes the methods', () => {
    const object = make(classOf('C', [], { who: 'C' }));
    const Target = classOf('D', [], { who: 'D' });
    setAttribute(object, 'x', 1);
    setAttribute(object, '__class__', Target);
    setAttribute(object, 'y', 2);
    expect([getAttribute(object, 'who'), shown(copyInstanceDict(object))]).toEqual(['D', "{'x': 1, 'y': 2}"]);
    if (shapes) expect((object as PyInstance).shape!.type).toBe(Target);
    changeClass(object, newClass('DictOnly'));
    expect(shown(copyInstanceDict(object))).toBe("{'x': 1, 'y': 2}");
    expect(outcome(() => setAttribute(object, '__class__', 5))).toBe(
      "TypeError: __class__ must be set to a class, not 'int' object",
    );
    expect(outcome(() => setAttribute(object, '__class__', IntType))).toBe(
      'TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses',
    );
  });

  test('__slots__ lie beside the other attributes', () => {
    const Base = classOf('Base', [], { __slots__: 'a' });
    const Derived = classOf('Derived', [Base]);
    const object = make(Derived);
    setAttribute(object, 'a', 'slot');
    for (let i = 0; i < 8; i++) setAttribute(object, `x${i}`, i);
    deleteAttribute(object, 'x0');
    expect([getAttribute(object, 'a'), getAttribute(object, 'x7')]).toEqual(['slot', 7]);
    expect(shown(getAttribute(object, '__dict__'))).toBe(
      "{'x1': 1, 'x2': 2, 'x3': 3, 'x4': 4, 'x5': 5, 'x6': 6, 'x7': 7}",
    );
    expect(getAttribute(object, 'a')).toBe('slot');
    const bare = make(Base);
    expect(outcome(() => getAttribute(bare, 'a'))).toBe(
      "AttributeError: 'm.Base' object has no attribute 'a'",
    );
    expect(outcome(() => setAttribute(bare, 'b', 1))).toBe(
      "AttributeError: 'Base' object has no attribute 'b' and no __dict__ for setting new attributes",
    );
  });
});

test('instances of one class share shapes; a shape tells class and layout', () => {
  runtimeFlags.shapes = true;
  const [C, D] = [newClass('C'), newClass('D')];
  runtimeFlags.shapes = false;
  const build = (type: PyType, names: string[]): PyInstance => {
    const object = make(type) as PyInstance;
    for (const name of names) setAttribute(object, name, name);
    return object;
  };
  expect(build(C, ['x', 'y']).shape).toBe(build(C, ['x', 'y']).shape);
  expect(build(C, ['x', 'y']).shape).not.toBe(build(C, ['y', 'x']).shape);
  expect(build(C, ['x']).shape).not.toBe(build(D, ['x']).shape);
  expect(build(C, ['y', 'x']).shape!.names).toEqual(['y', 'x']);
});

test('__getattr__ answers for what is missing, __getattribute__ for everything', () => {
  const hooked = make(newClass('C', [], { __getattr__: (_self, name) => `hook ${String(name)}`, here: 1 }));
  expect(['here', 'gone'].map((name) => getAttribute(hooked, name))).toEqual([1, 'hook gone']);
  const total = make(
    newClass('C', [], {
      __getattribute__: (self, name) => (name === 'x' ? 'total' : genericGetAttr(self, String(name))),
      __getattr__: (self, name) => (name === 'y' ? 'hook' : raiseAttributeError(self, String(name))),
    }),
  );
  expect(['x', 'y'].map((name) => getAttribute(total, name))).toEqual(['total', 'hook']);
  expect(outcome(() => getAttribute(total, 'z'))).toBe(`${missing} 'z'`);
  expect(getAttributeOrUndefined(total, 'z')).toBe(undefined);
});

test('__setattr__ and __delattr__ take over', () => {
  const log: string[] = [];
  const object = make(
    newClass('C', [], {
      __setattr__: noting(log, (_self, name, value) => `set ${String(name)} ${String(value)}`, null),
      __delattr__: noting(log, (_self, name) => `delete ${String(name)}`, null),
    }),
  );
  setAttribute(object, 'x', 1);
  deleteAttribute(object, 'x');
  expect(log).toEqual(['set x 1', 'delete x']);
});

test('loadMethod finds methods without binding them', () => {
  const object = make(newClass('C', [], { m: () => 'method', s: call(StaticMethodType, [1]) }));
  const found = loadMethod(object, 'm');
  expect([found === (object.ob_type as PyType).members.get('m'), methodSelf.value]).toEqual([true, object]);
  expect([loadMethod(object, 's'), methodSelf.value]).toEqual([1, undefined]);
  setAttribute(object, 'm', 'own');
  expect([loadMethod(object, 'm'), methodSelf.value]).toEqual(['own', undefined]);
  expect(outcome(() => loadMethod(object, 'zzz'))).toBe(`${missing} 'zzz'`);
  expect([shown(loadMethod('a,b', 'split')), methodSelf.value]).toEqual([
    "<method 'split' of 'str' objects>",
    'a,b',
  ]);
});

test('property, staticmethod and classmethod', () => {
  const getter = (members: PyType, name: string): PyObject => members.members.get(name)!;
  const Functions = newClass('Functions', [], {
    get: (self) => getAttribute(self, '_x'),
    set: (self, value) => {
      setAttribute(self, '_x', value!);
      return null;
    },
  });
  const C = newClass('C', [], {
    x: call(PropertyType, [getter(Functions, 'get'), getter(Functions, 'set')]),
    none: call(PropertyType, []),
    cm: call(ClassMethodType, [getter(Functions, 'get')]),
  });
  const object = make(C);
  setAttribute(object, 'x', 5);
  expect(getAttribute(object, 'x')).toBe(5);
  expect(outcome(() => deleteAttribute(object, 'x'))).toBe(
    "AttributeError: property 'x' of 'C' object has no deleter",
  );
  expect(outcome(() => getAttribute(object, 'none'))).toBe(
    "AttributeError: property 'none' of 'C' object has no getter",
  );
  expect(outcome(() => setAttribute(object, 'none', 1))).toBe(
    "AttributeError: property 'none' of 'C' object has no setter",
  );
  expect((getAttribute(object, 'cm') as PyMethod).self).toBe(C);
});

test.each<[string, () => unknown]>([
  ["AttributeError: type object 'list' has no attribute 'zzz'", () => getAttribute(ListType, 'zzz')],
  ["TypeError: cannot set 'zzz' attribute of immutable type 'list'", () => setAttribute(ListType, 'zzz', 1)],
  [
    "AttributeError: 'int' object has no attribute 'zzz' and no __dict__ for setting new attributes",
    () => setAttribute(5, 'zzz', 1),
  ],
  ["AttributeError: attribute 'real' of 'int' objects is not writable", () => setAttribute(5, 'real', 1)],
  ["AttributeError: 'NoneType' object has no attribute 'zzz'", () => getAttribute(null, 'zzz')],
  [
    "AttributeError: 'list' object attribute 'append' is read-only",
    () => setAttribute(call(ListType, []), 'append', 1),
  ],
])('%s', (expected, action) => {
  expect(outcome(action as () => PyObject)).toBe(expected);
});

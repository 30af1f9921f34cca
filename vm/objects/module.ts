/** Modules (CPython: Objects/moduleobject.c) and `types.SimpleNamespace`. */
import { parseArguments } from './arguments.ts';
import { genericLookup, genericSetAttr, getAttribute, raiseAttributeError } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callOneArg } from './call.ts';
import type { Writes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyDict, PyModule, PyNamespace } from './generated/layouts.ts';
import { newDict } from './instance.ts';
import { newList } from './list.ts';
import { completeStart, machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { compare, getItem, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { asStr, isStr, newStr, strToJs } from './str.ts';
import { typeShortName } from './type-names.ts';
import { typeName, typeOf } from './typeof.ts';
import { ModuleType, NamespaceType } from './types.ts';

const asModule = (self: PyObject): PyModule => self as PyModule;

export function newModule(name: PyObject, doc: PyObject = null): Writes<PyModule> {
  const module = new PyModule(ModuleType, newDict());
  initialize(module, name, doc);
  return module;
}

function initialize(module: PyModule, name: PyObject, doc: PyObject): void {
  const { table } = module.dict;
  table.setStr('__name__', name);
  table.setStr('__doc__', doc);
  table.setStr('__package__', null);
  table.setStr('__loader__', null);
  table.setStr('__spec__', null);
}

/** Attribute of the module, else by its `__getattr__` (PEP 562). */
function moduleGetAttr(self: PyObject, name: string): PyObject {
  let value = genericLookup(self, name);
  if (value === undefined && completeStart(name)) value = genericLookup(self, name);
  if (value !== undefined) return value;
  const { table } = asModule(self).dict;
  const hook = table.getStr('__getattr__');
  if (hook !== undefined) return callOneArg(hook, name);
  const own = asStr(table.getStr('__name__') ?? null);
  const message =
    own === undefined
      ? `module has no attribute '${name}'`
      : `module '${strToJs(own)}' has no attribute '${name}'`;
  raiseAttributeError(self, name, message);
}

function moduleSetAttr(self: PyObject, name: string, value: PyObject | undefined): void {
  completeStart(name);
  genericSetAttr(self, name, value);
}

/** importlib._bootstrap._module_repr. */
function moduleRepr(self: PyObject): PyObject {
  completeStart('__spec__');
  const { table } = asModule(self).dict;
  const name = table.getStr('__name__');
  const shown = strToJs(repr(name === undefined ? '?' : name));
  const file = table.getStr('__file__');
  if (file !== undefined) return newStr(`<module ${shown} from ${strToJs(repr(file))}>`);
  const spec = table.getStr('__spec__');
  if (spec !== undefined && spec !== null) return newStr(`<module ${shown} (built-in)>`);
  return newStr(`<module ${shown}>`);
}

defineType(ModuleType, {
  hasDict: true,
  slots: {
    tp_new: (type) => new PyModule(type, newDict()),
    tp_init: (self, args, names) => {
      const [name, doc = null] = parseArguments(
        { name: 'module', names: ['name', 'doc'], positional: 2, required: 1 },
        args,
        names,
      );
      if (!isStr(name!)) raiseTypeError(`module() argument 'name' must be str, not ${typeName(name!)}`);
      initialize(asModule(self), name!, doc);
    },
    tp_getattro: moduleGetAttr,
    tp_setattro: moduleSetAttr,
    tp_repr: moduleRepr,
  },
  getset: [
    {
      name: '__dict__',
      get: (self) => {
        completeStart();
        return asModule(self).dict;
      },
    },
    {
      name: '__annotations__',
      get: (self) => {
        const { table } = asModule(self).dict;
        let annotations = table.getStr('__annotations__');
        if (annotations === undefined) {
          const annotate = table.getStr('__annotate__');
          annotations = annotate === undefined || annotate === null ? newDict() : call(annotate, [1]);
          table.setStr('__annotations__', annotations);
        }
        return annotations;
      },
      set: (self, value) => {
        const { table } = asModule(self).dict;
        if (value !== undefined) table.setStr('__annotations__', value);
        else if (table.lookupStr('__annotations__') >= 0) table.delete('__annotations__');
        else raiseAttributeError(self, '__annotations__');
      },
    },
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: '__dir__',
      call: (self) => {
        const dict = getAttribute(self, '__dict__');
        if (!(dict instanceof PyDict)) raiseTypeError('<module>.__dict__ is not a dictionary');
        const { table } = dict;
        const hook = table.getStr('__dir__');
        return hook === undefined ? newList(table.keyItems()) : call(hook, []);
      },
    },
  ],
});

// ── SimpleNamespace ──

const asNamespace = (self: PyObject): PyNamespace => self as PyNamespace;

defineType(NamespaceType, {
  hasDict: true,
  slots: {
    tp_new: (type) => new PyNamespace(type, newDict()),
    tp_init: (self, args, names) => {
      const count = names === null ? 0 : names.length;
      if (args.length - count > 1) {
        raiseTypeError(`SimpleNamespace expected at most 1 argument, got ${args.length - count}`);
      }
      const { table } = asNamespace(self).dict;
      if (args.length > count) {
        const source = args[0]!;
        const dict = source instanceof PyDict ? source : (call(dictType(), [source]) as PyDict);
        for (const key of dict.table.keyItems()) {
          if (!isStr(key)) raiseTypeError('keywords must be strings');
          table.set(key, getItem(dict, key));
        }
      }
      names?.forEach((name, i) => {
        table.setStr(name, args[args.length - count + i]!);
      });
    },
    tp_repr: (self) => {
      const type = typeOf(self);
      const name = type === NamespaceType ? 'namespace' : typeShortName(type);
      const { table } = asNamespace(self).dict;
      machine.enterCall(' while getting the repr of an object');
      try {
        const items = table
          .keyItems()
          .map((key) => `${strToJs(key as string)}=${strToJs(repr(table.get(key)!))}`);
        return newStr(`${name}(${items.join(', ')})`);
      } finally {
        machine.leaveCall();
      }
    },
    tp_richcompare: (left, right, op) =>
      left instanceof PyNamespace && right instanceof PyNamespace
        ? compare(op, left.dict, right.dict)
        : NotImplemented,
  },
  getset: [{ name: '__dict__', get: (self) => asNamespace(self).dict }],
});

function dictType(): PyObject {
  return newDict().ob_type;
}

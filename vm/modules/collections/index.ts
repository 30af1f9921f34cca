/**
 * The module `_collections`: deque, defaultdict and the helpers of `collections` (CPython: Modules/_collectionsmodule.c).
 * `OrderedDict` is not here: `collections` has one in Python.
 */
import {
  AttributeErrorType,
  binaryAdd,
  call,
  callMethod,
  checkPositional,
  createBuiltinType,
  DictTable,
  DictType,
  dictUpdate,
  type Escapes,
  forEachItem,
  getItem,
  isSubtype,
  NotImplemented,
  newGenericAlias,
  newTuple,
  ObjectType,
  PyDefaultDict,
  PyDict,
  PyHostIterator,
  type PyModule,
  type PyObject,
  PyTuple,
  type PyType,
  raise,
  raiseKeyError,
  raiseTypeError,
  repr,
  reprOnce,
  setItem,
  strConcatAll,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { createDequeTypes } from './deque.ts';

function missing(dict: PyDefaultDict, key: PyObject): Escapes<PyObject> {
  if (dict.factory === null) raiseKeyError(key);
  const value = call(dict.factory, []);
  setItem(dict, key, value);
  return value;
}

function copyOf(dict: PyDefaultDict): Escapes<PyObject> {
  return call(dict.ob_type, [dict.factory, dict]);
}

function createDefaultDict(): PyType {
  const type: PyType = createBuiltinType('collections.defaultdict', 'PyDefaultDict', DictType, {
    doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory',
    slots: {
      tp_new: (cls) => new PyDefaultDict(cls, new DictTable(), null),
      tp_init(self, args, names) {
        const dict = self as PyDefaultDict;
        const given = args.length - (names === null ? 0 : names.length);
        const factory = given > 0 ? args[0]! : null;
        if (factory !== null && typeOf(factory).tp_call === null)
          raiseTypeError('first argument must be callable or None');
        dict.factory = factory;
        DictType.tp_init!(dict, given > 0 ? args.slice(1) : args, names);
      },
      tp_repr(self) {
        const dict = self as PyDefaultDict;
        const name = dict.ob_type === type ? 'defaultdict' : dict.ob_type.name;
        const factory = reprOnce(dict, '...', () => repr(dict.factory));
        return strConcatAll([`${name}(`, factory, ', ', DictType.tp_repr!(dict) as string, ')']);
      },
      nb_or(left, right) {
        const own = left instanceof PyDefaultDict ? left : (right as PyDefaultDict);
        if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
        const result = call(own.ob_type, [own.factory, left]) as PyDict;
        dictUpdate(result, right);
        return result;
      },
    },
    methods: [
      {
        kind: 'O',
        name: '__missing__',
        doc: '__missing__(key) # Called by __getitem__ for missing key',
        call: (self, key) => missing(self as PyDefaultDict, key),
      },
      {
        kind: 'NOARGS',
        name: 'copy',
        doc: 'D.copy() -> a shallow copy of D.',
        call: (self) => copyOf(self as PyDefaultDict),
      },
      {
        kind: 'NOARGS',
        name: '__copy__',
        doc: 'D.copy() -> a shallow copy of D.',
        call: (self) => copyOf(self as PyDefaultDict),
      },
      {
        kind: 'NOARGS',
        name: '__reduce__',
        doc: 'Return state information for pickling.',
        call(self) {
          const dict = self as PyDefaultDict;
          const args = dict.factory === null ? newTuple([]) : newTuple([dict.factory]);
          const items = callMethod(dict, 'items');
          return newTuple([dict.ob_type, args, null, null, typeOf(items).tp_iter!(items)]);
        },
      },
    ],
    classMethods: [
      {
        kind: 'O',
        name: '__class_getitem__',
        doc: 'See PEP 585',
        call: (cls, args) => newGenericAlias(cls, args),
      },
    ],
    getset: [
      {
        name: 'default_factory',
        doc: 'Factory for default value called by __missing__().',
        get: (self) => (self as PyDefaultDict).factory,
        set: (self, value) => {
          (self as PyDefaultDict).factory = value === undefined ? null : value;
        },
      },
    ],
  });
  return type;
}

/** `_count_elements`: adds one to the count of each element (the heart of Counter). */
function countElements(mapping: PyObject, iterable: PyObject): Escapes<null> {
  if (mapping instanceof PyDict && isPlainCounter(mapping)) {
    const { table } = mapping;
    forEachItem(iterable, (key) => {
      const index = table.lookup(key);
      if (index < 0) {
        table.insertAfterLookup(key, 1);
        return;
      }
      const count = table.values[index]!;
      if (typeof count === 'number') table.values[index] = count + 1;
      else table.set(key, binaryAdd(count, 1));
    });
  } else {
    forEachItem(iterable, (key) => setItem(mapping, key, binaryAdd(callMethod(mapping, 'get', key, 0), 1)));
  }
  return null;
}

function isPlainCounter(mapping: PyDict): boolean {
  return (
    mapping.ob_type.mp_ass_subscript === DictType.mp_ass_subscript && isSubtype(mapping.ob_type, DictType)
  );
}

/** `_tuplegetter`: the descriptor behind the fields of a namedtuple. */
function createTupleGetter(): PyType {
  return createBuiltinType('collections._tuplegetter', 'PyHostIterator', ObjectType, {
    hasDict: false,
    slots: {
      tp_new(type, args, _names) {
        checkPositional('_tuplegetter', args.length, 2, 2);
        return new PyHostIterator(type, () => undefined, newTuple([...args]));
      },
      tp_descr_get(self, instance) {
        const [index] = ((self as PyHostIterator).source as PyTuple).items;
        if (instance === undefined || instance === null) return self;
        if (!(instance instanceof PyTuple)) {
          raiseTypeError(
            `descriptor for index '${String(index)}' for tuple subclasses doesn't apply to '${typeName(instance)}' object`,
          );
        }
        const item = instance.items[Number(index)];
        return item === undefined ? getItem(instance, index!) : item;
      },
      tp_descr_set() {
        raise(AttributeErrorType, "can't set attribute");
      },
      tp_repr: (self) => strConcatAll(['_tuplegetter', repr((self as PyHostIterator).source!)]),
    },
    getset: [
      {
        name: '__doc__',
        get: (self) => ((self as PyHostIterator).source as PyTuple).items[1]!,
        set: (self, value) => {
          const { items } = (self as PyHostIterator).source as PyTuple;
          items[1] = value === undefined ? null : value;
        },
      },
    ],
    methods: [
      {
        kind: 'NOARGS',
        name: '__reduce__',
        call: (self) => newTuple([(self as PyHostIterator).ob_type, (self as PyHostIterator).source!]),
      },
    ],
  });
}

export function createCollections(): PyModule {
  return defineModule({
    name: '_collections',
    doc: 'High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory',
    functions: [
      {
        kind: 'FASTCALL',
        name: '_count_elements',
        min: 2,
        max: 2,
        doc: 'Count elements in the iterable, updating the mapping',
        call: (_module, args) => countElements(args[0]!, args[1]!),
      },
    ],
    members: { ...createDequeTypes(), defaultdict: createDefaultDict(), _tuplegetter: createTupleGetter() },
  });
}

/** The module `_abc` (CPython: Modules/_abc.c): registries and caches of abstract base classes. */
import {
  AssertionErrorType,
  callMethod,
  createBuiltinType,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  isSubclass,
  isSubtype,
  isTrue,
  iterateToArray,
  type MethodDef,
  NotImplemented,
  newFrozenSet,
  newSetFrom,
  newTuple,
  ObjectType,
  PyAbcData,
  type PyModule,
  type PyObject,
  PyType,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  setAttribute,
  setTypeMember,
  typeOf,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

/** Grows whenever a class is registered with any abstract class: what was found not to be a subclass may now be one. */
let invalidationCounter = 0;
let dataType: PyType;

/** Bits of `__abc_tpflags__`: what a `match` pattern takes the instances for. */
const SEQUENCE_FLAG = 1 << 5;
const MAPPING_FLAG = 1 << 6;

function dataOf(cls: PyObject): Escapes<PyAbcData> {
  const data = getAttribute(cls, '_abc_impl');
  if (!(data instanceof PyAbcData)) raiseTypeError('_abc_impl is set to a wrong type');
  return data;
}

/** Classes registered that still exist. */
function registered(data: PyAbcData): PyType[] {
  return data.registry.flatMap((weak) => (weak.deref() as PyType | undefined) ?? []);
}

function computeAbstractMethods(cls: PyType): Escapes<void> {
  const abstract: PyObject[] = [];
  for (const [name, value] of [...cls.members]) if (isAbstract(value)) abstract.push(name);
  for (const base of cls.bases) {
    const inherited = getAttributeOrUndefined(base, '__abstractmethods__');
    if (inherited === undefined) continue;
    for (const name of iterateToArray(inherited)) {
      if (typeof name !== 'string') continue;
      const value = getAttributeOrUndefined(cls, name);
      if (value !== undefined && isAbstract(value)) abstract.push(name);
    }
  }
  setAttribute(cls, '__abstractmethods__', newFrozenSet(abstract));
}

function isAbstract(value: PyObject): Escapes<boolean> {
  const flag = getAttributeOrUndefined(value, '__isabstractmethod__');
  return flag !== undefined && isTrue(flag);
}

function init(cls: PyObject): Escapes<null> {
  if (!(cls instanceof PyType)) raiseTypeError('_abc_init() argument must be a class');
  computeAbstractMethods(cls);
  setAttribute(cls, '_abc_impl', new PyAbcData(dataType));
  const flags = cls.members.get('__abc_tpflags__');
  if (typeof flags === 'number') {
    const both = SEQUENCE_FLAG | MAPPING_FLAG;
    if ((flags & both) === both)
      raiseTypeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
    if ((flags & both) !== 0) cls.patternKind = (flags & SEQUENCE_FLAG) !== 0 ? 1 : 2;
    setTypeMember(cls, '__abc_tpflags__', undefined);
  }
  return null;
}

function setPatternKind(cls: PyType, kind: number): void {
  // Built-in types are what they are: a str is a Sequence, and no sequence pattern matches it.
  if (!cls.heap || cls.patternKind === kind) return;
  cls.patternKind = kind;
  for (const derived of cls.subclasses) setPatternKind(derived, kind);
}

function register(self: PyObject, subclass: PyObject): Escapes<PyObject> {
  if (!(subclass instanceof PyType)) raiseTypeError('Can only register classes');
  if (isSubclass(subclass, self)) return subclass;
  // Without this, isinstance would go round in circles.
  if (isSubclass(self, subclass)) raise(RuntimeErrorType, 'Refusing to create an inheritance cycle');
  const data = dataOf(self);
  data.registry.push(new WeakRef<object>(subclass));
  invalidationCounter += 1;
  if (self instanceof PyType && self.patternKind !== 0) setPatternKind(subclass, self.patternKind);
  return subclass;
}

function cachedAsNegative(data: PyAbcData, cls: PyObject): boolean {
  return data.negativeVersion === invalidationCounter && data.negative.has(cls as object);
}

function instanceCheck(self: PyObject, instance: PyObject): Escapes<PyObject> {
  const data = dataOf(self);
  const subclass = getAttribute(instance, '__class__');
  if (data.cache.has(subclass as object)) return true;
  const subtype = typeOf(instance);
  if (subtype === subclass) {
    if (cachedAsNegative(data, subclass)) return false;
    return callMethod(self, '__subclasscheck__', subclass);
  }
  const result = callMethod(self, '__subclasscheck__', subclass);
  return isTrue(result) ? result : callMethod(self, '__subclasscheck__', subtype);
}

function subclassCheck(self: PyObject, subclass: PyObject): Escapes<boolean> {
  if (!(subclass instanceof PyType)) raiseTypeError('issubclass() arg 1 must be a class');
  const data = dataOf(self);
  if (data.cache.has(subclass)) return true;
  if (data.negativeVersion < invalidationCounter) {
    data.negative = new WeakSet();
    data.negativeVersion = invalidationCounter;
  } else if (data.negative.has(subclass)) return false;

  const hook = callMethod(self, '__subclasshook__', subclass);
  if (hook !== NotImplemented && typeof hook !== 'boolean') {
    raise(AssertionErrorType, '__subclasshook__ must return either False, True, or NotImplemented');
  }
  const found =
    typeof hook === 'boolean'
      ? hook
      : (self instanceof PyType && isSubtype(subclass, self)) || isRelative(self, data, subclass);
  (found ? data.cache : data.negative).add(subclass);
  return found;
}

/** Subclass of a registered class, or of a subclass: these may have hooks and registries of their own. */
function isRelative(self: PyObject, data: PyAbcData, subclass: PyType): Escapes<boolean> {
  for (const each of registered(data)) if (isSubclass(subclass, each)) return true;
  return iterateToArray(callMethod(self, '__subclasses__')).some((each) => isSubclass(subclass, each));
}

const functions: readonly MethodDef[] = [
  {
    kind: 'NOARGS',
    name: 'get_cache_token',
    doc: 'Returns the current ABC cache token.',
    call: () => invalidationCounter,
  },
  { kind: 'O', name: '_abc_init', call: (_module, cls) => init(cls) },
  {
    kind: 'FASTCALL',
    name: '_abc_register',
    min: 2,
    max: 2,
    call: (_module, args) => register(args[0]!, args[1]!),
  },
  {
    kind: 'FASTCALL',
    name: '_abc_instancecheck',
    min: 2,
    max: 2,
    call: (_module, args) => instanceCheck(args[0]!, args[1]!),
  },
  {
    kind: 'FASTCALL',
    name: '_abc_subclasscheck',
    min: 2,
    max: 2,
    call: (_module, args) => subclassCheck(args[0]!, args[1]!),
  },
  {
    kind: 'O',
    name: '_get_dump',
    doc: 'Internal ABC cache and registry debugging. What the caches hold cannot be listed: they come empty.',
    call(_module, cls) {
      const data = dataOf(cls);
      return newTuple([newSetFrom(registered(data)), newSetFrom([]), newSetFrom([]), data.negativeVersion]);
    },
  },
  {
    kind: 'O',
    name: '_reset_registry',
    call(_module, cls) {
      dataOf(cls).registry = [];
      return null;
    },
  },
  {
    kind: 'O',
    name: '_reset_caches',
    call(_module, cls) {
      const data = dataOf(cls);
      data.cache = new WeakSet();
      data.negative = new WeakSet();
      return null;
    },
  },
];

export function createAbc(): PyModule {
  dataType = createBuiltinType('_abc._abc_data', 'PyAbcData', ObjectType, {
    doc: 'Internal state held by ABC machinery.',
    final: true,
  });
  return defineModule({
    name: '_abc',
    doc: 'Module contains faster C implementation of abc.ABCMeta',
    functions,
  });
}

/**
 * Every object layout of the VM, declared once: field order, kinds, and what the collector may follow.
 *
 * `vm/generate/layouts.ts` turns this table into `generated/layouts.ts`: the classes with exactly these fields,
 * the traversal behind `gc.get_referents`, `sys.getsizeof` and the heap report of `--stats`.
 * A field that is not declared here cannot exist.
 *
 * Kinds: `object` one Python value · `object?` one or `undefined` (NULL) · `objects` an array of values ·
 * `ref T` / `ref? T` another layout (or null) · `refs T` an array of another layout · `f64`, `int`, `bool`, `string`, `string?` host scalars ·
 * `host T` a host value of TypeScript type T (exported by objects/host-types.ts), not followed ·
 * `traced T` a host value that has `traverse(visit)`. A field may carry its initial value after `=`;
 * those without are constructor parameters, in order, after `ob_type`.
 */
export interface LayoutSpec {
  /** Python's name of the type whose instances have this layout. */
  readonly python: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Layout inherited from: its fields come first. */
  readonly extends?: string;
}

import { SLOTS } from './slots.ts';

/** Instance attributes that lie in the object itself under the `shapes` flag; more go to `overflow`. */
export const INLINE_SLOTS = 6;

const inlineSlots = Object.fromEntries(
  Array.from({ length: INLINE_SLOTS }, (_, slot) => [`f${slot}`, 'object? = undefined']),
);

const slots = Object.fromEntries(
  Object.entries(SLOTS).map(([name, type]) => [name, `host ${type} | null = null`]),
);

/** A user-visible attribute dictionary, made on demand. */
const dict = 'ref? PyDict = null';

export const layouts = {
  PyType: {
    python: 'type',
    fields: {
      name: 'string',
      qualname: 'object',
      base: 'ref? PyType',
      bases: 'refs PyType',
      /** Own attributes, in definition order. */
      members: 'traced TypeDict',
      mro: 'refs PyType = []',
      subclasses: 'host Set<PyType> = new Set()',
      /** Changes whenever an attribute of the type or of a base does: what inline caches compare. Never 0. */
      version: 'int = 0',
      /** Attribute lookups along the MRO, dropped when `version` changes. */
      lookups: 'host Map<string, PyObject | undefined> = new Map()',
      watchers: 'host Set<TypeWatcher> = new Set()',
      /** Made by a class statement or `type()`: attributes can be set. */
      heap: 'bool = false',
      /** May be a base class. */
      basetype: 'bool = true',
      /** Instances have a `__dict__`. */
      hasDict: 'bool = false',
      /** Layout of the instances, by the name of the layout's class. */
      instanceLayout: "string = 'PyInstance'",
      /** Root of the shapes of the instances; null when the layout keeps its attributes elsewhere. */
      shapeRoot: 'host Shape | null = null',
      /** Entries of `__slots__` of the class and its bases: they come first among the slots of an instance. */
      slotCount: 'int = 0',
      /** Instances can be referred to weakly. */
      weakrefs: 'bool = false',
      /** Has abstract methods: cannot be instantiated. */
      abstract: 'bool = false',
      /** What a `match` pattern takes an instance for: 0 neither, 1 a sequence, 2 a mapping. */
      patternKind: 'int = 0',
      ...slots,
    },
  },
  // Numbers and text (plain JS values have no layout; these are the boxed ones).
  PyFloat: { python: 'float', fields: { value: 'f64' } },
  PyComplex: { python: 'complex', fields: { real: 'f64', imag: 'f64' } },
  PyWideStr: { python: 'str', fields: { points: 'host Uint32Array', text: 'string' } },
  PyBytes: { python: 'bytes', fields: { data: 'host Uint8Array' } },
  PyByteArray: { python: 'bytearray', fields: { data: 'host Uint8Array', length: 'int', dict } },
  PyMemoryView: {
    python: 'memoryview',
    fields: {
      object: 'object',
      share: 'host BufferShare',
      buffer: 'host BufferExport',
      released: 'bool = false',
      hash: 'host number | undefined = undefined',
    },
  },
  PyMemoryIterator: {
    python: 'memory_iterator',
    fields: { view: 'ref? PyMemoryView', length: 'int', index: 'int = 0' },
  },
  // Instances of subclasses of int, str, float and tuple: the value beside a dict.
  PyIntSubclass: { python: 'int', fields: { value: 'host IntValue', dict } },
  PyStrSubclass: { python: 'str', fields: { value: 'host StrValue', dict } },
  PyFloatSubclass: { python: 'float', extends: 'PyFloat', fields: { dict } },
  PyTupleSubclass: { python: 'tuple', extends: 'PyTuple', fields: { dict } },

  // Containers.
  PyTuple: { python: 'tuple', fields: { items: 'objects' } },
  PyList: { python: 'list', fields: { items: 'objects', dict } },
  PyDict: {
    python: 'dict',
    fields: {
      table: 'traced DictTable',
      dict,
    },
  },
  PyDefaultDict: { python: 'collections.defaultdict', extends: 'PyDict', fields: { factory: 'object' } },
  /** Items lie in `items` from `head` on; `maxlen` −1: unbounded. `version` changes with the items: iterators compare it. */
  PyDeque: {
    python: 'collections.deque',
    fields: { items: 'objects', maxlen: 'int', head: 'int = 0', version: 'int = 0', dict },
  },
  PySet: { python: 'set', fields: { table: 'traced DictTable', dict } },
  PyFrozenSet: {
    python: 'frozenset',
    fields: { table: 'traced DictTable', hash: 'host IntValue = -1', dict },
  },
  PyDictView: { python: 'dict_keys', fields: { mapping: 'ref PyDict', what: 'host DictViewKind' } },
  PyMappingProxy: { python: 'mappingproxy', fields: { mapping: 'object' } },
  PyRange: {
    python: 'range',
    fields: { start: 'host IntValue', stop: 'host IntValue', step: 'host IntValue', length: 'host IntValue' },
  },
  PySlice: { python: 'slice', fields: { start: 'object', stop: 'object', step: 'object' } },
  PyEllipsis: { python: 'ellipsis', fields: {} },
  PyNotImplemented: { python: 'NotImplementedType', fields: {} },

  // Iterators. `index` counts items handed out; an exhausted iterator drops its source.
  PyListIterator: { python: 'list_iterator', fields: { list: 'ref? PyList', index: 'int = 0' } },
  PyTupleIterator: { python: 'tuple_iterator', fields: { tuple: 'ref? PyTuple', index: 'int = 0' } },
  PyStrIterator: { python: 'str_iterator', fields: { text: 'host StrValue', index: 'int = 0' } },
  PyBytesIterator: { python: 'bytes_iterator', fields: { source: 'object', index: 'int = 0' } },
  PyRangeIterator: { python: 'range_iterator', fields: { next: 'int', step: 'int', remaining: 'int' } },
  PyLongRangeIterator: {
    python: 'longrange_iterator',
    fields: { range: 'ref PyRange', index: 'host IntValue = 0' },
  },
  PyDictIterator: {
    python: 'dict_keyiterator',
    fields: {
      table: 'traced DictTable',
      what: 'host DictViewKind',
      size: 'int',
      remaining: 'int = size',
      index: 'int = 0',
    },
  },
  PySequenceIterator: { python: 'iterator', fields: { sequence: 'object?', index: 'int = 0' } },
  PyCallableIterator: { python: 'callable_iterator', fields: { callable: 'object?', sentinel: 'object?' } },
  PyEnumerate: { python: 'enumerate', fields: { iterator: 'object', index: 'host IntValue' } },
  PyZip: { python: 'zip', fields: { iterators: 'objects', strict: 'bool' } },
  PyMap: { python: 'map', fields: { callable: 'object', iterators: 'objects', strict: 'bool' } },
  PyFilter: { python: 'filter', fields: { predicate: 'object', iterator: 'object' } },
  PyReversed: { python: 'reversed', fields: { sequence: 'object?', index: 'int' } },
  /** Iterators made of a host function (itertools and friends): `next` returns undefined at the end. */
  PyHostIterator: { python: 'iterator', fields: { next: 'host IterNext', source: 'object?' } },

  // Functions and what binds them.
  PyCell: { python: 'cell', fields: { contents: 'object?' } },
  PyCode: {
    python: 'code',
    fields: {
      unit: 'host CodeData',
      name: 'string',
      consts: 'objects',
      names: 'host readonly string[]',
      argcount: 'int',
      /** Arguments are exactly `argcount` positional ones: no *args, **kwargs or keyword-only. */
      simple: 'bool',
      flags: 'int',
      /** What the tiers keep beside the code (caches, counters, register code, compiled functions). */
      execution: 'host ExecutionState | null = null',
    },
  },
  PyFunction: {
    python: 'function',
    fields: {
      code: 'ref PyCode',
      globals: 'ref PyDict',
      builtins: 'ref PyDict',
      name: 'object',
      qualname: 'object',
      module: 'object',
      doc: 'object',
      closure: 'refs PyCell',
      defaults: 'ref? PyTuple = null',
      kwdefaults: 'ref? PyDict = null',
      annotations: 'object? = undefined',
      annotate: 'object? = undefined',
      typeParams: 'object? = undefined',
      dict,
      /** Changes when code, defaults or kwdefaults change: what call caches compare. */
      version: 'int = 0',
    },
  },
  PyPartial: {
    python: 'functools.partial',
    fields: { func: 'object', args: 'ref PyTuple', keywords: 'ref PyDict', dict },
  },
  /** Files and streams; what each kind keeps is in its state. */
  PyIoObject: { python: '_io._IOBase', fields: { state: 'host IoState', dict } },
  /** `functools.lru_cache`: results by key in order of use. `maxsize` −1: unbounded. */
  PyCachedFunction: {
    python: 'functools._lru_cache_wrapper',
    fields: {
      func: 'object',
      table: 'traced DictTable',
      maxsize: 'int',
      typed: 'bool',
      makeInfo: 'object',
      hits: 'int = 0',
      misses: 'int = 0',
      dict,
    },
  },
  /** `weakref.ref` and the proxies. `hash` is the referent's, once asked for. */
  PyWeakReference: {
    python: 'weakref.ReferenceType',
    fields: { referent: 'host WeakReferent', callback: 'object', hash: 'host IntValue | null = null', dict },
  },
  /** `_thread.lock` and `RLock`: free when `count` is 0; `owner` is the ident of the thread that has an RLock. */
  PyLock: { python: '_thread.lock', fields: { count: 'int = 0', owner: 'int = 0', dict } },
  PyThreadHandle: {
    python: '_thread._ThreadHandle',
    fields: { thread: 'host object | null = null', done: 'bool = false' },
  },
  /** `_thread._local`: a namespace for each thread, by its ident. */
  PyThreadLocal: {
    python: '_thread._local',
    fields: {
      args: 'objects',
      names: 'host KeywordNames',
      dicts: 'host Map<number, PyDict> = new Map()',
      dict,
    },
  },
  /** `contextvars`: `vars` may be shared with copies, and is then copied before it is changed. */
  PyContext: {
    python: '_contextvars.Context',
    fields: { vars: 'host Map<PyContextVar, PyObject>', shared: 'bool = false', entered: 'bool = false' },
  },
  PyContextVar: { python: '_contextvars.ContextVar', fields: { name: 'object', initial: 'object?' } },
  PyContextToken: {
    python: '_contextvars.Token',
    fields: { context: 'ref PyContext', variable: 'ref PyContextVar', old: 'object?', used: 'bool = false' },
  },
  /** `_abc`: classes registered with an abstract class, and those known to be or not to be its subclasses. */
  PyAbcData: {
    python: '_abc._abc_data',
    fields: {
      registry: 'host WeakRef<object>[] = []',
      cache: 'host WeakSet<object> = new WeakSet()',
      negative: 'host WeakSet<object> = new WeakSet()',
      negativeVersion: 'int = 0',
    },
  },
  /** An object of a module whose state is the host's: hash objects, compressors, generators of random numbers, `Struct`, … */
  PyHostObject: { python: 'object', fields: { state: 'host object', dict } },
  /** `array.array`: `length` items of `code` in the elements of a typed array, which has room for more; `exports` views of them are alive. */
  PyArray: {
    python: 'array.array',
    fields: { code: 'string', elements: 'host ArrayElements', length: 'int', exports: 'int = 0', dict },
  },
  /** `kind`: 0 finite, 1 infinite, 2 NaN, 3 sNaN (then `coefficient` is the payload). `digits`: of the coefficient, 0 until counted. */
  PyDecimal: {
    python: 'decimal.Decimal',
    fields: {
      kind: 'int',
      sign: 'int',
      coefficient: 'host bigint',
      exponent: 'int',
      digits: 'int = 0',
      dict,
    },
  },
  /** `status` collects the conditions of a running operation; `flags` and `traps` are the sets of signals that Python sees. */
  PyDecimalContext: {
    python: 'decimal.Context',
    fields: {
      prec: 'int',
      rounding: 'string',
      emin: 'int',
      emax: 'int',
      capitals: 'int',
      clamp: 'int',
      flags: 'ref PyDecimalSignals',
      traps: 'ref PyDecimalSignals',
      status: 'int = 0',
      dict,
    },
  },
  PyDecimalSignals: { python: 'decimal.SignalDict', fields: { bits: 'int' } },
  /** `_socket.socket`. `timeout` in seconds: null waits without end, 0 never waits. `options` by level and name. */
  PySocket: {
    python: '_socket.socket',
    fields: {
      endpoint: 'host object | null = null',
      family: 'int = 0',
      type: 'int = 0',
      proto: 'int = 0',
      timeout: 'host number | null = null',
      options: 'host Map<number, number> = new Map()',
      dict,
    },
  },
  /** `select.poll`: event masks by descriptor. */
  PyPoll: { python: 'select.poll', fields: { watched: 'host Map<number, number> = new Map()' } },
  PyMethod: { python: 'method', fields: { func: 'object', self: 'object' } },
  /** A function of the host; `self` is bound for methods of built-in objects and module functions. */
  PyBuiltinFunction: {
    python: 'builtin_function_or_method',
    fields: { def: 'host MethodDef', self: 'object?', module: 'object = null' },
  },
  PyMethodDescriptor: { python: 'method_descriptor', fields: { owner: 'ref PyType', def: 'host MethodDef' } },
  PyClassMethodDescriptor: {
    python: 'classmethod_descriptor',
    fields: { owner: 'ref PyType', def: 'host MethodDef' },
  },
  /** A type slot seen from Python, e.g. `int.__add__`. */
  PyWrapperDescriptor: {
    python: 'wrapper_descriptor',
    fields: { owner: 'ref PyType', name: 'string', call: 'host SlotWrapper' },
  },
  PyMethodWrapper: {
    python: 'method-wrapper',
    fields: { descriptor: 'ref PyWrapperDescriptor', self: 'object' },
  },
  PyGetSetDescriptor: {
    python: 'getset_descriptor',
    fields: { owner: 'ref PyType', name: 'string', def: 'host GetSetDef' },
  },
  /** An entry of `__slots__`. */
  PyMemberDescriptor: {
    python: 'member_descriptor',
    fields: { owner: 'ref PyType', name: 'string', key: 'string', index: 'int = -1' },
  },
  PyProperty: {
    python: 'property',
    fields: {
      fget: 'object',
      fset: 'object',
      fdel: 'object',
      doc: 'object',
      name: 'object? = undefined',
      /** The docstring is the getter's. */
      getterDoc: 'bool = false',
      dict,
    },
  },
  PyStaticMethod: { python: 'staticmethod', fields: { callable: 'object', dict } },
  PyClassMethod: { python: 'classmethod', fields: { callable: 'object', dict } },
  PySuper: { python: 'super', fields: { thisClass: 'ref? PyType', self: 'object', selfType: 'ref? PyType' } },
  PyCoroutineWrapper: { python: 'coroutine_wrapper', fields: { coroutine: 'ref PyGenerator' } },
  PyModule: { python: 'module', fields: { dict: 'ref PyDict' } },
  PyGenericAlias: {
    python: 'types.GenericAlias',
    fields: { origin: 'object', args: 'ref PyTuple', starred: 'bool = false' },
  },
  PyUnion: { python: 'typing.Union', fields: { args: 'ref PyTuple' } },
  /** TypeVar, ParamSpec and TypeVarTuple. Bound, constraints and default are computed by `evaluate…` when asked for. */
  PyTypeParameter: {
    python: 'typing.TypeVar',
    fields: {
      name: 'object',
      bound: 'object? = undefined',
      evaluateBound: 'object? = undefined',
      constraints: 'object? = undefined',
      evaluateConstraints: 'object? = undefined',
      defaultValue: 'object? = undefined',
      evaluateDefault: 'object? = undefined',
      covariant: 'bool = false',
      contravariant: 'bool = false',
      inferVariance: 'bool = false',
      dict,
    },
  },
  /** `P.args` and `P.kwargs`. */
  PyParamSpecPart: { python: 'typing.ParamSpecArgs', fields: { origin: 'object' } },
  PyTypeAlias: {
    python: 'typing.TypeAliasType',
    fields: {
      name: 'object',
      typeParams: 'ref PyTuple',
      module: 'object',
      value: 'object?',
      evaluate: 'object?',
    },
  },
  PyTemplate: {
    python: 'string.templatelib.Template',
    fields: { strings: 'ref PyTuple', interpolations: 'ref PyTuple' },
  },
  PyInterpolation: {
    python: 'string.templatelib.Interpolation',
    fields: { value: 'object', expression: 'object', conversion: 'object', formatSpec: 'object' },
  },
  /** `re.Pattern`: SRE code and the program made of it. */
  PyPattern: {
    python: 're.Pattern',
    fields: {
      pattern: 'object',
      flags: 'int',
      code: 'host readonly number[]',
      program: 'host object',
      groups: 'int',
      groupindex: 'ref PyDict',
      indexgroup: 'ref PyTuple',
    },
  },
  /** `re.Match`: `marks` holds start and end of the whole and of each group, −1 where unset. */
  PyMatch: {
    python: 're.Match',
    fields: {
      pattern: 'ref PyPattern',
      string: 'object',
      subject: 'host object',
      marks: 'host Int32Array',
      pos: 'int',
      endpos: 'int',
      lastindex: 'int',
    },
  },
  PyPatternScanner: {
    python: '_sre.SRE_Scanner',
    fields: { pattern: 'ref PyPattern', search: 'host object' },
  },
  /** A replacement: text, then pairs of a group and the text behind it. */
  PyPatternTemplate: {
    python: '_sre.SRE_Template',
    fields: { literal: 'object', groups: 'host readonly number[]', texts: 'objects' },
  },
  PyNamespace: { python: 'types.SimpleNamespace', fields: { dict: 'ref PyDict' } },

  // Instances of classes written in Python. Without `shapes` the attributes are in `dict` and `shape` is null.
  PyInstance: {
    python: 'object',
    fields: {
      shape: 'host Shape | null',
      ...inlineSlots,
      overflow: 'objects? = null',
      dict: 'ref? PyDict = null',
    },
  },

  // Exceptions.
  PyBaseException: {
    python: 'BaseException',
    fields: {
      args: 'ref PyTuple',
      traceback: 'ref? PyTraceback = null',
      context: 'ref? PyBaseException = null',
      cause: 'ref? PyBaseException = null',
      suppressContext: 'bool = false',
      /** Fields of particular exceptions (StopIteration.value, SyntaxError.lineno, …), made from `args` when first needed. */
      fields: 'objects? = null',
      dict,
    },
  },
  PyTraceback: {
    python: 'traceback',
    /** `lasti` is the index of an instruction; `offset` what `TracebackType()` was given for `tb_lasti`. */
    fields: {
      next: 'ref? PyTraceback',
      frame: 'ref PyFrame',
      lasti: 'int',
      lineno: 'int',
      offset: 'int = -1',
    },
  },

  // Activations.
  PyFrame: {
    python: 'frame',
    fields: {
      code: 'ref PyCode',
      globals: 'ref PyDict',
      activation: 'host Activation',
      back: 'ref? PyFrame = null',
      lasti: 'int = -1',
    },
  },
  PyGenerator: {
    python: 'generator',
    fields: {
      activation: 'host Activation',
      code: 'ref PyCode',
      name: 'object',
      qualname: 'object',
      running: 'bool = false',
      finished: 'bool = false',
      started: 'bool = false',
      yieldFrom: 'object? = undefined',
      /** The exception that the suspended body is handling. */
      handled: 'ref? PyBaseException = null',
      /** An `asend()`, `athrow()` or `aclose()` of an async generator is being awaited. */
      runningAsync: 'bool = false',
    },
  },
  /** The awaitable of `anext(iterator, default)`. */
  PyNextOrDefault: { python: 'anext_awaitable', fields: { awaitable: 'object', standard: 'object' } },
  /** A value that an async generator yields, told apart from what it awaits. */
  PyAsyncGeneratorValue: { python: 'async_generator_wrapped_value', fields: { value: 'object' } },
  /** The awaitable of `asend()`, `athrow()` and `aclose()`. */
  PyAsyncGeneratorStep: {
    python: 'async_generator_asend',
    fields: { generator: 'ref PyGenerator', kind: 'host AsyncStepKind', arg: 'object', state: 'int = 0' },
  },
} as const satisfies Record<string, LayoutSpec>;

/** `decimal.Context` without its operations, the current context, and `localcontext` (CPython: Modules/_decimal/_decimal.c). */
import {
  AttributeErrorType,
  asIndex,
  asStr,
  createBuiltinType,
  type Escapes,
  type GetSetDef,
  genericSetAttr,
  iterateToArray,
  type KeywordNames,
  type MethodDef,
  newTuple,
  ObjectType,
  type PyContextVar,
  PyDecimalContext,
  PyDecimalSignals,
  PyDict,
  PyHostIterator,
  type PyObject,
  type PyType,
  parseArguments,
  raise,
  raiseAttributeError,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { contextValue, newContextVar, setContextValue } from '../contextvars.ts';
import { CONDITION, INVALID, MAX_EMAX, MAX_PREC, MIN_EMIN, ROUNDING_MODES } from './number.ts';
import { bitsOfDict, bitsOfList, createSignalDict, signalList, signalNames } from './signals.ts';

const TRAPS_OF_DEFAULT = INVALID | CONDITION.DivisionByZero | CONDITION.Overflow;

export interface ContextTypes {
  readonly context: PyType;
  readonly manager: PyType;
  readonly templates: {
    readonly standard: PyDecimalContext;
    readonly basic: PyDecimalContext;
    readonly extended: PyDecimalContext;
  };
}

let signalDictType: PyType;
let types: ContextTypes;
let variable: PyContextVar;

function newContext(cls: PyType, prec: number, rounding: string, traps: number): PyDecimalContext {
  const signals = (bits: number): PyDecimalSignals => new PyDecimalSignals(signalDictType, bits);
  return new PyDecimalContext(cls, prec, rounding, -999999, 999999, 1, 0, signals(0), signals(traps));
}

/** A copy with flags and traps of its own. */
export function copyContext(context: PyDecimalContext): PyDecimalContext {
  const { prec, rounding, emin, emax, capitals, clamp, flags, traps } = context;
  const copied = new PyDecimalContext(
    types.context,
    prec,
    rounding,
    emin,
    emax,
    capitals,
    clamp,
    new PyDecimalSignals(signalDictType, flags.bits),
    new PyDecimalSignals(signalDictType, traps.bits),
  );
  return copied;
}

export function currentContext(): PyDecimalContext {
  const known = contextValue(variable);
  if (known instanceof PyDecimalContext) return known;
  const made = copyContext(types.templates.standard);
  made.flags.bits = 0;
  setContextValue(variable, made);
  return made;
}

export function setContext(value: PyObject): Escapes<null> {
  if (!(value instanceof PyDecimalContext)) raiseTypeError('argument must be a context');
  const { standard, basic, extended } = types.templates;
  let context = value;
  if (context === standard || context === basic || context === extended) {
    context = copyContext(context);
    context.flags.bits = 0;
  }
  setContextValue(variable, context);
  return null;
}

/** The context given as an argument, or the current one. */
export function contextArgument(value: PyObject | undefined): Escapes<PyDecimalContext> {
  if (value === undefined || value === null) return currentContext();
  if (!(value instanceof PyDecimalContext)) raiseTypeError('optional argument must be a context');
  return value;
}

// ── Attributes ──

const as = (self: PyObject): PyDecimalContext => self as PyDecimalContext;

function integer(value: PyObject, least: number, most: number, message: string): Escapes<number> {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean')
    raiseTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const number = Number(asIndex(value));
  if (!(number >= least && number <= most)) raiseValueError(message);
  return number;
}

const ROUNDING_MESSAGE =
  'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]';

/** Sets each attribute, checked. */
const SETTERS: Readonly<Record<string, (context: PyDecimalContext, value: PyObject) => void>> = {
  prec(context, value) {
    context.prec = integer(value, 1, MAX_PREC, 'valid range for prec is [1, MAX_PREC]');
  },
  rounding(context, value) {
    const name = asStr(value);
    const mode = name === undefined ? undefined : strToJs(name);
    if (mode === undefined || !(ROUNDING_MODES as readonly string[]).includes(mode))
      raiseTypeError(ROUNDING_MESSAGE);
    context.rounding = mode;
  },
  Emin(context, value) {
    context.emin = integer(value, MIN_EMIN, 0, 'valid range for Emin is [MIN_EMIN, 0]');
  },
  Emax(context, value) {
    context.emax = integer(value, 0, MAX_EMAX, 'valid range for Emax is [0, MAX_EMAX]');
  },
  capitals(context, value) {
    context.capitals = integer(value, 0, 1, 'valid values for capitals are 0 or 1');
  },
  clamp(context, value) {
    context.clamp = integer(value, 0, 1, 'valid values for clamp are 0 or 1');
  },
  flags(context, value) {
    setSignals(context.flags, value);
  },
  traps(context, value) {
    setSignals(context.traps, value);
  },
};

function setSignals(signals: PyDecimalSignals, value: PyObject): Escapes<void> {
  if (value instanceof PyDecimalSignals) signals.bits = value.bits;
  else if (value instanceof PyDict) signals.bits = bitsOfDict(value);
  else if (typeName(value) === 'list' || typeName(value) === 'tuple')
    signals.bits = bitsOfList(iterateToArray(value));
  else raiseTypeError('argument must be a signal dict');
}

const GETTERS: Readonly<Record<string, (context: PyDecimalContext) => PyObject>> = {
  prec: (context) => context.prec,
  rounding: (context) => context.rounding,
  Emin: (context) => context.emin,
  Emax: (context) => context.emax,
  capitals: (context) => context.capitals,
  clamp: (context) => context.clamp,
  flags: (context) => context.flags,
  traps: (context) => context.traps,
};

const CONTEXT = {
  name: 'Context',
  names: ['prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'],
  positional: 8,
  required: 0,
};

function initialize(
  context: PyDecimalContext,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<void> {
  const values = parseArguments(CONTEXT, args, names);
  for (const [index, name] of CONTEXT.names.entries()) {
    const value = values[index];
    if (value !== undefined && value !== null) SETTERS[name]!(context, value);
  }
}

function contextRepr(context: PyDecimalContext): string {
  const { prec, rounding, emin, emax, capitals, clamp, flags, traps } = context;
  return (
    `Context(prec=${prec}, rounding=${rounding}, Emin=${emin}, Emax=${emax}, capitals=${capitals}, ` +
    `clamp=${clamp}, flags=[${signalNames(flags.bits)}], traps=[${signalNames(traps.bits)}])`
  );
}

/** `operations`: the methods that compute. */
export function createContextTypes(operations: readonly MethodDef[]): ContextTypes {
  signalDictType = createSignalDict();
  variable = newContextVar('decimal_context');
  const getset: GetSetDef[] = Object.keys(GETTERS).map((name) => ({
    name,
    get: (self) => GETTERS[name]!(as(self)),
    set(self, value) {
      if (value === undefined) raise(AttributeErrorType, 'context attributes cannot be deleted');
      SETTERS[name]!(as(self), value);
    },
  }));
  const context: PyType = createBuiltinType('decimal.Context', 'PyDecimalContext', ObjectType, {
    doc: 'The context affects almost all operations and controls rounding, Over/Underflow, raising of exceptions and much more.',
    slots: {
      tp_new(cls) {
        const { standard } = types.templates;
        const made = newContext(cls, standard.prec, standard.rounding, standard.traps.bits);
        made.emin = standard.emin;
        made.emax = standard.emax;
        made.capitals = standard.capitals;
        made.clamp = standard.clamp;
        return made;
      },
      tp_init: (self, args, names) => initialize(as(self), args, names),
      tp_repr: (self) => contextRepr(as(self)),
      tp_setattro(self, name, value) {
        if (name === 'Emin' || name === 'Emax' || name in SETTERS) {
          if (value === undefined) raise(AttributeErrorType, 'context attributes cannot be deleted');
          SETTERS[name]!(as(self), value);
        } else if (as(self).ob_type === types.context)
          raiseAttributeError(self, name, `'decimal.Context' object has no attribute '${name}'`);
        else genericSetAttr(self, name, value);
      },
    },
    getset,
    methods: [
      ...operations,
      {
        kind: 'NOARGS',
        name: 'Etiny',
        doc: 'Return a value equal to Emin - prec + 1.',
        call: (self) => as(self).emin - as(self).prec + 1,
      },
      {
        kind: 'NOARGS',
        name: 'Etop',
        doc: 'Return a value equal to Emax - prec + 1.',
        call: (self) => as(self).emax - as(self).prec + 1,
      },
      {
        kind: 'NOARGS',
        name: 'copy',
        doc: 'Return a duplicate of the context with all flags cleared.',
        call: (self) => copyContext(as(self)),
      },
      { kind: 'NOARGS', name: '__copy__', call: (self) => copyContext(as(self)) },
      {
        kind: 'NOARGS',
        name: 'clear_flags',
        doc: 'Reset all flags to False.',
        call(self) {
          as(self).flags.bits = 0;
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'clear_traps',
        doc: 'Set all traps to False.',
        call(self) {
          as(self).traps.bits = 0;
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: '__reduce__',
        call(self) {
          const own = as(self);
          const { prec, rounding, emin, emax, capitals, clamp, flags, traps } = own;
          const values = [
            prec,
            rounding,
            emin,
            emax,
            capitals,
            clamp,
            signalList(flags.bits),
            signalList(traps.bits),
          ];
          return newTuple([own.ob_type, newTuple(values)]);
        },
      },
    ],
  });
  const standard = newContext(context, 28, 'ROUND_HALF_EVEN', TRAPS_OF_DEFAULT);
  const basic = newContext(
    context,
    9,
    'ROUND_HALF_UP',
    TRAPS_OF_DEFAULT | CONDITION.Clamped | CONDITION.Underflow,
  );
  const extended = newContext(context, 9, 'ROUND_HALF_EVEN', 0);
  types = { context, manager: createManagerType(), templates: { standard, basic, extended } };
  return types;
}

// ── localcontext ──

/** `source` of a manager: the context to use; `saved`: the one before. */
const saved = new WeakMap<PyHostIterator, PyObject>();

function createManagerType(): PyType {
  return createBuiltinType('decimal.ContextManager', 'PyHostIterator', ObjectType, {
    final: true,
    methods: [
      {
        kind: 'NOARGS',
        name: '__enter__',
        call(self) {
          const manager = self as PyHostIterator;
          saved.set(manager, currentContext());
          setContext(manager.source!);
          return manager.source!;
        },
      },
      {
        kind: 'FASTCALL',
        name: '__exit__',
        min: 0,
        max: 3,
        call(self) {
          setContext(saved.get(self as PyHostIterator)!);
          return false;
        },
      },
    ],
  });
}

const LOCAL = {
  name: 'localcontext',
  names: ['ctx', 'prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'],
  positional: 1,
  required: 0,
};

export const localContext: MethodDef = {
  kind: 'KEYWORDS',
  name: 'localcontext',
  doc: 'Return a context manager that will set the default context to a copy of ctx on entry to the with-statement and restore the previous default context when exiting the with-statement.',
  call(_module, args, names) {
    const [given, ...settings] = parseArguments(LOCAL, args, names);
    const context = copyContext(contextArgument(given));
    for (const [index, name] of LOCAL.names.slice(1).entries()) {
      const value = settings[index];
      if (value !== undefined && value !== null) SETTERS[name]!(context, value);
    }
    return new PyHostIterator(types.manager, () => undefined, context);
  },
};

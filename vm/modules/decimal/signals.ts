/** Signals as exceptions, sets of them (`SignalDict`), and what happens when an operation has met one. */
import {
  ArithmeticErrorType,
  callMethod,
  createBuiltinType,
  DictType,
  type Escapes,
  getIter,
  isTrue,
  type MethodDef,
  NotImplemented,
  newDict,
  newException,
  newList,
  newType,
  ObjectType,
  type PyDecimalContext,
  PyDecimalSignals,
  PyDict,
  type PyObject,
  type PyType,
  raiseKeyError,
  raiseTypeError,
  raiseValueError,
  TypeErrorType,
  TypeType,
  typeFullName,
  ZeroDivisionErrorType,
} from '../../objects/index.ts';
import { CONDITION, INVALID } from './number.ts';

interface Signal {
  readonly name: string;
  readonly bits: number;
  type: PyType;
}

const unset = undefined as unknown as PyType;

/** In the order in which a signal is chosen to be raised, and in which `SignalDict` iterates. */
export const SIGNALS: readonly Signal[] = [
  { name: 'InvalidOperation', bits: INVALID, type: unset },
  { name: 'FloatOperation', bits: CONDITION.FloatOperation, type: unset },
  { name: 'DivisionByZero', bits: CONDITION.DivisionByZero, type: unset },
  { name: 'Overflow', bits: CONDITION.Overflow, type: unset },
  { name: 'Underflow', bits: CONDITION.Underflow, type: unset },
  { name: 'Subnormal', bits: CONDITION.Subnormal, type: unset },
  { name: 'Inexact', bits: CONDITION.Inexact, type: unset },
  { name: 'Rounded', bits: CONDITION.Rounded, type: unset },
  { name: 'Clamped', bits: CONDITION.Clamped, type: unset },
];

/** Conditions that are told apart when InvalidOperation is raised. */
const CONDITIONS: readonly Signal[] = [
  { name: 'InvalidOperation', bits: CONDITION.InvalidOperation, type: unset },
  { name: 'ConversionSyntax', bits: CONDITION.ConversionSyntax, type: unset },
  { name: 'DivisionImpossible', bits: CONDITION.DivisionImpossible, type: unset },
  { name: 'DivisionUndefined', bits: CONDITION.DivisionUndefined, type: unset },
  { name: 'InvalidContext', bits: CONDITION.InvalidContext, type: unset },
];

export function createExceptions(): { base: PyType; types: Readonly<Record<string, PyType>> } {
  const make = (name: string, ...bases: PyType[]): PyType =>
    newType(TypeType, name, bases, new Map<string, PyObject>([['__module__', 'decimal']]));
  const base = make('DecimalException', ArithmeticErrorType);
  const invalid = make('InvalidOperation', base);
  const inexact = make('Inexact', base);
  const rounded = make('Rounded', base);
  const subnormal = make('Subnormal', base);
  const types: Record<string, PyType> = {
    Clamped: make('Clamped', base),
    InvalidOperation: invalid,
    DivisionByZero: make('DivisionByZero', base, ZeroDivisionErrorType),
    Inexact: inexact,
    Rounded: rounded,
    Subnormal: subnormal,
    Overflow: make('Overflow', inexact, rounded),
    Underflow: make('Underflow', inexact, rounded, subnormal),
    FloatOperation: make('FloatOperation', base, TypeErrorType),
    ConversionSyntax: make('ConversionSyntax', invalid),
    DivisionImpossible: make('DivisionImpossible', invalid),
    DivisionUndefined: make('DivisionUndefined', invalid, ZeroDivisionErrorType),
    InvalidContext: make('InvalidContext', invalid),
  };
  for (const each of [...SIGNALS, ...CONDITIONS]) each.type = types[each.name]!;
  return { base, types };
}

/** Ends an operation: its conditions become flags, and one that is trapped is raised. */
export function settle(context: PyDecimalContext): Escapes<void> {
  const { status } = context;
  if (status === 0) return;
  context.status = 0;
  context.flags.bits |= status;
  const trapped = status & context.traps.bits;
  if (trapped !== 0) throw signalException(trapped);
}

function signalException(bits: number) {
  const { type } = SIGNALS.find((each) => (each.bits & bits) !== 0)!;
  const conditions = CONDITIONS.filter((each) => (each.bits & bits) !== 0);
  const signals = SIGNALS.slice(1).filter((each) => (each.bits & bits) !== 0);
  return newException(type, [newList([...conditions, ...signals].map((each) => each.type))]);
}

/** Signals that an operation has met, as their classes. */
export function signalList(bits: number): PyObject {
  return newList(SIGNALS.filter((each) => (each.bits & bits) !== 0).map((each) => each.type));
}

/** The bits of a signal or condition given as its class. */
function bitsOf(key: PyObject): Escapes<number> {
  const found = SIGNALS.find((each) => each.type === key);
  return found === undefined ? raiseKeyError('invalid error flag') : found.bits;
}

/** Bits from a list of signals (and conditions). */
export function bitsOfList(items: readonly PyObject[]): Escapes<number> {
  let bits = 0;
  for (const item of items) {
    const found = [...SIGNALS, ...CONDITIONS].find((each) => each.type === item);
    if (found === undefined)
      raiseTypeError(
        'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]',
      );
    bits |= found.bits;
  }
  return bits;
}

/** Bits from a dict that has every signal. */
export function bitsOfDict(dict: PyDict): Escapes<number> {
  const wrong = (): never =>
    raiseValueError(
      'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]',
    );
  if (dict.table.size !== SIGNALS.length) return wrong();
  let bits = 0;
  for (const each of SIGNALS) {
    const value = dict.table.get(each.type);
    if (value === undefined) raiseKeyError('invalid error flag');
    if (isTrue(value)) bits |= each.bits;
  }
  return bits;
}

const as = (self: PyObject): PyDecimalSignals => self as PyDecimalSignals;

/** As the names in a context's repr. */
export function signalNames(bits: number): string {
  const order = [
    'Clamped',
    'InvalidOperation',
    'DivisionByZero',
    'Inexact',
    'FloatOperation',
    'Overflow',
    'Rounded',
    'Subnormal',
    'Underflow',
  ];
  return order.filter((name) => (SIGNALS.find((each) => each.name === name)!.bits & bits) !== 0).join(', ');
}

function toDict(signals: PyDecimalSignals): PyDict {
  const dict = newDict();
  for (const { type, bits } of SIGNALS) dict.table.set(type, (signals.bits & bits) !== 0);
  return dict;
}

export function createSignalDict(): PyType {
  const viaDict = (name: string): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 0,
    max: -1,
    call: (self, args) => callMethod(toDict(as(self)), name, ...args),
  });
  const type: PyType = createBuiltinType('decimal.SignalDict', 'PyDecimalSignals', ObjectType, {
    pattern: 'mapping',
    slots: {
      tp_new: (cls) => new PyDecimalSignals(cls, 0),
      tp_repr: (self) =>
        `{${SIGNALS.map(
          ({ type: signal, bits }) =>
            `<class '${typeFullName(signal)}'>:${(as(self).bits & bits) !== 0 ? 'True' : 'False'}`,
        ).join(', ')}}`,
      tp_iter: () => getIter(newList(SIGNALS.map(({ type: signal }) => signal))),
      tp_richcompare(left, right, op) {
        if (op !== 2 && op !== 3) return NotImplemented;
        let other: number;
        if (right instanceof PyDecimalSignals) other = right.bits;
        else if (right instanceof PyDict) other = bitsOfDict(right);
        else return NotImplemented;
        const normal = (bits: number): number => ((bits & INVALID) !== 0 ? bits | INVALID : bits);
        return (normal(as(left).bits) === normal(other)) === (op === 2);
      },
      sq_length: () => SIGNALS.length,
      sq_contains: (_self, key) => SIGNALS.some(({ type: signal }) => signal === key),
      mp_subscript: (self, key) => (as(self).bits & bitsOf(key)) !== 0,
      mp_ass_subscript(self, key, value) {
        if (value === undefined) raiseValueError('signal keys cannot be deleted');
        const bits = bitsOf(key);
        if (isTrue(value)) as(self).bits |= bits;
        else as(self).bits &= ~bits;
      },
    },
    members: { __hash__: null },
    methods: [
      { kind: 'NOARGS', name: 'copy', call: (self) => toDict(as(self)) },
      viaDict('keys'),
      viaDict('values'),
      viaDict('items'),
      viaDict('get'),
      {
        kind: 'O',
        name: 'update',
        call(self, other) {
          const dict = callMethod(DictType, '__call__', other) as PyDict;
          for (const key of dict.table.keyItems()) {
            const bits = bitsOf(key);
            if (isTrue(dict.table.get(key)!)) as(self).bits |= bits;
            else as(self).bits &= ~bits;
          }
          return null;
        },
      },
    ],
  });
  return type;
}

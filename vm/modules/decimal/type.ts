/** The type `decimal.Decimal` (CPython: Modules/_decimal/_decimal.c). */
import {
  asStr,
  avoidMinusOne,
  call,
  createBuiltinType,
  type Escapes,
  HASH_INF,
  type IntValue,
  identityHash,
  intPowerModulus,
  type KeywordNames,
  type MethodDef,
  NotImplemented,
  newComplex,
  newFloat,
  newStr,
  newTuple,
  normalizeInt,
  ObjectType,
  PyDecimal,
  type PyDecimalContext,
  PyFloat,
  type PyObject,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  repr,
  StrType,
  strToJs,
} from '../../objects/index.ts';
import * as arithmetic from './arithmetic.ts';
import { numberClass, order, sameQuantum } from './compare.ts';
import { contextArgument, currentContext } from './context.ts';
import {
  arithmeticOf,
  comparand,
  exactly,
  fromDouble,
  integerRatio,
  operand,
  requiredOperand,
  toInt,
} from './convert.ts';
import { power, powerModulo } from './elementary.ts';
import {
  adjusted,
  CONDITION,
  type Context,
  decimalType,
  FINITE,
  finite,
  INFINITE,
  isNan,
  isZero,
  plain,
  ROUNDING_MODES,
  type Rounding,
  SIGNALING_NAN,
  unbounded,
} from './number.ts';
import { BINARY, CONTEXT_QUESTIONS, COPIES, QUESTIONS, UNARY } from './operations.ts';
import { settle } from './signals.ts';
import { formatDecimal, parseDecimalSpec, toText } from './text.ts';

const as = (self: PyObject): PyDecimal => self as PyDecimal;

// ── Operators ──

type Operation = (context: Context, left: PyDecimal, right: PyDecimal) => PyDecimal;

function binary(operation: Operation): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    const x = left instanceof PyDecimal ? left : operand(left);
    const y = right instanceof PyDecimal ? right : operand(right);
    if (x === undefined || y === undefined) return NotImplemented;
    const context = currentContext();
    const result = operation(context as unknown as Context, x, y);
    if (context.status !== 0) settle(context);
    return result;
  };
}

function unary(operation: (context: Context, number: PyDecimal) => PyDecimal): (self: PyObject) => PyObject {
  return (self) => {
    const context = currentContext();
    const result = operation(arithmeticOf(context), as(self));
    if (context.status !== 0) settle(context);
    return result;
  };
}

function powerOperator(base: PyObject, exponent: PyObject, modulus: PyObject): Escapes<PyObject> {
  const x = operand(base);
  const y = operand(exponent);
  if (x === undefined || y === undefined) return NotImplemented;
  const context = currentContext();
  let result: PyDecimal;
  if (modulus === null) result = power(arithmeticOf(context), x, y);
  else {
    const z = operand(modulus);
    if (z === undefined) return NotImplemented;
    result = powerModulo(arithmeticOf(context), x, y, z);
  }
  settle(context);
  return result;
}

function richCompare(left: PyObject, right: PyObject, op: number): Escapes<PyObject> {
  const context = currentContext();
  const isEquality = op === 2 || op === 3;
  let x = as(left);
  let y: PyDecimal;
  if (right instanceof PyDecimal) y = right;
  else {
    const other = comparand(context, right, isEquality);
    if (other === undefined) return NotImplemented;
    y = other.number;
    if (other.scale !== null && x.kind === FINITE) x = arithmetic.multiply(unbounded(), x, other.scale);
  }
  if (isNan(x) || isNan(y)) {
    // Ordering always signals; equality only with a signaling NaN.
    if (!isEquality || x.kind === SIGNALING_NAN || y.kind === SIGNALING_NAN) {
      context.status |= CONDITION.InvalidOperation;
      settle(context);
    }
    return op === 3;
  }
  const found = order(x, y);
  switch (op) {
    case 0:
      return found < 0;
    case 1:
      return found <= 0;
    case 2:
      return found === 0;
    case 3:
      return found !== 0;
    case 4:
      return found > 0;
    default:
      return found >= 0;
  }
}

const HASH_MODULUS = 2n ** 61n - 1n;
const INVERSE_OF_TEN = intPowerModulus(10, HASH_MODULUS - 2n, HASH_MODULUS);

/** Numbers that are equal hash alike (library reference, "Hashing of numeric types"). */
function hashOf(number: PyDecimal): Escapes<IntValue> {
  if (number.kind === SIGNALING_NAN) raiseTypeError('Cannot hash a signaling NaN value');
  if (isNan(number)) return identityHash(number);
  if (number.kind === INFINITE) return number.sign === 1 ? -HASH_INF : HASH_INF;
  const { exponent } = number;
  const scale =
    exponent >= 0
      ? intPowerModulus(10, exponent, HASH_MODULUS)
      : intPowerModulus(INVERSE_OF_TEN, -exponent, HASH_MODULUS);
  const value = (number.coefficient * BigInt(scale)) % HASH_MODULUS;
  return avoidMinusOne(normalizeInt(number.sign === 1 ? -value : value));
}

function toDouble(number: PyDecimal): Escapes<number> {
  if (number.kind === SIGNALING_NAN) raiseValueError('cannot convert signaling NaN to float');
  if (isNan(number)) return Number.NaN;
  if (number.kind === INFINITE) return number.sign === 1 ? -Infinity : Infinity;
  return Number(toText(number, 1));
}

// ── Construction ──

const NEW = { name: 'Decimal', names: ['value', 'context'], positional: 2, required: 0 };

/** The number as an instance of `type`. */
export function ofType(type: PyType, number: PyDecimal): PyDecimal {
  if (number.ob_type === type) return number;
  const { kind, sign, coefficient, exponent } = number;
  return new PyDecimal(type, kind, sign, coefficient, exponent);
}

function construct(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [value, given] = parseArguments(NEW, args, names);
  if (value instanceof PyDecimal && type === decimalType.value && (given === undefined || given === null))
    return plain(value);
  const context = contextArgument(given);
  return ofType(type, value === undefined ? finite(0, 0n, 0) : exactly(context, value));
}

function fromFloat(type: PyType, value: PyObject): Escapes<PyObject> {
  let number: PyDecimal;
  if (value instanceof PyFloat) number = fromDouble(value.value);
  else {
    const int = value instanceof PyDecimal ? undefined : operand(value);
    if (int === undefined) raiseTypeError('argument must be int or float');
    number = int;
  }
  return type === decimalType.value ? number : call(type, [number]);
}

function fromNumber(type: PyType, value: PyObject): Escapes<PyObject> {
  if (value instanceof PyFloat) return fromFloat(type, value);
  const number = operand(value);
  if (number === undefined) raiseTypeError(`Cannot convert ${strToJs(repr(value))} to Decimal`);
  return type === decimalType.value ? plain(number) : call(type, [number]);
}

// ── Methods ──

/** A context named last, the rest operands. */
function withContext(
  name: string,
  operands: readonly string[],
  compute: (context: PyDecimalContext, self: PyDecimal, others: PyDecimal[]) => PyObject,
): MethodDef {
  const names = [...operands, 'context'];
  const parameters = { name, names, positional: names.length, required: operands.length };
  return {
    kind: 'KEYWORDS',
    name,
    call(self, args, keywords) {
      const values = parseArguments(parameters, args, keywords);
      const context = contextArgument(values[operands.length]);
      const others = operands.map((_, index) => requiredOperand(values[index]!));
      const result = compute(context, as(self), others);
      if (context.status !== 0) settle(context);
      return result;
    },
  };
}

export function roundingMode(value: PyObject): Escapes<Rounding> {
  const name = asStr(value);
  const mode = name === undefined ? undefined : strToJs(name);
  if (mode === undefined || !(ROUNDING_MODES as readonly string[]).includes(mode)) {
    raiseTypeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    );
  }
  return mode as Rounding;
}

/** Runs an operation with another rounding mode. */
function rounded(
  context: PyDecimalContext,
  mode: PyObject | undefined,
  compute: (context: Context) => PyDecimal,
): Escapes<PyDecimal> {
  const own = arithmeticOf(context);
  if (mode === undefined || mode === null) return compute(own);
  const before = own.rounding;
  own.rounding = roundingMode(mode);
  try {
    return compute(own);
  } finally {
    own.rounding = before;
  }
}

function toIntegral(name: string, operation: (context: Context, number: PyDecimal) => PyDecimal): MethodDef {
  const parameters = { name, names: ['rounding', 'context'], positional: 2, required: 0 };
  return {
    kind: 'KEYWORDS',
    name,
    call(self, args, names) {
      const [mode, given] = parseArguments(parameters, args, names);
      const context = contextArgument(given);
      const result = rounded(context, mode, (own) => operation(own, as(self)));
      settle(context);
      return result;
    },
  };
}

const QUANTIZE = { name: 'quantize', names: ['exp', 'rounding', 'context'], positional: 3, required: 1 };

function methods(makeTuple: (values: PyObject[]) => PyObject): MethodDef[] {
  const defs: MethodDef[] = [];
  for (const [name, compute] of Object.entries(UNARY))
    defs.push(withContext(name, [], (context, self) => compute(arithmeticOf(context), self)));
  for (const [name, compute] of Object.entries(BINARY))
    defs.push(
      withContext(name, ['other'], (context, self, [other]) => compute(arithmeticOf(context), self, other!)),
    );
  for (const [name, ask] of Object.entries(CONTEXT_QUESTIONS))
    defs.push(withContext(name, [], (context, self) => ask(arithmeticOf(context), self)));
  for (const [name, copy] of Object.entries(COPIES))
    defs.push({ kind: 'NOARGS', name, call: (self) => copy(as(self)) });
  for (const [name, ask] of Object.entries(QUESTIONS))
    defs.push({ kind: 'NOARGS', name, call: (self) => ask(as(self)) });
  return [
    ...defs,
    withContext('fma', ['other', 'third'], (context, self, [other, third]) =>
      arithmetic.fma(arithmeticOf(context), self, other!, third!),
    ),
    withContext('number_class', [], (context, self) => numberClass(arithmeticOf(context), self)),
    withContext('same_quantum', ['other'], (_context, self, [other]) => sameQuantum(self, other!)),
    withContext('to_eng_string', [], (context, self) => toText(self, context.capitals, true)),
    toIntegral('to_integral', arithmetic.toIntegralValue),
    toIntegral('to_integral_value', arithmetic.toIntegralValue),
    toIntegral('to_integral_exact', arithmetic.toIntegralExact),
    {
      kind: 'KEYWORDS',
      name: 'quantize',
      doc: 'Return a value equal to the first operand after rounding and having the exponent of the second operand.',
      call(self, args, names) {
        const [exp, mode, given] = parseArguments(QUANTIZE, args, names);
        const context = contextArgument(given);
        const other = requiredOperand(exp!);
        const result = rounded(context, mode, (own) => arithmetic.quantize(own, as(self), other));
        settle(context);
        return result;
      },
    },
    {
      kind: 'NOARGS',
      name: 'adjusted',
      doc: 'Return the adjusted exponent of the number.',
      call: (self) => (as(self).kind === FINITE ? adjusted(as(self)) + 0 : 0),
    },
    { kind: 'NOARGS', name: 'conjugate', doc: 'Return self.', call: (self) => self },
    { kind: 'NOARGS', name: 'radix', doc: 'Return Decimal(10).', call: () => finite(0, 10n, 0) },
    {
      kind: 'NOARGS',
      name: 'as_tuple',
      doc: 'Return a tuple representation of the number.',
      call(self) {
        const { kind, sign, coefficient, exponent } = as(self);
        const digits = newTuple([...coefficient.toString()].map(Number));
        if (kind === INFINITE) return makeTuple([sign, newTuple([0]), 'F']);
        if (kind !== FINITE) {
          const payload = coefficient === 0n ? newTuple([]) : digits;
          return makeTuple([sign, payload, kind === SIGNALING_NAN ? 'N' : 'n']);
        }
        return makeTuple([sign, digits, exponent + 0]);
      },
    },
    {
      kind: 'NOARGS',
      name: 'as_integer_ratio',
      doc: 'Decimal.as_integer_ratio() -> (int, int)',
      call: (self) => newTuple(integerRatio(as(self))),
    },
    {
      kind: 'FASTCALL',
      name: '__format__',
      min: 1,
      max: 2,
      call: (self, args) => formatted(as(self), args[0]!),
    },
    { kind: 'FASTCALL', name: '__round__', min: 0, max: 1, call: (self, args) => round(as(self), args) },
    { kind: 'NOARGS', name: '__floor__', call: (self) => toInt(as(self), 'ROUND_FLOOR') },
    { kind: 'NOARGS', name: '__ceil__', call: (self) => toInt(as(self), 'ROUND_CEILING') },
    { kind: 'NOARGS', name: '__trunc__', call: (self) => toInt(as(self), 'ROUND_DOWN') },
    { kind: 'NOARGS', name: '__complex__', call: (self) => newComplex(toDouble(as(self)), 0) },
    { kind: 'NOARGS', name: '__copy__', call: (self) => self },
    { kind: 'O', name: '__deepcopy__', call: (self) => self },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (self) => newTuple([as(self).ob_type, newTuple([call(StrType, [self])])]),
    },
    {
      kind: 'NOARGS',
      name: '__sizeof__',
      call: (self) => 64 + (as(self).coefficient.toString(16).length >> 1),
    },
  ];
}

function formatted(number: PyDecimal, specification: PyObject): Escapes<PyObject> {
  const text = asStr(specification);
  if (text === undefined) raiseTypeError('format arg must be str');
  const spec = parseDecimalSpec(strToJs(text));
  if (spec === undefined) raiseValueError('invalid format string');
  const context = arithmeticOf(currentContext());
  if (strToJs(text) === '') return toText(number, context.capitals);
  return newStr(formatDecimal(context, number, spec));
}

function round(number: PyDecimal, args: readonly PyObject[]): Escapes<PyObject> {
  if (args.length === 0) return toInt(number, 'ROUND_HALF_EVEN');
  const places = operand(args[0]!);
  if (places === undefined || args[0] instanceof PyDecimal) raiseTypeError('optional arg must be an integer');
  const count = Number(places.coefficient) * (places.sign === 1 ? -1 : 1);
  const context = currentContext();
  const result = arithmetic.quantize(arithmeticOf(context), number, finite(0, 1n, -count + 0));
  settle(context);
  return result;
}

/** `makeTuple` makes a DecimalTuple. */
export function createDecimalType(makeTuple: (values: PyObject[]) => PyObject): PyType {
  const type = createBuiltinType('decimal.Decimal', 'PyDecimal', ObjectType, {
    doc: 'Construct a new Decimal object. value can be an integer, string, tuple, or another Decimal object. If no value is given, return Decimal("0"). The context does not affect the conversion and is only passed to determine if the InvalidOperation trap is active.',
    slots: {
      tp_new: construct,
      tp_repr: (self) => `Decimal('${toText(as(self), currentContext().capitals)}')`,
      tp_str: (self) => toText(as(self), currentContext().capitals),
      tp_hash: (self) => hashOf(as(self)),
      tp_richcompare: richCompare,
      nb_add: binary(arithmetic.add),
      nb_subtract: binary(arithmetic.subtract),
      nb_multiply: binary(arithmetic.multiply),
      nb_true_divide: binary(arithmetic.divide),
      nb_floor_divide: binary(arithmetic.divideInteger),
      nb_remainder: binary(arithmetic.remainder),
      nb_divmod(left, right) {
        const x = operand(left);
        const y = operand(right);
        if (x === undefined || y === undefined) return NotImplemented;
        const context = currentContext();
        const result = arithmetic.divmod(arithmeticOf(context), x, y);
        settle(context);
        return newTuple(result);
      },
      nb_power: powerOperator,
      nb_negative: unary(arithmetic.minus),
      nb_positive: unary(arithmetic.plus),
      nb_absolute: unary(arithmetic.absolute),
      nb_bool: (self) => !isZero(as(self)),
      nb_int: (self) => toInt(as(self), 'ROUND_DOWN'),
      nb_float: (self) => newFloat(toDouble(as(self))),
    },
    getset: [
      { name: 'real', get: (self) => self },
      { name: 'imag', get: () => finite(0, 0n, 0) },
    ],
    methods: methods(makeTuple),
    classMethods: [
      {
        kind: 'O',
        name: 'from_float',
        doc: 'Class method that converts a float to a decimal number, exactly.',
        call: (cls, value) => fromFloat(cls as PyType, value),
      },
      {
        kind: 'O',
        name: 'from_number',
        doc: 'Class method that converts a real number to a decimal number, exactly.',
        call: (cls, value) => fromNumber(cls as PyType, value),
      },
    ],
  });
  decimalType.value = type;
  return type;
}

/** Functions of `builtins` that consume an iterable: sum, min, max, any, all, sorted (CPython: Python/bltinmodule.c). */
import {
  binaryAdd,
  ComplexType,
  call,
  checkPositional,
  compareBool,
  type Escapes,
  FloatType,
  getIter,
  type IntValue,
  intAdd,
  intToFloat,
  isTrue,
  iterateToArray,
  type KeywordNames,
  type MethodDef,
  newComplex,
  newFloat,
  newList,
  PyByteArray,
  PyBytes,
  PyComplex,
  PyFloat,
  type PyObject,
  PyStrSubclass,
  PyWideStr,
  parseArguments,
  parseKeywords,
  raiseTypeError,
  raiseValueError,
  sortArguments,
  sortItems,
  typeOf,
} from '../../objects/index.ts';

const SUM = { name: 'sum', names: ['iterable', 'start'], positional: 2, required: 0, positionalOnly: 1 };

/** A running sum of doubles with the error term of Neumaier's method (cs_add). */
class CompensatedSum {
  high: number;
  low = 0;
  constructor(high: number) {
    this.high = high;
  }
  add(value: number): void {
    const total = this.high + value;
    this.low +=
      Math.abs(this.high) >= Math.abs(value) ? this.high - total + value : value - total + this.high;
    this.high = total;
  }
  get value(): number {
    return this.low !== 0 && Number.isFinite(this.low) ? this.high + this.low : this.high;
  }
}

/** An int or bool; `undefined` for everything else. */
function plainInt(value: PyObject): IntValue | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? (value ? 1 : 0) : undefined;
}

function isFloat(value: PyObject): value is PyFloat {
  return value instanceof PyFloat && value.ob_type === FloatType;
}

/** Ints exactly, floats and complex compensated, everything else with `+`, changing over as the items do. */
function sum(iterable: PyObject, start: PyObject): Escapes<PyObject> {
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  let result = start;
  let item = next(iterator);
  const initial = typeof result === 'boolean' ? undefined : plainInt(result);
  if (initial !== undefined) {
    let total = initial;
    for (; item !== undefined; item = next(iterator)) {
      const value = plainInt(item);
      if (value === undefined) break;
      if (typeof total === 'number' && typeof value === 'number') {
        const safe: number = total + value;
        total = Number.isSafeInteger(safe) ? safe : intAdd(total, value);
      } else total = intAdd(total, value);
    }
    result = total;
    if (item === undefined) return result;
    result = binaryAdd(result, item);
    item = next(iterator);
  }
  if (isFloat(result)) {
    const total = new CompensatedSum(result.value);
    for (; item !== undefined; item = next(iterator)) {
      if (isFloat(item)) total.add(item.value);
      else {
        const value = plainInt(item);
        if (value === undefined) break;
        total.add(intToFloat(value));
      }
    }
    result = newFloat(total.value);
    if (item === undefined) return result;
    result = binaryAdd(result, item);
    item = next(iterator);
  }
  if (result instanceof PyComplex && result.ob_type === ComplexType) {
    const real = new CompensatedSum(result.real);
    const imag = new CompensatedSum(result.imag);
    for (; item !== undefined; item = next(iterator)) {
      if (item instanceof PyComplex) {
        real.add(item.real);
        imag.add(item.imag);
      } else if (isFloat(item)) real.add(item.value);
      else {
        const value = plainInt(item);
        if (value === undefined) break;
        real.add(intToFloat(value));
      }
    }
    result = newComplex(real.value, imag.value);
    if (item === undefined) return result;
  }
  for (; item !== undefined; item = next(iterator)) result = binaryAdd(result, item);
  return result;
}

function sumArguments(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [iterable, start = 0] = parseArguments(SUM, args, names);
  if (iterable === undefined) raiseTypeError('sum() takes at least 1 positional argument (0 given)');
  if (typeof start === 'string' || start instanceof PyWideStr || start instanceof PyStrSubclass)
    raiseTypeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof PyBytes) raiseTypeError("sum() can't sum bytes [use b''.join(seq) instead]");
  if (start instanceof PyByteArray) raiseTypeError("sum() can't sum bytearray [use b''.join(seq) instead]");
  return sum(iterable, start);
}

/** `min` (op 0, <) and `max` (op 4, >). */
function extreme(name: 'min' | 'max', args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const op = name === 'min' ? 0 : 4;
  const [key = null, standard] = names === null ? [] : parseKeywords(name, ['key', 'default'], args, names);
  const count = args.length - (names?.length ?? 0);
  checkPositional(name, count, 1, -1);
  if (count > 1) {
    if (standard !== undefined)
      raiseTypeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
    let best = args[0]!;
    let bestKey = key === null ? best : call(key, [best]);
    for (let index = 1; index < count; index++) {
      const item = args[index]!;
      const itemKey = key === null ? item : call(key, [item]);
      if (beats(op, itemKey, bestKey)) {
        best = item;
        bestKey = itemKey;
      }
    }
    return best;
  }
  const iterator = getIter(args[0]!);
  const next = typeOf(iterator).tp_iternext!;
  let best: PyObject | undefined;
  let bestKey: PyObject = null;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    const itemKey = key === null ? item : call(key, [item]);
    if (best !== undefined && !beats(op, itemKey, bestKey)) continue;
    best = item;
    bestKey = itemKey;
  }
  if (best !== undefined) return best;
  if (standard !== undefined) return standard;
  raiseValueError(`${name}() iterable argument is empty`);
}

function beats(op: 0 | 4, left: PyObject, right: PyObject): Escapes<boolean> {
  if (typeof left === 'number' && typeof right === 'number') return op === 0 ? left < right : left > right;
  return compareBool(op, left, right);
}

/** Whether any item's truth is `wanted`. */
function some(iterable: PyObject, wanted: boolean): Escapes<boolean> {
  const iterator = getIter(iterable);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    if (isTrue(item) === wanted) return true;
  }
  return false;
}

export const reduceFunctions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'sum',
    doc: "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.",
    call: (_module, args, names) => sumArguments(args, names),
  },
  {
    kind: 'KEYWORDS',
    name: 'min',
    doc: 'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the smallest argument.',
    call: (_module, args, names) => extreme('min', args, names),
  },
  {
    kind: 'KEYWORDS',
    name: 'max',
    doc: 'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the largest argument.',
    call: (_module, args, names) => extreme('max', args, names),
  },
  {
    kind: 'O',
    name: 'any',
    doc: 'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
    call: (_module, iterable) => some(iterable, true),
  },
  {
    kind: 'O',
    name: 'all',
    doc: 'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
    call: (_module, iterable) => !some(iterable, false),
  },
  {
    kind: 'KEYWORDS',
    name: 'sorted',
    doc: 'Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.',
    call(_module, args, names) {
      checkPositional('sorted', args.length - (names === null ? 0 : names.length), 1, 1);
      const items = iterateToArray(args[0]!);
      const { key, reverse } = sortArguments(args.slice(1), names);
      sortItems(items, key, reverse);
      return newList(items);
    },
  },
];

/**
 * Arithmetic on constants, for folding: the values that the running program would get, or null where it would
 * raise, or where the result is too large to be worth keeping (the limits of CPython's `Python/flowgraph.c`).
 */
import type { ConstantOperand } from '../code.ts';

const MAX_INT_BITS = 128;
const MAX_COLLECTION_SIZE = 256;
const MAX_STR_SIZE = 4096;
const MAX_TOTAL_ITEMS = 1024;

type Numeric =
  | { readonly kind: 'int'; readonly value: bigint; readonly isBool: boolean }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly real: number; readonly imag: number };

type Result = ConstantOperand | null;

export function isTruthy(constant: ConstantOperand): boolean {
  switch (constant.type) {
    case 'int':
      return constant.value !== 0;
    case 'float':
      return constant.value !== 0;
    case 'complex':
      return constant.real !== 0 || constant.imag !== 0;
    case 'str':
      return constant.value.length > 0;
    case 'bytes':
      return constant.value.length > 0;
    case 'bool':
      return constant.value;
    case 'none':
      return false;
    case 'tuple':
    case 'frozenset':
      return constant.items.length > 0;
    case 'ellipsis':
    case 'slice':
    case 'code':
      return true;
  }
}

export function intConstant(value: bigint): ConstantOperand {
  const isSmall = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER);
  return { type: 'int', value: isSmall ? Number(value) : value };
}

function floatConstant(value: number): ConstantOperand {
  return { type: 'float', value };
}

function numeric(constant: ConstantOperand): Numeric | null {
  switch (constant.type) {
    case 'int':
      return { kind: 'int', value: BigInt(constant.value), isBool: false };
    case 'bool':
      return { kind: 'int', value: constant.value ? 1n : 0n, isBool: true };
    case 'float':
      return { kind: 'float', value: constant.value };
    case 'complex':
      return { kind: 'complex', real: constant.real, imag: constant.imag };
    default:
      return null;
  }
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

// ---- unary

export type UnaryFold = 'negative' | 'positive' | 'invert' | 'not';

export function foldUnary(op: UnaryFold, operand: ConstantOperand): Result {
  if (op === 'not') return { type: 'bool', value: !isTruthy(operand) };
  const number = numeric(operand);
  if (number === null) return null;
  switch (number.kind) {
    case 'int':
      if (op === 'invert') return number.isBool ? null : intConstant(~number.value);
      return intConstant(op === 'negative' ? -number.value : number.value);
    case 'float':
      if (op === 'invert') return null;
      return floatConstant(op === 'negative' ? -number.value : number.value);
    case 'complex':
      if (op === 'invert') return null;
      return op === 'negative' ? { type: 'complex', real: -number.real, imag: -number.imag } : operand;
  }
}

// ---- binary

/** `operator` is BINARY_OP's oparg. */
export function foldBinary(operator: number, left: ConstantOperand, right: ConstantOperand): Result {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== null && b !== null) {
    if (a.kind === 'complex' || b.kind === 'complex') return foldComplex(operator, a, b);
    if (a.kind === 'float' || b.kind === 'float') return foldFloats(operator, toFloat(a), toFloat(b));
    return foldInts(operator, a.value, b.value, a.isBool && b.isBool);
  }
  if (operator === 0) return concatenate(left, right);
  if (operator === 5) {
    if (b?.kind === 'int') return repeat(left, b.value);
    if (a?.kind === 'int') return repeat(right, a.value);
  }
  return null;
}

function toFloat(number: Exclude<Numeric, { kind: 'complex' }>): number {
  return Number(number.value);
}

function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function foldInts(operator: number, left: bigint, right: bigint, areBools: boolean): Result {
  const bits = (value: bigint): ConstantOperand =>
    areBools ? { type: 'bool', value: value !== 0n } : intConstant(value);
  switch (operator) {
    case 0:
      return intConstant(left + right);
    case 1:
      return bits(left & right);
    case 2:
      return right === 0n ? null : intConstant(floorDivide(left, right));
    case 3:
      if (right < 0n) return null;
      if (
        left !== 0n &&
        right !== 0n &&
        (right > MAX_INT_BITS || bitLength(left) > MAX_INT_BITS - Number(right))
      )
        return null;
      return intConstant(left === 0n ? 0n : left << right);
    case 5:
      if (bitLength(left) + bitLength(right) > MAX_INT_BITS) return null;
      return intConstant(left * right);
    case 6:
      return right === 0n ? null : intConstant(left - floorDivide(left, right) * right);
    case 7:
      return bits(left | right);
    case 8:
      return foldIntPower(left, right);
    case 9:
      if (right < 0n) return null;
      return intConstant(right > 1_000_000n ? (left < 0n ? -1n : 0n) : left >> right);
    case 10:
      return intConstant(left - right);
    case 11: {
      if (right === 0n) return null;
      const isExact = bitLength(left) <= 53 && bitLength(right) <= 53;
      return isExact ? floatConstant(Number(left) / Number(right)) : null;
    }
    case 12:
      return bits(left ^ right);
    default:
      return null;
  }
}

function foldIntPower(left: bigint, right: bigint): Result {
  if (right < 0n)
    return left === 0n || bitLength(left) > 53 ? null : foldFloats(8, Number(left), Number(right));
  if (left !== 0n && right !== 0n && (right > MAX_INT_BITS || bitLength(left) * Number(right) > MAX_INT_BITS))
    return null;
  return intConstant(right === 0n ? 1n : left === 0n ? 0n : left ** right);
}

function foldFloats(operator: number, left: number, right: number): Result {
  // An int too large for a float raises.
  if (!Number.isFinite(left) || !Number.isFinite(right)) return null;
  switch (operator) {
    case 0:
      return floatConstant(left + right);
    case 5:
      return floatConstant(left * right);
    case 10:
      return floatConstant(left - right);
    case 11:
      return right === 0 ? null : floatConstant(left / right);
    case 8: {
      if (left === 0 && right < 0) return null;
      // A negative base with a fractional exponent is complex.
      if (left < 0 && !Number.isInteger(right)) return null;
      const power = left ** right;
      return Number.isFinite(power) ? floatConstant(power) : null;
    }
    default:
      return null;
  }
}

/** Mixed arithmetic works on the parts, as in C99's Annex G (Python 3.14). */
function foldComplex(operator: number, left: Numeric, right: Numeric): Result {
  const a = left.kind === 'complex' ? left : { real: Number(left.value), imag: null };
  const b = right.kind === 'complex' ? right : { real: Number(right.value), imag: null };
  let result: { real: number; imag: number } | null = null;
  if (operator === 0) {
    result = {
      real: a.real + b.real,
      imag: a.imag === null ? b.imag! : b.imag === null ? a.imag : a.imag + b.imag,
    };
  } else if (operator === 10) {
    result = {
      real: a.real - b.real,
      imag: a.imag === null ? -b.imag! : b.imag === null ? a.imag : a.imag - b.imag,
    };
  } else if (operator === 5) {
    if (a.imag === null) result = { real: a.real * b.real, imag: a.real * b.imag! };
    else if (b.imag === null) result = { real: a.real * b.real, imag: a.imag * b.real };
    else result = { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real };
  } else if (operator === 11 && b.imag === null && b.real !== 0) {
    result = { real: a.real / b.real, imag: a.imag! / b.real };
  }
  if (result === null || !Number.isFinite(result.real) || !Number.isFinite(result.imag)) return null;
  return { type: 'complex', ...result };
}

// ---- sequences

function isSurrogate(text: string, index: number, start: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= start && unit < start + 0x400;
}

/** Joining a lone high and a lone low surrogate would make one character of two. */
function joinsSurrogates(left: string, right: string): boolean {
  return isSurrogate(left, left.length - 1, 0xd800) && isSurrogate(right, 0, 0xdc00);
}

function concatenate(left: ConstantOperand, right: ConstantOperand): Result {
  if (left.type === 'str' && right.type === 'str') {
    if (left.codePoints || right.codePoints || joinsSurrogates(left.value, right.value)) return null;
    return { type: 'str', value: left.value + right.value };
  }
  if (left.type === 'bytes' && right.type === 'bytes') {
    return { type: 'bytes', value: Uint8Array.from([...left.value, ...right.value]) };
  }
  if (left.type === 'tuple' && right.type === 'tuple') {
    return { type: 'tuple', items: [...left.items, ...right.items] };
  }
  return null;
}

function totalItems(constant: ConstantOperand): number {
  if (constant.type !== 'tuple') return 1;
  return constant.items.reduce((total, item) => total + totalItems(item), constant.items.length);
}

function repeat(sequence: ConstantOperand, times: bigint): Result {
  if (times < 0n || times > MAX_STR_SIZE) return null;
  const count = Number(times);
  if (sequence.type === 'str') {
    if (sequence.codePoints || sequence.value.length * count > MAX_STR_SIZE) return null;
    if (count > 1 && joinsSurrogates(sequence.value, sequence.value)) return null;
    return { type: 'str', value: sequence.value.repeat(count) };
  }
  if (sequence.type === 'bytes') {
    const size = sequence.value.length;
    if (size * count > MAX_STR_SIZE) return null;
    return {
      type: 'bytes',
      value: Uint8Array.from({ length: size * count }, (_, index) => sequence.value[index % size]!),
    };
  }
  if (sequence.type === 'tuple') {
    const size = sequence.items.length;
    if (size * count > MAX_COLLECTION_SIZE || totalItems(sequence) * count > MAX_TOTAL_ITEMS) return null;
    return {
      type: 'tuple',
      items: Array.from({ length: size * count }, (_, index) => sequence.items[index % size]!),
    };
  }
  return null;
}

/** `container[key]` */
export function foldSubscript(container: ConstantOperand, key: ConstantOperand): Result {
  const items = itemsOf(container);
  if (items === null) return null;
  if (key.type === 'slice') {
    const indexes = sliceIndexes(key, items.length);
    return indexes === null
      ? null
      : sequenceOf(
          container,
          indexes.map((index) => items[index]!),
        );
  }
  const number = numeric(key);
  if (number?.kind !== 'int') return null;
  const index = Number(number.value < 0n ? number.value + BigInt(items.length) : number.value);
  const item = items[index];
  if (item === undefined) return null;
  if (container.type === 'bytes') return { type: 'int', value: item as number };
  return container.type === 'str' ? { type: 'str', value: item as string } : (item as ConstantOperand);
}

type Item = string | number | ConstantOperand;

function itemsOf(container: ConstantOperand): readonly Item[] | null {
  if (container.type === 'str') return container.codePoints ? null : [...container.value];
  if (container.type === 'bytes') return [...container.value];
  return container.type === 'tuple' ? container.items : null;
}

function sequenceOf(like: ConstantOperand, items: readonly Item[]): Result {
  if (like.type === 'bytes') return { type: 'bytes', value: Uint8Array.from(items as number[]) };
  if (like.type === 'tuple') return { type: 'tuple', items: items as ConstantOperand[] };
  const text = (items as string[]).join('');
  return [...text].length === items.length ? { type: 'str', value: text } : null;
}

function sliceIndexes(slice: Extract<ConstantOperand, { type: 'slice' }>, length: number): number[] | null {
  const bound = (constant: ConstantOperand): number | null | undefined => {
    if (constant.type === 'none') return null;
    const number = numeric(constant);
    return number?.kind === 'int' && bitLength(number.value) < 31 ? Number(number.value) : undefined;
  };
  const start = bound(slice.start);
  const stop = bound(slice.stop);
  const step = bound(slice.step) === null ? 1 : bound(slice.step);
  if (start === undefined || stop === undefined || step === undefined || step === null || step === 0)
    return null;
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const clamp = (value: number): number =>
    Math.min(Math.max(value < 0 ? value + length : value, lowest), highest);
  const from = start === null ? (step > 0 ? lowest : highest) : clamp(start);
  const to = stop === null ? (step > 0 ? highest : lowest) : clamp(stop);
  const indexes: number[] = [];
  for (let index = from; step > 0 ? index < to : index > to; index += step) indexes.push(index);
  return indexes;
}

/** Typed semantics of operators that are more than one host operator. */
import type { Escapes, IntValue, Pure, PyObject, Raises, StrValue } from '../../objects/index.ts';

export function not(value: PyObject): Pure<boolean> {
  return value !== true;
}

/** `left % right` with the sign of `right`; both within ±(2⁵³−1), `right` not 0. `+ 0` turns −0 into 0. */
export function modulo(left: number, right: number): Pure<number> {
  const remainder = left % right;
  return remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder + 0;
}

export function concatenate(left: string, right: string): Pure<StrValue> {
  return left + right;
}

/** `left ** right` for a float and a non-negative int; a square is one multiplication, as C's pow rounds it. */
export function floatPower(left: number, right: number): Pure<number> {
  return right === 2 ? left * left : left ** right;
}

type BinaryFunction = (left: PyObject, right: PyObject) => PyObject;

/** Calls what the dispatch on these two types ends at. */
export function invokeBinary(operate: BinaryFunction, left: PyObject, right: PyObject): Escapes<PyObject> {
  const result = operate(left, right);
  return result;
}

type IntFunction = (left: IntValue, right: IntValue) => PyObject;

export function operateOnInts(operate: IntFunction, left: IntValue, right: IntValue): Raises<PyObject> {
  const result = operate(left, right);
  return result;
}

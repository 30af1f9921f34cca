/**
 * The machine's primitives: what an instruction may do besides calling helpers.
 *
 * Definitions call these by name; the generator expands each call for every execution strategy (a stack pops and
 * pushes, registers read and write, compiled code leaves through a side exit, …). They are never run as they stand.
 */
import type { PyFunction, PyInstance, PyObject } from '../objects/index.ts';

function expanded(): never {
  throw new Error('a primitive of vm/instructions was called instead of being expanded by vm/generate');
}

/**
 * The instruction holds only if `condition` does. Otherwise nothing has happened yet and the generic form of the
 * instruction runs instead (interpreters), or compiled code returns to the interpreter at this instruction.
 * Narrows the type, so that typed semantics without their guard do not compile. Must precede every effect.
 */
export function guard(_condition: unknown): asserts _condition {
  expanded();
}
/** Continues at the instruction's target if `condition` holds (inputs popped, no outputs), else falls through. */
export function jumpIf(_condition: boolean): void {
  expanded();
}
/** As `jumpIf`, but the outputs are left either way; stands right before `return`. */
export function jumpAfterIf(_condition: boolean): void {
  expanded();
}
/** Continues at the instruction's target. */
export function jump(): void {
  expanded();
}
/** Calls a Python function whose parameters are exactly the positional `args`; its result is the output. */
export function enterExact(_callee: PyFunction, _args: Args): PyObject {
  return expanded();
}
/** As `enterExact` with `self` before the arguments. */
export function enterMethod(_callee: PyFunction, _self: PyObject, _args: Args): PyObject {
  return expanded();
}
/** Calls `__init__` with `instance` before the arguments; the output is the instance (the call must return None). */
export function enterInit(_callee: PyFunction, _instance: PyInstance, _args: Args): PyObject {
  return expanded();
}
/** Calls a Python function whose locals are already bound (`bindArguments`). */
export function enterBound(_callee: PyFunction, _locals: (PyObject | undefined)[]): PyObject {
  return expanded();
}
/** Leaves the frame. */
export function returnValue(_value: PyObject): void {
  expanded();
}
/** Raises the exception: where the handler is in the same loop, nothing is thrown in the host. */
export function raiseException(_exception: PyObject): void {
  expanded();
}
/** Suspends the frame; the output is the value sent when it resumes. */
export function yieldValue(_value: PyObject): PyObject {
  return expanded();
}
/** Copies the function's closure into the last `count` locals. */
export function copyFreeVariables(_count: number): void {
  expanded();
}
/** Enters a try block whose handler is the instruction's target; `below`: entries on top that the handler does not keep. */
export function pushBlock(_below: 0 | 1): void {
  expanded();
}
/** Leaves the innermost try block. */
export function popBlock(): void {
  expanded();
}

// Kinds of parameters, told apart by the name of their type.

/** The instruction's argument as a number. */
export type Oparg = number;
/** `code.names[oparg]`. */
export type Name = string;
/** `code.consts[oparg]`. */
export type Constant = PyObject;
/** The local variable `oparg`, known to be bound. As a return type: the output goes there. */
export type Local = PyObject;
/** The local variable `oparg`, `undefined` when unbound. */
export type LocalOrUnbound = PyObject | undefined;
/** The stack entry `oparg` below the top after the inputs are popped; it stays there. */
export type Peek = PyObject;
/** As many inputs as the instruction's `count` says (default: `oparg`). */
export type Args = readonly PyObject[];
/** As many outputs as the instruction's `outputs` says; the first value ends on top of the stack. */
export type Outputs = readonly PyObject[];

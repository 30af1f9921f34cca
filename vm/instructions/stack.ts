/** Constants, fast locals and cells (language reference 4.2, "Naming and binding"). */
import type { PyCell, PyObject } from '../objects/index.ts';
import { instruction } from './define.ts';
import type { Frame } from './frame.ts';
import {
  type Constant,
  copyFreeVariables,
  type Local,
  type LocalOrUnbound,
  type Oparg,
} from './primitives.ts';
import { cellContents, deleteCell, newCell, raiseUnbound, setCell } from './runtime/names.ts';

// POP_TOP, COPY, SWAP, PUSH_NULL and NOP only rearrange the stack: the generator knows them as such (stackOnly).

export const RESUME = instruction({
  effect: 'Pure',
  execute(): void {},
});

export const LOAD_CONST = instruction({
  effect: 'Pure',
  execute(constant: Constant): PyObject {
    return constant;
  },
});

/** The compiler proved that the local is bound. */
export const LOAD_FAST = instruction({
  effect: 'Pure',
  execute(local: Local): PyObject {
    return local;
  },
});

export const LOAD_FAST_CHECK = instruction({
  effect: 'Raises',
  execute(local: LocalOrUnbound, frame: Frame, oparg: Oparg): PyObject {
    if (local === undefined) raiseUnbound(frame, oparg);
    return local as PyObject;
  },
});

/** Saves what an inlined comprehension's variable hides; `undefined` when it was unbound. */
export const LOAD_FAST_AND_CLEAR = instruction({
  effect: 'Pure',
  outOfLine: true,
  execute(local: LocalOrUnbound): [saved: PyObject | undefined, local: Local | undefined] {
    return [local, undefined];
  },
});

export const STORE_FAST = instruction({
  effect: 'Pure',
  execute(value: PyObject): [local: Local] {
    return [value];
  },
});

export const DELETE_FAST = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(local: LocalOrUnbound, frame: Frame, oparg: Oparg): [local: Local | undefined] {
    if (local === undefined) raiseUnbound(frame, oparg);
    return [undefined];
  },
});

/** Turns the local into a cell that holds its value. */
export const MAKE_CELL = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(local: LocalOrUnbound): [local: Local] {
    return [newCell(local)];
  },
});

export const COPY_FREE_VARS = instruction({
  effect: 'Writes',
  execute(oparg: Oparg): void {
    copyFreeVariables(oparg);
  },
});

export const LOAD_DEREF = instruction({
  effect: 'Raises',
  execute(local: Local, frame: Frame, oparg: Oparg): PyObject {
    return cellContents(local as PyCell, frame, oparg);
  },
});

export const STORE_DEREF = instruction({
  effect: 'Writes',
  execute(value: PyObject, local: Local): void {
    setCell(local as PyCell, value);
  },
});

export const DELETE_DEREF = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(local: Local, frame: Frame, oparg: Oparg): void {
    deleteCell(local as PyCell, frame, oparg);
  },
});

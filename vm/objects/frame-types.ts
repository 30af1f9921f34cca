/** cell, code, frame and traceback objects as Python sees them (CPython: Objects/cellobject.c, codeobject.c, frameobject.c). */

import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { newBytes } from './bytes-data.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Reads } from './effects.ts';
import { raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import {
  PyCell,
  PyCode,
  type PyFrame,
  PyHostIterator,
  PyModule,
  PyTraceback,
  type PyType,
} from './generated/layouts.ts';
import type { CodeData } from './host-types.ts';
import { addressOf } from './identity.ts';
import { newDict } from './instance.ts';
import { isShared, localNames } from './local-kinds.ts';
import { completeStart, machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { asIndex, compare, equals, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName } from './typeof.ts';
import { CellType, CodeType, FrameType, HostIteratorType, TracebackType } from './types.ts';

// ── cell ──

const asCell = (self: PyObject): PyCell => self as PyCell;

defineType(CellType, {
  slots: {
    tp_new: (type, args, names) => {
      checkNoKeywords('cell', names);
      checkPositional('cell', args.length, 0, 1);
      return new PyCell(type, args[0]);
    },
    tp_repr: (self) => {
      const { contents } = asCell(self);
      if (contents === undefined) return `<cell at ${addressOf(self)}: empty>`;
      return `<cell at ${addressOf(self)}: ${typeName(contents)} object at ${addressOf(contents)}>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyCell) || !(right instanceof PyCell)) return NotImplemented;
      const [a, b] = [left.contents, right.contents];
      if (a !== undefined && b !== undefined) return compare(op, a, b);
      return compare(op, a === undefined ? 0 : 1, b === undefined ? 0 : 1);
    },
  },
  getset: [
    {
      name: 'cell_contents',
      get: cellContents,
      set: (self, value) => {
        asCell(self).contents = value;
      },
    },
  ],
});

function cellContents(self: PyObject): PyObject {
  const { contents } = asCell(self);
  if (contents === undefined) raiseValueError('Cell is empty');
  return contents;
}

// ── code ──

/** How programs see bytecode; `vm/tiers` sets it when it starts. */
export const bytecodeView: {
  publicCode(unit: CodeData): {
    readonly bytes: Uint8Array;
    /** First code unit of each instruction, and the number of units. */
    readonly starts: Int32Array;
    readonly exceptionTable: Uint8Array;
  };
} = {
  publicCode: () => {
    throw new Error('vm/objects: bytecodeView is not set; vm/tiers does so when it starts');
  },
};

/** Offset in `co_code` of an instruction. */
function offsetOf(unit: CodeData, instruction: number): number {
  const { starts } = bytecodeView.publicCode(unit);
  return instruction < 0 ? -1 : (starts[instruction] ?? 0) * 2;
}

const asCode = (self: PyObject): PyCode => self as PyCode;
const unitOf = (self: PyObject): CodeData => (self as PyCode).unit;

const texts = (names: readonly string[]): PyObject => newTuple(names.map((name) => newStr(name)));

/** `co_positions()`: (line, end line, column, end column) of each code unit. */
function positions(code: PyCode): PyObject {
  const { positions: numbers } = code.unit;
  const { starts } = bytecodeView.publicCode(code.unit);
  let instruction = 0;
  let unit = 0;
  const next = (): PyObject | undefined => {
    if (unit >= starts.at(-1)!) return undefined;
    if (unit >= starts[instruction + 1]!) instruction += 1;
    unit += 1;
    const entry = numbers.subarray(instruction * 4, instruction * 4 + 4);
    return newTuple([...entry].map((number) => (number < 0 ? null : number)));
  };
  return new PyHostIterator(HostIteratorType, next, code);
}

/** `co_lines()`: (start, end, line) of each run of instructions of one line, in offsets of `co_code`. */
function lines(code: PyCode): PyObject {
  const { positions: numbers } = code.unit;
  const count = numbers.length / 4;
  let start = 0;
  const next = (): PyObject | undefined => {
    if (start >= count) return undefined;
    const line = numbers[start * 4]!;
    let end = start + 1;
    while (end < count && numbers[end * 4] === line) end++;
    const entry = newTuple([offsetOf(code.unit, start), offsetOf(code.unit, end), line < 0 ? null : line]);
    start = end;
    return entry;
  };
  return new PyHostIterator(HostIteratorType, next, code);
}

const VARNAME = { name: '_varname_from_oparg', names: ['oparg'], positional: 1, required: 1 };

defineType(CodeType, {
  slots: {
    tp_repr: (self) => {
      const { name, filename, firstlineno } = unitOf(self);
      return newStr(`<code object ${name} at ${addressOf(self)}, file "${filename}", line ${firstlineno}>`);
    },
    tp_hash: (self) => {
      const { name, firstlineno, code } = unitOf(self);
      let mixed = name.length * 31 + firstlineno;
      for (let i = 0; i < code.length; i++) mixed = (Math.imul(mixed, 31) + code[i]!) | 0;
      return mixed === -1 ? -2 : mixed;
    },
    tp_richcompare: (left, right, op) => {
      if ((op !== 2 && op !== 3) || !(left instanceof PyCode) || !(right instanceof PyCode))
        return NotImplemented;
      const equal = left === right || sameCode(left, right);
      return op === 2 ? equal : !equal;
    },
  },
  getset: [
    { name: 'co_name', member: true, get: (self) => newStr(unitOf(self).name) },
    { name: 'co_qualname', member: true, get: (self) => newStr(unitOf(self).qualname) },
    { name: 'co_filename', member: true, get: (self) => newStr(unitOf(self).filename) },
    { name: 'co_firstlineno', member: true, get: (self) => unitOf(self).firstlineno },
    { name: 'co_argcount', member: true, get: (self) => unitOf(self).argcount },
    { name: 'co_posonlyargcount', member: true, get: (self) => unitOf(self).posonlyargcount },
    { name: 'co_kwonlyargcount', member: true, get: (self) => unitOf(self).kwonlyargcount },
    { name: 'co_nlocals', get: (self) => unitOf(self).nlocals },
    { name: 'co_stacksize', get: (self) => unitOf(self).stacksize },
    { name: 'co_flags', get: (self) => unitOf(self).flags },
    { name: 'co_code', get: (self) => newBytes(bytecodeView.publicCode(unitOf(self)).bytes.slice()) },
    {
      name: '_co_code_adaptive',
      get: (self) => newBytes(bytecodeView.publicCode(unitOf(self)).bytes.slice()),
    },
    {
      name: 'co_exceptiontable',
      member: true,
      get: (self) => newBytes(bytecodeView.publicCode(unitOf(self)).exceptionTable.slice()),
    },
    { name: 'co_consts', get: (self) => newTuple([...asCode(self).consts]) },
    { name: 'co_names', get: (self) => texts(unitOf(self).names) },
    { name: 'co_varnames', get: (self) => texts(localNames(unitOf(self), 'varnames')) },
    { name: 'co_cellvars', get: (self) => texts(localNames(unitOf(self), 'cellvars')) },
    { name: 'co_freevars', get: (self) => texts(localNames(unitOf(self), 'freevars')) },
  ],
  methods: [
    { kind: 'NOARGS', name: 'co_positions', call: (self) => positions(asCode(self)) },
    {
      kind: 'KEYWORDS',
      name: '_varname_from_oparg',
      doc: '(internal-only) Return the local variable name for the given oparg.',
      call(self, args, names) {
        const [oparg] = parseArguments(VARNAME, args, names);
        const name = unitOf(self).localsplusnames[Number(asIndex(oparg!))];
        if (name === undefined) raiseIndexError('tuple index out of range');
        return newStr(name);
      },
    },
    { kind: 'NOARGS', name: 'co_lines', call: (self) => lines(asCode(self)) },
    {
      kind: 'KEYWORDS',
      name: 'replace',
      call: (self, args, names) => {
        if (names === null ? args.length > 0 : args.length > names.length) {
          raiseTypeError(`replace() takes 0 positional arguments but ${args.length} was given`);
        }
        return replaceCode(asCode(self), args, names ?? []);
      },
    },
  ],
});

/** Fields that `code.replace` can change here, with the member of the unit that they stand for. */
const REPLACEABLE = {
  co_name: 'name',
  co_qualname: 'qualname',
  co_filename: 'filename',
  co_firstlineno: 'firstlineno',
  co_flags: 'flags',
} as const;

function replaceCode(code: PyCode, values: readonly PyObject[], names: readonly string[]): PyCode {
  const changes: Record<string, unknown> = {};
  let consts = code.consts;
  names.forEach((name, i) => {
    const value = values[i]!;
    if (name === 'co_consts') consts = [...(value as { items: PyObject[] } & PyCode).items];
    else if (name in REPLACEABLE)
      changes[REPLACEABLE[name as keyof typeof REPLACEABLE]] =
        typeof value === 'number' ? value : strToJs(value as string);
    else raiseTypeError(`replace() got an unexpected keyword argument '${name}'`);
  });
  const unit: CodeData = { ...code.unit, ...changes };
  return new PyCode(
    code.ob_type,
    unit,
    unit.name,
    consts,
    code.names,
    code.argcount,
    code.simple,
    unit.flags,
  );
}

function sameCode(left: PyCode, right: PyCode): boolean {
  const [a, b] = [left.unit, right.unit];
  return (
    a.name === b.name &&
    a.firstlineno === b.firstlineno &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.code.length === b.code.length &&
    a.code.every((word, i) => word === b.code[i]) &&
    a.names.join() === b.names.join() &&
    a.localsplusnames.join() === b.localsplusnames.join() &&
    left.consts.length === right.consts.length &&
    left.consts.every(
      (constant, i) =>
        typeName(constant) === typeName(right.consts[i]!) && equals(constant, right.consts[i]!),
    )
  );
}

// ── frame ──

const asFrame = (self: PyObject): PyFrame => self as PyFrame;

/** The instruction that the frame is at: the activation knows while it runs. */
function frameInstruction(frame: PyFrame): number {
  return frame.lasti >= 0 ? frame.lasti : frame.activation.instructionIndex();
}

/** The frame that called this one: the activation knows while it runs. */
export function frameCaller(frame: PyFrame): PyFrame | null {
  return frame.back ?? frame.activation.caller?.() ?? null;
}

export function frameLine(frame: PyFrame): Reads<number> {
  return lineOfInstruction(frame.code.unit, frameInstruction(frame));
}

export function lineOfInstruction(unit: CodeData, instruction: number): Reads<number> {
  return instruction < 0 ? unit.firstlineno : (unit.positions[instruction * 4] ?? unit.firstlineno);
}

/**
 * A dict of the locals as they are now. In modules and classes it is the namespace itself, except inside a
 * comprehension there: that sees its own variables alone (PEP 709).
 */
export function frameLocals(frame: PyFrame): PyObject {
  const { unit } = frame.code;
  // CO_OPTIMIZED: a function; otherwise the namespace is the globals, or the class's own.
  const isFunction = (unit.flags & 1) !== 0;
  if (!isFunction) completeStart();
  const namespace = (): PyObject => frame.activation.namespace?.() ?? frame.globals;
  if (!isFunction && unit.nlocals === 0) return namespace();
  const dict = newDict();
  let inComprehension = false;
  frame.activation.locals().forEach((value, i) => {
    const contents = value instanceof PyCell && isShared(unit, i) ? value.contents : value;
    if (contents === undefined) return;
    dict.table.setStr(unit.localsplusnames[i]!, contents);
    inComprehension ||= i < unit.nlocals;
  });
  return isFunction || inComprehension ? dict : namespace();
}

/** What names are looked up in after the globals: the namespace of a module, or whatever mapping `__builtins__` is. */
export function builtinsOfFrame({ globals }: PyFrame): PyObject {
  completeStart();
  const builtins = globals.table.getStr('__builtins__');
  if (builtins === undefined) return machine.builtins;
  return builtins instanceof PyModule ? builtins.dict : builtins;
}

defineType(FrameType, {
  slots: {
    tp_repr: (self) => {
      const frame = asFrame(self);
      const { filename, name } = frame.code.unit;
      return newStr(
        `<frame at ${addressOf(self)}, file ${strToJs(repr(filename))}, line ${frameLine(frame)}, code ${name}>`,
      );
    },
  },
  getset: [
    { name: 'f_back', get: (self) => frameCaller(asFrame(self)) },
    { name: 'f_code', get: (self) => asFrame(self).code },
    {
      name: 'f_globals',
      get: (self) => {
        completeStart();
        return asFrame(self).globals;
      },
    },
    {
      name: 'f_builtins',
      get: (self) => builtinsOfFrame(asFrame(self)),
    },
    { name: 'f_locals', get: (self) => frameLocals(asFrame(self)) },
    { name: 'f_lasti', get: (self) => offsetOf(asFrame(self).code.unit, frameInstruction(asFrame(self))) },
    { name: 'f_lineno', get: (self) => frameLine(asFrame(self)) },
    { name: 'f_trace', get: () => null, set: () => {} },
    { name: 'f_trace_lines', get: () => true, set: () => {} },
    { name: 'f_trace_opcodes', get: () => false, set: () => {} },
    { name: 'f_generator', get: () => null },
  ],
  methods: [{ kind: 'NOARGS', name: 'clear', call: () => null }],
});

// ── traceback ──

const asTraceback = (self: PyObject): PyTraceback => self as PyTraceback;

defineType(TracebackType, {
  slots: {
    tp_new: (type, args, names) => {
      checkNoKeywords('traceback', names);
      if (args.length !== 4) raiseTypeError(`traceback() missing required argument (pos ${args.length + 1})`);
      return newTraceback(type, args);
    },
  },
  getset: [
    {
      name: 'tb_next',
      get: (self) => asTraceback(self).next,
      set: (self, value) => {
        if (value === undefined) raiseTypeError("can't delete tb_next attribute");
        if (value !== null && !(value instanceof PyTraceback)) {
          raiseTypeError(`expected traceback object or None, got '${typeName(value)}'`);
        }
        for (let link = value; link !== null; link = link.next) {
          if (link === self) raiseValueError('traceback loop detected');
        }
        asTraceback(self).next = value;
      },
    },
    { name: 'tb_frame', get: (self) => asTraceback(self).frame },
    {
      name: 'tb_lasti',
      get: (self) => {
        const { offset, frame, lasti } = asTraceback(self);
        return offset >= 0 ? offset : offsetOf(frame.code.unit, lasti);
      },
    },
    { name: 'tb_lineno', get: (self) => asTraceback(self).lineno },
  ],
});

function newTraceback(type: PyType, args: readonly PyObject[]): PyObject {
  const [next, frame, lasti, lineno] = args as [PyObject, PyObject, PyObject, PyObject];
  if (next !== null && !(next instanceof PyTraceback)) {
    raiseTypeError(`expected traceback object or None, got '${typeName(next)}'`);
  }
  if (typeof lasti !== 'number' || typeof lineno !== 'number') {
    raiseTypeError(`'${typeName(lasti)}' object cannot be interpreted as an integer`);
  }
  const instruction = instructionAt((frame as PyFrame).code.unit, lasti);
  const traceback = new PyTraceback(type, next, frame as PyFrame, instruction, lineno);
  traceback.offset = lasti;
  return traceback;
}

/** The instruction at an offset of `co_code`. */
function instructionAt(unit: CodeData, offset: number): number {
  const { starts } = bytecodeView.publicCode(unit);
  if (offset < 0) return -1;
  let instruction = 0;
  while (instruction + 2 < starts.length && starts[instruction + 1]! * 2 <= offset) instruction++;
  return instruction;
}

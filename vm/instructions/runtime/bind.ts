/**
 * Binding arguments to parameters (language reference 6.3.4, 8.7; CPython: Python/ceval.c, initialize_locals), with
 * CPython's messages. The result is the frame's fast locals: parameters first, `undefined` for the rest.
 */
import {
  didYouMean,
  type Escapes,
  type KeywordNames,
  newDict,
  newTuple,
  type PyFunction,
  type PyObject,
  type Raises,
  raiseTypeError,
  textOf,
} from '../../objects/index.ts';

const CO_VARARGS = 4;
const CO_VARKEYWORDS = 8;

type Locals = (PyObject | undefined)[];

/** Locals for positional arguments after an optional `self`. */
export function bindArguments(
  callee: PyFunction,
  self: PyObject | undefined,
  args: readonly PyObject[],
): Raises<Locals> {
  const code = callee.code;
  const given = args.length + (self === undefined ? 0 : 1);
  const locals: Locals = [];
  if (code.simple && given === code.argcount) {
    if (self !== undefined) locals.push(self);
    for (let i = 0; i < args.length; i++) locals.push(args[i]);
    for (let i = given; i < code.unit.localsplusnames.length; i++) locals.push(undefined);
    return locals;
  }
  return bind(callee, self === undefined ? args : [self, ...args], null);
}

/** Locals for a call whose last `names.length` values are keyword arguments. */
export function bind(callee: PyFunction, args: readonly PyObject[], names: KeywordNames): Raises<Locals> {
  const { code } = callee;
  const { unit, argcount } = code;
  const { kwonlyargcount, posonlyargcount, localsplusnames, flags } = unit;
  const total = argcount + kwonlyargcount;
  const positional = args.length - (names === null ? 0 : names.length);
  const locals: Locals = [];
  const copied = positional < argcount ? positional : argcount;
  for (let i = 0; i < copied; i++) locals.push(args[i]);
  for (let i = copied; i < localsplusnames.length; i++) locals.push(undefined);

  let slot = total;
  if (flags & CO_VARARGS) {
    locals[slot] = newTuple(positional > argcount ? args.slice(argcount, positional) : []);
    slot += 1;
  }
  const extra = flags & CO_VARKEYWORDS ? newDict() : null;
  if (extra !== null) locals[slot] = extra;

  if (names !== null) {
    for (let k = 0; k < names.length; k++) {
      const name = names[k]!;
      const value = args[positional + k];
      let parameter = posonlyargcount;
      while (parameter < total && localsplusnames[parameter] !== name) parameter += 1;
      if (parameter < total) {
        if (locals[parameter] !== undefined)
          raiseTypeError(`${qualname(callee)}() got multiple values for argument '${name}'`);
        locals[parameter] = value;
      } else if (extra !== null) extra.table.setStr(name, value!);
      else raiseUnexpectedKeyword(callee, names, name);
    }
  }
  if (positional > argcount && !(flags & CO_VARARGS)) raiseTooManyPositional(callee, positional, locals);

  if (positional < argcount) {
    const defaults = callee.defaults === null ? [] : callee.defaults.items;
    const required = argcount - defaults.length;
    for (let i = positional; i < argcount; i++) {
      if (locals[i] !== undefined) continue;
      if (i < required) raiseMissing(callee, unbound(callee, locals, positional, required), 'positional');
      locals[i] = defaults[i - required];
    }
  }
  if (kwonlyargcount > 0) {
    let missing = false;
    for (let i = argcount; i < total; i++) {
      if (locals[i] !== undefined) continue;
      locals[i] = callee.kwdefaults?.table.getStr(localsplusnames[i]!);
      if (locals[i] === undefined) missing = true;
    }
    if (missing) raiseMissing(callee, unbound(callee, locals, argcount, total), 'keyword-only');
  }
  return locals;
}

/** Names of the parameters from `start` to `end` that have no value. */
function unbound(callee: PyFunction, locals: Locals, start: number, end: number): string[] {
  return callee.code.unit.localsplusnames.filter((_, i) => i >= start && i < end && locals[i] === undefined);
}

/** Locals for a call that leaves its last parameters to their defaults; `select` has checked that they fit. */
export function withDefaults(
  callee: PyFunction,
  self: PyObject | undefined,
  args: readonly PyObject[],
): Escapes<Locals> {
  const { code } = callee;
  const locals: Locals = [];
  if (self !== undefined) locals.push(self);
  for (let i = 0; i < args.length; i++) locals.push(args[i]);
  const defaults = callee.defaults!.items;
  const required = code.argcount - defaults.length;
  for (let i = locals.length; i < code.argcount; i++) locals.push(defaults[i - required]);
  for (let i = code.argcount; i < code.unit.localsplusnames.length; i++) locals.push(undefined);
  return locals;
}

function qualname(callee: PyFunction): string {
  return textOf(callee.qualname);
}

function raiseUnexpectedKeyword(callee: PyFunction, names: readonly string[], name: string): never {
  const { posonlyargcount, localsplusnames } = callee.code.unit;
  const positionalOnly = names.filter(
    (n) => localsplusnames.indexOf(n) >= 0 && localsplusnames.indexOf(n) < posonlyargcount,
  );
  if (positionalOnly.length > 0) {
    raiseTypeError(
      `${qualname(callee)}() got some positional-only arguments passed as keyword arguments: '${positionalOnly.join(', ')}'`,
    );
  }
  const known = localsplusnames.slice(
    posonlyargcount,
    callee.code.argcount + callee.code.unit.kwonlyargcount,
  );
  const hint = didYouMean(known, name);
  raiseTypeError(`${qualname(callee)}() got an unexpected keyword argument '${name}'${hint}`);
}

function raiseTooManyPositional(callee: PyFunction, given: number, locals: Locals): never {
  const { argcount, unit } = callee.code;
  const defaults = callee.defaults === null ? 0 : callee.defaults.items.length;
  const plural = defaults > 0 || argcount !== 1;
  const takes = defaults > 0 ? `from ${argcount - defaults} to ${argcount}` : String(argcount);
  let keywordOnly = 0;
  for (let i = argcount; i < argcount + unit.kwonlyargcount; i++)
    if (locals[i] !== undefined) keywordOnly += 1;
  const also =
    keywordOnly === 0
      ? ''
      : ` positional argument${given === 1 ? '' : 's'} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? '' : 's'})`;
  raiseTypeError(
    `${qualname(callee)}() takes ${takes} positional argument${plural ? 's' : ''} but ${given}${also} ${given === 1 && keywordOnly === 0 ? 'was' : 'were'} given`,
  );
}

function raiseMissing(callee: PyFunction, missing: readonly string[], kind: string): never {
  const quoted = missing.map((name) => `'${name}'`);
  const last = quoted.pop();
  const list =
    quoted.length === 0
      ? last
      : quoted.length === 1
        ? `${quoted[0]} and ${last}`
        : `${quoted.join(', ')}, and ${last}`;
  raiseTypeError(
    `${qualname(callee)}() missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list}`,
  );
}

/** The class statement's `__build_class__` (language reference 8.8, data model 3.3.3; CPython: Python/bltinmodule.c). */
import { getAttributeOrUndefined } from './attributes.ts';
import { call } from './call.ts';
import { mostDerivedMetaclass } from './class-creation.ts';
import type { Escapes } from './effects.ts';
import { raise, raiseTypeError } from './errors.ts';
import { PyCell, PyFunction, PyTuple, PyType } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import { newDict } from './instance.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { repr, setItem } from './operators.ts';
import { isStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { RuntimeErrorType, TypeType } from './types.ts';

/** `args`: the body as a function, the name, the bases, then the values of the keywords `names`. */
export function buildClass(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const keywords = names === null ? [] : names;
  const positional = args.length - keywords.length;
  if (positional < 2) raiseTypeError('__build_class__: not enough arguments');
  const [body, name] = args;
  if (!(body instanceof PyFunction)) raiseTypeError('__build_class__: func must be a function');
  if (!isStr(name!)) raiseTypeError('__build_class__: name is not a string');
  const given = args.slice(2, positional);
  const bases = resolveBases(given);

  let meta: PyObject | undefined;
  const otherNames: string[] = [];
  const otherValues: PyObject[] = [];
  keywords.forEach((keyword, i) => {
    const value = args[positional + i]!;
    if (keyword === 'metaclass') meta = value;
    else {
      otherNames.push(keyword);
      otherValues.push(value);
    }
  });
  if (meta === undefined) meta = bases.length > 0 ? typeOf(bases[0]!) : TypeType;
  if (meta instanceof PyType) meta = mostDerivedMetaclass(meta, bases);

  const prepare = getAttributeOrUndefined(meta, '__prepare__');
  const basesTuple = newTuple(bases);
  const passed = otherNames.length === 0 ? null : otherNames;
  const namespace =
    prepare === undefined ? newDict() : call(prepare, [name!, basesTuple, ...otherValues], passed);
  if (typeof namespace !== 'object' || namespace === null || namespace.ob_type.mp_subscript === null) {
    const who = meta instanceof PyType ? meta.name : '<metaclass>';
    raiseTypeError(`${who}.__prepare__() must return a mapping, not ${typeName(namespace)}`);
  }
  const cell = machine.runClassBody(body, namespace);
  if (bases.length !== given.length || bases.some((base, i) => base !== given[i])) {
    setItem(namespace, '__orig_bases__', newTuple(given));
  }
  const made = call(meta, [name!, basesTuple, namespace, ...otherValues], passed);
  if (cell instanceof PyCell && made instanceof PyType) checkClassCell(cell, name!, made);
  return made;
}

/** A metaclass that makes the class without `type.__new__` leaves `__class__` without its value. */
function checkClassCell(cell: PyCell, name: PyObject, made: PyType): void {
  if (cell.contents === made) return;
  const defining = `defining ${strToJs(repr(name))} as ${strToJs(repr(made))}`;
  if (cell.contents !== undefined)
    raiseTypeError(`__class__ set to ${strToJs(repr(cell.contents))} ${defining}`);
  raise(RuntimeErrorType, `__class__ not set ${defining}. Was __classcell__ propagated to type.__new__?`);
}

/** PEP 560: objects that are no classes say what stands for them. */
function resolveBases(bases: readonly PyObject[]): PyObject[] {
  return bases.flatMap((base) => {
    if (base instanceof PyType) return [base];
    const entries = getAttributeOrUndefined(base, '__mro_entries__');
    if (entries === undefined) return [base];
    const replaced = call(entries, [newTuple(bases.slice())]);
    if (!(replaced instanceof PyTuple)) raiseTypeError('__mro_entries__ must return a tuple');
    return replaced.items;
  });
}

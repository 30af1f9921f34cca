/** The class statement's `__build_class__` (language reference 8.8, data model 3.3.3; CPython: Python/bltinmodule.c). */
import { getAttributeOrUndefined } from './attributes.ts';
import { call } from './call.ts';
import { mostDerivedMetaclass } from './class-creation.ts';
import { raiseTypeError } from './errors.ts';
import type { Escapes } from './effects.ts';
import { PyCell, PyFunction, PyTuple, PyType } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import { newDict } from './instance.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { setItem } from './operators.ts';
import { newTuple } from './tuple.ts';
import { typeName } from './typeof.ts';
import { TypeType } from './types.ts';

/** `args`: the body as a function, the name, the bases, then the values of the keywords `names`. */
export function buildClass(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [body, name] = args;
  if (!(body instanceof PyFunction)) raiseTypeError('__build_class__: func must be a function');
  const keywords = names === null ? [] : names;
  const positional = args.length - keywords.length;
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
  if (meta === undefined) meta = bases.length > 0 ? typeOfBase(bases[0]!) : TypeType;
  if (meta instanceof PyType) meta = mostDerivedMetaclass(meta, bases);

  const prepare = getAttributeOrUndefined(meta, '__prepare__');
  const basesTuple = newTuple(bases);
  const passed = otherNames.length === 0 ? null : otherNames;
  const namespace = prepare === undefined ? newDict() : call(prepare, [name!, basesTuple, ...otherValues], passed);
  if (typeof namespace !== 'object' || namespace === null || namespace.ob_type.mp_subscript === null) {
    const who = meta instanceof PyType ? meta.name : '<metaclass>';
    raiseTypeError(`${who}.__prepare__() must return a mapping, not ${typeName(namespace)}`);
  }
  const cell = machine.runClassBody(body, namespace);
  if (bases.length !== given.length || bases.some((base, i) => base !== given[i])) {
    setItem(namespace, '__orig_bases__', newTuple(given));
  }
  const made = call(meta, [name!, basesTuple, namespace, ...otherValues], passed);
  if (cell instanceof PyCell && cell.contents === undefined && made instanceof PyType) cell.contents = made;
  return made;
}

function typeOfBase(base: PyObject): PyObject {
  return typeof base === 'object' && base !== null ? base.ob_type : TypeType;
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

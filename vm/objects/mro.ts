/** The method resolution order: C3 linearisation (CPython: Objects/typeobject.c mro_implementation, pmerge). */
import type { Escapes, Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyType } from './generated/layouts.ts';
import { iterateToArray } from './iterate.ts';
import { invoke } from './slot-functions.ts';
import { lookupInType } from './type-lookup.ts';
import { typeName } from './typeof.ts';
import { TypeType } from './types.ts';

/** The C3 order of `type`, from its bases' orders. */
export function linearize(type: PyType): Raises<PyType[]> {
  const { bases } = type;
  if (bases.length === 1) return [type, ...bases[0]!.mro];
  for (const [i, base] of bases.entries()) {
    if (bases.indexOf(base) !== i) raiseTypeError(`duplicate base class ${base.name}`);
  }
  const order = [type];
  const rests = [...bases.map((base) => [...base.mro]), [...bases]];
  for (;;) {
    const open = rests.filter((rest) => rest.length > 0);
    if (open.length === 0) return order;
    // The first head that stands in no other list's tail comes next.
    const next = open.map((rest) => rest[0]!).find((head) => !open.some((rest) => rest.indexOf(head) > 0));
    if (next === undefined) {
      const heads = [...new Set(open.map((rest) => rest[0]!.name))];
      raiseTypeError(
        `Cannot create a consistent method resolution order (MRO) for bases ${heads.join(', ')}`,
      );
    }
    order.push(next);
    for (const rest of open) if (rest[0] === next) rest.shift();
  }
}

/** The order of a class, by its metaclass's `mro()` when that is overridden. */
export function computeMro(type: PyType): Escapes<PyType[]> {
  const meta = type.ob_type;
  const custom = meta === TypeType ? undefined : lookupInType(meta, 'mro');
  if (custom === undefined || custom === TypeType.members.get('mro')) return linearize(type);
  const order = iterateToArray(invoke(custom, type, []));
  for (const entry of order) {
    if (!(entry instanceof PyType)) raiseTypeError(`mro() returned a non-class ('${typeName(entry)}')`);
  }
  return order as PyType[];
}

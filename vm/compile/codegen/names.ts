/**
 * Loading, storing and deleting names: which instruction a name takes depends on where the symbol table bound it.
 *
 * Local and free variables are addressed by name here; the flow passes turn the name's index into its slot of
 * the locals array (`varnames`, then cells, then free variables).
 */
import { OPCODE } from '../opcodes.ts';
import type { SourceRange } from '../position.ts';
import type { Binding } from '../symtable/index.ts';
import type { Unit } from '../unit.ts';
import type { CodeGenerator } from './generator.ts';

export type NameContext = 'Load' | 'Store' | 'Del';

/**
 * The oparg, until assembly, of instructions on cells: cells first, then free variables.
 * A class body may have both of one name: its own `__class__` for its methods, and that of a class around it.
 */
export function cellOparg(unit: Unit, mangled: string, prefer: 'cell' | 'free' = 'cell'): number {
  const isFree = unit.freevars.has(mangled);
  if (unit.cellvars.has(mangled) && !(isFree && prefer === 'free')) return unit.cellvars.indexOf(mangled);
  if (isFree) return unit.cellvars.names.length + unit.freevars.indexOf(mangled);
  throw new Error(`${unit.qualname}: ${mangled} is no cell or free variable`);
}

const FAST = { Load: OPCODE.LOAD_FAST, Store: OPCODE.STORE_FAST, Del: OPCODE.DELETE_FAST } as const;
const GLOBAL = { Load: OPCODE.LOAD_GLOBAL, Store: OPCODE.STORE_GLOBAL, Del: OPCODE.DELETE_GLOBAL } as const;
const NAME = { Load: OPCODE.LOAD_NAME, Store: OPCODE.STORE_NAME, Del: OPCODE.DELETE_NAME } as const;

type Access = 'fast' | 'deref' | 'global' | 'name';

export function bindingInUnit(unit: Unit, mangled: string): Binding | undefined {
  return (unit.overriddenBindings.get(mangled) ?? unit.scope).bindingOf(mangled);
}

function accessOf(unit: Unit, mangled: string): Access {
  switch (bindingInUnit(unit, mangled)) {
    case 'free':
    case 'cell':
      return 'deref';
    case 'local':
      return unit.isFunctionLike || unit.hiddenFastLocals.has(mangled) ? 'fast' : 'name';
    case 'implicitGlobal':
      return unit.isFunctionLike ? 'global' : 'name';
    case 'explicitGlobal':
      return 'global';
    case undefined:
      return 'name';
  }
}

export function accessName(g: CodeGenerator, name: string, context: NameContext, range: SourceRange): void {
  const { unit, scope } = g;
  const mangled = g.mangle(name);
  const access = accessOf(unit, mangled);
  switch (access) {
    case 'fast':
      g.emit(FAST[context], unit.varnames.indexOf(mangled), range);
      return;
    case 'deref':
      accessCell(g, mangled, context, range);
      return;
    case 'global':
      // Annotation scopes in a class look into the class's namespace first.
      if (context === 'Load' && scope.canSeeClassScope && bindingInUnit(unit, mangled) === 'implicitGlobal') {
        g.emit(OPCODE.LOAD_DEREF, cellOparg(unit, '__classdict__'), range);
        g.emit(OPCODE.LOAD_FROM_DICT_OR_GLOBALS, unit.names.indexOf(mangled), range);
        return;
      }
      g.emit(GLOBAL[context], unit.names.indexOf(mangled), range);
      return;
    case 'name':
      // An inlined comprehension in a class body does not see the body's names.
      if (context === 'Load' && unit.kind === 'class' && unit.inlinedComprehensionDepth > 0) {
        g.emit(OPCODE.LOAD_GLOBAL, unit.names.indexOf(mangled), range);
        return;
      }
      g.emit(NAME[context], unit.names.indexOf(mangled), range);
      return;
  }
}

function accessCell(g: CodeGenerator, mangled: string, context: NameContext, range: SourceRange): void {
  const { unit, scope } = g;
  const slot = cellOparg(unit, mangled, bindingInUnit(unit, mangled) === 'free' ? 'free' : 'cell');
  if (context === 'Store') {
    g.emit(OPCODE.STORE_DEREF, slot, range);
    return;
  }
  if (context === 'Del') {
    g.emit(OPCODE.DELETE_DEREF, slot, range);
    return;
  }
  if (unit.kind === 'class' && unit.inlinedComprehensionDepth === 0) {
    g.emit(OPCODE.LOAD_LOCALS, 0, range);
    g.emit(OPCODE.LOAD_FROM_DICT_OR_DEREF, slot, range);
  } else if (scope.canSeeClassScope) {
    g.emit(OPCODE.LOAD_DEREF, cellOparg(unit, '__classdict__'), range);
    g.emit(OPCODE.LOAD_FROM_DICT_OR_DEREF, slot, range);
  } else {
    g.emit(OPCODE.LOAD_DEREF, slot, range);
  }
}

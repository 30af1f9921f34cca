/** Making built-in modules out of host functions. */
import {
  BuiltinFunctionType,
  type MethodDef,
  newModule,
  PyBuiltinFunction,
  type PyModule,
  type PyObject,
} from '../objects/index.ts';

export interface ModuleDefinition {
  readonly name: string;
  readonly doc?: string;
  /** Called with the module as `self`. */
  readonly functions?: readonly MethodDef[];
  readonly members?: Readonly<Record<string, PyObject>>;
}

export function defineModule(definition: ModuleDefinition): PyModule {
  const module = newModule(definition.name, definition.doc ?? null);
  const { table } = module.dict;
  addFunctions(module, definition.name, definition.functions ?? []);
  for (const [name, value] of Object.entries(definition.members ?? {})) table.setStr(name, value);
  return module;
}

export function addFunctions(module: PyModule, name: string, functions: readonly MethodDef[]): void {
  const { table } = module.dict;
  for (const def of functions) {
    const fn = new PyBuiltinFunction(BuiltinFunctionType, def, module);
    fn.module = name;
    table.setStr(def.name, fn);
  }
}

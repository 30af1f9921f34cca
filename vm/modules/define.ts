/** Making built-in modules out of host functions. */
import {
  BuiltinFunctionType,
  bufferBytes,
  type Escapes,
  getBuffer,
  type MethodDef,
  newModule,
  newType,
  PyBuiltinFunction,
  type PyModule,
  type PyObject,
  type PyType,
  raiseTypeError,
  TypeType,
  typeName,
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

/** An exception class of a module, as C's `PyErr_NewException` makes it. */
export function exceptionClass(module: string, name: string, ...bases: PyType[]): PyType {
  return newType(TypeType, name, bases, new Map<string, PyObject>([['__module__', module]]));
}

/** The memory of an object that lets others write to it. */
export function writableBytes(value: PyObject, who = ''): Escapes<Uint8Array> {
  const buffer = getBuffer(value);
  if (buffer === undefined || buffer.readonly)
    raiseTypeError(`${who}argument must be read-write bytes-like object, not ${typeName(value)}`);
  buffer.release?.();
  return bufferBytes(buffer);
}

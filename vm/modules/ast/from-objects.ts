/** Objects of `_ast` as a tree of `vm/syntax` (CPython: `obj2ast_…` of Python/Python-ast.c). */
import {
  asIndex,
  asStr,
  Ellipsis,
  type Escapes,
  getAttributeOrUndefined,
  machine,
  PyBytes,
  PyComplex,
  PyFloat,
  PyFrozenSet,
  PyIntSubclass,
  PyList,
  type PyObject,
  PyTuple,
  PyWideStr,
  raiseTypeError,
  raiseValueError,
  repr,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import type { ConstantValue, Mod } from '../../syntax/index.ts';
import { type Constructor, type Field, sumNamed } from './grammar.ts';
import { constructorOf } from './types.ts';
import { validateTree } from './validate.ts';

/** What the compiler wants at the root for a mode. */
const ROOTS = { exec: 'Module', eval: 'Expression', single: 'Interactive' } as const;

/** Raises TypeError or ValueError where the objects are no tree that `mode` can compile. */
export function treeFromObjects(value: PyObject, mode: keyof typeof ROOTS): Escapes<Mod> {
  if (constructorOf(value)?.name !== ROOTS[mode])
    raiseTypeError(`expected ${ROOTS[mode]} node, got ${typeName(value)}`);
  const tree = node(value, 'mod') as Mod;
  validateTree(tree);
  return tree;
}

function node(value: PyObject, sumName: string): Escapes<object | string> {
  const sum = sumNamed.get(sumName)!;
  machine.enterCall(' during ast construction');
  try {
    const found = constructorOf(value);
    const fits = found !== undefined && found.sum === sumName;
    // A missing position is found before the class is looked at.
    const position = sum.positioned ? positionOf(value, sum.isProduct ? sum.name : sumName) : {};
    if (!fits) raiseTypeError(`expected some sort of ${sumName}, but got ${strToJs(repr(value))}`);
    if (sum.isSimple) return found.name;
    return { kind: found.name, ...fieldsOf(value, found), ...position };
  } finally {
    machine.leaveCall();
  }
}

function positionOf(value: PyObject, owner: string): Escapes<object> {
  const read = (name: string): number => {
    const given = getAttributeOrUndefined(value, name);
    if (given === undefined || given === null)
      raiseTypeError(`required field "${name}" missing from ${owner}`);
    return integer(given);
  };
  const readEnd = (name: string, start: number): number => {
    const given = getAttributeOrUndefined(value, name);
    return given === undefined || given === null ? start : integer(given);
  };
  const lineno = read('lineno');
  const col_offset = read('col_offset');
  return {
    lineno,
    col_offset,
    end_lineno: readEnd('end_lineno', lineno),
    end_col_offset: readEnd('end_col_offset', col_offset),
  };
}

function fieldsOf(value: PyObject, found: Constructor): Escapes<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const field of found.fields) {
    const name = found.name === 'Constant' && field.name === 'kind' ? 'string_kind' : field.name;
    result[name] = fieldOf(value, field, found.name);
  }
  // ImportFrom without a level is absolute.
  if (found.name === 'ImportFrom') result.level ??= 0;
  return result;
}

function fieldOf(owner: PyObject, field: Field, ownerName: string): Escapes<unknown> {
  const given = getAttributeOrUndefined(owner, field.name);
  if (field.count === 'many' || field.count === 'many-optional') {
    if (given === undefined) return [];
    if (!(given instanceof PyList))
      raiseTypeError(`${ownerName} field "${field.name}" must be a list, not a ${typeName(given)}`);
    const values: unknown[] = [];
    const { length } = given.items;
    for (let index = 0; index < length; index++) {
      const item = given.items[index]!;
      if (item === null && field.count === 'many-optional') values.push(null);
      else if (item === null && sumNamed.has(field.type)) {
        raiseValueError(
          field.type === 'expr'
            ? 'None disallowed in expression list'
            : field.type === 'stmt'
              ? 'None disallowed in statement list'
              : `expected some sort of ${field.type}, but got None`,
        );
      } else values.push(single(item, field.type));
      if (given.items.length !== length)
        raiseValueError(`${ownerName} field "${field.name}" changed size during iteration`);
    }
    return values;
  }
  if (field.count === 'optional') {
    return given === undefined || given === null ? null : single(given, field.type);
  }
  if (given === undefined) raiseTypeError(`required field "${field.name}" missing from ${ownerName}`);
  if (given === null && field.type !== 'constant')
    raiseValueError(`field '${field.name}' is required for ${ownerName}`);
  return single(given, field.type);
}

function single(value: PyObject, type: string): Escapes<unknown> {
  if (type === 'constant') return constantFromObject(value);
  if (type === 'int') return integer(value);
  if (type === 'identifier' || type === 'string') {
    const text = asStr(value);
    if (text === undefined)
      raiseTypeError(
        type === 'identifier' ? 'AST identifier must be of type str' : 'AST string must be of type str',
      );
    return strToJs(text);
  }
  return node(value, type);
}

function integer(value: PyObject): Escapes<number> {
  if (typeof value !== 'number' && typeof value !== 'boolean' && !(value instanceof PyIntSubclass))
    raiseValueError(`invalid integer value: ${strToJs(repr(value))}`);
  return Number(asIndex(value));
}

/** Only values of the exact built-in types can be constants. */
export function constantFromObject(value: PyObject): Escapes<ConstantValue> {
  if (value === null) return { type: 'none' };
  if (value === Ellipsis) return { type: 'ellipsis' };
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return { type: 'int', value };
    case 'boolean':
      return { type: 'bool', value };
    case 'string':
      return { type: 'str', value };
  }
  if (value instanceof PyWideStr)
    return { type: 'str', value: strToJs(value), codePoints: [...value.points] };
  const exact = !value.ob_type.heap;
  if (exact && value instanceof PyFloat) return { type: 'float', value: value.value };
  if (exact && value instanceof PyComplex) return { type: 'complex', real: value.real, imag: value.imag };
  if (exact && value instanceof PyBytes) return { type: 'bytes', value: value.data };
  if (exact && value instanceof PyTuple) return { type: 'tuple', items: value.items.map(constantFromObject) };
  if (exact && value instanceof PyFrozenSet)
    return { type: 'frozenset', items: value.table.keyItems().map(constantFromObject) };
  raiseTypeError(`got an invalid type in Constant: ${typeName(value)}`);
}

/** A tree of `vm/syntax` as objects of `_ast` (CPython: `PyAST_mod2obj`). */
import {
  BytesType,
  ComplexType,
  Ellipsis,
  instanceSet,
  newFloat,
  newFrozenSet,
  newInstance,
  newList,
  newStr,
  newTuple,
  PyBytes,
  PyComplex,
  type PyInstance,
  type PyObject,
  strFromPoints,
} from '../../objects/index.ts';
import type { ConstantValue, Mod, Node } from '../../syntax/index.ts';
import { constructorNamed, type Field, sumNamed } from './grammar.ts';
import { type AstTypes, astTypes } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Columns of the objects count UTF-8 bytes, those of the tree UTF-16 units; `source` tells the difference. */
export function treeToObjects(tree: Mod, source: string): PyObject {
  return new Conversion(astTypes(), source).node(tree);
}

class Conversion {
  readonly #types: AstTypes;
  /** Null when bytes and units are the same. */
  readonly #lines: readonly string[] | null;

  constructor(types: AstTypes, source: string) {
    this.#types = types;
    // All of ASCII.
    this.#lines = /^[\0-\x7f]*$/.test(source) ? null : source.split(/\r\n|\r|\n/);
  }

  node(node: Node): PyInstance {
    const { fields, positioned, name } = constructorNamed.get(node.kind)!;
    const object = newInstance(this.#types.classes.get(name)!);
    const values = node as unknown as Fields;
    for (const field of fields) {
      const value = values[name === 'Constant' && field.name === 'kind' ? 'string_kind' : field.name];
      instanceSet(object, field.name, this.#field(field, value));
    }
    if (positioned) this.#position(object, values);
    return object;
  }

  #position(object: PyInstance, values: Fields): void {
    const { lineno, col_offset, end_lineno, end_col_offset } = values as Record<string, number>;
    instanceSet(object, 'lineno', lineno!);
    instanceSet(object, 'col_offset', this.#column(lineno!, col_offset!));
    instanceSet(object, 'end_lineno', end_lineno!);
    instanceSet(object, 'end_col_offset', this.#column(end_lineno!, end_col_offset!));
  }

  #column(line: number, column: number): number {
    const text = this.#lines?.[line - 1];
    return text === undefined ? column : utf8Length(text, column);
  }

  #field(field: Field, value: unknown): PyObject {
    if (Array.isArray(value)) return newList(value.map((item) => this.#value(field, item)));
    return this.#value(field, value);
  }

  #value({ type }: Field, value: unknown): PyObject {
    if (value === null || value === undefined) return null;
    if (type === 'constant') return constantToObject(value as ConstantValue);
    if (type === 'int') return value as number;
    if (type === 'identifier' || type === 'string') return newStr(value as string);
    if (sumNamed.get(type)!.isSimple) return this.#types.singletons.get(value as string)!;
    return this.node(value as Node);
  }
}

/** Bytes of the first `units` UTF-16 units. */
function utf8Length(text: string, units: number): number {
  let bytes = 0;
  for (let index = 0; index < units; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair stands for two of its four bytes.
    const isSurrogate = unit >= 0xd800 && unit < 0xe000;
    bytes += unit < 0x80 || Number.isNaN(unit) ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes;
}

export function constantToObject(value: ConstantValue): PyObject {
  switch (value.type) {
    case 'int':
    case 'bool':
      return value.value;
    case 'float':
      return newFloat(value.value);
    case 'complex':
      return new PyComplex(ComplexType, value.real ?? 0, value.imag);
    case 'str':
      return value.codePoints === undefined
        ? newStr(value.value)
        : strFromPoints(Uint32Array.from(value.codePoints));
    case 'bytes':
      return new PyBytes(BytesType, value.value);
    case 'none':
      return null;
    case 'ellipsis':
      return Ellipsis;
    case 'tuple':
      return newTuple(value.items.map(constantToObject));
    case 'frozenset':
      return newFrozenSet(value.items.map(constantToObject));
  }
}

/** Tuples with named fields, as `sys.version_info` (CPython: Objects/structseq.c). */
import {
  createBuiltinType,
  newTuple,
  type PyObject,
  PyTupleSubclass,
  type PyType,
  raiseTypeError,
  repr,
  type StrValue,
  strConcatAll,
  TupleType,
} from '../objects/index.ts';

export interface StructSequence {
  readonly type: PyType;
  make(values: readonly PyObject[]): PyObject;
}

export function structSequence(name: string, fields: readonly string[]): StructSequence {
  const type = createBuiltinType(name, 'PyTupleSubclass', TupleType, {
    final: true,
    slots: {
      tp_new: () => raiseTypeError(`cannot create '${name}' instances`),
      tp_repr(self) {
        const { items } = self as PyTupleSubclass;
        const parts: StrValue[] = [`${name}(`];
        fields.forEach((field, index) => {
          parts.push(`${index > 0 ? ', ' : ''}${field}=`, repr(items[index]!));
        });
        parts.push(')');
        return strConcatAll(parts);
      },
    },
    getset: fields.map((field, index) => ({
      name: field,
      get: (self: PyObject) => (self as PyTupleSubclass).items[index]!,
    })),
    members: {
      n_fields: fields.length,
      n_sequence_fields: fields.length,
      n_unnamed_fields: 0,
      __match_args__: newTuple([...fields]),
    },
  });
  return { type, make: (values) => new PyTupleSubclass(type, [...values]) };
}

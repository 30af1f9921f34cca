/** Tuples with named fields, as `sys.version_info` (CPython: Objects/structseq.c). */
import {
  createBuiltinType,
  type Escapes,
  type GetSetDef,
  isIterable,
  iterateToArray,
  type KeywordNames,
  newDict,
  newTuple,
  PyDict,
  type PyObject,
  PyTupleSubclass,
  type PyType,
  parseArguments,
  raiseTypeError,
  repr,
  type StrValue,
  strConcatAll,
  TupleType,
} from '../objects/index.ts';

export interface StructSequence {
  readonly type: PyType;
  /** `values` may go on into the hidden fields. */
  make(values: readonly PyObject[]): PyObject;
}

export interface StructSequenceOptions {
  readonly doc?: string;
  /** Fields that have a name but are no items of the tuple. */
  readonly hidden?: readonly string[];
  /** Programs make instances: `type(sequence, dict={})`. */
  readonly constructible?: boolean;
}

export function structSequence(
  name: string,
  fields: readonly string[],
  { doc, hidden = [], constructible = false }: StructSequenceOptions = {},
): StructSequence {
  const make = (cls: PyType, values: readonly PyObject[]): PyTupleSubclass => {
    const made = new PyTupleSubclass(cls, values.slice(0, fields.length));
    if (hidden.length === 0) return made;
    made.dict = newDict();
    for (const [index, field] of hidden.entries()) {
      const value = values[fields.length + index];
      made.dict.table.setStr(field, value === undefined ? null : value);
    }
    return made;
  };
  const hiddenValue = (self: PyObject, field: string): PyObject =>
    (self as PyTupleSubclass).dict?.table.getStr(field) ?? null;
  const getset: GetSetDef[] = [
    ...fields.map((field, index) => ({
      name: field,
      get: (self: PyObject) => (self as PyTupleSubclass).items[index]!,
    })),
    ...hidden.map((field) => ({ name: field, get: (self: PyObject) => hiddenValue(self, field) })),
  ];
  const type: PyType = createBuiltinType(name, 'PyTupleSubclass', TupleType, {
    final: true,
    ...(doc === undefined ? {} : { doc }),
    slots: {
      tp_new(cls, args, names) {
        if (!constructible) raiseTypeError(`cannot create '${name}' instances`);
        return make(cls, constructorValues(name, fields, hidden, args, names));
      },
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
    getset,
    methods: [
      {
        kind: 'NOARGS',
        name: '__reduce__',
        call(self) {
          const rest = newDict();
          for (const field of hidden) rest.table.setStr(field, hiddenValue(self, field));
          return newTuple([type, newTuple([newTuple((self as PyTupleSubclass).items), rest])]);
        },
      },
      {
        kind: 'KEYWORDS',
        name: '__replace__',
        doc: 'Return a copy of the structure with new values for the specified fields.',
        call(self, args, names) {
          if (args.length > (names?.length ?? 0))
            raiseTypeError(`__replace__() takes no positional arguments (${args.length} given)`);
          const all = [...fields, ...hidden];
          const values = all.map((field, index) =>
            index < fields.length ? (self as PyTupleSubclass).items[index]! : hiddenValue(self, field),
          );
          const unknown: string[] = [];
          for (const [index, field] of (names ?? []).entries()) {
            const place = all.indexOf(field);
            if (place < 0) unknown.push(`'${field}'`);
            else values[place] = args[index]!;
          }
          if (unknown.length > 0) raiseTypeError(`Got unexpected field name(s): [${unknown.join(', ')}]`);
          return make((self as PyTupleSubclass).ob_type, values);
        },
      },
    ],
    members: {
      n_fields: fields.length + hidden.length,
      n_sequence_fields: fields.length,
      n_unnamed_fields: 0,
      __match_args__: newTuple([...fields]),
    },
  });
  return { type, make: (values) => make(type, values) };
}

/** The values of all fields from the arguments of `type(sequence, dict={})`. */
function constructorValues(
  name: string,
  fields: readonly string[],
  hidden: readonly string[],
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<PyObject[]> {
  const [sequence, rest = null] = parseArguments(
    { name: name.slice(name.lastIndexOf('.') + 1), names: ['sequence', 'dict'], positional: 2, required: 1 },
    args,
    names,
  );
  if (!isIterable(sequence!)) raiseTypeError('constructor requires a sequence');
  if (rest !== null && !(rest instanceof PyDict))
    raiseTypeError(`${name}() takes a dict as second arg, if any`);
  const values = iterateToArray(sequence!);
  const least = fields.length;
  const most = least + hidden.length;
  if (values.length < least || values.length > most) {
    const wanted =
      least === most ? `a ${least}` : values.length < least ? `an at least ${least}` : `an at most ${most}`;
    raiseTypeError(`${name}() takes ${wanted}-sequence (${values.length}-sequence given)`);
  }
  const given = values.length;
  const all = [...fields, ...hidden];
  const known = rest?.table;
  for (const field of all.slice(given)) {
    const value = known?.getStr(field);
    values.push(value === undefined ? null : value);
  }
  if (known !== undefined) {
    for (const field of all.slice(0, given))
      if (known.getStr(field) !== undefined)
        raiseTypeError(`${name}() got duplicate or unexpected field name(s)`);
    for (const key of known.keyItems())
      if (typeof key !== 'string' || !all.includes(key))
        raiseTypeError(`${name}() got duplicate or unexpected field name(s)`);
  }
  return values;
}

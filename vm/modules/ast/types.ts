/** The classes of `_ast`, made from the grammar's table (CPython: Python/Python-ast.c, Parser/asdl_c.py). */
import {
  asStr,
  call,
  createBuiltinType,
  DeprecationWarningType,
  dictAttribute,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  IntType,
  instanceDict,
  isSubtype,
  type KeywordNames,
  ListType,
  makeUnion,
  newDict,
  newDictFrom,
  newGenericAlias,
  newInstance,
  newList,
  newTuple,
  newType,
  ObjectType,
  ownGet,
  PyDict,
  PyGenericAlias,
  type PyHeapObject,
  PyInstance,
  PyList,
  type PyObject,
  PyTuple,
  type PyType,
  PyUnion,
  raiseTypeError,
  repr,
  StrType,
  setAttribute,
  strToJs,
  TypeType,
  textOf,
  typeOf,
  warn,
} from '../../objects/index.ts';
import { type Constructor, type Field, POSITION_FIELDS, sums, sumText } from './grammar.ts';

/** How deep `repr` shows a tree, and how many items of a list. */
const REPR_DEPTH = 3;

export interface AstTypes {
  readonly base: PyType;
  /** Classes of sums and constructors, by name. */
  readonly classes: ReadonlyMap<string, PyType>;
  /** Of a class of the grammar, what it constructs. */
  readonly constructors: ReadonlyMap<PyType, Constructor>;
  /** The one object of each constructor without fields. */
  readonly singletons: ReadonlyMap<string, PyInstance>;
}

let types: AstTypes | null = null;

/** Made when `_ast` is first imported, or a tree first asked for. */
export function astTypes(): AstTypes {
  types ??= createTypes();
  return types;
}

function createTypes(): AstTypes {
  const empty = newTuple([]);
  const base = createBuiltinType('ast.AST', 'PyInstance', ObjectType, {
    hasDict: true,
    weakrefs: true,
    slots: {
      tp_new: (type) => newInstance(type),
      tp_init: initialize,
      tp_repr: (self) => reprOf(self, REPR_DEPTH),
    },
    methods: [
      { kind: 'NOARGS', name: '__reduce__', call: reduce },
      { kind: 'KEYWORDS', name: '__replace__', call: replace },
    ],
    getset: [dictAttribute],
    members: { _fields: empty, __match_args__: empty, _attributes: empty },
  });
  const classes = new Map<string, PyType>();
  const constructors = new Map<PyType, Constructor>();
  const singletons = new Map<string, PyInstance>();
  const make = (name: string, parent: PyType, members: Iterable<[string, PyObject]>): PyType => {
    const type = newType(TypeType, name, [parent], new Map([['__module__', 'ast'], ...members]));
    classes.set(name, type);
    return type;
  };
  for (const sum of sums) {
    const parent = sum.isProduct
      ? base
      : make(sum.name, base, [
          ['_fields', empty],
          ['__match_args__', empty],
          ['__doc__', sumText(sum)],
          ...attributeMembers(sum.positioned),
        ]);
    for (const each of sum.constructors) {
      const fields = newTuple(each.fields.map(({ name }) => name));
      const type = make(each.name, parent, [
        ['_fields', fields],
        ['__match_args__', fields],
        ['__doc__', each.text],
        ...(sum.isProduct ? attributeMembers(sum.positioned) : []),
        ...each.fields
          .filter(({ count }) => count === 'optional')
          .map(({ name }): [string, PyObject] => [name, null]),
      ]);
      constructors.set(type, each);
      if (sum.isSimple) singletons.set(each.name, newInstance(type));
    }
  }
  for (const [type, { fields }] of constructors) {
    const entries = fields.map((field): [string, PyObject] => [field.name, fieldType(field, classes)]);
    type.members.set('_field_types', newDictFrom(entries));
    type.members.set('__annotations_cache__', newDictFrom(entries));
  }
  return { base, classes, constructors, singletons };
}

function attributeMembers(positioned: boolean): [string, PyObject][] {
  if (!positioned) return [['_attributes', newTuple([])]];
  return [
    ['_attributes', newTuple([...POSITION_FIELDS])],
    ['end_lineno', null],
    ['end_col_offset', null],
  ];
}

function fieldType({ type, count }: Field, classes: ReadonlyMap<string, PyType>): PyObject {
  const single =
    type === 'identifier' || type === 'string'
      ? StrType
      : type === 'int'
        ? IntType
        : type === 'constant'
          ? ObjectType
          : classes.get(type)!;
  if (count === 'one') return single;
  if (count === 'optional') return makeUnion([single, null]);
  return newGenericAlias(ListType, newTuple([single]));
}

/** `_fields` or `_attributes` of a class, which a program may have replaced. */
function namesOf(type: PyType, attribute: string): Escapes<string[]> {
  const value = getAttributeOrUndefined(type, attribute);
  const items = value instanceof PyTuple || value instanceof PyList ? value.items : [];
  return items.map((item) => (asStr(item) === undefined ? '' : textOf(item)));
}

/** The name without its module. */
const shortName = ({ name }: PyType): string => name.slice(name.lastIndexOf('.') + 1);
const plural = (count: number): string => (count === 1 ? '' : 's');

function initialize(self: PyObject, args: readonly PyObject[], keywords: KeywordNames): Escapes<void> {
  const type = typeOf(self);
  const names = keywords ?? [];
  const positional = args.length - names.length;
  const fields = namesOf(type, '_fields');
  if (positional > fields.length) {
    raiseTypeError(
      `${shortName(type)} constructor takes at most ${fields.length} positional argument${plural(fields.length)}`,
    );
  }
  const missing = new Set(fields);
  fields.slice(0, positional).forEach((field, index) => {
    setAttribute(self, field, args[index]!);
    missing.delete(field);
  });
  names.forEach((name, index) => {
    const isField = fields.includes(name);
    if (isField && !missing.delete(name))
      raiseTypeError(`${shortName(type)} got multiple values for argument '${name}'`);
    if (!isField && !namesOf(type, '_attributes').includes(name)) {
      warn(
        DeprecationWarningType,
        `${shortName(type)}.__init__ got an unexpected keyword argument '${name}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`,
      );
    }
    setAttribute(self, name, args[positional + index]!);
  });
  if (missing.size > 0) fillMissing(self, type, missing);
}

/** A list is empty, a context is Load, an optional field is the class's None; anything else should have been given. */
function fillMissing(self: PyObject, type: PyType, missing: ReadonlySet<string>): Escapes<void> {
  const known = getAttributeOrUndefined(type, '_field_types');
  if (!(known instanceof PyDict)) return;
  for (const field of missing) {
    const fieldKind = known.table.getStr(field);
    if (fieldKind === undefined) {
      warn(
        DeprecationWarningType,
        `Field '${field}' is missing from ${shortName(type)}._field_types. This will become an error in Python 3.15.`,
      );
    } else if (fieldKind instanceof PyUnion) {
      // The class has None.
    } else if (fieldKind instanceof PyGenericAlias) {
      setAttribute(self, field, newList([]));
    } else if (fieldKind === astTypes().classes.get('expr_context')) {
      setAttribute(self, field, astTypes().singletons.get('Load')!);
    } else {
      warn(
        DeprecationWarningType,
        `${shortName(type)}.__init__ missing 1 required positional argument: '${field}'. This will become an error in Python 3.15.`,
      );
    }
  }
}

/** None for each field that is set, so that unpickling warns of nothing; the values are the state. */
function reduce(self: PyObject): Escapes<PyObject> {
  const type = typeOf(self);
  const dict = instanceDict(self as PyHeapObject);
  const args: PyObject[] = [];
  for (const field of namesOf(type, '_fields')) {
    if (dict.table.getStr(field) === undefined) break;
    args.push(null);
  }
  return newTuple([type, newTuple(args), dict]);
}

function replace(self: PyObject, args: readonly PyObject[], keywords: KeywordNames): Escapes<PyObject> {
  const type = typeOf(self);
  const names = keywords ?? [];
  if (args.length > names.length) raiseTypeError('__replace__() takes no positional arguments');
  const known = [...namesOf(type, '_fields'), ...namesOf(type, '_attributes')];
  const given = new Map(names.map((name, index) => [name, args[index]!]));
  for (const name of names)
    if (!known.includes(name))
      raiseTypeError(`${shortName(type)}.__replace__ got an unexpected keyword argument '${name}'.`);
  const values = newDict();
  const absent: string[] = [];
  const fieldTypes = getAttributeOrUndefined(type, '_field_types');
  for (const name of known) {
    const value = given.get(name) ?? (given.has(name) ? null : ownGet(self as PyHeapObject, name));
    if (value !== undefined) values.table.setStr(name, value);
    else if (namesOf(type, '_fields').includes(name) && fieldTypes instanceof PyDict) {
      const kind = fieldTypes.table.getStr(name);
      if (!(kind instanceof PyUnion)) absent.push(`'${name}'`);
    }
  }
  if (absent.length > 0) {
    raiseTypeError(
      `${shortName(type)}.__replace__ missing ${absent.length} keyword argument${plural(absent.length)}: ${absent.sort().join(', ')}.`,
    );
  }
  const keys = [...values.table.keyItems()].map((key) => textOf(key));
  return call(type, [...values.table.valueItems()], keys);
}

const isNode = (value: PyObject): boolean => isSubtype(typeOf(value), astTypes().base);

function reprOf(self: PyObject, depth: number): Escapes<string> {
  const type = typeOf(self);
  if (depth <= 0) return `${shortName(type)}(...)`;
  const parts = namesOf(type, '_fields').map((field) => {
    const value = getAttribute(self, field);
    return `${field}=${reprOfField(value, depth)}`;
  });
  return `${shortName(type)}(${parts.join(', ')})`;
}

function reprOfField(value: PyObject, depth: number): Escapes<string> {
  if (value instanceof PyList || value instanceof PyTuple) {
    const { items } = value;
    const [open, close] = value instanceof PyList ? ['[', ']'] : ['(', ')'];
    if (items.length === 0) return `${open}${close}`;
    const shown = items.length > 2 ? [items[0]!, items.at(-1)!] : items;
    const texts = shown.map((item) => (isNode(item) ? reprOf(item, depth - 1) : strToJs(repr(item))));
    return `${open}${texts.join(items.length > 2 ? ', ..., ' : ', ')}${close}`;
  }
  return isNode(value) ? reprOf(value, depth - 1) : strToJs(repr(value));
}

/** What an object of the grammar, or of a class derived from it, constructs. */
export function constructorOf(value: PyObject): Constructor | undefined {
  if (!(value instanceof PyInstance)) return undefined;
  const { constructors } = astTypes();
  for (const type of value.ob_type.mro) {
    const found = constructors.get(type as PyType);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isAst(value: PyObject): boolean {
  return types !== null && value instanceof PyInstance && isSubtype(typeOf(value), types.base);
}

/** The module `_string`: templates of `str.format` taken apart, for `string.Formatter` (CPython: Objects/stringlib/unicode_format.h). */
import {
  asStr,
  createBuiltinType,
  fieldNumber,
  type IterNext,
  newStr,
  newTuple,
  ObjectType,
  PyHostIterator,
  type PyModule,
  type PyObject,
  type PyType,
  type Raises,
  raiseTypeError,
  raiseValueError,
  scanField,
  strToJs,
  typeName,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

/** Steps of MarkupIterator: literal text, with the field that follows it; an escaped brace ends the text as well. */
function templateParts(template: string): IterNext {
  let at = 0;
  return () => {
    if (at >= template.length) return undefined;
    let brace = at;
    while (brace < template.length && template[brace] !== '{' && template[brace] !== '}') brace += 1;
    const literal = template.slice(at, brace);
    if (brace === template.length) {
      at = brace;
      return newTuple([newStr(literal), null, null, null]);
    }
    const character = template[brace]!;
    if (template[brace + 1] === character) {
      at = brace + 2;
      return newTuple([newStr(literal + character), null, null, null]);
    }
    if (character === '}' || brace + 1 === template.length)
      raiseValueError(`Single '${character}' encountered in format string`);
    const { segment, end } = scanField(template, brace + 1);
    at = end;
    if ('error' in segment) raiseValueError(segment.error);
    const conversion = segment.conversion === '' ? null : newStr(segment.conversion);
    return newTuple([newStr(literal), newStr(segment.name), newStr(segment.spec), conversion]);
  };
}

/** Steps of FieldNameIterator: `(is_attribute, name)`. */
function nameParts(rest: string): IterNext {
  let at = 0;
  return () => {
    if (at >= rest.length) return undefined;
    const opener = rest[at++];
    let name: string;
    if (opener === '.') {
      const length = rest.slice(at).search(/[.[]/);
      name = length < 0 ? rest.slice(at) : rest.slice(at, at + length);
      at += name.length;
    } else if (opener === '[') {
      const close = rest.indexOf(']', at);
      if (close < 0) raiseValueError("Missing ']' in format string");
      name = rest.slice(at, close);
      at = close + 1;
    } else raiseValueError("Only '.' or '[' may follow ']' in format field specifier");
    if (name === '') raiseValueError('Empty attribute in format string');
    const number = opener === '[' ? fieldNumber(name) : undefined;
    return newTuple([opener === '.', number === undefined ? newStr(name) : number]);
  };
}

function needText(value: PyObject): Raises<string> {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`expected str, got ${typeName(value)}`);
  return strToJs(text);
}

function iteratorType(name: string): PyType {
  return createBuiltinType(name, 'PyHostIterator', ObjectType, {
    slots: { tp_iter: (self) => self, tp_iternext: (self) => (self as PyHostIterator).next() },
  });
}

export function createString(): PyModule {
  const formatterType = iteratorType('formatteriterator');
  const fieldNameType = iteratorType('fieldnameiterator');
  return defineModule({
    name: '_string',
    doc: 'string helper module',
    functions: [
      {
        kind: 'O',
        name: 'formatter_parser',
        doc: 'parse the argument as a format string',
        call: (_module, template) =>
          new PyHostIterator(formatterType, templateParts(needText(template)), undefined),
      },
      {
        kind: 'O',
        name: 'formatter_field_name_split',
        doc: 'split the argument as a field name',
        call(_module, value) {
          const name = needText(value);
          const end = name.search(/[.[]/);
          const first = end < 0 ? name : name.slice(0, end);
          const number = fieldNumber(first);
          const rest = end < 0 ? '' : name.slice(end);
          const parts = new PyHostIterator(fieldNameType, nameParts(rest), undefined);
          return newTuple([number === undefined ? newStr(first) : number, parts]);
        },
      },
    ],
  });
}

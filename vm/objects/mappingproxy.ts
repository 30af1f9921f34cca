/** `types.MappingProxyType`: a read-only view of any mapping (CPython: Objects/descrobject.c). */

import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { callMethod } from './call.ts';
import { raiseTypeError } from './errors.ts';
import { PyList, PyMappingProxy, PyTuple } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { MethodDef } from './host-types.ts';
import type { PyObject } from './object.ts';
import { binaryOr, compare, contains, getItem, getIter, hash, lengthOf, repr, str } from './operators.ts';
import { strConcatAll } from './str.ts';
import { typeName, typeOf } from './typeof.ts';
import { MappingProxyType } from './types.ts';

const mappingOf = (self: PyObject): PyObject => (self as PyMappingProxy).mapping;
const unwrap = (value: PyObject): PyObject => (value instanceof PyMappingProxy ? value.mapping : value);

function forward(name: string, doc: string): MethodDef {
  return { kind: 'NOARGS', name, doc, call: (self) => callMethod(mappingOf(self), name) };
}

defineType(MappingProxyType, {
  doc: 'Read-only proxy of a mapping.',
  pattern: 'mapping',
  slots: {
    tp_new(type, args, names) {
      const parameters = { name: 'mappingproxy', names: ['mapping'], positional: 1, required: 1 };
      const mapping = parseArguments(parameters, args, names)[0]!;
      const unsuitable = mapping instanceof PyList || mapping instanceof PyTuple;
      if (unsuitable || typeOf(mapping).mp_subscript === null)
        raiseTypeError(`mappingproxy() argument must be a mapping, not ${typeName(mapping)}`);
      return new PyMappingProxy(type, mapping);
    },
    tp_repr: (self) => strConcatAll(['mappingproxy(', repr(mappingOf(self)), ')']),
    tp_str: (self) => str(mappingOf(self)),
    tp_hash: (self) => hash(mappingOf(self)),
    tp_richcompare: (left, right, op) => compare(op, mappingOf(left), unwrap(right)),
    tp_iter: (self) => getIter(mappingOf(self)),
    sq_length: (self) => lengthOf(mappingOf(self)),
    sq_contains: (self, key) => contains(key, mappingOf(self)),
    mp_subscript: (self, key) => getItem(mappingOf(self), key),
    nb_or: (left, right) => binaryOr(unwrap(left), unwrap(right)),
    nb_inplace_or(left) {
      raiseTypeError(`'|=' is not supported by ${typeName(left)}; use '|' instead`);
    },
  },
  methods: [
    {
      kind: 'FASTCALL',
      name: 'get',
      min: 1,
      max: 2,
      doc: 'Return the value for key if key is in the mapping, else default.',
      call: (self, args) => callMethod(mappingOf(self), 'get', args[0]!, args.length > 1 ? args[1]! : null),
    },
    forward('keys', "a set-like object providing a view on D's keys"),
    forward('values', "an object providing a view on D's values"),
    forward('items', "a set-like object providing a view on D's items"),
    forward('copy', 'a shallow copy of D'),
    forward('__reversed__', 'D.__reversed__() -> reverse iterator'),
  ],
  classMethods: [
    {
      kind: 'O',
      name: '__class_getitem__',
      doc: 'See PEP 585',
      call: (type, args) => newGenericAlias(type, args),
    },
  ],
});

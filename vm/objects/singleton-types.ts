/** The types of `None`, `...` and `NotImplemented` (CPython: Objects/object.c, Objects/sliceobject.c). */
import { defineType } from './builtin-type.ts';
import { raiseTypeError } from './errors.ts';
import type { PyType } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import type { PyObject } from './object.ts';
import { Ellipsis, NotImplemented } from './singletons.ts';
import { EllipsisType, NoneType, NotImplementedType } from './types.ts';

/** `type(None)()` gives the one instance. */
const always = (value: PyObject) => (type: PyType, args: readonly PyObject[], _names: KeywordNames) => {
  if (args.length > 0) raiseTypeError(`${type.name} takes no arguments`);
  return value;
};

defineType(NoneType, {
  slots: {
    tp_new: always(null),
    tp_repr: () => 'None',
    nb_bool: () => false,
    // A constant, as in CPython, so that hashes of tuples with None are the same in each process.
    tp_hash: () => 0xfca86420,
  },
  doc: 'The type of the None singleton.',
});

defineType(EllipsisType, {
  slots: { tp_new: always(Ellipsis), tp_repr: () => 'Ellipsis' },
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: () => 'Ellipsis' }],
  doc: 'The type of the Ellipsis singleton.',
});

defineType(NotImplementedType, {
  slots: {
    tp_new: always(NotImplemented),
    tp_repr: () => 'NotImplemented',
    nb_bool: () => raiseTypeError('NotImplemented should not be used in a boolean context'),
  },
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: () => 'NotImplemented' }],
  doc: 'The type of the NotImplemented singleton.',
});

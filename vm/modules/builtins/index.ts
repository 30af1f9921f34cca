/**
 * The module `builtins`: functions, types, exceptions and constants. `exec`, `eval`, `compile`, `__import__` and `open`
 * need the machine, which adds them.
 */
import {
  BaseExceptionType,
  BoolType,
  ByteArrayType,
  BytesType,
  buildClass,
  builtinTypes,
  ClassMethodType,
  ComplexType,
  DictType,
  Ellipsis,
  EnumerateType,
  FilterType,
  FloatType,
  FrozenSetType,
  IntType,
  isSubtype,
  ListType,
  MapType,
  MemoryViewType,
  NotImplemented,
  ObjectType,
  OSErrorType,
  PropertyType,
  type PyModule,
  type PyObject,
  RangeType,
  ReversedType,
  SetType,
  SliceType,
  StaticMethodType,
  StrType,
  SuperType,
  TupleType,
  TypeType,
  ZipType,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { objectFunctions } from './objects.ts';
import { printFunctions } from './print.ts';
import { reduceFunctions } from './reduce.ts';
import { valueFunctions } from './values.ts';

const TYPES = [
  ObjectType,
  TypeType,
  IntType,
  BoolType,
  FloatType,
  ComplexType,
  StrType,
  BytesType,
  ByteArrayType,
  MemoryViewType,
  TupleType,
  ListType,
  DictType,
  SetType,
  FrozenSetType,
  RangeType,
  SliceType,
  EnumerateType,
  ZipType,
  MapType,
  FilterType,
  ReversedType,
  PropertyType,
  StaticMethodType,
  ClassMethodType,
  SuperType,
];

export function createBuiltins(): PyModule {
  const members: Record<string, PyObject> = {
    None: null,
    True: true,
    False: false,
    NotImplemented,
    Ellipsis,
    __debug__: true,
    EnvironmentError: OSErrorType,
    IOError: OSErrorType,
  };
  for (const type of TYPES) members[type.name] = type;
  for (const type of builtinTypes) {
    // Names with a dot belong to other modules.
    if (isSubtype(type, BaseExceptionType) && !type.name.includes('.')) members[type.name] = type;
  }
  return defineModule({
    name: 'builtins',
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to access\nthe built-in object by its original name.",
    functions: [
      {
        kind: 'KEYWORDS',
        name: '__build_class__',
        doc: '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
        call: (_module, args, names) => buildClass(args, names),
      },
      ...printFunctions,
      ...reduceFunctions,
      ...objectFunctions,
      ...valueFunctions,
    ],
    members,
  });
}

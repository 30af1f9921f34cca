/**
 * `TypeVar`, `ParamSpec`, `TypeVarTuple` and `Generic` (PEP 484, 612, 646, 695, 696; CPython: Objects/typevarobject.c).
 * What substitutes and checks them is Python code in `typing`.
 */

import { parseArguments } from './arguments.ts';
import { getAttribute } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call } from './call.ts';
import type { Escapes, Reads, Writes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import {
  PyBuiltinFunction,
  PyEllipsis,
  PyHostIterator,
  PyParamSpecPart,
  PyTuple,
  type PyType,
  PyTypeParameter,
} from './generated/layouts.ts';
import type { GetSetDef, KeywordNames, MethodDef } from './host-types.ts';
import { ownSet } from './instance.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { objectNew } from './object-type.ts';
import { equals, isTrue, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { isStr, newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  BuiltinFunctionType,
  GenericType,
  HostIteratorType,
  NoDefaultType,
  ParamSpecArgsType,
  ParamSpecKwargsType,
  ParamSpecType,
  TypeVarTupleType,
  TypeVarType,
} from './types.ts';
import { makeUnion } from './union.ts';

/** `typing.NoDefault`. */
export const NoDefault = new PyEllipsis(NoDefaultType);

/** A function of the module `typing`. */
export function callTyping(name: string, args: PyObject[], names: KeywordNames = null): Escapes<PyObject> {
  return call(getAttribute(machine.importModule('typing'), name), args, names);
}

/** `__name__` of the module whose code is running. */
export function callersModule(): Reads<PyObject> {
  return machine.currentFrame()?.globals.table.getStr('__name__') ?? null;
}

export function newTypeVar(
  name: PyObject,
  evaluateBound: PyObject | undefined,
  evaluateConstraints: PyObject | undefined,
): Writes<PyObject> {
  const parameter = inferring(TypeVarType, name);
  parameter.evaluateBound = evaluateBound;
  parameter.evaluateConstraints = evaluateConstraints;
  return parameter;
}

export function newParamSpec(name: PyObject): Writes<PyObject> {
  return inferring(ParamSpecType, name);
}

export function newTypeVarTuple(name: PyObject): Writes<PyObject> {
  return inferring(TypeVarTupleType, name);
}

/** A parameter of the syntax: its variance is inferred. */
function inferring(type: PyType, name: PyObject): PyTypeParameter {
  const parameter = new PyTypeParameter(type, name);
  parameter.inferVariance = true;
  ownSet(parameter, '__module__', callersModule());
  return parameter;
}

/** `Unpack[parameter]` for a TypeVarTuple; anything else stays as it is. */
export function unpackTypeVarTuple(parameter: PyObject): Escapes<PyObject> {
  return typeOf(parameter) === TypeVarTupleType ? unpacked(parameter) : parameter;
}

function unpacked(parameter: PyObject): Escapes<PyObject> {
  const unpack = getAttribute(machine.importModule('typing'), 'Unpack');
  return typeOf(unpack).mp_subscript!(unpack, parameter);
}

const asParameter = (self: PyObject): PyTypeParameter => self as PyTypeParameter;

type Lazy = 'bound' | 'constraints' | 'defaultValue';
const EVALUATE = {
  bound: 'evaluateBound',
  constraints: 'evaluateConstraints',
  defaultValue: 'evaluateDefault',
} as const;

/** A bound, constraints or default: computed once, in format VALUE. */
function lazily(self: PyObject, what: Lazy, absent: PyObject): Escapes<PyObject> {
  const parameter = asParameter(self);
  const known = parameter[what];
  if (known !== undefined) return known;
  const evaluate = parameter[EVALUATE[what]];
  if (evaluate === undefined) return absent;
  const value = call(evaluate, [1]);
  parameter[what] = value;
  return value;
}

const STRING_FORMAT = 4;

/** The function that computes a value which is known already (`_typing._ConstEvaluator`). */
export function constantEvaluator(value: PyObject): Writes<PyObject> {
  const def: MethodDef = {
    kind: 'O',
    name: '_ConstEvaluator',
    call: (_self, format) => {
      if (format !== STRING_FORMAT) return value;
      if (!(value instanceof PyTuple)) return callAnnotationlib(value);
      const shown = value.items.map((item) => strToJs(callAnnotationlib(item) as string));
      return newStr(`(${shown.join(', ')}${shown.length === 1 ? ',' : ''})`);
    },
  };
  return new PyBuiltinFunction(BuiltinFunctionType, def, undefined);
}

const callAnnotationlib = (value: PyObject): PyObject =>
  call(getAttribute(machine.importModule('annotationlib'), 'type_repr'), [value]);

/** The evaluator as Python sees it: None where there is nothing to compute. */
function evaluator(self: PyObject, what: Lazy): PyObject {
  const parameter = asParameter(self);
  const evaluate = parameter[EVALUATE[what]];
  if (evaluate !== undefined) return evaluate;
  const value = parameter[what];
  return value === undefined || value === NoDefault ? null : constantEvaluator(value);
}

const commonAttributes: readonly GetSetDef[] = [
  { name: '__name__', get: (self) => asParameter(self).name },
  { name: '__default__', get: (self) => lazily(self, 'defaultValue', NoDefault) },
  { name: 'evaluate_default', get: (self) => evaluator(self, 'defaultValue') },
];
const boundAttribute: GetSetDef = { name: '__bound__', get: (self) => lazily(self, 'bound', null) };
const varianceAttributes: readonly GetSetDef[] = [
  { name: '__covariant__', get: (self) => asParameter(self).covariant },
  { name: '__contravariant__', get: (self) => asParameter(self).contravariant },
  { name: '__infer_variance__', get: (self) => asParameter(self).inferVariance },
];

const reprOf = (self: PyObject): PyObject => {
  const { name, covariant, contravariant, inferVariance } = asParameter(self);
  const sign = inferVariance ? '' : covariant ? '+' : contravariant ? '-' : '~';
  return newStr(sign + strToJs(name as string));
};

const hasDefault: MethodDef = {
  kind: 'NOARGS',
  name: 'has_default',
  call: (self) => {
    const { defaultValue, evaluateDefault } = asParameter(self);
    return evaluateDefault !== undefined || (defaultValue !== undefined && defaultValue !== NoDefault);
  },
};
const reduce: MethodDef = { kind: 'NOARGS', name: '__reduce__', call: (self) => asParameter(self).name };

const cannotSubclass = (what: string): MethodDef => ({
  kind: 'O',
  name: '__mro_entries__',
  call: () => raiseTypeError(`Cannot subclass an instance of ${what}`),
});

/** `__typing_subs__` and `__typing_prepare_subst__`, which `typing` has in Python. */
const substitution = (substitute: string, prepare: string): MethodDef[] => [
  { kind: 'O', name: '__typing_subst__', call: (self, arg) => callTyping(substitute, [self, arg]) },
  {
    kind: 'FASTCALL',
    name: '__typing_prepare_subst__',
    min: 2,
    max: 2,
    call: (self, args) => callTyping(prepare, [self, ...args]),
  },
];

const unionSlot = (left: PyObject, right: PyObject): PyObject =>
  isUnionPart(left) && isUnionPart(right)
    ? makeUnion([left, right])
    : callTyping('_make_union', [left, right]);
const isUnionPart = (value: PyObject): boolean =>
  value === null || typeOf(value) === TypeVarType || typeOf(value) === ParamSpecType;

interface Options {
  readonly type: PyType;
  readonly bound: PyObject | undefined;
  readonly variance: readonly (PyObject | undefined)[];
  readonly defaultValue: PyObject | undefined;
}

/** What TypeVar(), ParamSpec() and TypeVarTuple() have in common. */
function construct(name: PyObject, { type, bound, variance, defaultValue }: Options): PyTypeParameter {
  const [covariant, contravariant, inferVariance] = variance.map(
    (flag) => flag !== undefined && isTrue(flag),
  );
  if (covariant && contravariant) raiseValueError('Bivariant types are not supported.');
  if (inferVariance && (covariant || contravariant)) {
    raiseValueError('Variance cannot be specified with infer_variance.');
  }
  const parameter = new PyTypeParameter(type, name);
  if (bound !== undefined && bound !== null) {
    parameter.bound = callTyping('_type_check', [bound, 'Bound must be a type.']);
  }
  parameter.covariant = covariant === true;
  parameter.contravariant = contravariant === true;
  parameter.inferVariance = inferVariance === true;
  parameter.defaultValue = defaultValue;
  ownSet(parameter, '__module__', callersModule());
  return parameter;
}

function checkName(name: PyObject | undefined, what: string): PyObject {
  if (name === undefined || !isStr(name)) {
    raiseTypeError(`${what}() argument 'name' must be str, not ${typeName(name ?? null)}`);
  }
  return name;
}

defineType(TypeVarType, {
  hasDict: true,
  weakrefs: true,
  slots: {
    tp_new: (_type, args, names) => {
      const count = args.length - (names?.length ?? 0);
      // Constraints are what follows the name by position.
      const constraints = args.slice(1, Math.max(1, count));
      const parameters = {
        name: 'typevar',
        names: ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'],
        positional: 1,
        required: 1,
      };
      const rest = [...args.slice(0, Math.min(1, count)), ...args.slice(count)];
      const [name, bound, defaultValue, ...variance] = parseArguments(parameters, rest, names);
      if (constraints.length === 1) raiseTypeError('A single constraint is not allowed');
      if (constraints.length > 0 && bound !== undefined && bound !== null) {
        raiseTypeError('Constraints cannot be combined with bound=...');
      }
      const parameter = construct(checkName(name, 'typevar'), {
        type: TypeVarType,
        bound,
        variance,
        defaultValue,
      });
      if (constraints.length > 0) {
        parameter.constraints = newTuple(
          constraints.map((each) =>
            callTyping('_type_check', [each, 'TypeVar(name, constraint, ...): constraints must be types.']),
          ),
        );
      }
      return parameter;
    },
    tp_repr: reprOf,
    nb_or: unionSlot,
  },
  getset: [
    ...commonAttributes,
    boundAttribute,
    ...varianceAttributes,
    { name: '__constraints__', get: (self) => lazily(self, 'constraints', newTuple([])) },
    { name: 'evaluate_bound', get: (self) => evaluator(self, 'bound') },
    { name: 'evaluate_constraints', get: (self) => evaluator(self, 'constraints') },
  ],
  methods: [
    hasDefault,
    reduce,
    cannotSubclass('TypeVar'),
    { kind: 'O', name: '__typing_subst__', call: (self, arg) => callTyping('_typevar_subst', [self, arg]) },
    {
      kind: 'FASTCALL',
      name: '__typing_prepare_subst__',
      min: 2,
      max: 2,
      call: (self, args) => prepareTypeVar(self, args[0]!, args[1] as PyTuple),
    },
  ],
});

/** Adds the default where an alias is given one argument too few. */
function prepareTypeVar(self: PyObject, alias: PyObject, args: PyTuple): Escapes<PyObject> {
  const parameters = (getAttribute(alias, '__parameters__') as PyTuple).items;
  const index = parameters.findIndex((parameter) => equals(parameter, self));
  if (index < args.items.length) return args;
  if (index === args.items.length) {
    const value = lazily(self, 'defaultValue', NoDefault);
    if (value !== NoDefault) return newTuple([...args.items, value]);
  }
  raiseTypeError(`Too few arguments for ${strToJs(repr(alias))}`);
}

const partType = (self: PyObject): string => (typeOf(self) === ParamSpecArgsType ? 'args' : 'kwargs');

for (const type of [ParamSpecArgsType, ParamSpecKwargsType]) {
  defineType(type, {
    slots: {
      tp_new: (cls, args) =>
        new PyParamSpecPart(
          cls,
          args[0] ?? raiseTypeError(`${cls.name}() missing required argument 'origin' (pos 1)`),
        ),
      tp_repr: (self) => {
        const { origin } = self as PyParamSpecPart;
        const name = origin instanceof PyTypeParameter ? origin.name : repr(origin);
        return newStr(`${strToJs(name as string)}.${partType(self)}`);
      },
      tp_richcompare: (left, right, op) => {
        if ((op !== 2 && op !== 3) || !(right instanceof PyParamSpecPart) || typeOf(left) !== typeOf(right)) {
          return NotImplemented;
        }
        return equals((left as PyParamSpecPart).origin, right.origin) === (op === 2);
      },
    },
    members: { __hash__: null },
    getset: [{ name: '__origin__', get: (self) => (self as PyParamSpecPart).origin }],
    methods: [cannotSubclass(type === ParamSpecArgsType ? 'ParamSpecArgs' : 'ParamSpecKwargs')],
  });
}

defineType(ParamSpecType, {
  hasDict: true,
  weakrefs: true,
  slots: {
    tp_new: (_type, args, names) => {
      const parameters = {
        name: 'paramspec',
        names: ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'],
        positional: 1,
        required: 1,
      };
      const [name, bound, defaultValue, ...variance] = parseArguments(parameters, args, names);
      return construct(checkName(name, 'paramspec'), { type: ParamSpecType, bound, variance, defaultValue });
    },
    tp_repr: reprOf,
    nb_or: unionSlot,
  },
  getset: [
    ...commonAttributes,
    boundAttribute,
    ...varianceAttributes,
    { name: 'args', get: (self) => new PyParamSpecPart(ParamSpecArgsType, self) },
    { name: 'kwargs', get: (self) => new PyParamSpecPart(ParamSpecKwargsType, self) },
  ],
  methods: [
    hasDefault,
    reduce,
    cannotSubclass('ParamSpec'),
    ...substitution('_paramspec_subst', '_paramspec_prepare_subst'),
  ],
});

defineType(TypeVarTupleType, {
  hasDict: true,
  weakrefs: true,
  slots: {
    tp_new: (_type, args, names) => {
      const parameters = { name: 'typevartuple', names: ['name', 'default'], positional: 1, required: 1 };
      const [name, defaultValue] = parseArguments(parameters, args, names);
      const options = { type: TypeVarTupleType, bound: undefined, variance: [], defaultValue };
      return construct(checkName(name, 'typevartuple'), options);
    },
    tp_repr: (self) => asParameter(self).name,
    tp_iter: (self) => {
      let given = false;
      const next = (): PyObject | undefined => {
        if (given) return undefined;
        given = true;
        return unpacked(self);
      };
      return new PyHostIterator(HostIteratorType, next, self);
    },
  },
  getset: [...commonAttributes],
  methods: [
    hasDefault,
    reduce,
    cannotSubclass('TypeVarTuple'),
    {
      kind: 'O',
      name: '__typing_subst__',
      call: () => raiseTypeError('Substitution of bare TypeVarTuple is not supported'),
    },
    {
      kind: 'FASTCALL',
      name: '__typing_prepare_subst__',
      min: 2,
      max: 2,
      call: (self, args) => callTyping('_typevartuple_prepare_subst', [self, ...args]),
    },
  ],
});

defineType(NoDefaultType, {
  slots: {
    tp_new: (_type, args) => {
      if (args.length > 0) raiseTypeError('NoDefaultType takes no arguments');
      return NoDefault;
    },
    tp_repr: () => 'typing.NoDefault',
  },
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: () => 'NoDefault' }],
});

defineType(GenericType, {
  doc: 'Abstract base class for generic types.',
  slots: { tp_new: objectNew },
  classMethods: [
    {
      kind: 'KEYWORDS',
      name: '__class_getitem__',
      call: (cls, args, names) => callTyping('_generic_class_getitem', [cls, ...args], names),
    },
    {
      kind: 'KEYWORDS',
      name: '__init_subclass__',
      call: (cls, args, names) => callTyping('_generic_init_subclass', [cls, ...args], names),
    },
  ],
});

/** The class `typing.Generic`. */
export function typingGeneric(): Reads<PyObject> {
  return GenericType;
}

/** The module `_contextvars` (CPython: Python/context.c, PEP 567): Context, ContextVar, Token. */
import {
  addressOf,
  call,
  checkNoKeywords,
  checkPositional,
  createBuiltinType,
  type Escapes,
  equals,
  getIter,
  isStr,
  LookupErrorType,
  NotImplemented,
  newException,
  newGenericAlias,
  newList,
  newPair,
  ObjectType,
  PyContext,
  PyContextToken,
  PyContextVar,
  PyHostIterator,
  type PyModule,
  type PyObject,
  type PyType,
  parseArguments,
  RuntimeErrorType,
  raise,
  raiseKeyError,
  raiseTypeError,
  raiseValueError,
  repr,
  type StrValue,
  strConcatAll,
  strToJs,
  type TypeDefinition,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { currentThread } from './thread/scheduler.ts';

let types: { context: PyType; token: PyType; variable: PyType } | undefined;

/** Made when first needed: `decimal` keeps its context in a variable whether or not a program imports this module. */
function contextTypes(): { context: PyType; token: PyType; variable: PyType } {
  if (types === undefined) {
    const context = createContextType();
    const missingType = createBuiltinType('Token.MISSING', 'PyHostIterator', ObjectType, {
      final: true,
      slots: { tp_repr: () => '<Token.MISSING>' },
    });
    const token = createTokenType(new PyHostIterator(missingType, () => undefined, undefined));
    types = { context, token, variable: createVariableType(token) };
  }
  return types;
}

const newContext = (vars = new Map<PyContextVar, PyObject>()): PyContext =>
  new PyContext(contextTypes().context, vars);

/** A variable for a module of the host. */
export function newContextVar(name: string): PyContextVar {
  return new PyContextVar(contextTypes().variable, name, undefined);
}

/** The variable's value in the running context; `undefined` when it has none. */
export function contextValue(variable: PyContextVar): PyObject | undefined {
  return currentContext().vars.get(variable);
}

export function setContextValue(variable: PyContextVar, value: PyObject): void {
  own(currentContext()).set(variable, value);
}

/** The context of the running thread, which every thread begins with an empty one of. */
function currentContext(): PyContext {
  const { contexts } = currentThread();
  if (contexts.length === 0) contexts.push(newContext());
  return contexts.at(-1) as PyContext;
}

/** A copy costs nothing: both share the variables until one of them is changed. */
function copyOf(context: PyContext): PyContext {
  context.shared = true;
  const copy = newContext(context.vars as Map<PyContextVar, PyObject>);
  copy.shared = true;
  return copy;
}

function own(context: PyContext): Map<PyContextVar, PyObject> {
  if (context.shared) {
    context.vars = new Map(context.vars);
    context.shared = false;
  }
  return context.vars as Map<PyContextVar, PyObject>;
}

function enter(context: PyContext): Escapes<void> {
  if (context.entered)
    raise(RuntimeErrorType, `cannot enter context: ${strToJs(repr(context))} is already entered`);
  currentContext();
  context.entered = true;
  currentThread().contexts.push(context);
}

function leave(context: PyContext): void {
  currentThread().contexts.pop();
  context.entered = false;
}

function variable(key: PyObject): Escapes<PyContextVar> {
  if (!(key instanceof PyContextVar))
    raiseTypeError(`a ContextVar key was expected, got ${strToJs(repr(key))}`);
  return key;
}

const subscriptable: TypeDefinition['classMethods'] = [
  {
    kind: 'O',
    name: '__class_getitem__',
    doc: 'See PEP 585',
    call: (cls, args) => newGenericAlias(cls, args),
  },
];

const asContext = (self: PyObject): PyContext => self as PyContext;
const keysOf = (self: PyObject): PyObject[] => [...asContext(self).vars.keys()];
const valuesOf = (self: PyObject): PyObject[] => [...asContext(self).vars.values()];

function sameVariables(left: PyContext, right: PyContext): Escapes<boolean> {
  if (left.vars.size !== right.vars.size) return false;
  for (const [key, value] of left.vars) {
    const other = right.vars.get(key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}

function createContextType(): PyType {
  return createBuiltinType('_contextvars.Context', 'PyContext', ObjectType, {
    final: true,
    weakrefs: true,
    slots: {
      tp_new(_type, args, names) {
        checkPositional('Context', args.length - (names?.length ?? 0), 0, 0);
        checkNoKeywords('Context', names);
        return newContext();
      },
      tp_richcompare(left, right, op) {
        if ((op !== 2 && op !== 3) || !(right instanceof PyContext)) return NotImplemented;
        return sameVariables(asContext(left), right) === (op === 2);
      },
      tp_iter: (self) => getIter(newList(keysOf(self))),
      sq_length: (self) => asContext(self).vars.size,
      sq_contains: (self, key) => asContext(self).vars.has(variable(key)),
      mp_subscript(self, key) {
        const value = asContext(self).vars.get(variable(key));
        return value === undefined ? raiseKeyError(key) : value;
      },
    },
    members: { __hash__: null },
    methods: [
      {
        kind: 'KEYWORDS',
        name: 'run',
        within: { begin: (self) => enter(asContext(self)), end: (self) => leave(asContext(self)) },
        doc: 'Execute callable(*args, **kwargs) in the context.',
        call(self, args, names) {
          if (args.length === (names?.length ?? 0))
            raiseTypeError('run() missing 1 required positional argument');
          enter(asContext(self));
          try {
            return call(args[0]!, args.slice(1), names);
          } finally {
            leave(asContext(self));
          }
        },
      },
      {
        kind: 'NOARGS',
        name: 'copy',
        doc: 'Return a shallow copy.',
        call: (self) => copyOf(asContext(self)),
      },
      {
        kind: 'FASTCALL',
        name: 'get',
        min: 1,
        max: 2,
        doc: 'Return the value for `key` if `key` has the value in the context object.',
        call(self, args) {
          const value = asContext(self).vars.get(variable(args[0]!));
          if (value !== undefined) return value;
          return args.length > 1 ? args[1]! : null;
        },
      },
      { kind: 'NOARGS', name: 'keys', call: (self) => getIter(newList(keysOf(self))) },
      { kind: 'NOARGS', name: 'values', call: (self) => getIter(newList(valuesOf(self))) },
      {
        kind: 'NOARGS',
        name: 'items',
        call: (self) =>
          getIter(newList([...asContext(self).vars].map(([key, value]) => newPair(key, value)))),
      },
    ],
  });
}

const asToken = (self: PyObject): PyContextToken => self as PyContextToken;

function reset(variable: PyContextVar, token: PyContextToken): Escapes<null> {
  if (token.used) raise(RuntimeErrorType, `${strToJs(repr(token))} has already been used once`);
  if (token.variable !== variable)
    raiseValueError(`${strToJs(repr(token))} was created by a different ContextVar`);
  const context = currentContext();
  if (token.context !== context)
    raiseValueError(`${strToJs(repr(token))} was created in a different Context`);
  token.used = true;
  if (token.old === undefined) own(context).delete(variable);
  else own(context).set(variable, token.old);
  return null;
}

function createTokenType(missing: PyObject): PyType {
  return createBuiltinType('_contextvars.Token', 'PyContextToken', ObjectType, {
    final: true,
    slots: {
      tp_new: () => raise(RuntimeErrorType, 'Tokens can only be created by ContextVars'),
      tp_repr(self) {
        const { used, variable } = asToken(self);
        return strConcatAll([`<Token${used ? ' used' : ''} var=`, repr(variable), ` at ${addressOf(self)}>`]);
      },
    },
    getset: [
      { name: 'var', get: (self) => asToken(self).variable },
      {
        name: 'old_value',
        get: (self) => {
          const { old } = asToken(self);
          return old === undefined ? missing : old;
        },
      },
    ],
    methods: [
      { kind: 'NOARGS', name: '__enter__', doc: 'Enter into Token context manager.', call: (self) => self },
      {
        kind: 'FASTCALL',
        name: '__exit__',
        min: 3,
        max: 3,
        doc: 'Exit from Token context manager, restore the linked ContextVar.',
        call: (self) => reset(asToken(self).variable, asToken(self)),
      },
    ],
    classMethods: subscriptable,
    members: { __hash__: null, MISSING: missing },
  });
}

const asVariable = (self: PyObject): PyContextVar => self as PyContextVar;
const NEW_VARIABLE = { name: 'ContextVar', names: ['name', 'default'], positional: 1, required: 1 };

function createVariableType(tokenType: PyType): PyType {
  return createBuiltinType('_contextvars.ContextVar', 'PyContextVar', ObjectType, {
    final: true,
    weakrefs: true,
    slots: {
      tp_new(type, args, names) {
        const [name, initial] = parseArguments(NEW_VARIABLE, args, names);
        if (!isStr(name!)) raiseTypeError('context variable name must be a str');
        return new PyContextVar(type, name!, initial);
      },
      tp_repr(self) {
        const { name, initial } = asVariable(self);
        const parts: StrValue[] = ['<ContextVar name=', repr(name)];
        if (initial !== undefined) parts.push(' default=', repr(initial));
        return strConcatAll([...parts, ` at ${addressOf(self)}>`]);
      },
    },
    getset: [{ name: 'name', get: (self) => asVariable(self).name }],
    methods: [
      {
        kind: 'FASTCALL',
        name: 'get',
        min: 0,
        max: 1,
        doc: 'Return a value for the context variable for the current context.',
        call(self, args) {
          const value = currentContext().vars.get(asVariable(self));
          if (value !== undefined) return value;
          if (args.length > 0) return args[0]!;
          const { initial } = asVariable(self);
          if (initial !== undefined) return initial;
          throw newException(LookupErrorType, [self]);
        },
      },
      {
        kind: 'O',
        name: 'set',
        doc: 'Call to set a new value for the context variable in the current context.',
        call(self, value) {
          const context = currentContext();
          const old = context.vars.get(asVariable(self));
          own(context).set(asVariable(self), value);
          return new PyContextToken(tokenType, context, asVariable(self), old);
        },
      },
      {
        kind: 'O',
        name: 'reset',
        doc: 'Reset the context variable.',
        call(self, token) {
          if (!(token instanceof PyContextToken))
            raiseTypeError(`expected an instance of Token, got ${strToJs(repr(token))}`);
          return reset(asVariable(self), token);
        },
      },
    ],
    classMethods: subscriptable,
  });
}

export function createContextvars(): PyModule {
  const { context, token, variable } = contextTypes();
  return defineModule({
    name: '_contextvars',
    doc: 'Context Variables',
    functions: [
      {
        kind: 'NOARGS',
        name: 'copy_context',
        doc: 'Return a copy of the current Context object.',
        call: () => copyOf(currentContext()),
      },
    ],
    members: { Context: context, ContextVar: variable, Token: token },
  });
}

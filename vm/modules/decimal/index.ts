/** The module `_decimal` (General Decimal Arithmetic 1.70; CPython: Modules/_decimal/_decimal.c). */
import {
  asInt,
  asStr,
  call,
  callMethod,
  type Escapes,
  getAttribute,
  type MethodDef,
  machine,
  newList,
  newTuple,
  type PyDecimal,
  type PyDecimalContext,
  PyFloat,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import * as arithmetic from './arithmetic.ts';
import { numberClass, sameQuantum } from './compare.ts';
import { copyContext, createContextTypes, currentContext, localContext, setContext } from './context.ts';
import { arithmeticOf, exactly, fromDouble, plainText, requiredOperand } from './convert.ts';
import { power, powerModulo } from './elementary.ts';
import {
  CONDITION,
  type Context,
  digitsOf,
  finite,
  isNan,
  MAX_EMAX,
  MAX_PREC,
  MIN_EMIN,
  MIN_ETINY,
  nan,
  ROUNDING_MODES,
} from './number.ts';
import {
  BINARY,
  BINARY_OF_CONTEXT,
  CONTEXT_QUESTIONS,
  COPIES,
  QUESTIONS,
  UNARY,
  UNARY_OF_CONTEXT,
} from './operations.ts';
import { fix } from './rounding.ts';
import { createExceptions, settle } from './signals.ts';
import { parseDecimal, toText } from './text.ts';
import { createDecimalType } from './type.ts';

const as = (self: PyObject): PyDecimalContext => self as PyDecimalContext;

/** A method of Context whose arguments are numbers. */
function operation(
  name: string,
  count: number,
  compute: (context: Context, operands: PyDecimal[]) => PyObject,
): MethodDef {
  const names = count === 1 ? ['x'] : count === 2 ? ['a', 'b'] : ['a', 'b', 'c'];
  const parameters = { name, names: names.slice(0, count), positional: count, required: count };
  return {
    kind: 'KEYWORDS',
    name,
    call(self, args, keywords) {
      const values = parseArguments(parameters, args, keywords);
      const operands = values.map((value) => requiredOperand(value!));
      const result = compute(arithmeticOf(as(self)), operands);
      if (as(self).status !== 0) settle(as(self));
      return result;
    },
  };
}

const POWER = { name: 'power', names: ['a', 'b', 'modulo'], positional: 3, required: 2 };

function contextOperations(): MethodDef[] {
  const defs: MethodDef[] = [];
  for (const [name, compute] of Object.entries({ ...UNARY, ...UNARY_OF_CONTEXT }))
    defs.push(operation(name, 1, (context, [x]) => compute(context, x!)));
  for (const [name, compute] of Object.entries({ ...BINARY, ...BINARY_OF_CONTEXT }))
    defs.push(operation(name, 2, (context, [x, y]) => compute(context, x!, y!)));
  for (const [name, copy] of Object.entries({ ...COPIES, copy_decimal: COPIES.canonical! }))
    defs.push(operation(name, 1, (_context, [x]) => copy(x!)));
  for (const [name, ask] of Object.entries(QUESTIONS))
    defs.push(operation(name, 1, (_context, [x]) => ask(x!)));
  for (const [name, ask] of Object.entries(CONTEXT_QUESTIONS))
    defs.push(operation(name, 1, (context, [x]) => ask(context, x!)));
  return [
    ...defs,
    operation('fma', 3, (context, [x, y, z]) => arithmetic.fma(context, x!, y!, z!)),
    operation('divmod', 2, (context, [x, y]) => newTuple(arithmetic.divmod(context, x!, y!))),
    operation('number_class', 1, (context, [x]) => numberClass(context, x!)),
    operation('same_quantum', 2, (_context, [x, y]) => sameQuantum(x!, y!)),
    operation('to_sci_string', 1, (context, [x]) => toText(x!, context.capitals)),
    operation('to_eng_string', 1, (context, [x]) => toText(x!, context.capitals, true)),
    { kind: 'NOARGS', name: 'radix', doc: 'Return 10.', call: () => finite(0, 10n, 0) },
    {
      kind: 'KEYWORDS',
      name: 'power',
      doc: 'Compute a**b.  If modulo is given, compute (a**b) % modulo.',
      call(self, args, names) {
        const [a, b, modulo] = parseArguments(POWER, args, names);
        const [x, y] = [requiredOperand(a!), requiredOperand(b!)];
        const context = arithmeticOf(as(self));
        const result =
          modulo === undefined || modulo === null
            ? power(context, x, y)
            : powerModulo(context, x, y, requiredOperand(modulo));
        settle(as(self));
        return result;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'create_decimal',
      min: 0,
      max: 1,
      doc: 'Create a new Decimal instance from num, using self as the context.',
      call: (self, args) => createDecimal(as(self), args.length > 0 ? args[0]! : '0'),
    },
    {
      kind: 'O',
      name: 'create_decimal_from_float',
      doc: 'Create a new Decimal instance from float f, rounded by the context.',
      call(self, value) {
        if (!(value instanceof PyFloat) && asInt(value) === undefined)
          raiseTypeError('argument must be int or float');
        const number = value instanceof PyFloat ? fromDouble(value.value) : requiredOperand(value);
        const result = fix(arithmeticOf(as(self)), number);
        settle(as(self));
        return result;
      },
    },
  ];
}

/** Rounded to the context, as no constructor does. */
function createDecimal(context: PyDecimalContext, value: PyObject): Escapes<PyObject> {
  const own = arithmeticOf(context);
  let number: PyDecimal;
  if (asStr(value) !== undefined) {
    // No blanks and no underscores here.
    const text = plainText(value);
    const given = asStr(value)!;
    const parsed = typeof given === 'string' && /[\s_]/.test(given) ? undefined : parseDecimal(text);
    const tooLong =
      parsed !== undefined &&
      isNan(parsed) &&
      parsed.coefficient !== 0n &&
      digitsOf(parsed) > own.prec - own.clamp;
    if (parsed === undefined || tooLong) {
      context.status |= CONDITION.ConversionSyntax;
      settle(context);
      return nan();
    }
    number = parsed;
  } else if (value instanceof PyFloat) {
    context.status |= CONDITION.FloatOperation;
    settle(context);
    number = fromDouble(value.value);
  } else number = exactly(context, value);
  if (isNan(number)) {
    if (number.coefficient !== 0n && digitsOf(number) > own.prec - own.clamp) {
      context.status |= CONDITION.ConversionSyntax;
      settle(context);
      return nan();
    }
    return number;
  }
  const result = fix(own, number);
  settle(context);
  return result;
}

/** Largest argument of `IEEEContext`. */
const IEEE_CONTEXT_MAX_BITS = 256;

function ieeeContext(bits: PyObject): Escapes<PyObject> {
  const size = Number(asInt(bits) ?? raiseTypeError('argument must be an integer'));
  if (size <= 0 || size > IEEE_CONTEXT_MAX_BITS || size % 32 !== 0)
    raiseValueError(`argument must be a multiple of 32, with a maximum of ${IEEE_CONTEXT_MAX_BITS}`);
  const context = copyContext(currentContext());
  context.prec = 9 * (size / 32) - 2;
  context.emax = 3 * 2 ** (size / 16 + 3);
  context.emin = 1 - context.emax;
  context.rounding = 'ROUND_HALF_EVEN';
  context.traps.bits = 0;
  context.flags.bits = 0;
  context.clamp = 1;
  context.capitals = 1;
  return context;
}

function createDecimalTuple(): PyObject {
  const collections = machine.importModule('collections');
  const fields = newList(['sign', 'digits', 'exponent']);
  return call(getAttribute(collections, 'namedtuple'), ['DecimalTuple', fields, 'decimal'], ['module']);
}

export function createDecimalModule(): PyModule {
  const exceptions = createExceptions();
  const tuple = createDecimalTuple();
  const decimal = createDecimalType((values) => call(tuple, values));
  const { context, templates } = createContextTypes(contextOperations());
  const module = defineModule({
    name: '_decimal',
    doc: 'C decimal arithmetic module',
    functions: [
      {
        kind: 'NOARGS',
        name: 'getcontext',
        doc: 'Get the current default context.',
        call: currentContext,
      },
      {
        kind: 'O',
        name: 'setcontext',
        doc: 'Set a new default context.',
        call: (_module, value) => setContext(value),
      },
      localContext,
      {
        kind: 'O',
        name: 'IEEEContext',
        doc: 'Return a context object initialized to the proper values for one of the IEEE interchange formats.',
        call: (_module, bits) => ieeeContext(bits),
      },
    ],
    members: {
      ...exceptions.types,
      DecimalException: exceptions.base,
      Decimal: decimal,
      DecimalTuple: tuple,
      Context: context,
      DefaultContext: templates.standard,
      BasicContext: templates.basic,
      ExtendedContext: templates.extended,
      MAX_PREC,
      MAX_EMAX,
      MIN_EMIN,
      MIN_ETINY,
      IEEE_CONTEXT_MAX_BITS,
      HAVE_THREADS: true,
      HAVE_CONTEXTVAR: true,
      __version__: '1.70',
      __libmpdec_version__: '2.5.1',
      ...Object.fromEntries(ROUNDING_MODES.map((mode) => [mode, mode])),
    },
  });
  // As `numbers` has it: a number, though no Real.
  callMethod(getAttribute(machine.importModule('numbers'), 'Number'), 'register', decimal);
  return module;
}

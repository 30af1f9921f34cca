/** Formatted string literals (language reference 2.5.4 and 6.2, PEP 701). */
import { format, newInterpolation, newTemplate, type PyObject } from '../objects/index.ts';
import { instruction, specialization } from './define.ts';
import { type Args, guard, type Oparg } from './primitives.ts';
import { isPlainStr } from './runtime/predicates.ts';
import { selectFormatSimple } from './runtime/select-operators.ts';
import { convertValue, joinStrings } from './runtime/text.ts';

/** 1 `!s`, 2 `!r`, 3 `!a`. */
export const CONVERT_VALUE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, oparg: Oparg): PyObject {
    return convertValue(value, oparg);
  },
});

export const FORMAT_SIMPLE = instruction({
  effect: 'Escapes',
  select: selectFormatSimple,
  execute(value: PyObject): PyObject {
    return format(value, '');
  },
});

export const FORMAT_SIMPLE_STR = specialization(FORMAT_SIMPLE, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(value: PyObject): PyObject {
    guard(isPlainStr(value));
    return value;
  },
});

export const FORMAT_WITH_SPEC = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, spec: PyObject): PyObject {
    return format(value, spec);
  },
});

export const BUILD_STRING = instruction({
  effect: 'Pure',
  execute(args: Args): PyObject {
    return joinStrings(args);
  },
});

/** A template string (PEP 750) of its tuples of strings and interpolations. */
export const BUILD_TEMPLATE = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(strings: PyObject, interpolations: PyObject): PyObject {
    return newTemplate(strings, interpolations);
  },
});

/** Inputs: value, source text, and the format spec if bit 0 of the oparg is set; the conversion's number from bit 2 on. */
export const BUILD_INTERPOLATION = instruction({
  effect: 'Writes',
  outOfLine: true,
  count: (oparg) => 2 + (oparg & 1),
  execute(args: Args, oparg: Oparg): PyObject {
    return newInterpolation(args, oparg >> 2);
  },
});

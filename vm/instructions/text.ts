/** Formatted string literals (language reference 2.5.4 and 6.2, PEP 701). */
import { format, type PyObject } from '../objects/index.ts';
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

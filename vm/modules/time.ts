/** The module `time`: clocks and sleep (CPython: Modules/timemodule.c). */
import { getHost } from '../host/index.ts';
import {
  asStr,
  type Escapes,
  type MethodDef,
  NamespaceType,
  newDictFrom,
  newFloat,
  normalizeInt,
  type PyModule,
  PyNamespace,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  textOf,
  toFloatValue,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { sleep as pause } from './thread/scheduler.ts';

type Clock = () => bigint;

const CLOCKS: Readonly<
  Record<string, { readonly read: Clock; readonly adjustable: boolean; readonly monotonic: boolean }>
> = {
  time: { read: () => getHost().wallNanoseconds(), adjustable: true, monotonic: false },
  monotonic: { read: () => getHost().monotonicNanoseconds(), adjustable: false, monotonic: true },
  perf_counter: { read: () => getHost().monotonicNanoseconds(), adjustable: false, monotonic: true },
  process_time: { read: () => getHost().processNanoseconds(), adjustable: false, monotonic: true },
  thread_time: { read: () => getHost().processNanoseconds(), adjustable: false, monotonic: true },
};

/** Seconds as the nearest double: whole seconds and the rest apart, so that none of the 53 bits is lost. */
function seconds(nanoseconds: bigint): PyObject {
  const whole = nanoseconds / 1_000_000_000n;
  return newFloat(Number(whole) + Number(nanoseconds - whole * 1_000_000_000n) / 1e9);
}

const clockFunctions: MethodDef[] = Object.entries(CLOCKS).flatMap(([name, { read }]): MethodDef[] => [
  { kind: 'NOARGS', name, doc: `${name}() -> floating-point number`, call: () => seconds(read()) },
  { kind: 'NOARGS', name: `${name}_ns`, doc: `${name}_ns() -> int`, call: () => normalizeInt(read()) },
]);

function sleep(argument: PyObject): Escapes<null> {
  const duration = toFloatValue(argument);
  if (Number.isNaN(duration)) raiseValueError('Invalid value NaN (not a number)');
  if (duration < 0) raiseValueError('sleep length must be non-negative');
  pause(duration);
  return null;
}

function clockInfo(argument: PyObject): Escapes<PyObject> {
  if (asStr(argument) === undefined) raiseTypeError('get_clock_info() argument 1 must be str');
  const clock = CLOCKS[textOf(argument)];
  if (clock === undefined) raiseValueError('unknown clock');
  const fields: [string, PyObject][] = [
    ['implementation', 'host clock'],
    ['monotonic', clock.monotonic],
    ['adjustable', clock.adjustable],
    ['resolution', newFloat(1e-9)],
  ];
  return new PyNamespace(NamespaceType, newDictFrom(fields));
}

export function createTime(): PyModule {
  return defineModule({
    name: 'time',
    doc: 'This module provides various functions to manipulate time values.',
    functions: [
      ...clockFunctions,
      {
        kind: 'O',
        name: 'sleep',
        doc: 'sleep(seconds)\n\nDelay execution for a given number of seconds.',
        call: (_module, value) => sleep(value),
      },
      { kind: 'O', name: 'get_clock_info', call: (_module, name) => clockInfo(name) },
    ],
  });
}

/** The module `time`: clocks and sleep (CPython: Modules/timemodule.c). */
import { getHost } from '../../host/index.ts';
import {
  asIndex,
  asStr,
  callMethod,
  type Escapes,
  type MethodDef,
  machine,
  NamespaceType,
  newDictFrom,
  newException,
  newFloat,
  newStr,
  newTuple,
  normalizeInt,
  OSErrorType,
  type PyModule,
  PyNamespace,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  strToJs,
  textOf,
  toFloatValue,
  typeName,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { sleep as pause } from '../thread/scheduler.ts';
import {
  type BrokenTime,
  breakDown,
  localTime,
  secondsOfLocalTime,
  zoneName,
  zoneOffsets,
} from './calendar.ts';
import { DAY_NAMES, MONTH_NAMES, strftime } from './strftime.ts';
import { checkedTime, makeStructTime, secondsOf, structTime, timeFields } from './struct-time.ts';

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

/** Numbers of `clock_gettime` on Linux. */
const POSIX_CLOCKS: Readonly<Record<string, { readonly id: number; readonly read: Clock }>> = {
  CLOCK_REALTIME: { id: 0, read: CLOCKS.time!.read },
  CLOCK_MONOTONIC: { id: 1, read: CLOCKS.monotonic!.read },
  CLOCK_PROCESS_CPUTIME_ID: { id: 2, read: CLOCKS.process_time!.read },
  CLOCK_THREAD_CPUTIME_ID: { id: 3, read: CLOCKS.thread_time!.read },
  CLOCK_MONOTONIC_RAW: { id: 4, read: CLOCKS.monotonic!.read },
  CLOCK_BOOTTIME: { id: 7, read: CLOCKS.monotonic!.read },
};

function posixClock(id: PyObject): Escapes<bigint> {
  const wanted = Number(asIndex(id));
  const clock = Object.values(POSIX_CLOCKS).find((each) => each.id === wanted);
  if (clock === undefined) throw newException(OSErrorType, [22, 'Invalid argument']);
  return clock.read();
}

/** Seconds now, or those of the argument. */
function moment(args: readonly PyObject[]): Escapes<number> {
  if (args.length === 0 || args[0] === null) return Number(getHost().wallNanoseconds() / 1_000_000_000n);
  return secondsOf(args[0]!);
}

function inRange(time: BrokenTime): Escapes<BrokenTime> {
  if (Math.abs(time.year) > 0x7fffffff)
    throw newException(OSErrorType, [75, 'Value too large for defined data type']);
  return time;
}

const utc = (seconds: number): BrokenTime => inRange(breakDown(seconds, 0, 0, 'GMT'));
const local = (seconds: number): BrokenTime =>
  // Beyond what the host's dates reach there is no zone to ask for.
  Math.abs(seconds) > 8.64e12 ? utc(seconds) : inRange(localTime(seconds));

function asciiTime({ year, month, day, hour, minute, second, weekday }: BrokenTime): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${DAY_NAMES[weekday]!.slice(0, 3)} ${MONTH_NAMES[month - 1]!.slice(0, 3)}${String(day).padStart(3)}`;
  return `${date} ${two(hour)}:${two(minute)}:${two(second)} ${year}`;
}

function formatTime(args: readonly PyObject[]): Escapes<PyObject> {
  const format = asStr(args[0]!);
  if (format === undefined) raiseTypeError(`strftime() argument 1 must be str, not ${typeName(args[0]!)}`);
  const time = args.length > 1 ? checkedTime(args[1]!, 'strftime') : local(moment([]));
  const withZone =
    time.zone !== null || time.isDst < 0 ? time : { ...time, zone: zoneNames()[time.isDst > 0 ? 1 : 0]! };
  return newStr(strftime(strToJs(format), withZone));
}

function makeTime(value: PyObject): Escapes<PyObject> {
  const [year, month, day, hour, minute, second, , , isDst] = timeFields(value, 'mktime');
  const seconds = secondsOfLocalTime(year!, month!, day!, hour!, minute!, second!, isDst!);
  return newFloat(seconds);
}

/** `tzname`: of standard and of summer time. */
function zoneNames(): [string, string] {
  const { offset, summer } = zoneOffsets();
  const year = new Date().getFullYear();
  const samples = [0, 6].map((month) => Date.UTC(year, month, 1) / 1000);
  const first = samples.find((seconds) => localTime(seconds).offset === offset)!;
  const second = samples.find((seconds) => localTime(seconds).offset === summer)!;
  return [zoneName(first), zoneName(second)];
}

const calendarFunctions: readonly MethodDef[] = [
  {
    kind: 'FASTCALL',
    name: 'gmtime',
    min: 0,
    max: 1,
    doc: 'Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).',
    call: (_module, args) => makeStructTime(utc(moment(args))),
  },
  {
    kind: 'FASTCALL',
    name: 'localtime',
    min: 0,
    max: 1,
    doc: 'Convert seconds since the Epoch to a time tuple expressing local time.',
    call: (_module, args) => makeStructTime(local(moment(args))),
  },
  {
    kind: 'FASTCALL',
    name: 'asctime',
    min: 0,
    max: 1,
    doc: "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.",
    call: (_module, args) =>
      asciiTime(args.length > 0 ? checkedTime(args[0]!, 'asctime') : local(moment([]))),
  },
  {
    kind: 'FASTCALL',
    name: 'ctime',
    min: 0,
    max: 1,
    doc: 'Convert a time in seconds since the Epoch to a string in local time.',
    call: (_module, args) => asciiTime(local(moment(args))),
  },
  {
    kind: 'O',
    name: 'mktime',
    doc: 'Convert a time tuple in local time to seconds since the Epoch.',
    call: (_module, value) => makeTime(value),
  },
  {
    kind: 'FASTCALL',
    name: 'strftime',
    min: 1,
    max: 2,
    doc: 'Convert a time tuple to a string according to a format specification.',
    call: (_module, args) => formatTime(args),
  },
  {
    kind: 'FASTCALL',
    name: 'strptime',
    min: 0,
    max: -1,
    doc: 'Parse a string to a time tuple according to a format specification.',
    call: (_module, args) => callMethod(machine.importModule('_strptime'), '_strptime_time', ...args),
  },
  {
    kind: 'NOARGS',
    name: 'tzset',
    doc: 'Initialize, or reinitialize, the local timezone.',
    call: () => null,
  },
  {
    kind: 'O',
    name: 'clock_gettime',
    doc: 'Return the time of the specified clock clk_id as a float.',
    call: (_module, id) => seconds(posixClock(id)),
  },
  {
    kind: 'O',
    name: 'clock_gettime_ns',
    doc: 'Return the time of the specified clock clk_id as nanoseconds.',
    call: (_module, id) => normalizeInt(posixClock(id)),
  },
  {
    kind: 'O',
    name: 'clock_getres',
    doc: 'Return the resolution (precision) of the specified clock clk_id.',
    call(_module, id) {
      posixClock(id);
      return newFloat(1e-9);
    },
  },
];

export function createTime(): PyModule {
  const { offset, summer } = zoneOffsets();
  return defineModule({
    name: 'time',
    doc: 'This module provides various functions to manipulate time values.',
    functions: [
      ...clockFunctions,
      ...calendarFunctions,
      {
        kind: 'O',
        name: 'sleep',
        waits: true,
        doc: 'sleep(seconds)\n\nDelay execution for a given number of seconds.',
        call: (_module, value) => sleep(value),
      },
      { kind: 'O', name: 'get_clock_info', call: (_module, name) => clockInfo(name) },
    ],
    members: {
      struct_time: structTime().type,
      timezone: -offset,
      altzone: -summer,
      daylight: offset === summer ? 0 : 1,
      tzname: newTuple(zoneNames()),
      _STRUCT_TM_ITEMS: 11,
      ...Object.fromEntries(Object.entries(POSIX_CLOCKS).map(([name, { id }]) => [name, id])),
    },
  });
}

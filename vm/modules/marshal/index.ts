/** The module `marshal` (CPython: Python/marshal.c). The bytes are this VM's own: no other Python reads them. */
import {
  callMethod,
  isTrue,
  type KeywordNames,
  newBytes,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  typeName,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { defineModule } from '../define.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export { Reader } from './reader.ts';
export { Writer } from './writer.ts';

const VERSION = 5;

/** `marshal.dumps(value)`. Raises ValueError for what has no such form. */
export function marshalDumps(value: PyObject, allowCode = true): Uint8Array {
  const writer = new Writer(allowCode);
  writer.value(value);
  return writer.finish();
}

/**
 * `marshal.loads(data)`. Raises EOFError or ValueError for damaged data. `filename`: where code is said to come from.
 */
export function marshalLoads(data: Uint8Array, allowCode = true, filename: string | null = null): PyObject {
  return new Reader(data, allowCode, filename).value();
}

const parameters = (name: string, names: readonly string[], positional: number, required: number) => ({
  name,
  names: [...names, 'allow_code'],
  positional,
  required,
  positionalOnly: names.length,
});
const DUMP = parameters('dump', ['value', 'file', 'version'], 3, 2);
const DUMPS = parameters('dumps', ['value', 'version'], 2, 1);
const LOAD = parameters('load', ['file'], 1, 1);
const LOADS = parameters('loads', ['bytes'], 1, 1);

const allowed = (value: PyObject | undefined): boolean => value === undefined || isTrue(value);

/** Reads one value from a file, and no byte beyond it. */
function load(file: PyObject, allowCode: boolean): PyObject {
  const start = callMethod(file, 'tell');
  const all = callMethod(file, 'read');
  const reader = new Reader(bytesRead(all), allowCode);
  const value = reader.value();
  callMethod(file, 'seek', (start as number) + reader.at);
  return value;
}

function bytesRead(value: PyObject): Uint8Array {
  if (typeName(value) !== 'bytes') {
    raiseTypeError(`file.read() returned not bytes but ${typeName(value)}`);
  }
  return bytesLike(value);
}

export function createMarshal(): PyModule {
  return defineModule({
    name: 'marshal',
    doc: 'This module contains functions that can read and write Python values in\na binary format.',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'dump',
        doc: 'Write the value on the open file.',
        call(_module: PyObject, args: readonly PyObject[], names: KeywordNames) {
          const [value, file, , allow] = parseArguments(DUMP, args, names);
          return callMethod(file!, 'write', newBytes(marshalDumps(value!, allowed(allow))));
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'dumps',
        doc: 'Return the bytes object that would be written to a file by dump(value, file).',
        call(_module: PyObject, args: readonly PyObject[], names: KeywordNames) {
          const [value, , allow] = parseArguments(DUMPS, args, names);
          return newBytes(marshalDumps(value!, allowed(allow)));
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'load',
        doc: 'Read one value from the open file and return it.',
        call(_module: PyObject, args: readonly PyObject[], names: KeywordNames) {
          const [file, allow] = parseArguments(LOAD, args, names);
          return load(file!, allowed(allow));
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'loads',
        doc: 'Convert the bytes-like object to a value.',
        call(_module: PyObject, args: readonly PyObject[], names: KeywordNames) {
          const [data, allow] = parseArguments(LOADS, args, names);
          return marshalLoads(bytesLike(data!), allowed(allow));
        },
      },
    ],
    members: { version: VERSION },
  });
}

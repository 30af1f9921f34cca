/** `io.open`, `io.open_code`, `io.text_encoding` (CPython: Modules/_io/_iomodule.c). */
import {
  asStr,
  call,
  callMethod,
  type Escapes,
  getAttribute,
  isTrue,
  type KeywordNames,
  type MethodDef,
  newStr,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  setAttribute,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { fileSystemPath } from '../posix/errors.ts';
import { signature } from '../signature.ts';
import { bufferedTypes } from './buffered.ts';
import { fileType } from './file.ts';
import { int } from './shared.ts';
import { newTextStream } from './text.ts';

const OPEN = {
  name: 'open',
  names: ['file', 'mode', 'buffering', 'encoding', 'errors', 'newline', 'closefd', 'opener'],
  positional: 8,
  required: 1,
};

interface Mode {
  readonly text: boolean;
  readonly binary: boolean;
  readonly raw: string;
  readonly reading: boolean;
  readonly updating: boolean;
}

function parseMode(mode: string): Escapes<Mode> {
  const letters = new Set(mode);
  if ([...letters].some((letter) => !'axrwb+t'.includes(letter)) || letters.size < mode.length)
    raiseValueError(`invalid mode: '${mode}'`);
  const kinds = ['x', 'r', 'w', 'a'].filter((letter) => letters.has(letter));
  const [text, binary] = [letters.has('t'), letters.has('b')];
  if (text && binary) raiseValueError("can't have text and binary mode at once");
  if (kinds.length > 1) raiseValueError('must have exactly one of create/read/write/append mode');
  if (kinds.length === 0)
    raiseValueError('Must have exactly one of create/read/write/append mode and at most one plus');
  const updating = letters.has('+');
  return {
    text: !binary,
    binary,
    raw: kinds[0]! + (updating ? '+' : ''),
    reading: kinds[0] === 'r',
    updating,
  };
}

export function open(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [
    file,
    modeValue = 'r',
    bufferingValue,
    encoding = null,
    errors = null,
    newline = null,
    closefd = true,
    opener = null,
  ] = parseArguments(OPEN, args, names);
  const modeText = asStr(modeValue);
  if (modeText === undefined)
    raiseTypeError(`open() argument 'mode' must be str, not ${typeName(modeValue)}`);
  const mode = parseMode(strToJs(modeText));
  let buffering = int(bufferingValue, -1);
  if (mode.binary && encoding !== null) raiseValueError("binary mode doesn't take an encoding argument");
  if (mode.binary && errors !== null) raiseValueError("binary mode doesn't take an errors argument");
  if (mode.binary && newline !== null) raiseValueError("binary mode doesn't take a newline argument");
  const path = typeof file === 'number' || typeof file === 'boolean' ? file : fileSystemPath(file!);
  const raw = call(fileType(), [path, mode.raw, closefd, opener]);
  let result = raw;
  try {
    const terminal = buffering < 0 && isTrue(callMethod(raw, '_isatty_open_only'));
    const lineBuffering = (buffering === 1 && mode.text) || terminal;
    if (buffering < 0 || (buffering === 1 && mode.text))
      buffering = Math.max(8192, int(getAttribute(raw, '_blksize')));
    if (buffering === 0) {
      if (mode.binary) return raw;
      raiseValueError("can't have unbuffered text I/O");
    }
    const types = bufferedTypes();
    const buffer = call(mode.updating ? types.random : mode.reading ? types.reader : types.writer, [
      raw,
      buffering,
    ]);
    result = buffer;
    if (mode.binary) return buffer;
    result = newTextStream(buffer, encoding, errors, newline, lineBuffering);
    setAttribute(result, 'mode', modeValue);
    return result;
  } catch (error) {
    callMethod(result, 'close');
    throw error;
  }
}

export const openFunctions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'open',
    doc: 'Open file and return a stream.  Raise OSError upon failure.',
    call: (_module, args, names) => open(args, names),
  },
  signature('open_code(path)', 'Opens the provided file with the intent to import the contents.', ([path]) =>
    open([path!, 'rb'], null),
  ),
  signature(
    'text_encoding(encoding, stacklevel=, /)',
    'A helper function to choose the text encoding.',
    ([encoding]) => (encoding === null ? newStr('utf-8') : encoding!),
  ),
];

/** `io.StringIO`: text in memory (CPython: Modules/_io/stringio.c). */
import {
  asStr,
  callMethod,
  type Escapes,
  type IoState,
  instanceDict,
  isTrue,
  newStr,
  newTuple,
  OSErrorType,
  PyDict,
  type PyIoObject,
  type PyObject,
  PyTuple,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  type StrValue,
  strConcat,
  strConcatAll,
  strLength,
  strRepeat,
  strSlice,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { baseTypes } from './base.ts';
import { checkNewline, lineEnd, NewlineTranslator } from './newlines.ts';
import { int, ioType, m, size, stateOf } from './shared.ts';

class StringState implements IoState {
  closed = false;
  /** Writes at the end are collected: `text` alone is the content only after `join`. */
  private text: StrValue = '';
  private parts: StrValue[] = [];
  private partsLength = 0;
  position = 0;
  /** As given; null is universal newlines. */
  newline: string | null = '\n';
  translator: NewlineTranslator | null = null;

  content(): StrValue {
    if (this.parts.length > 0) {
      this.text = strConcatAll([this.text, ...this.parts]);
      this.parts = [];
      this.partsLength = 0;
    }
    return this.text;
  }

  get length(): number {
    return strLength(this.text) + this.partsLength;
  }

  replace(text: StrValue): void {
    this.text = text;
    this.parts = [];
    this.partsLength = 0;
  }

  write(given: StrValue): void {
    let text = given;
    if (this.translator !== null) text = newStr(this.translator.take(strToJs(given), true));
    if (this.newline?.startsWith('\r')) text = newStr(strToJs(text).replaceAll('\n', this.newline));
    const count = strLength(text);
    if (count === 0) return;
    if (this.position === this.length) {
      this.parts.push(text);
      this.partsLength += count;
    } else {
      const content = this.content();
      const before = strSlice(content, 0, this.position);
      const gap = Math.max(0, this.position - strLength(content));
      const padded = gap > 0 ? strConcat(before, strRepeat('\0', gap)) : before;
      this.replace(
        strConcatAll([padded, text, strSlice(content, this.position + count, strLength(content))]),
      );
    }
    this.position += count;
  }

  read(count: number): StrValue {
    const content = this.content();
    const length = strLength(content);
    const end = count < 0 ? length : Math.min(length, this.position + count);
    if (this.position === 0 && end === length) {
      this.position = end;
      return content;
    }
    const piece = this.position >= end ? '' : strSlice(content, this.position, end);
    this.position = Math.max(this.position, end);
    return piece;
  }

  line(limit: number): StrValue {
    const content = this.content();
    if (typeof content === 'string') {
      if (this.position >= content.length) return '';
      const found = lineEnd(content, this.position, this.newline);
      const end = found < 0 ? content.length : found;
      return this.read(limit < 0 ? end - this.position : Math.min(limit, end - this.position));
    }
    // Code points and UTF-16 units differ here.
    const rest = strSlice(content, this.position, strLength(content));
    const found = lineEnd(strToJs(rest), 0, this.newline);
    const line = found < 0 ? rest : newStr(strToJs(rest).slice(0, found));
    return this.read(limit < 0 ? strLength(line) : Math.min(limit, strLength(line)));
  }
}

function open(self: PyObject): StringState {
  const state = stateOf<StringState>(self);
  if (state.closed) raiseValueError('I/O operation on closed file');
  return state;
}

const INIT = { name: 'StringIO', names: ['initial_value', 'newline'], positional: 2, required: 0 };

function initialize(
  self: PyObject,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<void> {
  const [initial = null, newline] = parseArguments(INIT, args, names);
  const state = new StringState();
  state.newline = newline === undefined ? '\n' : checkNewline(newline);
  if (state.newline === null || state.newline === '')
    state.translator = new NewlineTranslator(state.newline === null);
  if (initial !== null) {
    const text = asStr(initial);
    if (text === undefined) raiseTypeError(`initial_value must be str or None, not ${typeName(initial)}`);
    state.write(text);
    state.position = 0;
  }
  (self as PyIoObject).state = state;
}

let type: PyType | undefined;

export function stringIoType(): PyType {
  type ??= ioType('StringIO', baseTypes().text, () => new StringState(), {
    doc: 'Text I/O implementation using an in-memory buffer.',
    slots: {
      tp_init: initialize,
      tp_iternext(self) {
        if ((self as PyIoObject).ob_type !== type) {
          const line = callMethod(self, 'readline');
          if (asStr(line) === undefined)
            raise(OSErrorType, `readline() should have returned a str object, not '${typeName(line)}'`);
          return isTrue(line) ? line : undefined;
        }
        const line = open(self).line(-1);
        return strLength(line) === 0 ? undefined : line;
      },
    },
    getset: [
      { name: 'closed', get: (self) => stateOf(self).closed },
      {
        name: 'line_buffering',
        get(self) {
          open(self);
          return false;
        },
      },
      { name: 'newlines', get: (self) => open(self).translator?.newlines() ?? null },
    ],
    methods: [
      ...(['readable', 'writable', 'seekable'] as const).map((name) =>
        m(`${name}()`, (self) => {
          open(self);
          return true;
        }),
      ),
      m('close()', (self) => {
        const state = stateOf<StringState>(self);
        state.closed = true;
        state.replace('');
        return null;
      }),
      m('getvalue()', (self) => open(self).content()),
      m('read(size=, /)', (self, [count]) => open(self).read(size(count))),
      m('readline(size=, /)', (self, [limit]) => open(self).line(size(limit))),
      {
        kind: 'O',
        name: 'write',
        call(self, value) {
          const state = open(self);
          const text = asStr(value);
          if (text === undefined) raiseTypeError(`string argument expected, got '${typeName(value)}'`);
          state.write(text);
          return strLength(text);
        },
      },
      m('tell()', (self) => open(self).position),
      m('seek(pos, whence=, /)', (self, [offset, whence]) => {
        const state = open(self);
        const [to, how] = [int(offset), int(whence)];
        if (how < 0 || how > 2) raiseValueError(`Invalid whence (${how}, should be 0, 1 or 2)`);
        if (how === 0 && to < 0) raiseValueError(`Negative seek position ${to}`);
        if (how !== 0 && to !== 0) raise(OSErrorType, "Can't do nonzero cur-relative seeks");
        if (how === 0) state.position = to;
        else if (how === 2) state.position = state.length;
        return state.position;
      }),
      m('truncate(pos=, /)', (self, [length = null]) => {
        const state = open(self);
        const to = length === null ? state.position : int(length);
        if (to < 0) raiseValueError(`Negative size value ${to}`);
        if (to < state.length) state.replace(strSlice(state.content(), 0, to));
        return to;
      }),
      m('__getstate__()', (self) => {
        const state = open(self);
        const { newline } = state;
        return newTuple([state.content(), newline, state.position, (self as PyIoObject).dict]);
      }),
      m('__setstate__(state, /)', (self, [value]) => {
        if (!(value instanceof PyTuple) || value.items.length < 4)
          raiseTypeError(
            `${typeName(self)}.__setstate__ argument should be 4-tuple, got ${typeName(value!)}`,
          );
        const [text, newline, position, dict] = value.items as [PyObject, PyObject, PyObject, PyObject];
        initialize(self, [null, newline], null);
        const state = open(self);
        state.replace(asStr(text) ?? '');
        if (typeof position !== 'number')
          raiseTypeError(`third item of state must be an integer, got ${typeName(position)}`);
        if (position < 0) raiseValueError('position value cannot be negative');
        state.position = position;
        if (dict instanceof PyDict) {
          const own = instanceDict(self as PyIoObject);
          for (const key of dict.table.keyItems()) own.table.set(key, dict.table.get(key)!);
        }
        return null;
      }),
    ],
  });
  return type;
}

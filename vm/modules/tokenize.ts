/** The module `_tokenize`: the tokenizer's tokens, with comments and blank lines between them (CPython: Python/Python-tokenize.c). */
import {
  asBytes,
  asStr,
  call,
  createBuiltinType,
  decodeBytes,
  type Escapes,
  isExceptionOf,
  newException,
  newStr,
  newTuple,
  ObjectType,
  PyHostIterator,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  StopIterationType,
  SyntaxErrorType,
  setAttribute,
  strToJs,
  textOf,
} from '../objects/index.ts';
import { SourceText, type TokenList, tokenizeSource, tokenKindName } from '../syntax/index.ts';
import { defineModule } from './define.ts';
import { compiling, toException } from './syntax-errors.ts';

/** Numbers of Lib/token.py. */
const TYPES: Readonly<Record<string, number>> = {
  ENDMARKER: 0,
  NAME: 1,
  NUMBER: 2,
  STRING: 3,
  NEWLINE: 4,
  INDENT: 5,
  DEDENT: 6,
  OP: 55,
  FSTRING_START: 59,
  FSTRING_MIDDLE: 60,
  FSTRING_END: 61,
  TSTRING_START: 62,
  TSTRING_MIDDLE: 63,
  TSTRING_END: 64,
  COMMENT: 65,
  NL: 66,
};

interface Options {
  /** Also comments and newlines that end no statement. */
  readonly extra: boolean;
}

const ITERATOR = {
  name: 'TokenizerIter',
  names: ['readline', 'encoding', 'extra_tokens'],
  positional: 1,
  required: 1,
};

/** All that `readline` gives, to its end. */
function readAll(readline: PyObject, encoding: string | null): Escapes<string> {
  let text = '';
  for (;;) {
    let line: PyObject;
    try {
      line = call(readline, []);
    } catch (error) {
      if (isExceptionOf(error, StopIterationType)) return text;
      throw error;
    }
    if (encoding !== null) {
      const bytes = asBytes(line);
      if (bytes === undefined) raiseTypeError('readline() returned a non-bytes object');
      if (bytes.length === 0) return text;
      text += strToJs(decodeBytes(bytes, encoding, 'strict'));
    } else {
      const part = asStr(line);
      if (part === undefined) raiseTypeError('readline() returned a non-string object');
      if (part === '') return text;
      text += strToJs(part);
    }
  }
}

class Reader {
  readonly #tokens: TokenList;
  readonly #source: SourceText;
  readonly #carriageReturns: readonly boolean[];
  readonly #endsInNewline: boolean;
  readonly #extra: boolean;

  constructor(text: string, { extra }: Options) {
    this.#source = new SourceText(text, '<string>');
    this.#tokens = compiling(() => tokenizeSource(this.#source));
    this.#carriageReturns = text.includes('\r') ? text.split('\n').map((line) => line.endsWith('\r')) : [];
    this.#endsInNewline = text.endsWith('\n');
    this.#extra = extra;
  }

  *read(): Generator<PyObject, void, undefined> {
    const tokens = this.#tokens;
    let end = 0;
    for (let i = 0; i < tokens.count; i++) {
      const name = tokenKindName(tokens.kinds[i]!);
      const start = tokens.starts[i]!;
      if (name === 'ERRORTOKEN') break;
      if (name === 'NEWLINE') {
        const newline = Math.max(tokens.ends[i]! - 1, start);
        yield* this.#between(end, newline);
        yield this.#newline('NEWLINE', newline);
        end = newline + 1;
        continue;
      }
      yield* this.#between(end, start);
      end = Math.max(end, tokens.ends[i]!);
      yield this.#token(i, name);
    }
    if (tokens.error !== null) throw toException(tokens.error);
    if (tokens.endedEarly || tokens.unclosed !== null) {
      yield* this.#between(end, this.#source.text.length);
      throw this.#unexpectedEnd();
    }
  }

  #token(i: number, name: string): PyObject {
    const tokens = this.#tokens;
    let text = tokens.text(i);
    let [from, to] = [tokens.starts[i]!, tokens.ends[i]!];
    // What a doubled brace stands for is one.
    if (name.endsWith('STRING_MIDDLE') && /\{\{$|\}\}$/.test(text)) {
      to -= 1;
    }
    if (name.endsWith('STRING_MIDDLE')) text = text.replaceAll('{{', '{').replaceAll('}}', '}');
    if (name === 'INDENT') {
      from = this.#lineStart(from);
      text = this.#source.text.slice(from, to);
    }
    if (name === 'ENDMARKER' || (name === 'DEDENT' && from >= this.#source.text.length)) {
      const line = this.#lineCount() + 1;
      return this.#tuple(TYPES[name]!, '', [line, 0], [line, 0], '');
    }
    const type = TYPES[name] ?? TYPES.OP!;
    return this.#tuple(type, text, this.#place(from), this.#place(to), this.#lines(from, to));
  }

  /** Comments and newlines from one token to the next. */
  *#between(from: number, to: number): Generator<PyObject, void, undefined> {
    if (!this.#extra) return;
    const { text } = this.#source;
    for (let at = from; at < to; at++) {
      const character = text[at];
      if (character === '\\') at += 1;
      else if (character === '\n') yield this.#newline('NL', at);
      else if (character === '#') {
        const newline = text.indexOf('\n', at);
        const end = newline < 0 ? text.length : newline;
        yield this.#tuple(
          TYPES.COMMENT!,
          text.slice(at, end),
          this.#place(at),
          this.#place(end),
          this.#lines(at, end),
        );
        at = end - 1;
      }
    }
  }

  #newline(name: 'NL' | 'NEWLINE', at: number): PyObject {
    const start = this.#place(at);
    const isOurs = at === this.#source.text.length - 1 && !this.#endsInNewline;
    const text = isOurs || !this.#extra ? '' : this.#carriageReturns[start[0] - 1] ? '\r\n' : '\n';
    return this.#tuple(
      TYPES[name]!,
      text,
      start,
      [start[0], start[1] + Math.max(text.length, 1)],
      this.#lines(at, at),
    );
  }

  #unexpectedEnd(): PyObject & object {
    const error = newException(SyntaxErrorType, ['unexpected EOF in multi-line statement']);
    setAttribute(error, 'filename', '<string>');
    setAttribute(error, 'lineno', this.#lineCount());
    setAttribute(error, 'offset', 0);
    return error;
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : this.#source.text.lastIndexOf('\n', offset - 1) + 1;
  }

  #lineCount(): number {
    return this.#source.text.split('\n').length - 1;
  }

  /** Line from 1, column in code points. */
  #place(offset: number): [number, number] {
    const { lineStarts, text } = this.#source;
    let low = 1;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low, [...text.slice(lineStarts[low], offset)].length];
  }

  /** The whole lines that a token lies on. */
  #lines(from: number, to: number): string {
    const { text } = this.#source;
    const end = text.indexOf('\n', Math.max(to, from));
    const isLast = end < 0 || (end === text.length - 1 && !this.#endsInNewline);
    const lines = text.slice(this.#lineStart(from), isLast ? (end < 0 ? text.length : end) : end + 1);
    if (this.#carriageReturns.length === 0) return lines;
    const [first] = this.#place(from);
    return lines
      .split('\n')
      .map((line, i) =>
        this.#carriageReturns[first - 1 + i] && !(isLast && line === '') ? `${line}\r` : line,
      )
      .join('\n')
      .replace(/\n\r$/, '\n');
  }

  #tuple(
    type: number,
    text: string,
    start: readonly [number, number],
    end: readonly [number, number],
    line: string,
  ): PyObject {
    return newTuple([type, newStr(text), newTuple([...start]), newTuple([...end]), newStr(line)]);
  }
}

export function createTokenize(): PyModule {
  const type = createBuiltinType('_tokenize.TokenizerIter', 'PyHostIterator', ObjectType, {
    slots: {
      tp_new(cls, args, names) {
        const [readline, encoding = null, extra = false] = parseArguments(ITERATOR, args, names);
        let tokens: Generator<PyObject, void, undefined> | null = null;
        const next = (): PyObject | undefined => {
          tokens ??= new Reader(readAll(readline!, encoding === null ? null : textOf(encoding)), {
            extra: extra === true,
          }).read();
          const { value, done } = tokens.next();
          return done === true ? undefined : (value as PyObject);
        };
        return new PyHostIterator(cls, next, null);
      },
      tp_iter: (self) => self,
      tp_iternext: (self) => (self as PyHostIterator).next(),
    },
  });
  return defineModule({ name: '_tokenize', members: { TokenizerIter: type } });
}

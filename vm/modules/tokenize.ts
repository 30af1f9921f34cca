/** The module `_tokenize` (CPython: Python/Python-tokenize.c): the VM's own tokens, with the comments and line ends between them. */
import {
  asBytes,
  asStr,
  call,
  createBuiltinType,
  decodeBytes,
  type Escapes,
  HostIteratorType,
  isExceptionOf,
  isTrue,
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
  strToJs,
  typeName,
} from '../objects/index.ts';
import { PythonSyntaxError, type Token, tokenize } from '../syntax/index.ts';
import { defineModule } from './define.ts';

/** Numbers of `token.py` for the kinds that `tokenize` shows; operators are one kind there. */
const NUMBERS: Readonly<Record<string, number>> = {
  ENDMARKER: 0,
  NAME: 1,
  NUMBER: 2,
  STRING: 3,
  NEWLINE: 4,
  INDENT: 5,
  DEDENT: 6,
  FSTRING_START: 59,
  FSTRING_MIDDLE: 60,
  FSTRING_END: 61,
  TSTRING_START: 62,
  TSTRING_MIDDLE: 63,
  TSTRING_END: 64,
  OP: 55,
  COMMENT: 65,
  NL: 66,
};

type Place = readonly [line: number, column: number];

/** Tokens of a text with what `extra_tokens` adds. */
class TokenStream {
  private readonly lines: readonly string[];
  private readonly result: PyObject[] = [];
  private at: Place = [1, 0];

  constructor(text: string) {
    this.lines = text.split(/(?<=\n)/);
  }

  list(tokens: readonly Token[], extra: boolean): PyObject[] {
    for (const token of tokens) {
      const start: Place = [token.lineno, token.col_offset];
      const end: Place = [token.end_lineno, token.end_col_offset];
      if (extra && token.type !== 'INDENT') this.between(start);
      if (token.type === 'NEWLINE') this.newline(token, start, extra);
      else {
        this.add(token.type, token.string, start, end);
        this.at = end;
      }
    }
    return this.result;
  }

  /** Comments and ends of lines without code. */
  private between(next: Place): void {
    while (this.at[0] < next[0]) {
      const [line, column] = this.at;
      const text = this.lines[line - 1] ?? '';
      const rest = text.slice(column).replace(/\r?\n$/, '');
      const blank = rest.length - rest.trimStart().length;
      let end = column + rest.length;
      if (rest[blank] === '#') {
        const comment = rest.slice(blank);
        this.add('COMMENT', comment, [line, column + blank], [line, column + rest.length]);
      } else if (rest.trim() !== '' && rest.trimEnd().endsWith('\\')) end = -1;
      if (end >= 0 && text !== '') this.add('NL', '\n', [line, end], [line, end + 1]);
      this.at = [line + 1, 0];
    }
  }

  private newline(token: Token, start: Place, extra: boolean): void {
    const [line, column] = start;
    const rest = (this.lines[line - 1] ?? '').slice(column).replace(/\r?\n$/, '');
    const blank = rest.length - rest.trimStart().length;
    const comment = rest.slice(blank);
    const at = comment.startsWith('#') ? column + rest.length : column;
    if (extra && comment.startsWith('#')) this.add('COMMENT', comment, [line, column + blank], [line, at]);
    const ended = (this.lines[line - 1] ?? '').endsWith('\n');
    this.add('NEWLINE', ended ? '\n' : '', [line, at], [line, at + 1]);
    this.at = [token.lineno + 1, 0];
  }

  private add(type: string, text: string, start: Place, end: Place): void {
    const physical = this.lines.slice(start[0] - 1, end[0]).join('');
    const place = ([line, column]: Place): PyObject => newTuple([line, column]);
    this.result.push(
      newTuple([NUMBERS[type] ?? NUMBERS.OP!, newStr(text), place(start), place(end), newStr(physical)]),
    );
  }
}

/** Everything that `readline` gives until it gives nothing. */
function readAll(readline: PyObject, encoding: string | undefined): Escapes<string> {
  let text = '';
  for (;;) {
    let line: PyObject;
    try {
      line = call(readline, []);
    } catch (error) {
      if (isExceptionOf(error, StopIterationType)) return text;
      throw error;
    }
    const bytes = encoding === undefined ? undefined : asBytes(line);
    if (encoding === undefined && asStr(line) === undefined)
      raiseTypeError(`readline() returned a non-string object`);
    if (encoding !== undefined && bytes === undefined)
      raiseTypeError('readline() returned a non-bytes object');
    const piece =
      bytes === undefined ? strToJs(asStr(line)!) : strToJs(decodeBytes(bytes, encoding!, 'strict'));
    if (piece === '') return text;
    text += piece;
  }
}

function tokensOf(text: string, extra: boolean): Escapes<PyObject[]> {
  try {
    return new TokenStream(text).list(tokenize(text, '<string>'), extra);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const { message, lineno, offset } = error as unknown as {
      message: string;
      lineno: number;
      offset: number;
    };
    throw call(SyntaxErrorType, [newStr(message), newTuple(['<string>', lineno ?? 1, offset ?? 1, null])]);
  }
}

const PARAMETERS = {
  name: 'tokenizeriter',
  names: ['readline', 'encoding', 'extra_tokens'],
  positional: 1,
  required: 1,
};

export function createTokenize(): PyModule {
  const type = createBuiltinType('_tokenize.TokenizerIter', 'PyInstance', ObjectType, {
    slots: {
      tp_new(_type, args, names) {
        const [readline, encoding, extra = false] = parseArguments(PARAMETERS, args, names);
        if (encoding !== undefined && asStr(encoding) === undefined)
          raiseTypeError(`encoding must be str, not ${typeName(encoding)}`);
        let tokens: Iterator<PyObject> | undefined;
        return new PyHostIterator(
          HostIteratorType,
          () => {
            tokens ??= tokensOf(
              readAll(readline!, encoding === undefined ? undefined : strToJs(asStr(encoding)!)),
              isTrue(extra),
            ).values();
            const step = tokens.next();
            return step.done === true ? undefined : step.value;
          },
          undefined,
        );
      },
    },
  });
  return defineModule({ name: '_tokenize', members: { TokenizerIter: type } });
}

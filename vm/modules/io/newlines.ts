/** Line ends of text streams and `io.IncrementalNewlineDecoder` (CPython: Modules/_io/textio.c). */
import {
  asIndex,
  asStr,
  callMethod,
  type Escapes,
  type IoState,
  isTrue,
  newBytes,
  newStr,
  newTuple,
  type PyIoObject,
  type PyObject,
  PyTuple,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { ioType, m, objectBase, stateOf } from './shared.ts';

const SEEN_CR = 1;
const SEEN_LF = 2;
const SEEN_CRLF = 4;

/** Universal newlines over text that comes in pieces. */
export class NewlineTranslator {
  readonly translate: boolean;
  seen = 0;
  /** A `\r` at the end of a piece: a `\n` may follow. */
  pending = false;

  constructor(translate: boolean) {
    this.translate = translate;
  }

  take(piece: string, final: boolean): string {
    let text = this.pending && (piece !== '' || final) ? `\r${piece}` : piece;
    if (text === '') return '';
    this.pending = false;
    if (text.endsWith('\r') && !final) {
      text = text.slice(0, -1);
      this.pending = true;
    }
    this.look(text);
    return this.translate && text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  }

  private look(text: string): void {
    if (this.seen === (SEEN_CR | SEEN_LF | SEEN_CRLF)) return;
    if (!text.includes('\r')) {
      if (text.includes('\n')) this.seen |= SEEN_LF;
      return;
    }
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 10) this.seen |= SEEN_LF;
      else if (unit === 13 && text.charCodeAt(at + 1) === 10) {
        this.seen |= SEEN_CRLF;
        at++;
      } else if (unit === 13) this.seen |= SEEN_CR;
    }
  }

  newlines(): PyObject {
    const kinds = [
      [SEEN_CR, '\r'],
      [SEEN_LF, '\n'],
      [SEEN_CRLF, '\r\n'],
    ] as const;
    const found = kinds.filter(([bit]) => (this.seen & bit) !== 0).map(([, text]) => text);
    if (found.length === 0) return null;
    return found.length === 1 ? found[0]! : newTuple([...found]);
  }
}

/** The first line of a text: where it ends, −1 when it has no end yet. `newline` as given to `open`. */
export function lineEnd(text: string, start: number, newline: string | null): number {
  if (newline === null || newline === '\n') {
    const at = text.indexOf('\n', start);
    return at < 0 ? -1 : at + 1;
  }
  if (newline !== '') {
    const at = text.indexOf(newline, start);
    return at < 0 ? -1 : at + newline.length;
  }
  const lf = text.indexOf('\n', start);
  const cr = text.indexOf('\r', start);
  if (cr >= 0 && (lf < 0 || cr < lf)) return text[cr + 1] === '\n' ? cr + 2 : cr + 1;
  return lf < 0 ? -1 : lf + 1;
}

export function checkNewline(value: PyObject | undefined): Escapes<string | null> {
  if (value === undefined || value === null) return null;
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`argument 'newline' must be str or None, not ${typeName(value)}`);
  const newline = strToJs(text);
  if (!['', '\n', '\r', '\r\n'].includes(newline)) raiseValueError(`illegal newline value: ${newline}`);
  return newline;
}

class DecoderState implements IoState {
  closed = false;
  decoder: PyObject = null;
  errors: PyObject = 'strict';
  translator = new NewlineTranslator(false);
}

const state = (self: PyObject): DecoderState => stateOf<DecoderState>(self);
const INIT = {
  name: 'IncrementalNewlineDecoder',
  names: ['decoder', 'translate', 'errors'],
  positional: 3,
  required: 2,
};
const DECODE = { name: 'decode', names: ['input', 'final'], positional: 2, required: 1 };

let type: PyType | undefined;

export function newlineDecoderType(): PyType {
  type ??= ioType('IncrementalNewlineDecoder', objectBase, () => new DecoderState(), {
    doc: 'Codec used when reading a file in universal newlines mode.',
    slots: {
      tp_init(self, args, names) {
        const [decoder, translate, errors = 'strict'] = parseArguments(INIT, args, names);
        const made = new DecoderState();
        made.decoder = decoder!;
        made.errors = errors;
        made.translator = new NewlineTranslator(isTrue(translate!));
        (self as PyIoObject).state = made;
      },
    },
    getset: [
      { name: 'newlines', get: (self) => state(self).translator.newlines() },
      { name: 'errors', get: (self) => state(self).errors },
    ],
    methods: [
      {
        kind: 'KEYWORDS',
        name: 'decode',
        call(self, args, names) {
          const [input, finalValue = false] = parseArguments(DECODE, args, names);
          const { decoder, translator } = state(self);
          const final = isTrue(finalValue);
          const decoded = decoder === null ? input! : callMethod(decoder, 'decode', input!, final);
          const text = asStr(decoded);
          if (text === undefined)
            raiseTypeError(`decoder should return a string result, not '${typeName(decoded)}'`);
          return newStr(translator.take(strToJs(text), final));
        },
      },
      m('getstate()', (self) => {
        const { decoder, translator } = state(self);
        const inner = decoder === null ? null : callMethod(decoder, 'getstate');
        if (inner !== null && (!(inner instanceof PyTuple) || inner.items.length !== 2))
          raiseTypeError('illegal decoder state');
        const [buffer, flag] = inner === null ? [newBytes(new Uint8Array(0)), 0] : (inner as PyTuple).items;
        const bits = BigInt(asIndex(flag!)) * 2n + (translator.pending ? 1n : 0n);
        return newTuple([buffer!, Number(bits)]);
      }),
      m('setstate(state, /)', (self, [value]) => {
        if (!(value instanceof PyTuple) || value.items.length !== 2)
          raiseTypeError('state argument must be a tuple');
        const { decoder, translator } = state(self);
        const flag = Number(asIndex(value.items[1]!));
        translator.pending = flag % 2 === 1;
        if (decoder !== null)
          callMethod(decoder, 'setstate', newTuple([value.items[0]!, Math.floor(flag / 2)]));
        return null;
      }),
      m('reset()', (self) => {
        const { decoder, translator } = state(self);
        translator.seen = 0;
        translator.pending = false;
        if (decoder !== null) callMethod(decoder, 'reset');
        return null;
      }),
    ],
  });
  return type;
}

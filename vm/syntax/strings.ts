/** String, bytes, f-string and t-string literals and their concatenation (language reference 2.5, PEP 701, PEP 750). */
import type {
  Constant,
  Expr,
  FormattedValue,
  Interpolation,
  JoinedStr,
  Position,
  TemplateStr,
} from './ast.ts';
import type { ConstantValue, StrConstant } from './constant.ts';
import { checkReplacementField, checkStringMix } from './diagnose-strings.ts';
import { positionSince } from './displays.ts';
import { annotatedRightSide } from './expressions.ts';
import type { Parser } from './parser.ts';
import { decodeFormatText, decodeLiteral, joinStrings } from './string-values.ts';
import * as T from './token.ts';

/** One literal of a row: a plain one is a `Constant`, an f-string a `JoinedStr`, a t-string a `TemplateStr`. */
type Literal = Constant | JoinedStr | TemplateStr;

export function strings(p: Parser): Expr {
  return p.diagnosing ? p.memoize('strings', stringRow) : stringRow(p);
}

function stringRow(p: Parser): Expr {
  const start = p.pos;
  const first = literal(p);
  const next = p.kind();
  if (next !== T.STRING && next !== T.FSTRING_START && next !== T.TSTRING_START && first.kind === 'Constant')
    return first;
  const literals = [first];
  while (p.kind() === T.STRING || p.kind() === T.FSTRING_START || p.kind() === T.TSTRING_START) {
    const isTemplate = p.kind() === T.TSTRING_START;
    if (isTemplate !== (first.kind === 'TemplateStr')) {
      if (!p.diagnosing) p.fail();
      checkStringMix(p, literals.at(-1)!, literal(p));
    }
    literals.push(literal(p));
  }
  return concatenate(p, literals, start);
}

function literal(p: Parser): Literal {
  if (p.kind() !== T.STRING) return formatString(p);
  const index = p.pos++;
  const position = positionSince(p, index);
  const { value, isUnicode } = decodeLiteral(p, index);
  return { kind: 'Constant', value, string_kind: isUnicode ? 'u' : null, ...position };
}

function concatenate(p: Parser, literals: readonly Literal[], start: number): Expr {
  const position = positionSince(p, start);
  const first = literals[0]!;
  const bytes = literals.filter((node) => node.kind === 'Constant' && node.value.type === 'bytes').length;
  if (bytes > 0) {
    if (bytes < literals.length) {
      p.touch();
      throw p.errorHere('cannot mix bytes and nonbytes literals');
    }
    return { kind: 'Constant', value: joinBytes(literals as Constant[]), string_kind: null, ...position };
  }
  if (literals.every((node) => node.kind === 'Constant')) {
    const value = joinStrings(literals.map((node) => node.value as StrConstant));
    return { kind: 'Constant', value, string_kind: (first as Constant).string_kind, ...position };
  }
  const values = mergeConstants(
    literals.flatMap((node) => (node.kind === 'Constant' ? [node] : node.values)),
  );
  if (first.kind === 'TemplateStr') return { kind: 'TemplateStr', values, ...position };
  return { kind: 'JoinedStr', values, ...position };
}

function joinBytes(literals: readonly Constant[]): ConstantValue {
  const parts = literals.map((node) => (node.value.type === 'bytes' ? node.value.value : new Uint8Array(0)));
  const value = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    value.set(part, offset);
    offset += part.length;
  }
  return { type: 'bytes', value };
}

/** Neighbouring text becomes one constant, empty text none. */
function mergeConstants(nodes: readonly Expr[]): Expr[] {
  const merged: Expr[] = [];
  let run: Constant[] = [];
  const endRun = (): void => {
    if (run.length > 1) {
      const [first, last] = [run[0]!, run.at(-1)!];
      const value = joinStrings(run.map((node) => node.value as StrConstant));
      if (value.value !== '') {
        const { end_lineno, end_col_offset } = last;
        merged.push({ ...first, value, end_lineno, end_col_offset });
      }
    } else if (run.length === 1 && (run[0]!.value as StrConstant).value !== '') {
      merged.push(run[0]!);
    }
    run = [];
  };
  for (const node of nodes) {
    if (node.kind === 'Constant') {
      run.push(node);
    } else {
      endRun();
      merged.push(node);
    }
  }
  endRun();
  return merged;
}

/** From the prefix to the closing quotes. */
function formatString(p: Parser): JoinedStr | TemplateStr {
  const start = p.pos++;
  const isTemplate = p.kindAt(start) === T.TSTRING_START;
  const [middle, end] = isTemplate ? [T.TSTRING_MIDDLE, T.TSTRING_END] : [T.FSTRING_MIDDLE, T.FSTRING_END];
  const isRaw = /r/i.test(p.tokenText(start));
  /** Text as the index of its token: decoded last, because an error in it points at the end of the literal. */
  const parts: (Expr | number)[] = [];
  while (p.kind() !== end) {
    if (p.kind() === middle) parts.push(p.pos++);
    else parts.push(...replacementField(p, isTemplate, isRaw, isTemplate));
  }
  const last = p.pos++;
  const values = parts.map((part) => (typeof part === 'number' ? textConstant(p, part, isRaw, last) : part));
  return { kind: isTemplate ? 'TemplateStr' : 'JoinedStr', values, ...positionSince(p, start) };
}

/** Token `index` as a constant; an error in its escapes is reported at token `errorToken`. */
function textConstant(p: Parser, index: number, isRaw: boolean, errorToken: number): Constant {
  return {
    kind: 'Constant',
    value: decodeFormatText(p, index, isRaw, errorToken),
    string_kind: null,
    lineno: p.lineOf(index),
    col_offset: p.columnOf(index),
    end_lineno: p.endLineOf(index),
    end_col_offset: p.endColumnOf(index),
  };
}

/** `{…}`; with `=` the text of the expression comes before its value. A field in a format specification never interpolates. */
function replacementField(p: Parser, isTemplate: boolean, isRaw: boolean, interpolates: boolean): Expr[] {
  return p.diagnose(
    () => plainField(p, isTemplate, isRaw, interpolates),
    () => checkReplacementField(p, isTemplate, () => formatSpecification(p, isTemplate, isRaw)),
  );
}

function plainField(p: Parser, isTemplate: boolean, isRaw: boolean, interpolates: boolean): Expr[] {
  const start = p.pos;
  p.expect(T.LBRACE);
  const value = annotatedRightSide(p);
  const equalSign = p.pos;
  const isDebug = p.accept(T.EQUAL);
  const expressionEnd = p.pos;
  let conversion = p.kind() === T.EXCLAMATION ? conversionCharacter(p, isTemplate) : -1;
  let format_spec: JoinedStr | null = null;
  if (p.kind() === T.COLON) format_spec = formatSpecification(p, isTemplate, isRaw);
  p.expect(T.RBRACE);
  if (isDebug && conversion === -1 && format_spec === null) conversion = 114;
  const position = positionSince(p, start);
  const textStart = p.tokenEnd(start);
  let field: FormattedValue | Interpolation;
  if (interpolates) {
    const end = p.tokenStart(isDebug ? equalSign : expressionEnd);
    const str = expressionText(p.text.slice(textStart, end)).trimEnd();
    field = {
      kind: 'Interpolation',
      value,
      str: { type: 'str', value: str },
      conversion,
      format_spec,
      ...position,
    };
  } else {
    field = { kind: 'FormattedValue', value, conversion, format_spec, ...position };
  }
  if (!isDebug) return [field];
  const text = expressionText(p.text.slice(textStart, p.tokenStart(expressionEnd)));
  return [
    {
      kind: 'Constant',
      value: { type: 'str', value: text },
      string_kind: null,
      ...debugPosition(p, start, expressionEnd),
    },
    field,
  ];
}

/** From after the brace to the token that ends the expression. */
function debugPosition(p: Parser, brace: number, end: number): Position {
  return {
    lineno: p.lineOf(brace),
    col_offset: p.columnOf(brace) + 1,
    end_lineno: p.lineOf(end),
    end_col_offset: p.columnOf(end),
  };
}

/** The source of a field's expression, without comments. */
function expressionText(text: string): string {
  return text.includes('#') ? text.replace(/#[^\n]*/g, '') : text;
}

function conversionCharacter(p: Parser, isTemplate: boolean): number {
  const mark = p.pos++;
  if (p.kind() !== T.NAME) p.fail();
  const letter = isTemplate ? 't' : 'f';
  if (p.tokenStart(p.pos) !== p.tokenEnd(mark)) {
    throw p.errorOverTokens(
      `${letter}-string: conversion type must come right after the exclamation mark`,
      mark,
      p.pos,
    );
  }
  const name = p.tokenText(p.pos);
  if (name !== 's' && name !== 'r' && name !== 'a') {
    throw p.errorAtToken(
      `${letter}-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`,
      p.pos,
    );
  }
  p.pos++;
  return name.charCodeAt(0);
}

function formatSpecification(p: Parser, isTemplate: boolean, isRaw: boolean): JoinedStr {
  const start = p.pos++;
  const middle = isTemplate ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE;
  const values: Expr[] = [];
  for (;;) {
    if (p.kind() === middle) {
      values.push(textConstant(p, p.pos, isRaw, p.pos));
      p.pos++;
    } else if (p.kind() === T.LBRACE) values.push(...replacementField(p, isTemplate, isRaw, false));
    else break;
  }
  return { kind: 'JoinedStr', values: mergeConstants(values), ...positionSince(p, start) };
}

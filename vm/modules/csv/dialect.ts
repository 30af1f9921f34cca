/** Dialects of CSV: what separates, quotes and escapes (CPython: Modules/_csv.c dialect_new; PEP 305). */
import {
  asIndex,
  asInt,
  asStr,
  type Escapes,
  getAttributeOrUndefined,
  isTrue,
  type KeywordNames,
  newStr,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  strLength,
  strToJs,
  typeName,
} from '../../objects/index.ts';

export const QUOTE_MINIMAL = 0;
export const QUOTE_ALL = 1;
export const QUOTE_NONNUMERIC = 2;
export const QUOTE_NONE = 3;
export const QUOTE_STRINGS = 4;
export const QUOTE_NOTNULL = 5;

/** Characters are host text of one code point; `''` where there is none. */
export interface Dialect {
  readonly delimiter: string;
  readonly quotechar: string;
  readonly escapechar: string;
  readonly lineterminator: string;
  readonly quoting: number;
  readonly doublequote: boolean;
  readonly skipinitialspace: boolean;
  readonly strict: boolean;
}

export const DIALECT_FIELDS = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const;

const PARAMETERS = {
  name: 'this function',
  names: ['dialect', ...DIALECT_FIELDS],
  positional: 1,
  required: 0,
};

function oneCharacter(
  name: string,
  value: PyObject | undefined,
  otherwise: string,
  optional: boolean,
): Escapes<string> {
  if (value === undefined) return otherwise;
  if (value === null && optional) return '';
  const text = asStr(value);
  const wanted = `"${name}" must be a unicode character${optional ? ' or None' : ''}`;
  if (text === undefined) raiseTypeError(`${wanted}, not ${typeName(value)}`);
  if (strLength(text) !== 1) raiseTypeError(`${wanted}, not a string of length ${strLength(text)}`);
  return strToJs(text);
}

function lineTerminatorOf(value: PyObject | undefined): string {
  if (value === undefined) return '\r\n';
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`"lineterminator" must be a string, not ${typeName(value)}`);
  return strToJs(text);
}

function quotingOf(value: PyObject | undefined): number {
  if (value === undefined) return QUOTE_MINIMAL;
  if (asInt(value) === undefined || typeof value === 'boolean')
    raiseTypeError(`"quoting" must be an integer, not ${typeName(value)}`);
  const quoting = asIndex(value);
  if (quoting < 0 || quoting > QUOTE_NOTNULL) raiseTypeError('bad "quoting" value');
  return Number(quoting);
}

/** A dialect from another (an object with its attributes) and from keywords, which win. */
export function makeDialect(args: readonly PyObject[], names: KeywordNames): Escapes<Dialect> {
  const unknown = names?.find((name) => !PARAMETERS.names.includes(name));
  if (unknown !== undefined) raiseTypeError(`this function got an unexpected keyword argument '${unknown}'`);
  const values = parseArguments(PARAMETERS, args, names);
  const base = values[0];
  const given: Record<string, PyObject | undefined> = {};
  for (const [index, field] of DIALECT_FIELDS.entries()) {
    let value = values[index + 1];
    if (value === undefined && base !== undefined && base !== null)
      value = getAttributeOrUndefined(base, field);
    given[field] = value;
  }
  const truth = (value: PyObject | undefined, otherwise: boolean): boolean =>
    value === undefined ? otherwise : isTrue(value);
  const delimiter = oneCharacter('delimiter', given.delimiter, ',', false);
  const doublequote = truth(given.doublequote, true);
  const escapechar = oneCharacter('escapechar', given.escapechar, '', true);
  const lineterminator = lineTerminatorOf(given.lineterminator);
  const quotechar = oneCharacter('quotechar', given.quotechar, '"', true);
  let quoting = quotingOf(given.quoting);
  const skipinitialspace = truth(given.skipinitialspace, false);
  const strict = truth(given.strict, false);
  if (given.quotechar === null && given.quoting === undefined) quoting = QUOTE_NONE;
  if (quoting !== QUOTE_NONE && quotechar === '') raiseTypeError('quotechar must be set if quoting enabled');
  const dialect = {
    delimiter,
    doublequote,
    escapechar,
    lineterminator,
    quotechar,
    quoting,
    skipinitialspace,
    strict,
  };
  check(dialect);
  return dialect;
}

function check({ delimiter, escapechar, quotechar, lineterminator, skipinitialspace }: Dialect): void {
  for (const [name, character, spaceAllowed] of [
    ['delimiter', delimiter, true],
    ['escapechar', escapechar, !skipinitialspace],
    ['quotechar', quotechar, !skipinitialspace],
  ] as const) {
    if (character === '\n' || character === '\r' || (character === ' ' && !spaceAllowed))
      raiseValueError(`bad ${name} value`);
  }
  for (const [left, right, first, second] of [
    ['delimiter', 'escapechar', delimiter, escapechar],
    ['delimiter', 'quotechar', delimiter, quotechar],
    ['escapechar', 'quotechar', escapechar, quotechar],
  ] as const)
    if (first !== '' && first === second) raiseValueError(`bad ${left} or ${right} value`);
  for (const [name, character] of [
    ['delimiter', delimiter],
    ['escapechar', escapechar],
    ['quotechar', quotechar],
  ] as const)
    if (character !== '' && lineterminator.includes(character))
      raiseValueError(`bad ${name} or lineterminator value`);
}

export function dialectField(dialect: Dialect, field: (typeof DIALECT_FIELDS)[number]): PyObject {
  const value = dialect[field];
  if (typeof value !== 'string') return value;
  return value === '' && (field === 'quotechar' || field === 'escapechar') ? null : newStr(value);
}

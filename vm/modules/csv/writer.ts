/** Rows to lines of CSV (CPython: Modules/_csv.c, join_append and csv_writerow). */
import {
  asStr,
  type Escapes,
  isIterable,
  iterateToArray,
  newStr,
  PyFloat,
  type PyObject,
  repr,
  str,
  strToJs,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import {
  type Dialect,
  QUOTE_ALL,
  QUOTE_MINIMAL,
  QUOTE_NONE,
  QUOTE_NONNUMERIC,
  QUOTE_NOTNULL,
  QUOTE_STRINGS,
} from './dialect.ts';

const isNumber = (value: PyObject): boolean =>
  typeOf(value).nb_int !== null || typeOf(value).nb_float !== null || typeOf(value).nb_index !== null;

function wantsQuotes(quoting: number, value: PyObject): boolean {
  if (quoting === QUOTE_NONNUMERIC) return !isNumber(value);
  if (quoting === QUOTE_ALL) return true;
  if (quoting === QUOTE_STRINGS) return asStr(value) !== undefined;
  return quoting === QUOTE_NOTNULL && value !== null;
}

/** The row as one line with its end. */
export function rowText(
  dialect: Dialect,
  row: PyObject,
  fail: (message: string) => never,
): Escapes<PyObject> {
  if (!isIterable(row) && typeOf(row).mp_subscript === null) fail(`iterable expected, not ${typeName(row)}`);
  const fields = iterateToArray(row);
  const parts: string[] = [];
  for (const value of fields) {
    const text = value === null ? '' : strToJs(value instanceof PyFloat ? repr(value) : str(value));
    parts.push(fieldText(dialect, value, text, wantsQuotes(dialect.quoting, value), fail));
  }
  if (parts.length === 1 && parts[0] === '') {
    if (
      dialect.quoting === QUOTE_NONE ||
      (fields[0] === null && (dialect.quoting === QUOTE_STRINGS || dialect.quoting === QUOTE_NOTNULL))
    )
      fail('single empty field record must be quoted');
    parts[0] = dialect.quotechar + dialect.quotechar;
  }
  return newStr(parts.join(dialect.delimiter) + dialect.lineterminator);
}

function fieldText(
  dialect: Dialect,
  _value: PyObject,
  text: string,
  quotes: boolean,
  fail: (message: string) => never,
): string {
  const { delimiter, escapechar, quotechar, lineterminator, quoting, doublequote } = dialect;
  let quoted = quotes;
  let out = '';
  for (const character of text) {
    const special =
      character === delimiter ||
      character === escapechar ||
      character === quotechar ||
      character === '\n' ||
      character === '\r' ||
      lineterminator.includes(character);
    if (!special) {
      out += character;
      continue;
    }
    let escaped = false;
    if (quoting === QUOTE_NONE) escaped = true;
    else {
      if (character === quotechar) {
        if (doublequote) out += quotechar;
        else escaped = true;
      } else if (character === escapechar) escaped = true;
      if (!escaped) quoted = true;
    }
    if (escaped) {
      if (escapechar === '') fail('need to escape, but no escapechar set');
      out += escapechar;
    }
    out += character;
  }
  if (text === '' && quoting === QUOTE_MINIMAL && delimiter === ' ' && dialect.skipinitialspace)
    quoted = true;
  return quoted ? quotechar + out + quotechar : out;
}

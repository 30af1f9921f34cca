/** Lines of CSV to rows (CPython: Modules/_csv.c, parse_process_char: one state a character). */
import {
  asStr,
  callOneArg,
  type Escapes,
  emptyItems,
  FloatType,
  iterNext,
  newList,
  newStr,
  type PyObject,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { type Dialect, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS } from './dialect.ts';

type State =
  | 'startRecord'
  | 'startField'
  | 'escapedCharacter'
  | 'inField'
  | 'inQuotedField'
  | 'escapeInQuotedField'
  | 'quoteInQuotedField'
  | 'eatNewline'
  | 'afterEscapedNewline';

/** Stands for the end of a line. */
const END = '';

export class Reader {
  readonly dialect: Dialect;
  readonly lines: PyObject;
  lineNumber = 0;
  private readonly fail: (message: string) => never;
  private readonly fieldLimit: () => number;
  private state: State = 'startRecord';
  private field = '';
  private fields: PyObject[] = emptyItems();
  /** The field was not quoted. */
  private bare = true;

  constructor(dialect: Dialect, lines: PyObject, fail: (message: string) => never, fieldLimit: () => number) {
    this.dialect = dialect;
    this.lines = lines;
    this.fail = fail;
    this.fieldLimit = fieldLimit;
  }

  next(): Escapes<PyObject | undefined> {
    this.field = '';
    this.fields = emptyItems();
    this.state = 'startRecord';
    this.bare = true;
    do {
      const line = iterNext(this.lines);
      if (line === undefined) return this.atEnd();
      const text = asStr(line);
      if (text === undefined)
        this.fail(
          `iterator should return strings, not ${typeName(line)} (the file should be opened in text mode)`,
        );
      this.lineNumber += 1;
      for (const character of strToJs(text!)) this.step(character);
      this.step(END);
    } while (this.state !== 'startRecord');
    return newList(this.fields);
  }

  private atEnd(): PyObject | undefined {
    if (this.field === '' && this.state !== 'inQuotedField') return undefined;
    if (this.dialect.strict) this.fail('unexpected end of data');
    this.save();
    return newList(this.fields);
  }

  private add(character: string): void {
    if (this.field.length >= this.fieldLimit())
      this.fail(`field larger than field limit (${this.fieldLimit()})`);
    this.field += character;
  }

  private save(): Escapes<void> {
    const { quoting } = this.dialect;
    const text = newStr(this.field);
    this.field = '';
    if (this.bare && text === '' && (quoting === QUOTE_NOTNULL || quoting === QUOTE_STRINGS))
      this.fields.push(null);
    else if (this.bare && text !== '' && (quoting === QUOTE_NONNUMERIC || quoting === QUOTE_STRINGS))
      this.fields.push(callOneArg(FloatType, text));
    else if (this.bare && quoting === QUOTE_NONNUMERIC) this.fields.push(callOneArg(FloatType, text));
    else this.fields.push(text);
  }

  private endField(next: State): Escapes<void> {
    this.save();
    this.state = next;
  }

  private step(character: string): Escapes<void> {
    const { dialect } = this;
    const newline = character === '\n' || character === '\r';
    switch (this.state) {
      case 'startRecord':
        if (character === END) return;
        if (newline) {
          this.state = 'eatNewline';
          return;
        }
        this.startField(character);
        return;
      case 'startField':
        this.startField(character);
        return;
      case 'escapedCharacter':
        if (newline) {
          this.add(character);
          this.state = 'afterEscapedNewline';
          return;
        }
        this.add(character === END ? '\n' : character);
        this.state = 'inField';
        return;
      case 'afterEscapedNewline':
        if (character === END) return;
        this.inField(character);
        return;
      case 'inField':
        this.inField(character);
        return;
      case 'inQuotedField':
        if (character === END) return;
        if (character === dialect.escapechar) this.state = 'escapeInQuotedField';
        else if (character === dialect.quotechar && dialect.quoting !== QUOTE_NONE)
          this.state = dialect.doublequote ? 'quoteInQuotedField' : 'inField';
        else this.add(character);
        return;
      case 'escapeInQuotedField':
        this.add(character === END ? '\n' : character);
        this.state = 'inQuotedField';
        return;
      case 'quoteInQuotedField':
        this.quoteInQuotedField(character);
        return;
      case 'eatNewline':
        if (newline) return;
        if (character === END) this.state = 'startRecord';
        else
          this.fail(
            "new-line character seen in unquoted field - do you need to open the file with newline=''?",
          );
    }
  }

  private startField(character: string): Escapes<void> {
    const { dialect } = this;
    this.bare = true;
    if (character === END || character === '\n' || character === '\r')
      this.endField(character === END ? 'startRecord' : 'eatNewline');
    else if (character === dialect.quotechar && dialect.quoting !== QUOTE_NONE) {
      this.bare = false;
      this.state = 'inQuotedField';
    } else if (character === dialect.escapechar) this.state = 'escapedCharacter';
    else if (character === ' ' && dialect.skipinitialspace) this.state = 'startField';
    else if (character === dialect.delimiter) this.endField('startField');
    else {
      this.add(character);
      this.state = 'inField';
    }
  }

  private inField(character: string): Escapes<void> {
    const { dialect } = this;
    if (character === END || character === '\n' || character === '\r')
      this.endField(character === END ? 'startRecord' : 'eatNewline');
    else if (character === dialect.escapechar) this.state = 'escapedCharacter';
    else if (character === dialect.delimiter) this.endField('startField');
    else {
      this.add(character);
      this.state = 'inField';
    }
  }

  private quoteInQuotedField(character: string): Escapes<void> {
    const { dialect } = this;
    if (dialect.quoting !== QUOTE_NONE && character !== END && character === dialect.quotechar) {
      this.add(character);
      this.state = 'inQuotedField';
    } else if (character === dialect.delimiter) this.endField('startField');
    else if (character === END || character === '\n' || character === '\r')
      this.endField(character === END ? 'startRecord' : 'eatNewline');
    else if (!dialect.strict) {
      this.add(character);
      this.state = 'inField';
    } else this.fail(`'${dialect.delimiter}' expected after '${dialect.quotechar}'`);
  }
}

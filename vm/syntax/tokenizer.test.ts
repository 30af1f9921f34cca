import { describe, expect, it } from 'vitest';
import { PythonSyntaxError, tokenize } from './index.ts';

/** `TYPE string` a token. */
function tokens(source: string): string[] {
  return tokenize(source).map((token) => `${token.type} ${JSON.stringify(token.string)}`);
}

function message(source: string): string {
  try {
    tokenize(source);
    return 'no error';
  } catch (failure) {
    if (!(failure instanceof PythonSyntaxError)) throw failure;
    return failure.message;
  }
}

describe('lines', () => {
  it('indents and dedents, over blank and comment lines', () => {
    expect(tokens('if x:\n    y\n\n  # comment\nz')).toEqual([
      'NAME "if"',
      'NAME "x"',
      'OP ":"',
      'NEWLINE "\\n"',
      'INDENT ""',
      'NAME "y"',
      'NEWLINE "\\n"',
      'DEDENT ""',
      'NAME "z"',
      'NEWLINE "\\n"',
      'ENDMARKER ""',
    ]);
  });

  it('joins lines in brackets and after a backslash', () => {
    expect(tokens('(a,\n b)\nc + \\\n  d\n').join(' ')).toBe(
      'OP "(" NAME "a" OP "," NAME "b" OP ")" NEWLINE "\\n" NAME "c" OP "+" NAME "d" NEWLINE "\\n" ENDMARKER ""',
    );
  });

  it('reads any line end, and a form feed as the start of a line', () => {
    expect(tokens('a\r\nb\rc\n\fd')).toEqual(tokens('a\nb\nc\nd'));
  });

  it('counts a tab to the next multiple of eight, and refuses what depends on it', () => {
    expect(tokens('if x:\n\ty\n\tz')).toEqual(tokens('if x:\n  y\n  z'));
    expect(message('if x:\n        y\n\tz')).toBe('inconsistent use of tabs and spaces in indentation');
  });
});

describe('numbers', () => {
  it.each([
    '0',
    '1_000',
    '0xFF_ff',
    '0o17',
    '0b1_0',
    '1.',
    '.5',
    '1e5',
    '1.5E-3',
    '1_0.0_1e1_0',
    '1j',
    '1.5J',
    '00',
  ])('%s is one token', (source) => {
    expect(tokens(source)[0]).toBe(`NUMBER ${JSON.stringify(source)}`);
  });

  it('ends a number where a keyword starts', () => {
    expect(tokens('1if 2else 3').slice(0, 5)).toEqual([
      'NUMBER "1"',
      'NAME "if"',
      'NUMBER "2"',
      'NAME "else"',
      'NUMBER "3"',
    ]);
  });

  it.each([
    ['1__0', 'invalid decimal literal'],
    ['0xg', 'invalid hexadecimal literal'],
    ['0b2', "invalid digit '2' in binary literal"],
    ['0o8', "invalid digit '8' in octal literal"],
    ['1abc', 'invalid decimal literal'],
  ])('%s: %s', (source, expected) => {
    expect(message(source)).toBe(expected);
  });
});

describe('strings', () => {
  it.each(["'a'", '"a"', "r'\\\\'", "bR'a'", "'''a\n'b''c'''", "'a\\\nb'", "u'a'"])(
    '%j is one token',
    (source) => {
      expect(tokens(source)[0]).toBe(`STRING ${JSON.stringify(source)}`);
    },
  );

  it('splits an f-string into text and fields', () => {
    expect(tokens('f"a{b!r:>{c}}{{d"')).toEqual([
      'FSTRING_START "f\\""',
      'FSTRING_MIDDLE "a"',
      'OP "{"',
      'NAME "b"',
      'OP "!"',
      'NAME "r"',
      'OP ":"',
      'FSTRING_MIDDLE ">"',
      'OP "{"',
      'NAME "c"',
      'OP "}"',
      'FSTRING_MIDDLE ""',
      'OP "}"',
      'FSTRING_MIDDLE "{{"',
      'FSTRING_MIDDLE "d"',
      'FSTRING_END "\\""',
      'NEWLINE "\\n"',
      'ENDMARKER ""',
    ]);
  });

  it('nests f-strings with the same quotes (PEP 701)', () => {
    expect(tokens('f"{f"{1}"}"').slice(0, 7)).toEqual([
      'FSTRING_START "f\\""',
      'OP "{"',
      'FSTRING_START "f\\""',
      'OP "{"',
      'NUMBER "1"',
      'OP "}"',
      'FSTRING_END "\\""',
    ]);
  });
});

describe('names and operators', () => {
  it('takes the longest operator', () => {
    expect(tokens('a**=b//c>>=d->...!=:=@=').slice(0, 13)).toEqual([
      'NAME "a"',
      'OP "**="',
      'NAME "b"',
      'OP "//"',
      'NAME "c"',
      'OP ">>="',
      'NAME "d"',
      'OP "->"',
      'OP "..."',
      'OP "!="',
      'OP ":="',
      'OP "@="',
      'NEWLINE "\\n"',
    ]);
  });

  it('judges identifiers by Unicode', () => {
    expect(tokens('é日本 = ª')[0]).toBe('NAME "é日本"');
    expect(message('a = €')).toBe("invalid character '€' (U+20AC)");
    expect(message('a\u200b')).toBe('invalid non-printable character U+200B');
  });

  it('gives columns in UTF-16 units', () => {
    const [name, , text] = tokenize('é = "😀"; x');
    expect([name?.end_col_offset, text?.col_offset, text?.end_col_offset]).toEqual([1, 4, 8]);
  });
});

import { describe, expect, it } from 'vitest';
import { dumpAst, type ParseOptions, PythonSyntaxError, parse, type SyntaxWarning } from './index.ts';

function caught(run: () => unknown): PythonSyntaxError {
  try {
    run();
  } catch (failure) {
    if (failure instanceof PythonSyntaxError) return failure;
    throw failure;
  }
  throw new Error('the source was accepted');
}

describe('parse', () => {
  it('gives plain objects with the fields of the ASDL', () => {
    expect(parse('x = -1', 'm.py', 'exec')).toEqual({
      kind: 'Module',
      body: [
        {
          kind: 'Assign',
          targets: [{ kind: 'Name', id: 'x', ctx: 'Store', ...at(0, 1) }],
          value: {
            kind: 'UnaryOp',
            op: 'USub',
            operand: {
              kind: 'Constant',
              value: { type: 'int', value: 1 },
              string_kind: null,
              ...at(5, 6),
            },
            ...at(4, 6),
          },
          type_comment: null,
          ...at(0, 6),
        },
      ],
      type_ignores: [],
    });
  });

  it('has a mode for an expression and one for a line typed at a prompt', () => {
    expect(dumpAst(parse('1, 2', '<string>', 'eval'))).toBe(
      'Expression(\n  body=Tuple(\n    elts=[\n      Constant(value=1),\n      Constant(value=2)],\n    ctx=Load()))',
    );
    expect(dumpAst(parse('pass; pass', '<stdin>', 'single'))).toBe(
      'Interactive(\n  body=[\n    Pass(),\n    Pass()])',
    );
    expect(caught(() => parse('1\n2', '<stdin>', 'single')).message).toBe(
      'multiple statements found while compiling a single statement',
    );
  });

  it('normalises identifiers (NFKC)', () => {
    expect(dumpAst(parse('ﬁ', '<string>', 'eval'))).toBe("Expression(\n  body=Name(id='fi', ctx=Load()))");
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['0x1_0000_0000_0000_0000', 18446744073709551616n],
  ])('keeps the int %s exact', (source, value) => {
    expect(parse(source, '<string>', 'eval').body).toMatchObject({ value: { type: 'int', value } });
  });

  it('tells two escaped surrogates from one astral character', () => {
    const value = (source: string) => parse(source, '<string>', 'eval').body;
    expect(value("'\\ud83d\\ude00'")).toMatchObject({ value: { codePoints: [0xd83d, 0xde00] } });
    expect(value("'\\ud83d' '\\ude00'")).toMatchObject({ value: { codePoints: [0xd83d, 0xde00] } });
    expect(value("'\\U0001f600'")).toMatchObject({ value: { type: 'str', value: '😀' } });
    expect(value("'\\U0001f600'")).not.toHaveProperty('value.codePoints');
  });

  it('asks for characters by name', () => {
    const options: ParseOptions = { characterByName: (name) => (name === 'BULLET' ? '•' : undefined) };
    expect(parse("'\\N{BULLET}'", '<string>', 'eval', options).body).toMatchObject({ value: { value: '•' } });
    expect(caught(() => parse("'\\N{NOTHING}'", '<string>', 'eval', options)).message).toBe(
      "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-10: unknown Unicode character name",
    );
  });

  it('reports escapes that mean nothing, and numbers that run into a word, as warnings', () => {
    const warnings: SyntaxWarning[] = [];
    parse("x\n'\\d'", '<string>', 'exec', { onWarning: (warning) => warnings.push(warning) });
    const message =
      '"\\d" is an invalid escape sequence. Such sequences will not work in the future. ' +
      'Did you mean "\\\\d"? A raw string is also an option.';
    expect(warnings).toEqual([{ message, lineno: 2 }]);
    parse('\n1if x else y', '<string>', 'exec', { onWarning: (warning) => warnings.push(warning) });
    expect(warnings[1]).toEqual({ message: 'invalid decimal literal', lineno: 2 });
  });
});

describe('errors', () => {
  it('are values with the fields of SyntaxError', () => {
    const error = caught(() => parse('x = 1\nif x\n    y\n', 'm.py', 'exec'));
    expect({ ...error }).toEqual({
      type: 'SyntaxError',
      message: "expected ':'",
      filename: 'm.py',
      lineno: 2,
      offset: 5,
      text: 'if x\n',
      end_lineno: 2,
      end_offset: 6,
    });
    expect(error).not.toBeInstanceOf(Error);
  });

  it('count code points, not UTF-16 units', () => {
    expect(caught(() => parse('"😀" x', 'm.py', 'exec'))).toMatchObject({ offset: 5, end_offset: 6 });
  });

  it('refuse a null byte and source nested too deeply', () => {
    expect(caught(() => parse('a\0b', 'm.py', 'exec'))).toMatchObject({
      message: 'source code string cannot contain null bytes',
      lineno: null,
    });
    expect(caught(() => parse(`${'-'.repeat(200_000)}1`, 'm.py', 'exec')).type).toBe('MemoryError');
    expect(caught(() => parse('('.repeat(201), 'm.py', 'exec')).message).toBe('too many nested parentheses');
  });

  it('take no exponential time in nested source', () => {
    const nested = `${'f(a=['.repeat(60)}1 2${'])'.repeat(60)}`;
    expect(caught(() => parse(nested, 'm.py', 'exec')).message).toBe(
      'invalid syntax. Perhaps you forgot a comma?',
    );
  });

  it.each([
    ['if 1:', '_IncompleteInputError'],
    ['if 1:\n  x', '_IncompleteInputError'],
    ['(1,\n', '_IncompleteInputError'],
    ['"""', '_IncompleteInputError'],
    ['x +\n', 'SyntaxError'],
  ] as const)('tell an unfinished entry at a prompt from a wrong one: %j', (source, type) => {
    const options = { allowIncompleteInput: true, dontImplyDedent: true };
    expect(caught(() => parse(source, '<stdin>', 'single', options)).type).toBe(type);
  });
});

function at(col_offset: number, end_col_offset: number): object {
  return { lineno: 1, col_offset, end_lineno: 1, end_col_offset };
}

/** The two passes over a source, and which error of theirs the user sees (CPython's `_PyPegen_run_parser`). */
import type { Expression, Interactive, Module, Stmt } from './ast.ts';
import { atCompoundStatement, compoundStatement } from './compound.ts';
import { PythonSyntaxError } from './errors.ts';
import { expressions } from './expressions.ts';
import { ParseFailure, type ParseOptions, Parser } from './parser.ts';
import { SourceText } from './source.ts';
import { simpleStatements, statement } from './statements.ts';
import * as T from './token.ts';
import { tokenizeSource } from './tokenizer.ts';

export type ParseMode = 'exec' | 'eval' | 'single';

/**
 * Parses a whole source. Throws `PythonSyntaxError`.
 *
 * @param source decoded text (see `decodeSource` for bytes); any line ends.
 * @param filename stands in errors only.
 */
export function parse(source: string, filename: string, mode: 'exec', options?: ParseOptions): Module;
export function parse(source: string, filename: string, mode: 'eval', options?: ParseOptions): Expression;
export function parse(source: string, filename: string, mode: 'single', options?: ParseOptions): Interactive;
export function parse(
  source: string,
  filename: string,
  mode: ParseMode,
  options?: ParseOptions,
): Module | Expression | Interactive;
export function parse(
  source: string,
  filename: string,
  mode: ParseMode,
  options: ParseOptions = {},
): Module | Expression | Interactive {
  if (source.includes('\0')) throw nullByteError(filename);
  const tokens = tokenizeSource(new SourceText(source, filename, mode === 'exec'));
  const rule = START_RULES[mode];
  if (options.onWarning) for (const warning of tokens.warnings) options.onWarning(warning);
  const first = new Parser(tokens, options);
  try {
    return rule(first);
  } catch (failure) {
    if (failure instanceof RangeError) throw tooComplexError(filename);
    const isMistake = failure instanceof PythonSyntaxError;
    if (!isMistake && !(failure instanceof ParseFailure)) throw failure;
    if (options.allowIncompleteInput && hasReachedEnd(first)) {
      throw first.errorAtToken(
        'incomplete input',
        Math.max(first.furthest, first.pos),
        '_IncompleteInputError',
      );
    }
    if (isMistake) throw preferred(first, failure);
  }
  const second = new Parser(tokens, options);
  second.diagnosing = true;
  second.reporting = true;
  // CPython keeps the tokens that the first pass has read.
  second.furthest = first.furthest;
  try {
    rule(second);
  } catch (failure) {
    if (failure instanceof PythonSyntaxError) throw preferred(second, failure);
    // Its checks nest deeper than the grammar does: where the stack runs out, the mistake stays unnamed.
    if (!(failure instanceof ParseFailure) && !(failure instanceof RangeError)) throw failure;
  }
  throw genericError(first, second);
}

const START_RULES: Record<ParseMode, (p: Parser) => Module | Expression | Interactive> = {
  exec: module,
  eval: evaluated,
  single: interactive,
};

function module(p: Parser): Module {
  const body: Stmt[] = [];
  while (p.kind() !== T.ENDMARKER) statement(p, body);
  return { kind: 'Module', body, type_ignores: [] };
}

function evaluated(p: Parser): Expression {
  const body = expressions(p);
  while (p.accept(T.NEWLINE));
  p.expect(T.ENDMARKER);
  return { kind: 'Expression', body };
}

function interactive(p: Parser): Interactive {
  const body: Stmt[] = [];
  if (p.kind() === T.NEWLINE || p.kind() === T.ENDMARKER) p.fail();
  if (atCompoundStatement(p)) {
    const node = compoundStatement(p);
    if (node !== undefined) {
      if (!p.tokens.source.hasLastNewline) {
        // The end of the source stands for one NEWLINE: enough for the block, or for the statement after its dedent.
        const isOneLine = p.kindAt(p.pos - 1) === T.NEWLINE;
        if (isOneLine || p.options.dontImplyDedent) p.fail();
      }
      p.expect(T.ENDMARKER);
      return { kind: 'Interactive', body: [node] };
    }
  }
  simpleStatements(p, body);
  if (p.kind() !== T.ENDMARKER) {
    p.furthest = p.pos - 1;
    throw p.errorAtToken('multiple statements found while compiling a single statement', p.pos - 1);
  }
  return { kind: 'Interactive', body };
}

/** Has the first pass read up to the end of the source? */
function hasReachedEnd(p: Parser): boolean {
  const { tokens } = p;
  const index = Math.min(Math.max(p.furthest, p.pos), tokens.count - 1);
  const kind = p.kindAt(index);
  if (kind === T.ERRORTOKEN) return tokens.endedEarly;
  const { source } = tokens;
  if (kind === T.ENDMARKER || kind === T.DEDENT) return p.tokenStart(index) >= source.end;
  return !source.hasLastNewline && p.tokenEnd(index) >= source.end;
}

// ---- which error to show

/** What the tokenizer found wrong further down may be the cause of a mistake that a rule has named. */
function preferred(p: Parser, error: PythonSyntaxError): PythonSyntaxError {
  const { tokens } = p;
  if (error === tokens.error) return error;
  return (
    (tokens.errorOverrides ? tokens.error : undefined) ??
    unclosedBefore(p, Math.max(p.furthest, p.pos)) ??
    error
  );
}

/** A bracket left open above the error is the likelier cause. */
function unclosedBefore(p: Parser, token: number): PythonSyntaxError | undefined {
  const { unclosed } = p.tokens;
  const index = Math.min(token, p.tokens.count - 1);
  if (unclosed === null || p.lineOf(index) <= unclosed.lineno) return undefined;
  return p.unclosedBracketError();
}

/** No rule named the mistake: the furthest token of the first pass is at fault. */
function genericError(first: Parser, second: Parser): PythonSyntaxError {
  const index = first.furthest;
  const kind = first.kindAt(index);
  if (kind === T.ERRORTOKEN) return first.tokenError();
  if (kind === T.INDENT || kind === T.DEDENT) {
    return first.errorHere(
      kind === T.INDENT ? 'unexpected indent' : 'unexpected unindent',
      'IndentationError',
    );
  }
  // Without a newline of its own, what CPython meets at the end of the source is the token ENDMARKER, which has no column.
  const { source } = first.tokens;
  const line = Math.min(first.lineOf(index), source.lineStarts.length - 2);
  const isEnd = kind === T.NEWLINE && !source.lineWithNewline(line).endsWith('\n');
  if (kind === T.ENDMARKER || isEnd) {
    const text = source.lineWithNewline(line);
    return preferred(second, source.error('SyntaxError', 'invalid syntax', line, -1, line, -1, text));
  }
  return preferred(second, first.errorAtToken('invalid syntax', index));
}

function nullByteError(filename: string): PythonSyntaxError {
  return new PythonSyntaxError({
    type: 'SyntaxError',
    message: 'source code string cannot contain null bytes',
    filename,
    lineno: null,
    offset: null,
    text: null,
    end_lineno: null,
    end_offset: null,
  });
}

/** The JavaScript stack ran out: CPython, too, answers source nested that deeply with MemoryError. */
function tooComplexError(filename: string): PythonSyntaxError {
  return new PythonSyntaxError({
    type: 'MemoryError',
    message: 'Parser stack overflowed - Python source too complex to parse',
    filename,
    lineno: null,
    offset: null,
    text: null,
    end_lineno: null,
    end_offset: null,
  });
}

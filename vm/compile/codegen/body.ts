/** Bodies: sequences of statements with a docstring in front and annotations behind. */
import type { Stmt } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { generateDeferredAnnotations } from './annotations.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName, cellOparg } from './names.ts';
import { visitStatement } from './statements.ts';

export function visitStatements(g: CodeGenerator, body: readonly Stmt[]): void {
  for (const statement of body) visitStatement(g, statement);
}

/** The cleaned docstring of a body. */
export function docstringOf(body: readonly Stmt[]): string | null {
  const [first] = body;
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.type !== 'str')
    return null;
  return cleanDocstring(first.value.value.value);
}

/**
 * Removes the indentation common to all lines but the first (CPython 3.13's `_PyCompile_CleanDoc`). Unlike
 * `inspect.cleandoc`, blank lines at the ends stay.
 */
export function cleanDocstring(text: string): string {
  const expanded = expandTabs(text);
  const lines = expanded.split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines.slice(1)) {
    const content = line.replace(/^ +/, '');
    if (content !== '') margin = Math.min(margin, line.length - content.length);
  }
  const first = lines[0]!.replace(/^ +/, '');
  if (margin === Number.POSITIVE_INFINITY) margin = 0;
  return [first, ...lines.slice(1).map((line) => line.slice(margin))].join('\n');
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let column = 0;
  let result = '';
  for (const character of text) {
    if (character === '\t') {
      const width = 8 - (column % 8);
      result += ' '.repeat(width);
      column += width;
    } else {
      result += character;
      column = character === '\n' || character === '\r' ? 0 : column + 1;
    }
  }
  return result;
}

/** Body of a module or class. */
export function generateBody(g: CodeGenerator, body: readonly Stmt[], range: SourceRange): void {
  const { unit, scope } = g;
  const setup = g.newLabel();
  if (unit.kind === 'module') {
    // Filled at the end: the code that makes `__annotate__` runs first.
    g.useLabel(setup);
    g.useLabel(g.newLabel());
  }
  if (scope.hasConditionalAnnotations) {
    g.emit(OPCODE.BUILD_SET, 0, range);
    if (unit.kind === 'class') {
      g.emit(OPCODE.STORE_DEREF, cellOparg(unit, '__conditional_annotations__'), range);
    } else {
      accessName(g, '__conditional_annotations__', 'Store', range);
    }
  }
  if (g.options.futureAnnotations && scope.annotationScope !== null)
    g.emit(OPCODE.SETUP_ANNOTATIONS, 0, range);
  const docstring = g.options.interactive ? null : docstringOf(body);
  let rest = body;
  if (docstring !== null) {
    rest = body.slice(1);
    if (g.options.optimize < 2) {
      const statement = body[0] as Extract<Stmt, { kind: 'Expr' }>;
      unit.docstring = docstring;
      g.loadStr(docstring, rangeOf(statement.value));
      accessName(g, '__doc__', 'Store', NO_LOCATION);
    }
  }
  visitStatements(g, rest);
  if (unit.deferredAnnotations.length === 0) return;
  if (unit.kind === 'module') {
    const resumeAt = unit.current;
    const follower = setup.next;
    unit.current = setup;
    generateDeferredAnnotations(g, range);
    unit.current.next = follower;
    unit.current = resumeAt;
  } else {
    generateDeferredAnnotations(g, range);
  }
}

/** What the grammar's types do not say about a tree that a program has built (CPython: Python/ast.c). */
import { raiseTypeError, raiseValueError } from '../../objects/index.ts';
import type { Comprehension, Expr, Mod, Node, Position, Stmt } from '../../syntax/index.ts';

type Context = 'Load' | 'Store' | 'Del';

const CONSTANT_NAMES: ReadonlySet<string> = new Set(['None', 'True', 'False']);

/** Raises ValueError. */
export function validateTree(tree: Mod): void {
  if (tree.kind === 'Expression') expression(tree.body);
  else tree.body.forEach(statement);
}

function position(node: Node & Position): void {
  const { lineno, col_offset, end_lineno, end_col_offset } = node;
  if (lineno > end_lineno) raiseValueError(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    raiseValueError(
      `AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`,
    );
  }
  if (lineno === end_lineno && col_offset > end_col_offset)
    raiseValueError(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
}

function name(identifier: string | null): void {
  if (identifier !== null && CONSTANT_NAMES.has(identifier))
    raiseValueError(`identifier field can't represent '${identifier}' constant`);
}

function body(statements: readonly Stmt[], owner: string): void {
  if (statements.length === 0) raiseValueError(`empty body on ${owner}`);
  statements.forEach(statement);
}

function filled(values: readonly unknown[], what: string, owner: string): void {
  if (values.length === 0) raiseValueError(`empty ${what} on ${owner}`);
}

function targets(expressions: readonly Expr[], context: Context): void {
  for (const each of expressions) expression(each, context);
}

/** Children of a node, wherever they stand, that need nothing but validation of their own. */
function children(node: Node, except: readonly string[] = []): void {
  for (const [field, value] of Object.entries(node)) {
    if (except.includes(field)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'kind' in child) any(child as Node);
    }
  }
}

function any(node: Node): void {
  switch (node.kind) {
    case 'comprehension':
      comprehension(node);
      return;
    case 'arguments':
      if (node.defaults.length > node.posonlyargs.length + node.args.length)
        raiseValueError('more positional defaults than args on arguments');
      if (node.kw_defaults.length !== node.kwonlyargs.length)
        raiseValueError('length of kwonlyargs is not the same as kw_defaults on arguments');
      children(node);
      return;
    case 'ExceptHandler':
      position(node);
      if (node.type !== null) expression(node.type);
      body(node.body, 'ExceptHandler');
      return;
    case 'match_case':
      any(node.pattern);
      if (node.guard !== null) expression(node.guard);
      body(node.body, 'match_case');
      return;
    case 'withitem':
      expression(node.context_expr);
      if (node.optional_vars !== null) expression(node.optional_vars, 'Store');
      return;
    case 'TypeVar':
    case 'ParamSpec':
    case 'TypeVarTuple':
      position(node);
      name(node.name);
      children(node);
      return;
    case 'arg':
    case 'keyword':
    case 'alias':
      position(node);
      children(node);
      return;
    case 'MatchValue':
    case 'MatchSingleton':
    case 'MatchSequence':
    case 'MatchMapping':
    case 'MatchClass':
    case 'MatchStar':
    case 'MatchAs':
    case 'MatchOr':
      pattern(node);
      return;
    case 'Module':
    case 'Interactive':
    case 'Expression':
      return;
    default:
      if (isStatement(node)) statement(node);
      else expression(node as Expr);
  }
}

const STATEMENTS: ReadonlySet<string> = new Set(
  'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue'.split(
    ' ',
  ),
);

function isStatement(node: Node): node is Stmt {
  return STATEMENTS.has(node.kind);
}

function statement(node: Stmt): void {
  position(node);
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      body(node.body, node.kind);
      children(node, ['body']);
      return;
    case 'Delete':
      filled(node.targets, 'targets', 'Delete');
      targets(node.targets, 'Del');
      return;
    case 'Assign':
      filled(node.targets, 'targets', 'Assign');
      targets(node.targets, 'Store');
      expression(node.value);
      return;
    case 'TypeAlias':
      if (node.name.kind !== 'Name') raiseValueError('TypeAlias with non-Name name');
      expression(node.name, 'Store');
      children(node, ['name']);
      return;
    case 'AugAssign':
      expression(node.target, 'Store');
      expression(node.value);
      return;
    case 'AnnAssign':
      if (node.target.kind !== 'Name' && node.simple !== 0)
        raiseTypeError('AnnAssign with simple non-Name target');
      expression(node.target, 'Store');
      if (node.value !== null) expression(node.value);
      expression(node.annotation);
      return;
    case 'For':
    case 'AsyncFor':
      expression(node.target, 'Store');
      expression(node.iter);
      body(node.body, node.kind);
      node.orelse.forEach(statement);
      return;
    case 'While':
    case 'If':
      expression(node.test);
      body(node.body, node.kind);
      node.orelse.forEach(statement);
      return;
    case 'With':
    case 'AsyncWith':
      filled(node.items, 'items', node.kind);
      node.items.forEach(any);
      body(node.body, node.kind);
      return;
    case 'Match':
      expression(node.subject);
      filled(node.cases, 'cases', 'Match');
      node.cases.forEach(any);
      return;
    case 'Raise':
      if (node.exc === null && node.cause !== null) raiseValueError('Raise with cause but no exception');
      children(node);
      return;
    case 'Try':
    case 'TryStar':
      body(node.body, node.kind);
      if (node.handlers.length === 0 && node.finalbody.length === 0)
        raiseValueError(`${node.kind} has neither except handlers nor finalbody`);
      if (node.handlers.length === 0 && node.orelse.length > 0)
        raiseValueError(`${node.kind} has orelse but no except handlers`);
      node.handlers.forEach(any);
      node.finalbody.forEach(statement);
      node.orelse.forEach(statement);
      return;
    case 'Import':
      filled(node.names, 'names', 'Import');
      node.names.forEach(any);
      return;
    case 'ImportFrom':
      if (node.level < 0) raiseValueError('Negative ImportFrom level');
      filled(node.names, 'names', 'ImportFrom');
      node.names.forEach(any);
      return;
    case 'Global':
    case 'Nonlocal':
      filled(node.names, 'names', node.kind);
      return;
    default:
      children(node);
  }
}

function comprehension(node: Comprehension): void {
  expression(node.target, 'Store');
  expression(node.iter);
  node.ifs.forEach((each) => {
    expression(each);
  });
}

function expression(node: Expr, context: Context = 'Load'): void {
  position(node);
  checkContext(node, context);
  switch (node.kind) {
    case 'BoolOp':
      if (node.values.length < 2) raiseValueError('BoolOp with less than 2 values');
      break;
    case 'NamedExpr':
      expression(node.target, 'Store');
      expression(node.value);
      return;
    case 'Dict':
      if (node.keys.length !== node.values.length)
        raiseValueError("Dict doesn't have the same number of keys as values");
      break;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      if (node.generators.length === 0) raiseValueError('comprehension with no generators');
      break;
    case 'Compare':
      if (node.comparators.length === 0) raiseValueError('Compare with no comparators');
      if (node.comparators.length !== node.ops.length)
        raiseValueError('Compare has a different number of comparators and operands');
      break;
    case 'Name':
      name(node.id);
      return;
    case 'Starred':
      expression(node.value, context);
      return;
    case 'List':
    case 'Tuple':
      targets(node.elts, context);
      return;
    default:
  }
  children(node);
}

function checkContext(node: Expr, expected: Context): void {
  switch (node.kind) {
    case 'Attribute':
    case 'Subscript':
    case 'Starred':
    case 'Name':
    case 'List':
    case 'Tuple':
      if (node.ctx !== expected)
        raiseValueError(`expression must have ${expected} context but has ${node.ctx} instead`);
      return;
    default:
      if (expected !== 'Load')
        raiseValueError(`expression which can't be assigned to in ${expected} context`);
  }
}

function pattern(node: Node & { kind: `Match${string}` } & Position): void {
  position(node);
  switch (node.kind) {
    case 'MatchSingleton':
      if (node.value.type !== 'bool' && node.value.type !== 'none')
        raiseValueError('MatchSingleton can only contain True, False and None');
      return;
    case 'MatchMapping':
      if (node.keys.length !== node.patterns.length)
        raiseValueError("MatchMapping doesn't have the same number of keys as patterns");
      name(node.rest);
      break;
    case 'MatchClass':
      if (node.kwd_attrs.length !== node.kwd_patterns.length) {
        raiseValueError("MatchClass doesn't have the same number of keyword attributes as patterns");
      }
      classReference(node.cls);
      node.kwd_attrs.forEach(name);
      break;
    case 'MatchStar':
      name(node.name);
      return;
    case 'MatchAs':
      name(node.name);
      if (node.pattern !== null && node.name === null)
        raiseValueError('MatchAs must specify a target name if a pattern is given');
      break;
    case 'MatchOr':
      if (node.patterns.length < 2) raiseValueError('MatchOr requires at least 2 patterns');
      break;
    case 'MatchValue':
      matchedValue(node.value);
      break;
    default:
  }
  children(node);
}

function classReference(node: Expr): void {
  let current = node;
  while (current.kind === 'Attribute') current = current.value;
  if (current.kind !== 'Name')
    raiseValueError('MatchClass cls field can only contain Name or Attribute nodes.');
}

function matchedValue(node: Expr): void {
  switch (node.kind) {
    case 'Constant':
      if (node.value.type === 'bool' || node.value.type === 'none' || node.value.type === 'ellipsis')
        raiseValueError('unexpected constant inside of a literal pattern');
      return;
    case 'Attribute':
    case 'UnaryOp':
    case 'BinOp':
    case 'JoinedStr':
    case 'TemplateStr':
      return;
    default:
      raiseValueError('patterns may only match literals and attribute lookups');
  }
}

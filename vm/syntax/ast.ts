/**
 * The abstract syntax tree: CPython 3.14's `Parser/Python.asdl` as TypeScript types.
 *
 * A node is a plain object. `kind` is the ASDL constructor's name (`'BinOp'`, `'arguments'`, `'match_case'`), the other
 * fields bear the ASDL's field names in the ASDL's order. Two names differ, because they would collide: the `kind` field
 * of `Constant` (the `u` prefix) is `string_kind`, and the statement `Expr` has the interface `ExprStmt`.
 */
import type { ConstantValue } from './constant.ts';

/** `lineno` is 1-based; `col_offset` is 0-based and counts UTF-16 units of the source line. */
export interface Position {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

// ---- mod

export type Mod = Module | Interactive | Expression;

export interface Module {
  kind: 'Module';
  body: Stmt[];
  /** Always empty: type comments are not collected. */
  type_ignores: never[];
}

export interface Interactive {
  kind: 'Interactive';
  body: Stmt[];
}

export interface Expression {
  kind: 'Expression';
  body: Expr;
}

// ---- stmt

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue;

interface FunctionFields extends Position {
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_comment: string | null;
  type_params: TypeParam[];
}

export interface FunctionDef extends FunctionFields {
  kind: 'FunctionDef';
}

export interface AsyncFunctionDef extends FunctionFields {
  kind: 'AsyncFunctionDef';
}

export interface ClassDef extends Position {
  kind: 'ClassDef';
  name: string;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorator_list: Expr[];
  type_params: TypeParam[];
}

export interface Return extends Position {
  kind: 'Return';
  value: Expr | null;
}

export interface Delete extends Position {
  kind: 'Delete';
  targets: Expr[];
}

export interface Assign extends Position {
  kind: 'Assign';
  targets: Expr[];
  value: Expr;
  type_comment: string | null;
}

export interface TypeAlias extends Position {
  kind: 'TypeAlias';
  name: Name;
  type_params: TypeParam[];
  value: Expr;
}

export interface AugAssign extends Position {
  kind: 'AugAssign';
  target: Name | Attribute | Subscript;
  op: Operator;
  value: Expr;
}

export interface AnnAssign extends Position {
  kind: 'AnnAssign';
  target: Name | Attribute | Subscript;
  annotation: Expr;
  value: Expr | null;
  /** 1 when the target is a bare name without parentheses. */
  simple: 0 | 1;
}

interface ForFields extends Position {
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
  type_comment: string | null;
}

export interface For extends ForFields {
  kind: 'For';
}

export interface AsyncFor extends ForFields {
  kind: 'AsyncFor';
}

export interface While extends Position {
  kind: 'While';
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}

export interface If extends Position {
  kind: 'If';
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}

interface WithFields extends Position {
  items: WithItem[];
  body: Stmt[];
  type_comment: string | null;
}

export interface With extends WithFields {
  kind: 'With';
}

export interface AsyncWith extends WithFields {
  kind: 'AsyncWith';
}

export interface Match extends Position {
  kind: 'Match';
  subject: Expr;
  cases: MatchCase[];
}

export interface Raise extends Position {
  kind: 'Raise';
  exc: Expr | null;
  cause: Expr | null;
}

interface TryFields extends Position {
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}

export interface Try extends TryFields {
  kind: 'Try';
}

export interface TryStar extends TryFields {
  kind: 'TryStar';
}

export interface Assert extends Position {
  kind: 'Assert';
  test: Expr;
  msg: Expr | null;
}

export interface Import extends Position {
  kind: 'Import';
  names: Alias[];
}

export interface ImportFrom extends Position {
  kind: 'ImportFrom';
  module: string | null;
  names: Alias[];
  level: number;
}

export interface Global extends Position {
  kind: 'Global';
  names: string[];
}

export interface Nonlocal extends Position {
  kind: 'Nonlocal';
  names: string[];
}

/** The statement `Expr(value)`. */
export interface ExprStmt extends Position {
  kind: 'Expr';
  value: Expr;
}

export interface Pass extends Position {
  kind: 'Pass';
}

export interface Break extends Position {
  kind: 'Break';
}

export interface Continue extends Position {
  kind: 'Continue';
}

// ---- expr

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetExpr
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

export type ExprContext = 'Load' | 'Store' | 'Del';
export type BoolOperator = 'And' | 'Or';
export type Operator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv';
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type CompareOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

export interface BoolOp extends Position {
  kind: 'BoolOp';
  op: BoolOperator;
  values: Expr[];
}

export interface NamedExpr extends Position {
  kind: 'NamedExpr';
  target: Name;
  value: Expr;
}

export interface BinOp extends Position {
  kind: 'BinOp';
  left: Expr;
  op: Operator;
  right: Expr;
}

export interface UnaryOp extends Position {
  kind: 'UnaryOp';
  op: UnaryOperator;
  operand: Expr;
}

export interface Lambda extends Position {
  kind: 'Lambda';
  args: Arguments;
  body: Expr;
}

export interface IfExp extends Position {
  kind: 'IfExp';
  test: Expr;
  body: Expr;
  orelse: Expr;
}

export interface Dict extends Position {
  kind: 'Dict';
  /** `null` where the value is a `**mapping`. */
  keys: (Expr | null)[];
  values: Expr[];
}

/** The expression `Set(elts)`. */
export interface SetExpr extends Position {
  kind: 'Set';
  elts: Expr[];
}

export interface ListComp extends Position {
  kind: 'ListComp';
  elt: Expr;
  generators: Comprehension[];
}

export interface SetComp extends Position {
  kind: 'SetComp';
  elt: Expr;
  generators: Comprehension[];
}

export interface DictComp extends Position {
  kind: 'DictComp';
  key: Expr;
  value: Expr;
  generators: Comprehension[];
}

export interface GeneratorExp extends Position {
  kind: 'GeneratorExp';
  elt: Expr;
  generators: Comprehension[];
}

export interface Await extends Position {
  kind: 'Await';
  value: Expr;
}

export interface Yield extends Position {
  kind: 'Yield';
  value: Expr | null;
}

export interface YieldFrom extends Position {
  kind: 'YieldFrom';
  value: Expr;
}

export interface Compare extends Position {
  kind: 'Compare';
  left: Expr;
  ops: CompareOperator[];
  comparators: Expr[];
}

export interface Call extends Position {
  kind: 'Call';
  func: Expr;
  args: Expr[];
  keywords: Keyword[];
}

export interface FormattedValue extends Position {
  kind: 'FormattedValue';
  value: Expr;
  /** -1 none, else the character code of `s`, `r` or `a`. */
  conversion: number;
  format_spec: JoinedStr | null;
}

/** One `{…}` of a t-string (PEP 750). */
export interface Interpolation extends Position {
  kind: 'Interpolation';
  value: Expr;
  /** The source text of the expression. */
  str: ConstantValue;
  conversion: number;
  format_spec: JoinedStr | null;
}

export interface JoinedStr extends Position {
  kind: 'JoinedStr';
  values: Expr[];
}

export interface TemplateStr extends Position {
  kind: 'TemplateStr';
  values: Expr[];
}

export interface Constant extends Position {
  kind: 'Constant';
  value: ConstantValue;
  /** The ASDL's `kind` field: `'u'` for a string that starts with the prefix u, else null. */
  string_kind: 'u' | null;
}

export interface Attribute extends Position {
  kind: 'Attribute';
  value: Expr;
  attr: string;
  ctx: ExprContext;
}

export interface Subscript extends Position {
  kind: 'Subscript';
  value: Expr;
  slice: Expr;
  ctx: ExprContext;
}

export interface Starred extends Position {
  kind: 'Starred';
  value: Expr;
  ctx: ExprContext;
}

export interface Name extends Position {
  kind: 'Name';
  id: string;
  ctx: ExprContext;
}

export interface List extends Position {
  kind: 'List';
  elts: Expr[];
  ctx: ExprContext;
}

export interface Tuple extends Position {
  kind: 'Tuple';
  elts: Expr[];
  ctx: ExprContext;
}

/** Stands only in the `slice` of a `Subscript`. */
export interface Slice extends Position {
  kind: 'Slice';
  lower: Expr | null;
  upper: Expr | null;
  step: Expr | null;
}

// ---- the smaller ones

/** Has no position of its own, as in the ASDL. */
export interface Comprehension {
  kind: 'comprehension';
  target: Expr;
  iter: Expr;
  ifs: Expr[];
  is_async: 0 | 1;
}

export interface ExceptHandler extends Position {
  kind: 'ExceptHandler';
  type: Expr | null;
  name: string | null;
  body: Stmt[];
}

/** Has no position of its own, as in the ASDL. */
export interface Arguments {
  kind: 'arguments';
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  /** One for each of `kwonlyargs`; `null` where the parameter is required. */
  kw_defaults: (Expr | null)[];
  kwarg: Arg | null;
  /** Defaults of the last parameters of `posonlyargs` + `args`. */
  defaults: Expr[];
}

export interface Arg extends Position {
  kind: 'arg';
  arg: string;
  annotation: Expr | null;
  type_comment: string | null;
}

export interface Keyword extends Position {
  kind: 'keyword';
  /** `null` for `**mapping`. */
  arg: string | null;
  value: Expr;
}

export interface Alias extends Position {
  kind: 'alias';
  name: string;
  asname: string | null;
}

/** Has no position of its own, as in the ASDL. */
export interface WithItem {
  kind: 'withitem';
  context_expr: Expr;
  optional_vars: Expr | null;
}

/** Has no position of its own, as in the ASDL. */
export interface MatchCase {
  kind: 'match_case';
  pattern: Pattern;
  guard: Expr | null;
  body: Stmt[];
}

// ---- pattern

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;

export interface MatchValue extends Position {
  kind: 'MatchValue';
  value: Expr;
}

/** `None`, `True` or `False`. */
export interface MatchSingleton extends Position {
  kind: 'MatchSingleton';
  value: ConstantValue;
}

export interface MatchSequence extends Position {
  kind: 'MatchSequence';
  patterns: Pattern[];
}

export interface MatchMapping extends Position {
  kind: 'MatchMapping';
  keys: Expr[];
  patterns: Pattern[];
  rest: string | null;
}

export interface MatchClass extends Position {
  kind: 'MatchClass';
  cls: Expr;
  patterns: Pattern[];
  kwd_attrs: string[];
  kwd_patterns: Pattern[];
}

export interface MatchStar extends Position {
  kind: 'MatchStar';
  name: string | null;
}

/** `pattern as name`, a capture `name` (`pattern` null), or the wildcard `_` (both null). */
export interface MatchAs extends Position {
  kind: 'MatchAs';
  pattern: Pattern | null;
  name: string | null;
}

export interface MatchOr extends Position {
  kind: 'MatchOr';
  patterns: Pattern[];
}

// ---- type_param

export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;

export interface TypeVar extends Position {
  kind: 'TypeVar';
  name: string;
  bound: Expr | null;
  default_value: Expr | null;
}

export interface ParamSpec extends Position {
  kind: 'ParamSpec';
  name: string;
  default_value: Expr | null;
}

export interface TypeVarTuple extends Position {
  kind: 'TypeVarTuple';
  name: string;
  default_value: Expr | null;
}

/** Every node of the tree. */
export type Node =
  | Mod
  | Stmt
  | Expr
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | Pattern
  | TypeParam;

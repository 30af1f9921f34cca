/**
 * The abstract grammar of Python 3.14 as data (CPython: Parser/Python.asdl). The classes of `_ast`, the conversion of
 * trees to objects and back, and the validation of given objects all read this one table.
 */

export type FieldCount = 'one' | 'optional' | 'many' | 'many-optional';

export interface Field {
  readonly name: string;
  /** A sum or product of the grammar, or `identifier`, `int`, `string`, `constant`. */
  readonly type: string;
  readonly count: FieldCount;
}

export interface Constructor {
  readonly name: string;
  /** The sum that it belongs to; of a product, its own name. */
  readonly sum: string;
  readonly fields: readonly Field[];
  /** Has `lineno`, `col_offset`, `end_lineno`, `end_col_offset`. */
  readonly positioned: boolean;
  /** As the grammar writes it: the docstring of the class. */
  readonly text: string;
}

export interface Sum {
  readonly name: string;
  readonly positioned: boolean;
  readonly constructors: readonly Constructor[];
  /** A product has no constructor beside itself. */
  readonly isProduct: boolean;
  /** Constructors without fields: one object each (`Load`, `Add`). */
  readonly isSimple: boolean;
}

export const POSITION_FIELDS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;
/** Types of fields that are no nodes. */
export const BUILTIN_TYPES: ReadonlySet<string> = new Set(['identifier', 'int', 'string', 'constant']);

const FUNCTION =
  'identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params';
const LOOP = 'expr target, expr iter, stmt* body, stmt* orelse, string? type_comment';
const WITH = 'withitem* items, stmt* body, string? type_comment';
const TRY = 'stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody';
const INTERPOLATION = 'int conversion, expr? format_spec';

const SUMS: readonly [name: string, positioned: boolean, constructors: readonly string[]][] = [
  [
    'mod',
    false,
    [
      'Module(stmt* body, type_ignore* type_ignores)',
      'Interactive(stmt* body)',
      'Expression(expr body)',
      'FunctionType(expr* argtypes, expr returns)',
    ],
  ],
  [
    'stmt',
    true,
    [
      `FunctionDef(${FUNCTION})`,
      `AsyncFunctionDef(${FUNCTION})`,
      'ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)',
      'Return(expr? value)',
      'Delete(expr* targets)',
      'Assign(expr* targets, expr value, string? type_comment)',
      'TypeAlias(expr name, type_param* type_params, expr value)',
      'AugAssign(expr target, operator op, expr value)',
      'AnnAssign(expr target, expr annotation, expr? value, int simple)',
      `For(${LOOP})`,
      `AsyncFor(${LOOP})`,
      'While(expr test, stmt* body, stmt* orelse)',
      'If(expr test, stmt* body, stmt* orelse)',
      `With(${WITH})`,
      `AsyncWith(${WITH})`,
      'Match(expr subject, match_case* cases)',
      'Raise(expr? exc, expr? cause)',
      `Try(${TRY})`,
      `TryStar(${TRY})`,
      'Assert(expr test, expr? msg)',
      'Import(alias* names)',
      'ImportFrom(identifier? module, alias* names, int? level)',
      'Global(identifier* names)',
      'Nonlocal(identifier* names)',
      'Expr(expr value)',
      'Pass',
      'Break',
      'Continue',
    ],
  ],
  [
    'expr',
    true,
    [
      'BoolOp(boolop op, expr* values)',
      'NamedExpr(expr target, expr value)',
      'BinOp(expr left, operator op, expr right)',
      'UnaryOp(unaryop op, expr operand)',
      'Lambda(arguments args, expr body)',
      'IfExp(expr test, expr body, expr orelse)',
      'Dict(expr?* keys, expr* values)',
      'Set(expr* elts)',
      'ListComp(expr elt, comprehension* generators)',
      'SetComp(expr elt, comprehension* generators)',
      'DictComp(expr key, expr value, comprehension* generators)',
      'GeneratorExp(expr elt, comprehension* generators)',
      'Await(expr value)',
      'Yield(expr? value)',
      'YieldFrom(expr value)',
      'Compare(expr left, cmpop* ops, expr* comparators)',
      'Call(expr func, expr* args, keyword* keywords)',
      `FormattedValue(expr value, ${INTERPOLATION})`,
      `Interpolation(expr value, constant str, ${INTERPOLATION})`,
      'JoinedStr(expr* values)',
      'TemplateStr(expr* values)',
      'Constant(constant value, string? kind)',
      'Attribute(expr value, identifier attr, expr_context ctx)',
      'Subscript(expr value, expr slice, expr_context ctx)',
      'Starred(expr value, expr_context ctx)',
      'Name(identifier id, expr_context ctx)',
      'List(expr* elts, expr_context ctx)',
      'Tuple(expr* elts, expr_context ctx)',
      'Slice(expr? lower, expr? upper, expr? step)',
    ],
  ],
  ['expr_context', false, ['Load', 'Store', 'Del']],
  ['boolop', false, ['And', 'Or']],
  [
    'operator',
    false,
    [
      'Add',
      'Sub',
      'Mult',
      'MatMult',
      'Div',
      'Mod',
      'Pow',
      'LShift',
      'RShift',
      'BitOr',
      'BitXor',
      'BitAnd',
      'FloorDiv',
    ],
  ],
  ['unaryop', false, ['Invert', 'Not', 'UAdd', 'USub']],
  ['cmpop', false, ['Eq', 'NotEq', 'Lt', 'LtE', 'Gt', 'GtE', 'Is', 'IsNot', 'In', 'NotIn']],
  ['comprehension', false, ['comprehension(expr target, expr iter, expr* ifs, int is_async)']],
  ['excepthandler', true, ['ExceptHandler(expr? type, identifier? name, stmt* body)']],
  [
    'arguments',
    false,
    [
      'arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)',
    ],
  ],
  ['arg', true, ['arg(identifier arg, expr? annotation, string? type_comment)']],
  ['keyword', true, ['keyword(identifier? arg, expr value)']],
  ['alias', true, ['alias(identifier name, identifier? asname)']],
  ['withitem', false, ['withitem(expr context_expr, expr? optional_vars)']],
  ['match_case', false, ['match_case(pattern pattern, expr? guard, stmt* body)']],
  [
    'pattern',
    true,
    [
      'MatchValue(expr value)',
      'MatchSingleton(constant value)',
      'MatchSequence(pattern* patterns)',
      'MatchMapping(expr* keys, pattern* patterns, identifier? rest)',
      'MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)',
      'MatchStar(identifier? name)',
      'MatchAs(pattern? pattern, identifier? name)',
      'MatchOr(pattern* patterns)',
    ],
  ],
  ['type_ignore', false, ['TypeIgnore(int lineno, string tag)']],
  [
    'type_param',
    true,
    [
      'TypeVar(identifier name, expr? bound, expr? default_value)',
      'ParamSpec(identifier name, expr? default_value)',
      'TypeVarTuple(identifier name, expr? default_value)',
    ],
  ],
];

const COUNTS: Readonly<Record<string, FieldCount>> = {
  '': 'one',
  '?': 'optional',
  '*': 'many',
  '?*': 'many-optional',
};

function parseConstructor(text: string, sum: string, positioned: boolean): Constructor {
  const [name, list = ''] = text.replace(')', '').split('(') as [string, string?];
  const fields = list === '' ? [] : list.split(', ').map(parseField);
  return { name, sum, fields, positioned, text };
}

function parseField(text: string): Field {
  const [, type, marks, name] = /^(\w+)(\W*) (\w+)$/.exec(text)!;
  return { name: name!, type: type!, count: COUNTS[marks!]! };
}

export const sums: readonly Sum[] = SUMS.map(([name, positioned, texts]) => {
  const constructors = texts.map((text) => parseConstructor(text, name, positioned));
  return {
    name,
    positioned,
    constructors,
    isProduct: constructors.length === 1 && constructors[0]!.name === name,
    isSimple: !positioned && constructors.every(({ fields }) => fields.length === 0),
  };
});

export const sumNamed: ReadonlyMap<string, Sum> = new Map(sums.map((sum) => [sum.name, sum]));
export const constructorNamed: ReadonlyMap<string, Constructor> = new Map(
  sums.flatMap((sum) => sum.constructors.map((each) => [each.name, each])),
);

/** The docstring of the class of a sum: its alternatives, a line each. */
export function sumText({ name, constructors, isSimple }: Sum): string {
  const separator = isSimple ? ' | ' : `\n${' '.repeat(name.length)} | `;
  return `${name} = ${constructors.map(({ text }) => text).join(separator)}`;
}

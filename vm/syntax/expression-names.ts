/** How error messages call an expression (CPython's `_PyPegen_get_expr_name`), and which part of a target is at fault. */
import type { Expr } from './ast.ts';

const NAMES: Record<Exclude<Expr['kind'], 'Constant' | 'Slice'>, string> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  TemplateStr: 't-string expression',
  Interpolation: 't-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

export function expressionName(node: Expr): string {
  if (node.kind === 'Slice') return 'slice';
  if (node.kind !== 'Constant') return NAMES[node.kind];
  const { value } = node;
  switch (value.type) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'ellipsis':
      return 'ellipsis';
    default:
      return 'literal';
  }
}

export type TargetUse = 'assign' | 'delete' | 'for';

/** The first part of `node` that cannot be a target; undefined if the whole can. */
export function invalidTarget(node: Expr, use: TargetUse): Expr | undefined {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return undefined;
    case 'List':
    case 'Tuple':
      for (const element of node.elts) {
        const invalid = invalidTarget(element, use);
        if (invalid !== undefined) return invalid;
      }
      return undefined;
    case 'Starred':
      return use === 'delete' ? node : invalidTarget(node.value, use);
    case 'Compare':
      // `for a in b` has been read as a comparison here.
      if (use !== 'for') return node;
      return node.ops[0] === 'In' ? invalidTarget(node.left, use) : undefined;
    default:
      return node;
  }
}

/** SyntaxWarnings for code that cannot mean what it says (CPython 3.8 and later). */
import type { Compare, Expr } from '../../syntax/index.ts';
import { rangeOf } from '../position.ts';
import type { CodeGenerator } from './generator.ts';

/** The name of the literal's type; null for what may be of any type. */
function literalType(node: Expr): string | null {
  switch (node.kind) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'TemplateStr':
    case 'Interpolation':
      return 'string.templatelib.Template';
    case 'Constant':
      if (node.value.type === 'none') return 'NoneType';
      return node.value.type;
    default:
      return null;
  }
}

/** `is` with a literal compares identity, which for equal literals is an accident. */
export function checkComparisonOperands(g: CodeGenerator, node: Compare): void {
  let left = node.left;
  for (const [index, op] of node.ops.entries()) {
    const right = node.comparators[index]!;
    if (op === 'Is' || op === 'IsNot') {
      const suspect = [left, right].find((operand) => !mayBeComparedByIdentity(operand));
      if (suspect !== undefined) {
        const operators = op === 'Is' ? ['is', '=='] : ['is not', '!='];
        const type = literalType(suspect) ?? suspect.kind;
        g.warn(`"${operators[0]}" with '${type}' literal. Did you mean "${operators[1]}"?`, rangeOf(node));
        return;
      }
    }
    left = right;
  }
}

function mayBeComparedByIdentity(node: Expr): boolean {
  if (node.kind === 'Constant') return ['none', 'bool', 'ellipsis'].includes(node.value.type);
  return node.kind !== 'Tuple';
}

const NEVER_CALLABLE: ReadonlySet<Expr['kind']> = new Set<Expr['kind']>([
  'Constant',
  'Tuple',
  'List',
  'ListComp',
  'Dict',
  'DictComp',
  'Set',
  'SetComp',
  'GeneratorExp',
  'JoinedStr',
  'FormattedValue',
  'TemplateStr',
  'Interpolation',
]);

/** `(1, 2) (3, 4)`: a comma is missing. */
export function checkCallee(g: CodeGenerator, callee: Expr): void {
  if (!NEVER_CALLABLE.has(callee.kind)) return;
  g.warn(`'${literalType(callee)}' object is not callable; perhaps you missed a comma?`, rangeOf(callee));
}

export function checkSubscripted(g: CodeGenerator, container: Expr): void {
  const isConstant =
    container.kind === 'Constant' &&
    (['none', 'ellipsis', 'int', 'float', 'complex', 'bool'] as string[]).includes(container.value.type);
  const isOther = ['Set', 'SetComp', 'GeneratorExp', 'TemplateStr', 'Interpolation', 'Lambda'].includes(
    container.kind,
  );
  if (!isConstant && !isOther) return;
  g.warn(
    `'${literalType(container)}' object is not subscriptable; perhaps you missed a comma?`,
    rangeOf(container),
  );
}

export function checkIndex(g: CodeGenerator, container: Expr, index: Expr): void {
  const indexType = literalType(index);
  if (indexType === null || indexType === 'int' || indexType === 'bool') return;
  const isSequence =
    ['Tuple', 'List', 'ListComp', 'JoinedStr', 'FormattedValue'].includes(container.kind) ||
    (container.kind === 'Constant' && ['str', 'bytes'].includes(container.value.type));
  if (!isSequence) return;
  g.warn(
    `${literalType(container)} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`,
    rangeOf(container),
  );
}

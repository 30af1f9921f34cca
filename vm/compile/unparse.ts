/**
 * The source text of an expression, as `from __future__ import annotations` stores it (PEP 563).
 * Spacing and parentheses are those of CPython's `Python/ast_unparse.c`.
 */
import type {
  Arguments,
  Comprehension,
  ConstantValue,
  Expr,
  FormattedValue,
  Interpolation,
  JoinedStr,
  Operator,
  TemplateStr,
} from '../syntax/index.ts';
import { bytesText, floatText, quote } from './constantText.ts';

/** Binding strength: an operand weaker than its place is parenthesised. */
const PRECEDENCE = {
  tuple: 0,
  test: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  bitOr: 6,
  bitXor: 7,
  bitAnd: 8,
  shift: 9,
  arithmetic: 10,
  term: 11,
  factor: 12,
  power: 13,
  await: 14,
  atom: 15,
} as const;

const OPERATORS: Record<Operator, readonly [string, number]> = {
  Add: [' + ', PRECEDENCE.arithmetic],
  Sub: [' - ', PRECEDENCE.arithmetic],
  Mult: [' * ', PRECEDENCE.term],
  MatMult: [' @ ', PRECEDENCE.term],
  Div: [' / ', PRECEDENCE.term],
  Mod: [' % ', PRECEDENCE.term],
  FloorDiv: [' // ', PRECEDENCE.term],
  LShift: [' << ', PRECEDENCE.shift],
  RShift: [' >> ', PRECEDENCE.shift],
  BitOr: [' | ', PRECEDENCE.bitOr],
  BitXor: [' ^ ', PRECEDENCE.bitXor],
  BitAnd: [' & ', PRECEDENCE.bitAnd],
  Pow: [' ** ', PRECEDENCE.power],
};

const COMPARISONS = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
} as const;

const UNARY = {
  Invert: ['~', PRECEDENCE.factor],
  Not: ['not ', PRECEDENCE.not],
  UAdd: ['+', PRECEDENCE.factor],
  USub: ['-', PRECEDENCE.factor],
} as const;

export function unparse(node: Expr): string {
  return text(node, PRECEDENCE.test);
}

function parenthesize(inner: string, isNeeded: boolean): string {
  return isNeeded ? `(${inner})` : inner;
}

function text(node: Expr, level: number): string {
  switch (node.kind) {
    case 'BoolOp': {
      const own = node.op === 'And' ? PRECEDENCE.and : PRECEDENCE.or;
      const parts = node.values.map((value) => text(value, own + 1));
      return parenthesize(parts.join(node.op === 'And' ? ' and ' : ' or '), level > own);
    }
    case 'BinOp': {
      const [symbol, own] = OPERATORS[node.op];
      // Power binds to the right.
      const isPower = node.op === 'Pow';
      const left = text(node.left, own + (isPower ? 1 : 0));
      const right = text(node.right, own + (isPower ? 0 : 1));
      return parenthesize(left + symbol + right, level > own);
    }
    case 'UnaryOp': {
      const [symbol, own] = UNARY[node.op];
      return parenthesize(symbol + text(node.operand, own), level > own);
    }
    case 'Lambda': {
      const parameters = parametersText(node.args);
      // As in CPython, no space before a star.
      const head =
        parameters === '' || parameters.startsWith('*') ? `lambda${parameters}` : `lambda ${parameters}`;
      return parenthesize(`${head}: ${text(node.body, PRECEDENCE.test)}`, level > PRECEDENCE.test);
    }
    case 'IfExp': {
      const inner = `${text(node.body, PRECEDENCE.test + 1)} if ${text(node.test, PRECEDENCE.test + 1)} else ${text(node.orelse, PRECEDENCE.test)}`;
      return parenthesize(inner, level > PRECEDENCE.test);
    }
    case 'NamedExpr':
      return parenthesize(
        `${text(node.target, PRECEDENCE.atom)} := ${text(node.value, PRECEDENCE.atom)}`,
        level > PRECEDENCE.tuple,
      );
    case 'Dict':
      return `{${node.values
        .map((value, index) => {
          const key = node.keys[index];
          return key ? `${unparse(key)}: ${unparse(value)}` : `**${text(value, PRECEDENCE.bitOr)}`;
        })
        .join(', ')}}`;
    case 'Set':
      return `{${node.elts.map(unparse).join(', ')}}`;
    case 'List':
      return `[${node.elts.map(unparse).join(', ')}]`;
    case 'Tuple': {
      if (node.elts.length === 0) return '()';
      const inner = node.elts.length === 1 ? `${unparse(node.elts[0]!)},` : node.elts.map(unparse).join(', ');
      return parenthesize(inner, level > PRECEDENCE.tuple);
    }
    case 'ListComp':
      return `[${unparse(node.elt)}${loopsText(node.generators)}]`;
    case 'SetComp':
      return `{${unparse(node.elt)}${loopsText(node.generators)}}`;
    case 'DictComp':
      return `{${unparse(node.key)}: ${unparse(node.value)}${loopsText(node.generators)}}`;
    case 'GeneratorExp':
      return `(${unparse(node.elt)}${loopsText(node.generators)})`;
    case 'Await':
      return parenthesize(`await ${text(node.value, PRECEDENCE.atom)}`, level > PRECEDENCE.await);
    case 'Yield':
      return node.value === null ? '(yield)' : `(yield ${unparse(node.value)})`;
    case 'YieldFrom':
      return `(yield from ${unparse(node.value)})`;
    case 'Compare': {
      let inner = text(node.left, PRECEDENCE.comparison + 1);
      node.ops.forEach((op, index) => {
        inner += COMPARISONS[op] + text(node.comparators[index]!, PRECEDENCE.comparison + 1);
      });
      return parenthesize(inner, level > PRECEDENCE.comparison);
    }
    case 'Call':
      return callText(node);
    case 'Constant':
      return node.string_kind === 'u' ? `u${constantText(node.value)}` : constantText(node.value);
    case 'JoinedStr':
      return `f${quote(formattedText(node))}`;
    case 'TemplateStr':
      return `t${quote(formattedText(node))}`;
    case 'FormattedValue':
      return `f${quote(replacementText(node))}`;
    case 'Interpolation':
      return `t${quote(replacementText(node))}`;
    case 'Attribute': {
      // `1 .real`: without the space the dot would belong to the number.
      const isInt = node.value.kind === 'Constant' && node.value.value.type === 'int';
      return `${text(node.value, PRECEDENCE.atom)}${isInt ? ' ' : ''}.${node.attr}`;
    }
    case 'Subscript':
      return `${text(node.value, PRECEDENCE.atom)}[${text(node.slice, PRECEDENCE.tuple)}]`;
    case 'Starred':
      return `*${text(node.value, PRECEDENCE.bitOr)}`;
    case 'Name':
      return node.id;
    case 'Slice': {
      const [lower, upper, step] = [node.lower, node.upper, node.step].map((part) =>
        part === null ? '' : unparse(part),
      );
      return step === '' ? `${lower}:${upper}` : `${lower}:${upper}:${step}`;
    }
  }
}

function callText(node: Extract<Expr, { kind: 'Call' }>): string {
  const func = text(node.func, PRECEDENCE.atom);
  const [only] = node.args;
  if (node.args.length === 1 && node.keywords.length === 0 && only!.kind === 'GeneratorExp')
    return func + unparse(only!);
  const keywords = node.keywords.map(({ arg, value }) =>
    arg === null ? `**${unparse(value)}` : `${arg}=${unparse(value)}`,
  );
  return `${func}(${[...node.args.map(unparse), ...keywords].join(', ')})`;
}

function parametersText(args: Arguments): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  positional.forEach((parameter, index) => {
    const value = args.defaults[index - firstDefault];
    parts.push(value === undefined ? parameter.arg : `${parameter.arg}=${unparse(value)}`);
    if (index + 1 === args.posonlyargs.length) parts.push('/');
  });
  if (args.vararg !== null) parts.push(`*${args.vararg.arg}`);
  else if (args.kwonlyargs.length > 0) parts.push('*');
  args.kwonlyargs.forEach((parameter, index) => {
    const value = args.kw_defaults[index];
    parts.push(value ? `${parameter.arg}=${unparse(value)}` : parameter.arg);
  });
  if (args.kwarg !== null) parts.push(`**${args.kwarg.arg}`);
  return parts.join(', ');
}

function loopsText(generators: readonly Comprehension[]): string {
  return generators
    .map(({ target, iter, ifs, is_async }) => {
      const conditions = ifs.map((condition) => ` if ${text(condition, PRECEDENCE.test + 1)}`).join('');
      const loop = is_async ? ' async for ' : ' for ';
      return `${loop}${text(target, PRECEDENCE.tuple)} in ${text(iter, PRECEDENCE.test + 1)}${conditions}`;
    })
    .join('');
}

// ---- literals

/** Infinity has no literal; a number beyond the largest float stands for it. */
function literalFloat(value: number): string {
  return Number.isFinite(value) ? floatText(value) : '1e309';
}

function constantText(constant: ConstantValue): string {
  switch (constant.type) {
    case 'int':
      return String(constant.value);
    case 'float':
      return literalFloat(constant.value);
    case 'complex':
      return `${literalFloat(constant.imag).replace(/\.0$/, '')}j`;
    case 'str':
      return quote(constant.value);
    case 'bytes':
      return bytesText(constant.value);
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'ellipsis':
      return '...';
    case 'tuple':
      return `(${constant.items.map(constantText).join(', ')}${constant.items.length === 1 ? ',' : ''})`;
    case 'frozenset':
      return `frozenset({${constant.items.map(constantText).join(', ')}})`;
  }
}

// ---- f-strings

function formattedText(node: JoinedStr | TemplateStr): string {
  return node.values
    .map((value) => {
      if (value.kind === 'Constant' && value.value.type === 'str') {
        return value.value.value.replaceAll('{', '{{').replaceAll('}', '}}');
      }
      if (value.kind === 'FormattedValue' || value.kind === 'Interpolation') return replacementText(value);
      if (value.kind === 'JoinedStr') return formattedText(value);
      return unparse(value);
    })
    .join('');
}

function replacementText(node: FormattedValue | Interpolation): string {
  const value =
    node.kind === 'Interpolation' && node.str.type === 'str'
      ? node.str.value
      : text(node.value, PRECEDENCE.test + 1);
  const conversion = node.conversion === -1 ? '' : `!${String.fromCharCode(node.conversion)}`;
  const spec = node.format_spec === null ? '' : `:${formattedText(node.format_spec)}`;
  // `{{` would be a literal brace.
  return `{${value.startsWith('{') ? ' ' : ''}${value}${conversion}${spec}}`;
}

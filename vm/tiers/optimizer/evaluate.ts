/**
 * Expressions of definitions over what is known of their operands: abstract interpretation with intervals (Cousot and
 * Cousot 1977). A guard whose condition comes out true is not needed; one that is needed tells more of its operands. Nothing here
 * knows an instruction: only what the host's operators and the helpers below do.
 */
import type { Operation, Tree } from './nodes.ts';
import {
  ANYTHING,
  BIG,
  BOOL,
  constantOf,
  FALSE,
  INT,
  isOnly,
  isWithin,
  join,
  Kind,
  type Known,
  MAX_INT32,
  MAX_SAFE,
  MAX_UINT32,
  MIN_INT32,
  meet,
  NONE,
  NOT_ONE,
  numberBetween,
  objectOfType,
  RAW,
  STR,
  TRUE,
  UNBOUND,
} from './types.ts';

/** What the names of an expression stand for. */
export interface Scope {
  get(name: string): Known;
  /** A field of an immediate (`cache.slot`), where it will not change. */
  field(name: string, field: string): Known;
}

/** Kinds of value for which `typeof` gives this. Python objects are never host functions. */
const TYPEOF: Readonly<Record<string, number>> = {
  number: Kind.NUMBER,
  bigint: Kind.BIGINT,
  boolean: Kind.TRUE | Kind.FALSE,
  string: Kind.STR,
  undefined: Kind.UNBOUND,
  object: Kind.NONE | Kind.OBJECT,
};

const INT32 = numberBetween(MIN_INT32, MAX_INT32);
const LENGTH = numberBetween(0, MAX_UINT32);
const INT_OR_BIG = join(INT, BIG);

export function evaluate(tree: Tree, scope: Scope): Known {
  if (typeof tree === 'string') return scope.get(tree);
  if (typeof tree === 'number') return numberBetween(tree, tree, Number.isInteger(tree));
  const operand = (index: number): Known => evaluate(tree[index] as Tree, scope);
  switch (tree[0]) {
    case 'text':
      return constantOf(tree[1], null);
    case 'constant':
      return constantOf(tree[1], null);
    case 'undefined':
      return UNBOUND;
    case 'typeof':
      return STR;
    case '!':
      return negate(truthOf(operand(1)));
    case '-': {
      if (tree.length > 2) return arithmetic('-', operand(1), operand(2));
      const { low, high, whole } = asNumber(operand(1));
      return numberBetween(-high, -low, whole);
    }
    case '+':
      if (isOnly(operand(1), Kind.STR) && isOnly(operand(2), Kind.STR)) return STR;
      return arithmetic('+', operand(1), operand(2));
    case '*':
    case '/':
    case '%':
      return arithmetic(tree[0], operand(1), operand(2));
    case '**': {
      const base = operand(1);
      const exponent = operand(2);
      if (!isWithin(base, 1, MAX_SAFE) || !isWithin(exponent, 0, 1023)) return RAW;
      return numberBetween(base.low ** exponent.low, base.high ** exponent.high);
    }
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return bitwise(tree[0], operand(1), operand(2));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(tree[0], operand(1), operand(2));
    case '===':
      return same(tree, scope);
    case '!==':
      return negate(same(tree, scope));
    case '&&': {
      const left = truthOf(operand(1));
      if (left === FALSE) return FALSE;
      const right = truthOf(operand(2));
      return right === FALSE ? FALSE : left === TRUE ? right : BOOL;
    }
    case '||': {
      const claimed = typeClaim(tree);
      if (claimed !== null) return hasKinds(evaluate(claimed.subject, scope), claimed.kinds);
      const left = truthOf(operand(1));
      if (left === TRUE) return TRUE;
      const right = truthOf(operand(2));
      return right === TRUE ? TRUE : left === FALSE ? right : BOOL;
    }
    case '?:': {
      const condition = truthOf(operand(1));
      return condition === TRUE
        ? operand(2)
        : condition === FALSE
          ? operand(3)
          : join(operand(2), operand(3));
    }
    case '.':
      return property(tree, scope);
    case 'call':
      return helper(tree, operand);
  }
  return ANYTHING;
}

/** Tells `refine` what a condition that turned out so says of the names in it. */
export function assume(
  condition: Tree,
  truth: boolean,
  scope: Scope,
  refine: (name: string, to: Known) => void,
): void {
  if (typeof condition === 'string') {
    const kind = truth ? Kind.TRUE : Kind.FALSE;
    const before = scope.get(condition);
    if (isOnly(before, Kind.TRUE | Kind.FALSE))
      refine(condition, meet(before, kind === Kind.TRUE ? TRUE : FALSE));
    return;
  }
  if (typeof condition === 'number') return;
  const [operator, left, right] = condition as unknown as [string, Tree, Tree];
  const narrow = (name: Tree, to: Known): void => {
    if (typeof name === 'string') refine(name, meet(scope.get(name), to));
  };
  switch (operator) {
    case '!':
      assume(left, !truth, scope, refine);
      return;
    case '&&':
    case '||':
      if (operator === '||' && truth) {
        const claimed = typeClaim(condition);
        if (claimed !== null) narrow(claimed.subject, { ...ANYTHING, kinds: claimed.kinds });
        return;
      }
      if (truth !== (operator === '&&')) return;
      assume(left, truth, scope, refine);
      assume(right, truth, scope, refine);
      return;
    case '!==':
      assume(['===', left, right], !truth, scope, refine);
      return;
    case '===': {
      const [name, to] = claim(left, right, scope);
      if (truth) narrow(name, to);
      else if (typeof name === 'string') exclude(name, to, scope, refine);
      return;
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const a = evaluate(left, scope);
      const b = evaluate(right, scope);
      if (a.kinds !== Kind.NUMBER || b.kinds !== Kind.NUMBER || !a.whole || !b.whole) return;
      const less = truth === operator.startsWith('<');
      const strict = truth === (operator === '<' || operator === '>') ? 1 : 0;
      const [low, high, small, large] = less ? [a, b, left, right] : [b, a, right, left];
      narrow(small, numberBetween(-Infinity, high.high - strict));
      narrow(large, numberBetween(low.low + strict, Infinity));
    }
  }
}

/** The name that an equation speaks of, and what it says of it. */
function claim(left: Tree, right: Tree, scope: Scope): [name: Tree, to: Known] {
  if (typeof left !== 'string' && typeof left !== 'number') {
    const [operator, subject, field] = left as unknown as [string, Tree, string];
    if (operator === 'typeof')
      return [subject, { ...ANYTHING, kinds: TYPEOF[textOf(right)] ?? ANYTHING.kinds }];
    if (operator === '.' && field === 'ob_type') return [subject, objectOfType(helperName(right))];
    if (operator === '.') return [subject, objectOfType(null)];
  }
  return typeof left === 'string' ? [left, evaluate(right, scope)] : [right, evaluate(left, scope)];
}

/** The value is not that one: kinds that have one value, and numbers at the edge. */
function exclude(name: string, not: Known, scope: Scope, refine: (name: string, to: Known) => void): void {
  const before = scope.get(name);
  if (not.constant === NOT_ONE) return;
  if (not.kinds !== Kind.NUMBER) {
    const single = Kind.NONE | Kind.UNBOUND | Kind.TRUE | Kind.FALSE;
    if (not.kinds & single) refine(name, meet(before, { ...ANYTHING, kinds: ANYTHING.kinds & ~not.kinds }));
  } else if (before.kinds === Kind.NUMBER && before.whole) {
    if (before.low === not.low) refine(name, numberBetween(before.low + 1, before.high));
    else if (before.high === not.low) refine(name, numberBetween(before.low, before.high - 1));
  }
}

/** `typeof n === 'number' || typeof n === 'bigint'`: of which kinds the condition says that a value is. */
function typeClaim(tree: Tree): { subject: Tree; kinds: number } | null {
  if (typeof tree !== 'object') return null;
  const [operator, left, right] = tree as unknown as [string, Tree, Tree];
  if (operator === '===' && typeof left === 'object' && left[0] === 'typeof')
    return { subject: left[1] as Tree, kinds: TYPEOF[textOf(right)] ?? 0 };
  if (operator !== '||') return null;
  const a = typeClaim(left);
  const b = typeClaim(right);
  return a !== null && b !== null && a.subject === b.subject
    ? { subject: a.subject, kinds: a.kinds | b.kinds }
    : null;
}

function hasKinds({ kinds }: Known, wanted: number): Known {
  if (kinds === 0) return BOOL;
  return (kinds & ~wanted) === 0 ? TRUE : (kinds & wanted) === 0 ? FALSE : BOOL;
}

function textOf(tree: Tree): string {
  return typeof tree === 'object' && tree[0] === 'text' ? (tree[1] as string) : '';
}
function helperName(tree: Tree): string | null {
  return typeof tree === 'object' && tree[0] === 'helper' ? (tree[1] as string) : null;
}

function truthOf(value: Known): Known {
  return value.kinds === Kind.TRUE ? TRUE : value.kinds === Kind.FALSE ? FALSE : BOOL;
}
function negate(truth: Known): Known {
  return truth === TRUE ? FALSE : truth === FALSE ? TRUE : BOOL;
}

function same(tree: Operation, scope: Scope): Known {
  const [, left, right] = tree as unknown as [string, Tree, Tree];
  if (typeof left === 'object') {
    const [operator, subject, field] = left as unknown as [string, Tree, string];
    if (operator === 'typeof') return hasKinds(evaluate(subject, scope), TYPEOF[textOf(right)] ?? 0);
    if (operator === '.' && field === 'ob_type') {
      const { kinds, type } = evaluate(subject, scope);
      const wanted = helperName(right);
      return kinds === Kind.OBJECT && wanted !== null && type === wanted ? TRUE : BOOL;
    }
  }
  const a = evaluate(left, scope);
  // `n === (n | 0)`: the two sides are one value.
  if (typeof right === 'object' && right[0] === '|' && right[1] === left && right[2] === 0)
    return isWithin(a, MIN_INT32, MAX_INT32) ? TRUE : BOOL;
  const b = evaluate(right, scope);
  if (a.kinds === 0 || b.kinds === 0) return BOOL;
  if ((a.kinds & b.kinds) === 0) return FALSE;
  if (a.constant !== NOT_ONE && b.constant !== NOT_ONE && isOnly(a, b.kinds))
    return a.constant === b.constant ? TRUE : FALSE;
  if (a.kinds === Kind.NUMBER && b.kinds === Kind.NUMBER && a.whole && b.whole)
    return a.high < b.low || b.high < a.low ? FALSE : BOOL;
  return BOOL;
}

function compare(operator: string, a: Known, b: Known): Known {
  if (a.kinds !== Kind.NUMBER || b.kinds !== Kind.NUMBER || !a.whole || !b.whole) return BOOL;
  switch (operator) {
    case '<':
      return a.high < b.low ? TRUE : a.low >= b.high ? FALSE : BOOL;
    case '<=':
      return a.high <= b.low ? TRUE : a.low > b.high ? FALSE : BOOL;
    case '>':
      return a.low > b.high ? TRUE : a.high <= b.low ? FALSE : BOOL;
    default:
      return a.low >= b.high ? TRUE : a.high < b.low ? FALSE : BOOL;
  }
}

/** The value as a host number; anything else may be converted to any. */
function asNumber(value: Known): Known {
  return value.kinds === Kind.NUMBER ? value : RAW;
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '%', left: Known, right: Known): Known {
  const a = asNumber(left);
  const b = asNumber(right);
  const whole = a.whole && b.whole;
  switch (operator) {
    case '+':
      return numberBetween(a.low + b.low, a.high + b.high, whole);
    case '-':
      return numberBetween(a.low - b.high, a.high - b.low, whole);
    case '*':
      return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high], whole);
    case '/':
      if (b.low <= 0 && b.high >= 0) return RAW;
      return hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high], false);
    case '%': {
      if (!whole || (b.low <= 0 && b.high >= 0)) return RAW;
      const most = Math.min(Math.max(-b.low, b.high) - 1, Math.max(-a.low, a.high));
      return numberBetween(a.low < 0 ? -most : 0, a.high > 0 ? most : 0);
    }
  }
}

function hull(corners: readonly number[], whole: boolean): Known {
  // 0 · ∞
  if (corners.some(Number.isNaN)) return RAW;
  return numberBetween(Math.min(...corners), Math.max(...corners), whole);
}

/** Least 2^k − 1 that is not below `value`. */
function bitsAbove(value: number): number {
  return value <= 0 ? 0 : 2 ** (Math.floor(Math.log2(value)) + 1) - 1;
}

function bitwise(operator: '&' | '|' | '^' | '<<' | '>>' | '>>>', a: Known, b: Known): Known {
  const count = b.constant !== NOT_ONE && isWithin(b, 0, 31) ? b.low : null;
  switch (operator) {
    case '&':
      if (isWithin(a, 0, MAX_INT32) && isWithin(b, 0, MAX_INT32))
        return numberBetween(0, Math.min(a.high, b.high));
      if (isWithin(a, 0, MAX_INT32)) return numberBetween(0, a.high);
      return isWithin(b, 0, MAX_INT32) ? numberBetween(0, b.high) : INT32;
    case '|':
    case '^':
      // `n | 0`
      if (b.constant === 0 && isWithin(a, MIN_INT32, MAX_INT32)) return a;
      if (!isWithin(a, 0, MAX_INT32) || !isWithin(b, 0, MAX_INT32)) return INT32;
      return numberBetween(0, bitsAbove(Math.max(a.high, b.high)));
    case '<<': {
      if (a.constant !== NOT_ONE && isWithin(a, 0, 1) && isWithin(b, 0, 30))
        return numberBetween(a.low << b.low, a.high << b.high);
      if (count === null || a.kinds !== Kind.NUMBER || !a.whole) return INT32;
      const shifted = numberBetween(a.low * 2 ** count, a.high * 2 ** count);
      return isWithin(shifted, MIN_INT32, MAX_INT32) ? shifted : INT32;
    }
    case '>>':
      if (!isWithin(a, MIN_INT32, MAX_INT32)) return INT32;
      if (count !== null) return numberBetween(a.low >> count, a.high >> count);
      return numberBetween(Math.min(a.low, 0), Math.max(a.high, 0));
    case '>>>':
      if (!isWithin(a, 0, MAX_UINT32))
        return numberBetween(0, count === null ? MAX_UINT32 : MAX_UINT32 >>> count);
      return count === null ? numberBetween(0, a.high) : numberBetween(a.low >>> count, a.high >>> count);
  }
}

function property([, object, field]: Operation, scope: Scope): Known {
  switch (field) {
    case 'length':
      return LENGTH;
    case 'remaining':
      return INT;
  }
  if (typeof object !== 'string') return ANYTHING;
  const { kinds, type } = scope.get(object);
  if (field === 'value' && kinds === Kind.OBJECT && type === 'FloatType') return RAW;
  return scope.field(object, field as string);
}

/** What helpers give, by what they are given. Those that are one expression are part of the tree and need no rule. */
function helper([, name]: Operation, operand: (index: number) => Known): Known {
  switch (name) {
    case 'Math.floor': {
      const { low, high } = asNumber(operand(2));
      return numberBetween(Math.floor(low), Math.floor(high));
    }
    case 'modulo': {
      const left = operand(2);
      const right = operand(3);
      if (!isWithin(left, -MAX_SAFE, MAX_SAFE) || !isWithin(right, -MAX_SAFE, MAX_SAFE)) return INT;
      const most = right.low > 0 && left.low >= 0 ? Math.min(right.high - 1, left.high) : right.high - 1;
      return numberBetween(Math.min(right.low + 1, 0), Math.max(most, 0));
    }
    case 'intAdd':
      return exact('+', operand(2), operand(3));
    case 'intSubtract':
      return exact('-', operand(2), operand(3));
    case 'intMultiply':
      return exact('*', operand(2), operand(3));
    case 'intAnd': {
      const bounds = [operand(2), operand(3)].filter((value) => isWithin(value, 0, MAX_SAFE));
      return bounds.length === 0 ? INT_OR_BIG : numberBetween(0, Math.min(...bounds.map(({ high }) => high)));
    }
    case 'intOr':
    case 'intXor': {
      const left = operand(2);
      const right = operand(3);
      if (!isWithin(left, 0, MAX_SAFE) || !isWithin(right, 0, MAX_SAFE)) return INT_OR_BIG;
      return numberBetween(0, bitsAbove(Math.max(left.high, right.high)));
    }
    case 'listLength':
      return LENGTH;
    case 'lengthOfKnown':
      return numberBetween(0, MAX_SAFE);
  }
  return ANYTHING;
}

/** An operation on ints whose result may outgrow a host number. */
function exact(operator: '+' | '-' | '*', left: Known, right: Known): Known {
  if (left.kinds !== Kind.NUMBER || right.kinds !== Kind.NUMBER) return INT_OR_BIG;
  const result = arithmetic(operator, left, right);
  return isWithin(result, -MAX_SAFE, MAX_SAFE) ? result : INT_OR_BIG;
}

/** Values of the types that definitions declare for outputs. */
export const DECLARED: Readonly<Record<string, Known>> = {
  number: INT,
  boolean: BOOL,
  string: STR,
  null: NONE,
  IntValue: INT_OR_BIG,
  PyFloat: objectOfType('FloatType'),
};

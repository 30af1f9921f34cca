/**
 * The match statement (PEP 634).
 *
 * A pattern consumes the subject on top of the stack. Captured values are kept under it, in the order of
 * `stores`, until the whole pattern has matched; only then are the names bound. `failures[n]` is where to jump with
 * n values to drop.
 */
import type { Expr, Match, Pattern } from '../../syntax/index.ts';
import type { ConstantOperand } from '../code.ts';
import { constantKey } from '../code.ts';
import { describe } from '../constantText.ts';
import type { Block } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { COMPARE_TO_BOOL, COMPARISON } from '../operators.ts';
import { NEXT_LOCATION, NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { visitStatements } from './body.ts';
import { jumpIf } from './conditions.ts';
import { constantOperand, operandOf, visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

interface PatternState {
  /** Captured names; the values lie on the stack, the first one topmost. */
  stores: string[];
  /** A pattern that always matches is allowed here. */
  allowIrrefutable: boolean;
  failures: Block[];
  /** Values above the captured ones. */
  onTop: number;
}

export function generateMatch(g: CodeGenerator, node: Match): void {
  const end = g.newLabel();
  visit(g, node.subject);
  const { cases } = node;
  const last = cases[cases.length - 1]!;
  // A final `case _:` without guard needs no test of its own.
  const hasDefault = cases.length > 1 && isWildcard(last.pattern);
  const tested = hasDefault ? cases.slice(0, -1) : cases;
  tested.forEach((item, index) => {
    const isLastTested = index === tested.length - 1;
    const range = rangeOf(item.pattern);
    // The last test consumes the subject.
    if (!isLastTested) g.emit(OPCODE.COPY, 1, range);
    const state: PatternState = {
      stores: [],
      allowIrrefutable: item.guard !== null || index === cases.length - 1,
      failures: [],
      onTop: 0,
    };
    generatePattern(g, item.pattern, state);
    for (const name of state.stores) accessName(g, name, 'Store', range);
    if (item.guard !== null) {
      ensureFailures(g, state, 0);
      jumpIf(g, item.guard, state.failures[0]!, false);
    }
    if (!isLastTested) g.emit(OPCODE.POP_TOP, 0, NEXT_LOCATION);
    visitStatements(g, item.body);
    g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
    // The last line of the tests: tracing must not seem to be in the body.
    useFailures(g, state, range);
  });
  if (hasDefault) {
    const range = rangeOf(last.pattern);
    // Nothing is tested, but the line shall show in traces.
    g.emit(OPCODE.NOP, 0, range);
    if (last.guard !== null) jumpIf(g, last.guard, end, false);
    visitStatements(g, last.body);
  }
  g.useLabel(end);
}

function isWildcard(pattern: Pattern): boolean {
  return pattern.kind === 'MatchAs' && pattern.name === null;
}

function isWildcardStar(pattern: Pattern): boolean {
  return pattern.kind === 'MatchStar' && pattern.name === null;
}

// ---- failing

function ensureFailures(g: CodeGenerator, state: PatternState, count: number): void {
  while (state.failures.length <= count) state.failures.push(g.newLabel());
}

/** Jumps to the failure exit that drops all that the pattern has on the stack. */
function jumpToFailure(g: CodeGenerator, state: PatternState, opcode: number, range: SourceRange): void {
  const pops = state.onTop + state.stores.length;
  ensureFailures(g, state, pops);
  g.emitJump(opcode, state.failures[pops]!, range);
}

/** Places the failure exits: each drops one value and falls into the next. */
function useFailures(g: CodeGenerator, state: PatternState, range: SourceRange): void {
  for (let pops = state.failures.length - 1; pops > 0; pops--) {
    g.useLabel(state.failures[pops]!);
    g.emit(OPCODE.POP_TOP, 0, range);
  }
  const [none] = state.failures;
  if (none !== undefined) g.useLabel(none);
}

// ---- patterns

function generatePattern(g: CodeGenerator, node: Pattern, state: PatternState): void {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'MatchValue':
      visit(g, node.value);
      g.emit(OPCODE.COMPARE_OP, COMPARISON.Eq, range);
      g.emit(OPCODE.TO_BOOL, 0, range);
      jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
      return;
    case 'MatchSingleton':
      g.loadConst(operandOf(node.value), range);
      g.emit(OPCODE.IS_OP, 0, range);
      jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
      return;
    case 'MatchSequence':
      generateSequencePattern(g, node, state);
      return;
    case 'MatchMapping':
      generateMappingPattern(g, node, state);
      return;
    case 'MatchClass':
      generateClassPattern(g, node, state);
      return;
    case 'MatchStar':
      captureName(g, node.name, state, range);
      return;
    case 'MatchAs':
      generateAsPattern(g, node, state);
      return;
    case 'MatchOr':
      generateOrPattern(g, node, state);
      return;
  }
}

/** A subpattern must not stop later ones from being tried: no error for one that always matches. */
function generateSubpattern(g: CodeGenerator, node: Pattern, state: PatternState): void {
  const saved = state.allowIrrefutable;
  state.allowIrrefutable = true;
  generatePattern(g, node, state);
  state.allowIrrefutable = saved;
}

/** Moves the value on top beneath `depth − 1` others. */
function rotateDown(g: CodeGenerator, depth: number, range: SourceRange): void {
  for (let distance = depth; distance > 1; distance--) g.emit(OPCODE.SWAP, distance, range);
}

/** Keeps the subject under a name, or drops it. */
function captureName(g: CodeGenerator, name: string | null, state: PatternState, range: SourceRange): void {
  if (name === null) {
    g.emit(OPCODE.POP_TOP, 0, range);
    return;
  }
  if (state.stores.includes(name)) g.fail(`multiple assignments to name '${name}' in pattern`, range);
  // Below everything that this pattern has on the stack.
  rotateDown(g, state.onTop + state.stores.length + 1, range);
  state.stores.push(name);
}

function generateAsPattern(
  g: CodeGenerator,
  node: Extract<Pattern, { kind: 'MatchAs' }>,
  state: PatternState,
): void {
  const range = rangeOf(node);
  if (node.pattern === null) {
    if (!state.allowIrrefutable) {
      if (node.name !== null)
        g.fail(`name capture '${node.name}' makes remaining patterns unreachable`, range);
      g.fail('wildcard makes remaining patterns unreachable', range);
    }
    captureName(g, node.name, state, range);
    return;
  }
  state.onTop++;
  g.emit(OPCODE.COPY, 1, range);
  generatePattern(g, node.pattern, state);
  state.onTop--;
  captureName(g, node.name, state, range);
}

function generateSequencePattern(
  g: CodeGenerator,
  node: Extract<Pattern, { kind: 'MatchSequence' }>,
  state: PatternState,
): void {
  const range = rangeOf(node);
  const { patterns } = node;
  const size = patterns.length;
  const starIndex = patterns.findIndex((pattern) => pattern.kind === 'MatchStar');
  if (patterns.some((pattern, index) => pattern.kind === 'MatchStar' && index !== starIndex)) {
    g.fail('multiple starred names in sequence pattern', range);
  }
  const onlyWildcards = patterns.every((pattern) => isWildcard(pattern) || isWildcardStar(pattern));
  const hasWildcardStar = starIndex >= 0 && isWildcardStar(patterns[starIndex]!);
  state.onTop++;
  g.emit(OPCODE.MATCH_SEQUENCE, 0, range);
  jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
  if (starIndex < 0 || size > 1) {
    // No star: the exact length. A star: at least as many as there are other patterns.
    g.emit(OPCODE.GET_LEN, 0, range);
    g.loadInt(starIndex < 0 ? size : size - 1, range);
    const comparison = starIndex < 0 ? COMPARISON.Eq : COMPARISON.GtE;
    g.emit(OPCODE.COMPARE_OP, comparison + COMPARE_TO_BOOL, range);
    jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
  }
  // From here on the subject belongs to what unpacks it.
  state.onTop--;
  if (onlyWildcards) g.emit(OPCODE.POP_TOP, 0, range);
  else if (hasWildcardStar) generateIndexedItems(g, patterns, starIndex, state, range);
  else generateUnpackedItems(g, patterns, state, range);
}

function generateUnpackedItems(
  g: CodeGenerator,
  patterns: readonly Pattern[],
  state: PatternState,
  range: SourceRange,
): void {
  const size = patterns.length;
  const starIndex = patterns.findIndex((pattern) => pattern.kind === 'MatchStar');
  if (starIndex < 0) {
    g.emit(OPCODE.UNPACK_SEQUENCE, size, range);
  } else {
    if (starIndex >= 1 << 8 || size - starIndex - 1 >= 1 << 23) {
      g.fail('too many expressions in star-unpacking sequence pattern', range);
    }
    g.emit(OPCODE.UNPACK_EX, starIndex + ((size - starIndex - 1) << 8), range);
  }
  state.onTop += size;
  for (const pattern of patterns) {
    // The item on top is the subpattern's subject now.
    state.onTop--;
    generateSubpattern(g, pattern, state);
  }
}

/** With `*_` the items before and after it are fetched by index, from the end for the latter. */
function generateIndexedItems(
  g: CodeGenerator,
  patterns: readonly Pattern[],
  starIndex: number,
  state: PatternState,
  range: SourceRange,
): void {
  state.onTop++;
  const size = patterns.length;
  patterns.forEach((pattern, index) => {
    if (isWildcard(pattern) || index === starIndex) return;
    g.emit(OPCODE.COPY, 1, range);
    if (index < starIndex) {
      g.loadInt(index, range);
    } else {
      g.emit(OPCODE.GET_LEN, 0, range);
      g.loadInt(size - index, range);
      g.emit(OPCODE.BINARY_OP, 10, range);
    }
    g.emit(OPCODE.BINARY_SUBSCR, 0, range);
    generateSubpattern(g, pattern, state);
  });
  state.onTop--;
  g.emit(OPCODE.POP_TOP, 0, range);
}

function generateMappingPattern(
  g: CodeGenerator,
  node: Extract<Pattern, { kind: 'MatchMapping' }>,
  state: PatternState,
): void {
  const range = rangeOf(node);
  const { keys, patterns, rest } = node;
  const size = keys.length;
  state.onTop++;
  g.emit(OPCODE.MATCH_MAPPING, 0, range);
  jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
  if (size === 0 && rest === null) {
    // `case {}:` matches any mapping.
    state.onTop--;
    g.emit(OPCODE.POP_TOP, 0, range);
    return;
  }
  if (size > 0) {
    g.emit(OPCODE.GET_LEN, 0, range);
    g.loadInt(size, range);
    g.emit(OPCODE.COMPARE_OP, COMPARISON.GtE + COMPARE_TO_BOOL, range);
    jumpToFailure(g, state, OPCODE.POP_JUMP_IF_FALSE, range);
  }
  const seen = new Set<string>();
  for (const key of keys) {
    const literal = literalKey(key);
    if (literal !== null) {
      const id = equalityKey(literal);
      if (seen.has(id)) g.fail(`mapping pattern checks duplicate key (${describe(literal)})`, range);
      seen.add(id);
    } else if (key.kind !== 'Attribute') {
      g.fail('mapping pattern keys may only match literals and attribute lookups', range);
    }
    visit(g, key);
  }
  g.emit(OPCODE.BUILD_TUPLE, size, range);
  g.emit(OPCODE.MATCH_KEYS, 0, range);
  // Subject, keys and values are on top.
  state.onTop += 2;
  g.emit(OPCODE.COPY, 1, range);
  jumpToFailure(g, state, OPCODE.POP_JUMP_IF_NONE, range);
  g.emit(OPCODE.UNPACK_SEQUENCE, size, range);
  state.onTop += size - 1;
  for (const pattern of patterns) {
    state.onTop--;
    generateSubpattern(g, pattern, state);
  }
  // subject, keys
  state.onTop -= 2;
  if (rest !== null) {
    // A copy of the subject without the keys that were matched.
    g.emit(OPCODE.BUILD_MAP, 0, range);
    g.emit(OPCODE.SWAP, 3, range);
    g.emit(OPCODE.DICT_UPDATE, 2, range);
    g.emit(OPCODE.UNPACK_SEQUENCE, size, range);
    for (let left = size; left > 0; left--) {
      g.emit(OPCODE.COPY, 1 + left, range);
      g.emit(OPCODE.SWAP, 2, range);
      g.emit(OPCODE.DELETE_SUBSCR, 0, range);
    }
    captureName(g, rest, state, range);
  } else {
    g.emit(OPCODE.POP_TOP, 0, range);
    g.emit(OPCODE.POP_TOP, 0, range);
  }
}

/** The value of a literal key; signed and complex numbers are expressions in the tree. */
function literalKey(key: Expr): ConstantOperand | null {
  if (key.kind === 'Constant') return constantOperand(key);
  if (key.kind === 'UnaryOp' && key.op === 'USub' && key.operand.kind === 'Constant') {
    const operand = constantOperand(key.operand);
    if (operand.type === 'int') {
      return { type: 'int', value: typeof operand.value === 'number' ? 0 - operand.value : -operand.value };
    }
    if (operand.type === 'float') return { type: 'float', value: -operand.value };
    if (operand.type === 'complex') return { type: 'complex', real: -operand.real, imag: -operand.imag };
  }
  if (key.kind === 'BinOp') {
    const left = literalKey(key.left);
    const right = literalKey(key.right);
    if (left !== null && right?.type === 'complex' && (left.type === 'int' || left.type === 'float')) {
      return { type: 'complex', real: Number(left.value), imag: key.op === 'Add' ? right.imag : -right.imag };
    }
  }
  return null;
}

/** Equal for values that Python's == calls equal. */
function equalityKey(constant: ConstantOperand): string {
  if (constant.type === 'bool') return `i${constant.value ? 1 : 0}`;
  if (constant.type === 'float' && Number.isInteger(constant.value)) return `i${BigInt(constant.value)}`;
  return constantKey(constant);
}

function generateClassPattern(
  g: CodeGenerator,
  node: Extract<Pattern, { kind: 'MatchClass' }>,
  state: PatternState,
): void {
  const { patterns, kwd_attrs: names, kwd_patterns: namedPatterns } = node;
  const range = rangeOf(node);
  names.forEach((name, index) => {
    const earlier = names.indexOf(name);
    if (earlier < index) {
      g.fail(`attribute name repeated in class pattern: ${name}`, rangeOf(namedPatterns[index]!));
    }
  });
  visit(g, node.cls);
  const items = names.map((value): ConstantOperand => ({ type: 'str', value }));
  g.loadConst({ type: 'tuple', items }, range);
  g.emit(OPCODE.MATCH_CLASS, patterns.length, range);
  g.emit(OPCODE.COPY, 1, range);
  // The tuple of attributes is on top, or None.
  state.onTop++;
  jumpToFailure(g, state, OPCODE.POP_JUMP_IF_NONE, range);
  const all = [...patterns, ...namedPatterns];
  g.emit(OPCODE.UNPACK_SEQUENCE, all.length, range);
  state.onTop += all.length - 1;
  for (const pattern of all) {
    state.onTop--;
    if (isWildcard(pattern)) g.emit(OPCODE.POP_TOP, 0, range);
    else generateSubpattern(g, pattern, state);
  }
}

/** Alternatives bind the same names; the values are brought into the order of the first alternative. */
function generateOrPattern(
  g: CodeGenerator,
  node: Extract<Pattern, { kind: 'MatchOr' }>,
  state: PatternState,
): void {
  const range = rangeOf(node);
  const end = g.newLabel();
  const size = node.patterns.length;
  const outer = { ...state };
  let control: string[] | null = null;
  node.patterns.forEach((alternative, index) => {
    const at = rangeOf(alternative);
    state.stores = [];
    // Only the last alternative may match always, if the whole pattern may.
    state.allowIrrefutable = index === size - 1 && outer.allowIrrefutable;
    state.failures = [];
    state.onTop = 0;
    g.emit(OPCODE.COPY, 1, at);
    generatePattern(g, alternative, state);
    const captured = state.stores;
    if (index === 0) {
      control = [...captured];
    } else {
      if (captured.length !== control!.length) differentNames(g, range);
      for (let place = control!.length - 1; place >= 0; place--) {
        const found = captured.indexOf(control![place]!);
        if (found < 0) differentNames(g, range);
        if (found === place) continue;
        // Rotate the values above and including it until it is in place.
        const moved = captured.splice(0, found + 1);
        captured.splice(place - found, 0, ...moved);
        for (let turn = 0; turn <= found; turn++) rotateDown(g, place + 1, at);
      }
    }
    g.emitJump(OPCODE.JUMP, end, at);
    useFailures(g, state, at);
  });
  Object.assign(state, {
    stores: outer.stores,
    allowIrrefutable: outer.allowIrrefutable,
    failures: outer.failures,
    onTop: outer.onTop,
  });
  // No alternative matched: the subject is still there.
  g.emit(OPCODE.POP_TOP, 0, range);
  jumpToFailure(g, state, OPCODE.JUMP, range);
  g.useLabel(end);
  // Matched: the captured values go under the rest, the subject is dropped.
  const names = control! as string[];
  const rotations = names.length + 1 + state.onTop + state.stores.length;
  for (const name of names) {
    rotateDown(g, rotations, range);
    if (state.stores.includes(name)) g.fail(`multiple assignments to name '${name}' in pattern`, range);
    state.stores.push(name);
  }
  g.emit(OPCODE.POP_TOP, 0, range);
}

function differentNames(g: CodeGenerator, range: SourceRange): never {
  return g.fail('alternative patterns bind different names', range);
}

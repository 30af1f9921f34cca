/** Assignment targets: unpacking, augmented and annotated assignment. */
import type { AugAssign, Expr } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { BINARY_OPERATOR, IN_PLACE } from '../operators.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import { startAtAttribute } from './attributes.ts';
import { visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

/** Unpacks the value on top into the targets (PEP 3132 for the starred one). */
export function unpackInto(g: CodeGenerator, targets: readonly Expr[], range: SourceRange): void {
  const starIndex = targets.findIndex((target) => target.kind === 'Starred');
  if (starIndex < 0) {
    g.emit(OPCODE.UNPACK_SEQUENCE, targets.length, range);
  } else {
    const after = targets.length - starIndex - 1;
    if (starIndex >= 1 << 8 || after >= 1 << 23) {
      g.fail('too many expressions in star-unpacking assignment', range);
    }
    if (targets.some((target, index) => target.kind === 'Starred' && index !== starIndex)) {
      g.fail('multiple starred expressions in assignment', range);
    }
    g.emit(OPCODE.UNPACK_EX, starIndex + (after << 8), range);
  }
  for (const target of targets) visit(g, target.kind === 'Starred' ? target.value : target);
}

/** The target's parts are evaluated once; then its value is loaded, combined and stored back. */
export function generateAugmentedAssignment(g: CodeGenerator, node: AugAssign): void {
  const { target } = node;
  const range = rangeOf(target);
  const operator = BINARY_OPERATOR[node.op] + IN_PLACE;
  const combine = (): void => {
    visit(g, node.value);
    g.emit(OPCODE.BINARY_OP, operator, rangeOf(node));
  };
  switch (target.kind) {
    case 'Name':
      accessName(g, target.id, 'Load', range);
      combine();
      accessName(g, target.id, 'Store', range);
      return;
    case 'Attribute': {
      visit(g, target.value);
      g.emit(OPCODE.COPY, 1, range);
      const at = startAtAttribute(range, target);
      g.emitName(OPCODE.LOAD_ATTR, target.attr, at);
      combine();
      g.emit(OPCODE.SWAP, 2, at);
      g.emitName(OPCODE.STORE_ATTR, target.attr, at);
      return;
    }
    case 'Subscript': {
      visit(g, target.value);
      const { slice } = target;
      const isTwoPart = slice.kind === 'Slice' && slice.step === null && !isLiteralSlice(slice);
      if (isTwoPart) {
        for (const bound of [slice.lower, slice.upper]) {
          if (bound === null) g.loadNone(rangeOf(slice));
          else visit(g, bound);
        }
        for (let copy = 0; copy < 3; copy++) g.emit(OPCODE.COPY, 3, range);
        g.emit(OPCODE.BINARY_SLICE, 0, range);
        combine();
        g.emit(OPCODE.SWAP, 4, range);
        g.emit(OPCODE.SWAP, 3, range);
        g.emit(OPCODE.SWAP, 2, range);
        g.emit(OPCODE.STORE_SLICE, 0, range);
        return;
      }
      visit(g, slice);
      g.emit(OPCODE.COPY, 2, range);
      g.emit(OPCODE.COPY, 2, range);
      g.emit(OPCODE.BINARY_SUBSCR, 0, range);
      combine();
      g.emit(OPCODE.SWAP, 3, range);
      g.emit(OPCODE.SWAP, 2, range);
      g.emit(OPCODE.STORE_SUBSCR, 0, range);
      return;
    }
  }
}

function isLiteralSlice(slice: Extract<Expr, { kind: 'Slice' }>): boolean {
  return [slice.lower, slice.upper, slice.step].every((part) => part === null || part.kind === 'Constant');
}

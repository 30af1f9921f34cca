/**
 * `'%s is %r' % (a, b)` is compiled like the f-string `f'{a!s} is {b!r}'` (CPython's `optimize_format`), where the
 * format is a literal of simple conversions and the right operand is a tuple display of as many values.
 */
import type { Expr } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from '../operators.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';

/** One conversion: number for CONVERT_VALUE and the spec of `format`. */
interface Conversion {
  readonly convert: number;
  readonly spec: string;
}

const CONVERT = { s: 1, r: 2, a: 3 } as const;
const SPECIFIER = /%(-?)(\d{0,2})(?:\.(\d{1,2}))?([sra%])/y;

/** Text and conversions in order; null when `%` has to do it at run time. */
function parseFormat(format: string, count: number): (string | Conversion)[] | null {
  const parts: (string | Conversion)[] = [];
  let text = '';
  let used = 0;
  for (let index = 0; index < format.length; ) {
    if (format[index] !== '%') {
      text += format[index++];
      continue;
    }
    SPECIFIER.lastIndex = index;
    const match = SPECIFIER.exec(format);
    if (match === null) return null;
    const [whole, minus, width, precision, letter] = match;
    index += whole.length;
    if (letter === '%') {
      if (whole !== '%%') return null;
      text += '%';
      continue;
    }
    // A width that starts with 0 is a flag.
    if (width!.startsWith('0')) return null;
    if (text !== '') parts.push(text);
    text = '';
    used++;
    // `%` aligns to the right, `format` to the left.
    const align = width === '' || minus === '-' ? '' : '>';
    const spec = align + width + (precision === undefined ? '' : `.${precision}`);
    parts.push({ convert: CONVERT[letter as keyof typeof CONVERT], spec });
  }
  if (text !== '') parts.push(text);
  return used === count ? parts : null;
}

/** Emits the f-string and returns true, or returns false when the operation is not of this kind. */
export function generatePercentFormat(g: CodeGenerator, node: Extract<Expr, { kind: 'BinOp' }>): boolean {
  const { left, right } = node;
  if (node.op !== 'Mod' || left.kind !== 'Constant' || left.value.type !== 'str' || right.kind !== 'Tuple')
    return false;
  if (left.value.codePoints !== undefined || right.elts.some((element) => element.kind === 'Starred'))
    return false;
  const parts = parseFormat(left.value.value, right.elts.length);
  if (parts === null || parts.length > STACK_USE_GUIDELINE) return false;
  const range = rangeOf(node);
  let used = 0;
  for (const part of parts) {
    // Pieces of the format have no position of their own.
    if (typeof part === 'string') g.loadStr(part, NO_LOCATION);
    else generateConversion(g, part, right.elts[used++]!);
  }
  if (parts.length > 1) g.emit(OPCODE.BUILD_STRING, parts.length, range);
  else if (parts.length === 0) g.loadStr('', range);
  return true;
}

function generateConversion(g: CodeGenerator, { convert, spec }: Conversion, value: Expr): void {
  const range: SourceRange = rangeOf(value);
  visit(g, value);
  g.emit(OPCODE.CONVERT_VALUE, convert, range);
  if (spec === '') {
    g.emit(OPCODE.FORMAT_SIMPLE, 0, range);
    return;
  }
  g.loadStr(spec, NO_LOCATION);
  g.emit(OPCODE.FORMAT_WITH_SPEC, 0, range);
}

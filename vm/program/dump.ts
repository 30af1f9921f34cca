/** `--dump`: tokens, tree and bytecode of the source instead of a run; the tiers' view of the code beside one. */
import { type CodeUnit, compile, disassemble } from '../compile/index.ts';
import { getHost } from '../host/index.ts';
import { OPCODE } from '../instructions/generated/opcodes.ts';
import { PyCode } from '../objects/index.ts';
import { dumpAst, parse, tokenize } from '../syntax/index.ts';
import { type DumpKind, dumps } from '../tiers/dumps.ts';
import { REGISTER_OPCODE } from '../tiers/register/generated/layout.ts';

const STATIC_KINDS: ReadonlySet<DumpKind> = new Set<DumpKind>(['tokens', 'ast', 'bytecode']);

export function startDumps(kinds: readonly DumpKind[]): void {
  for (const kind of kinds) dumps.enabled.add(kind);
  dumps.sink = (text) => getHost().write(2, text.endsWith('\n') ? text : `${text}\n`);
}

/** Whether only the source is to be shown. */
export function dumpsBeforeRun(kinds: readonly DumpKind[]): boolean {
  return kinds.some((kind) => STATIC_KINDS.has(kind));
}

export function printDumps(kinds: readonly DumpKind[], source: string, filename: string): void {
  for (const kind of kinds) {
    if (kind === 'tokens') getHost().write(1, tokenLines(source, filename));
    if (kind === 'ast') getHost().write(1, `${dumpAst(parse(source, filename, 'exec'))}\n`);
    if (kind === 'bytecode') {
      const unit = compile(parse(source, filename, 'exec'), filename, { source });
      getHost().write(
        1,
        unitsOf(unit)
          .map((each) => disassemble(each))
          .join('\n'),
      );
    }
  }
}

function unitsOf(unit: CodeUnit): CodeUnit[] {
  return [
    unit,
    ...unit.consts.flatMap((constant) => (constant.type === 'code' ? unitsOf(constant.code) : [])),
  ];
}

function tokenLines(source: string, filename: string): string {
  return tokenize(source, filename)
    .map((token) => {
      const range = `${token.lineno},${token.col_offset}-${token.end_lineno},${token.end_col_offset}:`;
      return `${range.padEnd(20)}${token.type.padEnd(15)}${JSON.stringify(token.string)}\n`;
    })
    .join('');
}

/** Code as the tiers have rewritten it. */
export function dumpAfterRun(code: PyCode): void {
  if (!dumps.enabled.has('quickened')) return;
  const { execution } = code;
  if (execution !== null) dumps.write('quickened', `${code.unit.qualname}:\n${executionLines(execution)}`);
  for (const constant of code.consts) if (constant instanceof PyCode) dumpAfterRun(constant);
}

const NAME_WIDTH = 44;
const names = new Map(
  [...Object.entries(OPCODE), ...Object.entries(REGISTER_OPCODE)].map(([name, opcode]) => [opcode, name]),
);

function nameOf(opcode: number): string {
  return names.get(opcode) ?? `<${opcode}>`;
}

function executionLines(execution: object): string {
  const { tier, code } = execution as { tier: string; code: Int32Array };
  const lines: string[] = [];
  if (tier === 'stack') {
    for (let at = 0; at < code.length; at += 2) {
      lines.push(`${String(at >> 1).padStart(5)} ${nameOf(code[at]!).padEnd(NAME_WIDTH)} ${code[at + 1]}`);
    }
    return lines.join('\n');
  }
  const { instructionAt } = (execution as { source: { instructionAt: ArrayLike<number> } }).source;
  for (let at = 0; at < code.length; ) {
    let end = at + 1;
    while (end < code.length && instructionAt[end] === -1) end += 1;
    const operands = [...code.subarray(at + 1, end)].join(' ');
    lines.push(`${String(at).padStart(5)} ${nameOf(code[at]!).padEnd(NAME_WIDTH)} ${operands}`);
    at = end;
  }
  return lines.join('\n');
}

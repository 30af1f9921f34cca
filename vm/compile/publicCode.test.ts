import { expect, test } from 'vitest';
import { parse } from '../syntax/index.ts';
import { compile } from './index.ts';
import { publicCode, publicStackEffect } from './publicCode.ts';
import { CACHE_UNITS, PUBLIC_KINDS, PUBLIC_OPCODE } from './publicOpcodes.ts';

const NAMES = new Map([...PUBLIC_OPCODE].map(([name, number]) => [number, name]));

/** Reads `co_code` as `dis` does: offset, name, argument, and where a jump goes. */
function read(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  let extended = 0;
  for (let at = 0; at < bytes.length; ) {
    const name = NAMES.get(bytes[at]!)!;
    const oparg = bytes[at + 1]! | extended;
    const next = at + 2 + 2 * (CACHE_UNITS[name] ?? 0);
    extended = name === 'EXTENDED_ARG' ? oparg << 8 : 0;
    const sign = name.includes('BACKWARD') ? -1 : 1;
    const target = PUBLIC_KINDS.jump.has(bytes[at]!) ? ` -> ${next + sign * oparg * 2}` : '';
    if (name !== 'EXTENDED_ARG') lines.push(`${at} ${name} ${oparg}${target}`);
    at = next;
  }
  return lines;
}

const unitOf = (source: string) => compile(parse(source, 't.py', 'exec'), 't.py', { source });

test('a loop is written in the instructions of CPython, with relative jumps over caches', () => {
  expect(read(publicCode(unitOf('for x in y: z.m(x[0])')).bytes)).toMatchInlineSnapshot(`
    [
      "0 RESUME 0",
      "2 LOAD_NAME 0",
      "4 GET_ITER 0",
      "6 FOR_ITER 27 -> 64",
      "10 STORE_NAME 1",
      "12 LOAD_NAME 2",
      "14 LOAD_ATTR 7",
      "34 LOAD_NAME 1",
      "36 LOAD_CONST 0",
      "38 BINARY_OP 26",
      "50 CALL 1",
      "58 POP_TOP 0",
      "60 JUMP_BACKWARD 29 -> 6",
      "64 LOAD_CONST 1",
      "66 RETURN_VALUE 0",
    ]
  `);
});

test('a long argument and a long jump take EXTENDED_ARG', () => {
  const names = Array.from({ length: 300 }, (_, i) => `n${i}`);
  const { bytes, starts } = publicCode(unitOf(`while a:\n ${names.join(';')}`));
  const lines = read(bytes);
  expect(lines.filter((line) => line.includes('LOAD_NAME 300'))).toHaveLength(1);
  const back = lines.find((line) => line.includes('JUMP_BACKWARD'))!;
  const target = Number(back.split(' -> ')[1]);
  expect([...starts].map((start) => start * 2)).toContain(target);
  expect(starts.at(-1)! * 2).toBe(bytes.length);
});

test('the exception table names the first code unit, the length, the handler and the depth of each try block', () => {
  const { exceptionTable, starts } = publicCode(unitOf('try: a\nexcept b: c'));
  expect(exceptionTable.filter((byte) => byte & 128).length).toBeGreaterThan(0);
  expect(exceptionTable.length % 4).toBe(0);
  expect(starts[0]).toBe(0);
});

test('stack effects', () => {
  const effect = (name: string, oparg = 0, jump: boolean | null = null) =>
    publicStackEffect(PUBLIC_OPCODE.get(name)!, oparg, jump);
  expect(effect('POP_TOP')).toBe(-1);
  expect(effect('BUILD_TUPLE', 3)).toBe(-2);
  expect(effect('LOAD_GLOBAL', 1)).toBe(2);
  expect(publicStackEffect(200, 0, null)).toBeNull();
});

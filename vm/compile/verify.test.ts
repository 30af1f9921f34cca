/** The verifier accepts what the compiler makes, and finds what is wrong with code that was tampered with. */
import { describe, expect, test } from 'vitest';
import { parse } from '../syntax/index.ts';
import { type CodeUnit, compile, OPCODE, verify } from './index.ts';
import { PROGRAMS } from './programs.test-data.ts';

function compileText(source: string): CodeUnit {
  return compile(parse(source, 'f.py', 'exec'), 'f.py');
}

describe.each(Object.entries(PROGRAMS))('%s', (_name, source) => {
  test('is sound', () => {
    expect(verify(compileText(source))).toEqual([]);
  });
});

describe('finds', () => {
  /** `if x: y` with one word of the code changed. */
  function tampered(change: (code: Int32Array) => void): string[] {
    const unit = compileText('if x: y');
    const code = unit.code.slice();
    change(code);
    return verify({ ...unit, code });
  }
  const find = (code: Int32Array, opcode: number): number =>
    code.findIndex((word, index) => index % 2 === 0 && word === opcode);

  test('a value that is not there', () => {
    expect(tampered((code) => (code[find(code, OPCODE.LOAD_NAME)] = OPCODE.NOP))).toEqual([
      'f.py: <module>: at 2 TO_BOOL: takes 1 values, 0 are there',
      'f.py: <module>: at 3 POP_JUMP_IF_FALSE: is never reached',
      'f.py: <module>: at 4 LOAD_NAME: is never reached',
      'f.py: <module>: at 5 POP_TOP: is never reached',
      'f.py: <module>: at 6 LOAD_CONST: is never reached',
      'f.py: <module>: at 7 RETURN_VALUE: is never reached',
      'f.py: <module>: at 8 LOAD_CONST: is never reached',
      'f.py: <module>: at 9 RETURN_VALUE: is never reached',
    ]);
  });

  test('two depths at one place', () => {
    expect(tampered((code) => (code[find(code, OPCODE.POP_JUMP_IF_FALSE) + 1] = 5))).toContain(
      'f.py: <module>: at 5 POP_TOP: takes 1 values, 0 are there',
    );
  });

  test('a jump out of the code', () => {
    expect(tampered((code) => (code[find(code, OPCODE.POP_JUMP_IF_FALSE) + 1] = 99))).toContain(
      'f.py: <module>: at 3 POP_JUMP_IF_FALSE: goes to 99, outside the code',
    );
  });

  test('an exception table that disagrees with the blocks', () => {
    const unit = compileText('try: x\nexcept: y');
    expect(verify({ ...unit, exceptiontable: [] })).toContain(
      'f.py: <module>: at 2 LOAD_NAME: exception table says none, blocks [→7 at 0]',
    );
  });
});

/**
 * The generator as its users meet it: what it says when a definition is wrong, and what comes out when one follows
 * `vm/instructions/ADDING.md`. Definitions are written into a folder beside `vm/instructions`, and are gone afterwards.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLAGS } from '../tiers/flags.ts';
import { DefinitionError, type Definitions } from './model.ts';
import { generateNodes } from './nodes.ts';
import { generateOpcodes, generateReference, numberOpcodes } from './opcodes.ts';
import { generateQuicken } from './quicken.ts';
import { readDefinitions } from './read.ts';
import { FUSIONS, generateRegisterLayout, registerOpcodes } from './register-layout.ts';
import { generateRegisterLoop } from './register-loop.ts';
import { generateStackLoop } from './stack-loop.ts';
import { generateTemplates } from './templates.ts';

const vmRoot = join(dirname(fileURLToPath(import.meta.url)), '..');

describe('a wrong definition is an error with file and line', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(vmRoot, '.definitions-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the generator says of these definitions, with the folder taken out. */
  function mistake(definitions: string): string {
    const file = join(folder, 'wrong.ts');
    writeFileSync(
      file,
      `import { instruction, specialization } from '../instructions/define.ts';
import { guard, type Args } from '../instructions/primitives.ts';
import type { Escapes, Pure, Reads, Writes } from '../objects/effects.ts';
type Value = number | string;
export function look(value: Value): Reads<boolean> { const seen = value; return seen === 1; }
export function store(value: Value): Writes<void> { const seen = value; seen; }
export function runAnything(value: Value): Escapes<Value> { const seen = value; return seen; }
export function undeclared(value: Value): Value { return value; }
function hidden(value: Value): Pure<Value> { const seen = value; return seen; }
${definitions.trim()}
`,
    );
    try {
      readDefinitions(vmRoot, file);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      return error.message.replaceAll(`${folder}/`, '');
    }
    return 'no mistake';
  }

  const family = `export const OP = instruction({ effect: 'Escapes', execute(value: Value): Value { return runAnything(value); } });`;

  test.each<[title: string, definitions: string, message: string]>([
    ['nothing wrong', family, 'no mistake'],
    [
      'a guard after an effect',
      `${family}
export const OP_ONE = specialization(OP, {
  flag: 'f',
  effect: 'Writes',
  execute(value: Value): void {
    store(value);
    guard(look(value));
  },
});`,
      'wrong.ts:16: OP_ONE: a guard must stand before every effect',
    ],
    [
      'two effects in a specialisation',
      `${family}
export const OP_ONE = specialization(OP, {
  flag: 'f',
  effect: 'Writes',
  execute(value: Value): void {
    store(value);
    store(value);
  },
});`,
      'wrong.ts:16: OP_ONE: a specialisation has at most one effect, last',
    ],
    [
      'a weaker effect declared than the body has',
      `export const OP = instruction({
  effect: 'Pure',
  execute(value: Value): Value {
    return runAnything(value);
  },
});`,
      'wrong.ts:12: OP: declares effect Pure, but its body has Escapes (runAnything(value))',
    ],
    [
      'a stronger effect declared than the body has',
      `export const OP = instruction({ effect: 'Raises', execute(value: Value): boolean { return look(value); } });`,
      'wrong.ts:10: OP: declares effect Raises, but its body has Reads (look(value))',
    ],
    [
      'an effect that does not exist',
      `export const OP = instruction({ effect: 'Harmless', execute(value: Value): Value { return value; } });`,
      "wrong.ts:10: OP: 'effect' must be one of Pure, Reads, Writes, Raises, Escapes",
    ],
    [
      'a helper that declares no effect',
      `export const OP = instruction({ effect: 'Pure', execute(value: Value): Value { return undeclared(value); } });`,
      "wrong.ts:10: helper 'undeclared' (wrong.ts:8) declares no effect: give its return type as Pure<…>, Reads<…>, Writes<…>, Raises<…>, Escapes<…>",
    ],
    [
      'a helper that is not exported',
      `export const OP = instruction({ effect: 'Pure', execute(value: Value): Value { return hidden(value); } });`,
      "wrong.ts:10: 'hidden' must be exported by wrong.ts to be used by instructions",
    ],
    [
      'a method call, whose effect nothing declares',
      `export const OP = instruction({ effect: 'Pure', execute(value: Value): string { return value.toString(); } });`,
      "wrong.ts:10: method call '«value».toString': call a helper that declares its effect",
    ],
    [
      'a statement that has no step',
      `export const OP = instruction({ effect: 'Pure', execute(value: Value): Value { for (;;) {} } });`,
      'wrong.ts:10: OP: this kind of statement cannot be generated: move it to a helper',
    ],
    [
      'a parameter without a type',
      `export const OP = instruction({ effect: 'Pure', execute(value): Value { return 1; } });`,
      'wrong.ts:10: OP: parameter without a type',
    ],
    [
      'a specialisation before its family',
      `export const OP_ONE = specialization(OP, { flag: 'f', effect: 'Pure', execute(value: Value): Value { return value; } });`,
      'wrong.ts:10: OP_ONE: family OP must be defined before',
    ],
    [
      'several outputs without names',
      `export const OP = instruction({ effect: 'Pure', execute(a: Value, b: Value): [Value, Value] { return [b, a]; } });`,
      'wrong.ts:10: OP: outputs need names: [name: Type, …]',
    ],
  ])('%s', (_title, definitions, message) => {
    expect(mistake(definitions)).toBe(message);
  });
});

test('every flag that a specialisation names is one of vm/tiers/flags.ts', () => {
  const known = new Set<string>(FLAGS.map((flag) => flag.name));
  const unknown = readDefinitions(vmRoot).instructions.filter(
    ({ flag }) => flag !== null && !known.has(flag),
  );
  expect(unknown.map(({ name, flag }) => `${name}: ${flag}`)).toEqual([]);
});

/** The five steps of ADDING.md, for `HALVE` (`operand // 2`), up to the point where generating is all that is left. */
describe('an instruction, a specialisation and a flag, added in five steps', () => {
  let folder = '';
  let definitions: Definitions;
  beforeAll(() => {
    folder = mkdtempSync(join(vmRoot, '.definitions-'));
    cpSync(join(vmRoot, 'instructions'), folder, { recursive: true });
    const added: Record<string, string> = {
      // Step 1: the generic form; step 3: the specialised form, with the flag of step 4.
      'halve.ts': `import { binaryOperator, type PyObject } from '../objects/index.ts';
import { instruction, specialization } from './define.ts';
import { guard } from './primitives.ts';
import { isSmallInt } from './runtime/predicates.ts';
import { selectHalve } from './runtime/select-halve.ts';

/** \`operand // 2\`. */
export const HALVE = instruction({
  effect: 'Escapes',
  select: selectHalve,
  execute(operand: PyObject): PyObject {
    return binaryOperator(2, operand, 2);
  },
});

export const HALVE_COMPACT_INT = specialization(HALVE, {
  flag: 'halving',
  effect: 'Pure',
  execute(operand: PyObject): number {
    guard(isSmallInt(operand));
    return Math.floor(operand / 2);
  },
});
`,
      // Step 2: which form fits.
      'runtime/select-halve.ts': `import type { PyObject } from '../../objects/index.ts';

export function selectHalve(operand: PyObject): readonly string[] {
  return typeof operand === 'number' ? ['HALVE_COMPACT_INT'] : [];
}
`,
      'index.ts': `import './arithmetic.ts';\nimport './compare.ts';\nimport './containers.ts';\nexport * as halve from './halve.ts';\n`,
    };
    for (const [name, text] of Object.entries(added)) writeFileSync(join(folder, name), text);
    definitions = readDefinitions(vmRoot, join(folder, 'index.ts'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const numbering = (): ReturnType<typeof numberOpcodes> => numberOpcodes(definitions);
  const own = (): Map<string, number> => registerOpcodes(definitions, numbering().numbers.size);
  /** The lines that mention HALVE, with opcode numbers as names. */
  const mentioning = (text: string): string[] =>
    named(text)
      .split('\n')
      .filter((line) => line.includes('HALVE'))
      .map((line) => line.trim());
  const named = (text: string): string =>
    text
      .replaceAll(new RegExp(`\\b${numbering().numbers.get('HALVE')}\\b`, 'g'), '#HALVE')
      .replaceAll(
        new RegExp(`\\b${numbering().numbers.get('HALVE_COMPACT_INT')}\\b`, 'g'),
        '#HALVE_COMPACT_INT',
      );
  /** The cases of a loop that bear one of the two names, without their indentation. */
  const cases = (loop: string): string[] =>
    [...named(loop).matchAll(/^( *)case \S+: \{ \/\/ HALVE\w*\n[\s\S]*?^\1\}/gm)].map(([text, indentation]) =>
      text.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    );

  test('plain loop: the generic form alone', () => {
    expect(cases(generateStackLoop(definitions, numbering(), 'plain'))).toEqual([
      `case #HALVE: { // HALVE
  v0 = stack[sp - 1];
  frame.pc = pc;
  stack[sp - 1] = (BINARY_OPERATORS[2](v0, 2));  pc += 2; continue;
}`,
    ]);
  });

  test('adaptive loop: the generic form counts and quickens, the specialised form guards', () => {
    expect(cases(generateStackLoop(definitions, numbering(), 'adaptive'))).toEqual([
      `case #HALVE: { // HALVE
  v0 = stack[sp - 1];
  if (--counters[pc >> 1] < 0 && quicken_HALVE(execution, pc, pc >> 1, v0)) continue;
  frame.pc = pc;
  stack[sp - 1] = (BINARY_OPERATORS[2](v0, 2));  pc += 2; continue;
}`,
      `case #HALVE_COMPACT_INT: { // HALVE_COMPACT_INT
  v0 = stack[sp - 1];
  if (!((typeof v0 === 'number'))) { break; }
  stack[sp - 1] = Math.floor(v0 / 2);  pc += 2; continue;
}`,
    ]);
  });

  test('register loop: operands are registers or constants', () => {
    expect(cases(generateRegisterLoop(definitions, numbering(), own()))).toEqual([
      `case #HALVE: { // HALVE
  if (--counters[code[pc + 4]] < 0) { frame.pc = pc; if (quicken_HALVE(execution, pc, code[pc + 4], v0)) continue; }
  frame.pc = pc;
  v0 = (BINARY_OPERATORS[2](v0, 2)); x = 5; break store;
}`,
      `case #HALVE_COMPACT_INT: { // HALVE_COMPACT_INT
  if (!((typeof v0 === 'number'))) { break miss; }
  v0 = Math.floor(v0 / 2); x = 5; break store;
}`,
    ]);
    expect(mentioning(generateRegisterLayout(definitions, own()))).toEqual([
      'HALVE: { fields: ["input","pad","output","site"], outputs: [null], inputs: 1, argsAt: -1 },',
    ]);
  });

  test('IR nodes: what the optimizer reasons with', () => {
    expect(
      mentioning(generateNodes(definitions)).map((line) => JSON.parse(line.slice(line.indexOf('{'), -1))),
    ).toEqual([
      {
        name: 'HALVE',
        family: 'HALVE',
        effect: 'Escapes',
        inputs: [{ name: 'operand', kind: 'stack', guards: [] }],
        immediates: [],
        outputs: [{ name: 'result', kind: 'stack', type: 'PyObject', passes: null }],
        commutative: false,
        word: null,
        steps: [{ kind: 'result', values: [['opaque']], effect: 'Escapes', unboxed: null }],
      },
      {
        name: 'HALVE_COMPACT_INT',
        family: 'HALVE',
        effect: 'Pure',
        inputs: [{ name: 'operand', kind: 'stack', guards: ['isSmallInt'] }],
        immediates: [],
        outputs: [{ name: 'result', kind: 'stack', type: 'number', passes: null }],
        commutative: false,
        word: null,
        steps: [
          {
            kind: 'guard',
            index: 0,
            predicate: 'isSmallInt',
            subject: 'operand',
            condition: ['===', ['typeof', 'operand'], ['text', 'number']],
          },
          {
            kind: 'result',
            values: [['call', 'Math.floor', ['/', 'operand', 2]]],
            effect: 'Pure',
            unboxed: null,
          },
        ],
      },
    ]);
  });

  test('templates: what stages 3 and 4 compile from', () => {
    const templates = mentioning(generateTemplates(definitions)).map((line) =>
      JSON.parse(line.slice(line.indexOf('{'), -1)),
    );
    const operands = {
      family: 'HALVE',
      inputs: [{ name: 'operand', kind: 'stack' }],
      immediates: [],
      jumps: false,
    };
    expect(templates).toEqual([
      {
        ...operands,
        name: 'HALVE',
        effect: 'Escapes',
        outputs: [{ name: 'result', kind: 'stack', type: 'PyObject', passes: null }],
        body: [
          {
            kind: 'result',
            values: ['(BINARY_OPERATORS[2](«operand», 2))'],
            effect: 'Escapes',
            call: { helper: 'binaryOperator', arguments: ['2', '«operand»', '2'] },
          },
        ],
      },
      {
        ...operands,
        name: 'HALVE_COMPACT_INT',
        effect: 'Pure',
        outputs: [{ name: 'result', kind: 'stack', type: 'number', passes: null }],
        body: [
          {
            kind: 'guard',
            index: 0,
            condition: "(typeof «operand» === 'number')",
            call: { predicate: 'isSmallInt', arguments: ['«operand»'] },
          },
          { kind: 'result', values: ['Math.floor(«operand» / 2)'], effect: 'Pure', call: null },
        ],
      },
    ]);
  });

  test('quickening asks the definition which form fits', () => {
    expect(
      generateQuicken(definitions, FUSIONS),
    ).toContain(`export function quicken_HALVE(execution, pc, site, operand) {
  const cache = null;
  return specialize(execution, pc, site, HALVE.select(operand), cache, '');
}`);
  });

  test('opcode tables: two numbers, the family, the flag', () => {
    expect(mentioning(generateOpcodes(definitions, numbering()))).toEqual([
      'HALVE: #HALVE,',
      'HALVE_COMPACT_INT: #HALVE_COMPACT_INT,',
      'HALVE: #HALVE,',
      "HALVE: 'HALVE',",
      "HALVE_COMPACT_INT: 'HALVE',",
      "HALVE_COMPACT_INT: 'halving',",
    ]);
  });

  test('reference text', () => {
    const path = folder.slice(folder.lastIndexOf('/') + 1);
    const reference = generateReference(definitions).replaceAll(path, 'instructions');
    const section = reference.slice(reference.indexOf('## HALVE'));
    expect(section.trimEnd()).toBe(
      `## HALVE

\`operand // 2\`.

Stack: operand → result · effect: Escapes · defined in \`vm/instructions/halve.ts\`

| specialised form | flag | effect | guards |
|---|---|---|---|
| \`HALVE_COMPACT_INT\` | halving | Pure | \`isSmallInt(operand)\` |`,
    );
  });
});

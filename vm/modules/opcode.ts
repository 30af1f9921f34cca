/** The module `_opcode`: what `opcode` and `dis` ask about instructions (CPython: Modules/_opcode.c). */
import {
  type BINARY_OPERATOR,
  BINARY_SYMBOLS,
  INTRINSICS_1,
  INTRINSICS_2,
  PUBLIC_KINDS,
  PUBLIC_OPCODE,
  publicStackEffect,
  SPECIAL_METHODS,
} from '../compile/index.ts';
import {
  asIndex,
  type Escapes,
  type MethodDef,
  newList,
  newTuple,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseValueError,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

/** Names of the binary operators, in the order of their numbers. */
const OPERATOR_NAMES: Readonly<Record<keyof typeof BINARY_OPERATOR, string>> = {
  Add: 'ADD',
  BitAnd: 'AND',
  FloorDiv: 'FLOOR_DIVIDE',
  LShift: 'LSHIFT',
  MatMult: 'MATRIX_MULTIPLY',
  Mult: 'MULTIPLY',
  Mod: 'REMAINDER',
  BitOr: 'OR',
  Pow: 'POWER',
  RShift: 'RSHIFT',
  Sub: 'SUBTRACT',
  Div: 'TRUE_DIVIDE',
  BitXor: 'XOR',
};

function binaryOperators(): PyObject {
  const names = Object.values(OPERATOR_NAMES);
  const pair = (name: string, symbol: string): PyObject => newTuple([name, symbol]);
  return newList([
    ...names.map((name, i) => pair(`NB_${name}`, BINARY_SYMBOLS[i]!)),
    ...names.map((name, i) => pair(`NB_INPLACE_${name}`, `${BINARY_SYMBOLS[i]}=`)),
    pair('NB_SUBSCR', '[]'),
  ]);
}

const NUMBERS: ReadonlySet<number> = new Set(PUBLIC_OPCODE.values());

function predicate(name: string, test: (opcode: number) => boolean): MethodDef {
  return {
    kind: 'KEYWORDS',
    name,
    call(_module, args, names) {
      const [opcode] = parseArguments({ name, names: ['opcode'], positional: 1, required: 1 }, args, names);
      return test(Number(asIndex(opcode!)));
    },
  };
}

const STACK_EFFECT = { name: 'stack_effect', names: ['opcode', 'oparg', 'jump'], positional: 2, required: 1 };

function stackEffectOf(args: readonly PyObject[], names: readonly string[] | null): Escapes<number> {
  const [opcode, oparg = null, jump = null] = parseArguments(STACK_EFFECT, args, names);
  if (jump !== null && typeof jump !== 'boolean')
    raiseValueError('stack_effect: jump must be False, True or None');
  const number = Number(asIndex(opcode!));
  const effect = publicStackEffect(number, oparg === null ? 0 : Number(asIndex(oparg)), jump);
  if (effect === null) raiseValueError('invalid opcode or oparg');
  return effect;
}

const list = (name: string, values: readonly string[]): MethodDef => ({
  kind: 'NOARGS',
  name,
  call: () => newList([...values]),
});

export function createOpcode(): PyModule {
  return defineModule({
    name: '_opcode',
    doc: 'Opcode support module.',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'stack_effect',
        doc: 'Compute the stack effect of the opcode.',
        call: (_module, args, names) => stackEffectOf(args, names),
      },
      predicate('is_valid', (opcode) => NUMBERS.has(opcode)),
      predicate('has_arg', (opcode) => PUBLIC_KINDS.argument.has(opcode)),
      predicate('has_const', (opcode) => PUBLIC_KINDS.constant.has(opcode)),
      predicate('has_name', (opcode) => PUBLIC_KINDS.name.has(opcode)),
      predicate('has_jump', (opcode) => PUBLIC_KINDS.jump.has(opcode)),
      predicate('has_free', (opcode) => PUBLIC_KINDS.free.has(opcode)),
      predicate('has_local', (opcode) => PUBLIC_KINDS.local.has(opcode)),
      // Pseudo-instructions of CPython's compiler.
      predicate('has_exc', () => false),
      list('get_intrinsic1_descs', INTRINSICS_1),
      list('get_intrinsic2_descs', INTRINSICS_2),
      list('get_special_method_names', SPECIAL_METHODS),
      { kind: 'NOARGS', name: 'get_nb_ops', call: binaryOperators },
      { kind: 'NOARGS', name: 'get_specialization_stats', call: () => null },
      {
        kind: 'KEYWORDS',
        name: 'get_executor',
        doc: 'Code has no executors here.',
        call: () => raiseValueError('no executor exists at that address'),
      },
    ],
    members: { ENABLE_SPECIALIZATION: true, ENABLE_SPECIALIZATION_FT: false },
  });
}

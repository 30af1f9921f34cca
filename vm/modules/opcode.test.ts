import { expect, test } from 'vitest';
import { method, outcome, run, shown } from './testing.ts';

test('kinds of arguments, as dis.hasconst and its fellows list them', () => {
  expect([
    run('_opcode', 'has_arg', [82]),
    run('_opcode', 'has_const', [82]),
    run('_opcode', 'has_name', [82]),
    run('_opcode', 'has_jump', [75]),
    run('_opcode', 'is_valid', [200]),
  ]).toEqual([true, true, false, true, false]);
});

test('operators and intrinsics by their numbers', () => {
  expect(shown(method(run('_opcode', 'get_nb_ops'), '__getitem__', [26]))).toBe("('NB_SUBSCR', '[]')");
  expect(shown(method(run('_opcode', 'get_nb_ops'), '__getitem__', [13]))).toBe("('NB_INPLACE_ADD', '+=')");
  expect(shown(method(run('_opcode', 'get_intrinsic1_descs'), '__getitem__', [6]))).toBe(
    "'INTRINSIC_LIST_TO_TUPLE'",
  );
});

test('stack_effect refuses what is no instruction', () => {
  expect(outcome(() => run('_opcode', 'stack_effect', [200]))).toBe('ValueError: invalid opcode or oparg');
});

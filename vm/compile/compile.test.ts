/** What the compiler emits. The listings agree with CPython 3.14's `dis`, but for the instruction set. */
import { describe, expect, test } from 'vitest';
import { parse } from '../syntax/index.ts';
import {
  CO_GENERATOR,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type CodeUnit,
  type CompileOptions,
  compile,
  describe as describeConstant,
  disassemble,
} from './index.ts';

function compileText(source: string, options: CompileOptions = {}): CodeUnit {
  return compile(parse(source, 'f.py', 'exec'), 'f.py', options);
}

/** The unit of that name, however deep. */
function unitNamed(unit: CodeUnit, name: string): CodeUnit {
  const found = find(unit, name);
  if (found === null) throw new Error(`no unit ${name}`);
  return found;
}

function find(unit: CodeUnit, name: string): CodeUnit | null {
  if (unit.name === name) return unit;
  for (const constant of unit.consts) {
    const found = constant.type === 'code' ? find(constant.code, name) : null;
    if (found !== null) return found;
  }
  return null;
}

function listing(source: string, name = '<module>', options: CompileOptions = {}): string {
  return '\n' + disassemble(unitNamed(compileText(source, options), name), { recursive: false });
}

describe('listings', () => {
  test('a loop', () => {
    expect(
      listing('def f(n):\n  i = 0\n  while i < n:\n    i = i + 1\n  return i', 'f'),
    ).toMatchInlineSnapshot(`
      "
         1           0 RESUME                          0
         2           1 LOAD_CONST                      0 (0)
                     2 STORE_FAST                      1 (i)
         3   L1:     3 LOAD_FAST                       1 (i)
                     4 LOAD_FAST                       0 (n)
                     5 COMPARE_OP                     16 (bool(<))
                     6 POP_JUMP_IF_FALSE              12 (to L2)
         4           7 LOAD_FAST                       1 (i)
                     8 LOAD_CONST                      1 (1)
                     9 BINARY_OP                       0 (+)
                    10 STORE_FAST                      1 (i)
                    11 JUMP_BACKWARD                   3 (to L1)
         5   L2:    12 LOAD_FAST                       1 (i)
                    13 RETURN_VALUE
      "
    `);
  });

  test('calls of functions, methods and with unpacked arguments', () => {
    expect(listing('f(1, a=2); o.m(3); g(*a, **b)')).toMatchInlineSnapshot(`
      "
         0           0 RESUME                          0
         1           1 LOAD_NAME                       0 (f)
                     2 PUSH_NULL
                     3 LOAD_CONST                      0 (1)
                     4 LOAD_CONST                      1 (2)
                     5 LOAD_CONST                      2 (('a',))
                     6 CALL_KW                         2
                     7 POP_TOP
                     8 LOAD_NAME                       1 (o)
                     9 LOAD_METHOD                     2 (m)
                    10 LOAD_CONST                      3 (3)
                    11 CALL                            1
                    12 POP_TOP
                    13 LOAD_NAME                       3 (g)
                    14 PUSH_NULL
                    15 LOAD_NAME                       4 (a)
                    16 BUILD_MAP                       0
                    17 LOAD_NAME                       5 (b)
                    18 DICT_MERGE                      1
                    19 CALL_FUNCTION_EX                1
                    20 POP_TOP
                    21 LOAD_CONST                      4 (None)
                    22 RETURN_VALUE
      "
    `);
  });

  test('try, except, finally', () => {
    expect(
      listing('def f():\n  try:\n    return g()\n  except E as e:\n    h(e)\n  finally:\n    k()', 'f'),
    ).toMatchInlineSnapshot(`
      "
         1           0 RESUME                          0
         2           1 SETUP_FINALLY                  47 (to L6)
                     2 SETUP_FINALLY                  13 (to L1)
         3           3 LOAD_GLOBAL                     0 (g)
                     4 PUSH_NULL
                     5 CALL                            0
                     6 POP_BLOCK
                     7 POP_BLOCK
         7           8 LOAD_GLOBAL                     1 (k)
                     9 PUSH_NULL
                    10 CALL                            0
                    11 POP_TOP
                    12 RETURN_VALUE
        --   L1:    13 SETUP_FINALLY                  37 (to L4)
                    14 PUSH_EXC_INFO
         4          15 LOAD_GLOBAL                     2 (E)
                    16 CHECK_EXC_MATCH
                    17 POP_JUMP_IF_FALSE              36 (to L3)
                    18 STORE_FAST                      0 (e)
                    19 SETUP_FINALLY                  32 (to L2)
         5          20 LOAD_GLOBAL                     3 (h)
                    21 PUSH_NULL
                    22 LOAD_FAST                       0 (e)
                    23 CALL                            1
                    24 POP_TOP
                    25 POP_BLOCK
                    26 POP_BLOCK
                    27 POP_EXCEPT
                    28 LOAD_CONST                      0 (None)
                    29 STORE_FAST                      0 (e)
                    30 DELETE_FAST                     0 (e)
                    31 JUMP                           40 (to L5)
        --   L2:    32 LOAD_CONST                      0 (None)
                    33 STORE_FAST                      0 (e)
                    34 DELETE_FAST                     0 (e)
                    35 RERAISE
         4   L3:    36 RERAISE
        --   L4:    37 COPY                            2
                    38 POP_EXCEPT
                    39 RERAISE
         5   L5:    40 POP_BLOCK
         7          41 LOAD_GLOBAL                     1 (k)
                    42 PUSH_NULL
                    43 CALL                            0
                    44 POP_TOP
                    45 LOAD_CONST                      0 (None)
                    46 RETURN_VALUE
        --   L6:    47 SETUP_FINALLY                  54 (to L7)
                    48 PUSH_EXC_INFO
         7          49 LOAD_GLOBAL                     1 (k)
                    50 PUSH_NULL
                    51 CALL                            0
                    52 POP_TOP
                    53 RERAISE
        --   L7:    54 COPY                            2
                    55 POP_EXCEPT
                    56 RERAISE
      ExceptionTable:
        2 to 3 -> 47 [0]
        3 to 6 -> 13 [0]
        6 to 7 -> 47 [0]
        13 to 14 -> 47 [0]
        14 to 20 -> 37 [1]
        20 to 25 -> 32 [1]
        25 to 26 -> 37 [1]
        26 to 32 -> 47 [0]
        32 to 37 -> 37 [1]
        37 to 40 -> 47 [0]
        48 to 54 -> 54 [1]
      "
    `);
  });

  test('with', () => {
    expect(listing('with a as b:\n  c()')).toMatchInlineSnapshot(`
      "
         0           0 RESUME                          0
         1           1 LOAD_NAME                       0 (a)
                     2 BEFORE_WITH
                     3 SETUP_WITH                     18 (to L1)
                     4 STORE_NAME                      1 (b)
         2           5 LOAD_NAME                       2 (c)
                     6 PUSH_NULL
                     7 CALL                            0
                     8 POP_TOP
                     9 POP_BLOCK
         1          10 PUSH_NULL
                    11 LOAD_CONST                      0 (None)
                    12 LOAD_CONST                      0 (None)
                    13 LOAD_CONST                      0 (None)
                    14 CALL                            3
                    15 POP_TOP
                    16 LOAD_CONST                      0 (None)
                    17 RETURN_VALUE
             L1:    18 SETUP_FINALLY                  30 (to L3)
                    19 PUSH_EXC_INFO
                    20 WITH_EXCEPT_START
                    21 TO_BOOL
                    22 POP_JUMP_IF_TRUE               24 (to L2)
                    23 RERAISE
             L2:    24 POP_TOP
                    25 POP_BLOCK
                    26 POP_EXCEPT
                    27 POP_TOP
                    28 LOAD_CONST                      0 (None)
                    29 RETURN_VALUE
        --   L3:    30 COPY                            2
                    31 POP_EXCEPT
                    32 RERAISE
      ExceptionTable:
        4 to 9 -> 18 [1]
        19 to 25 -> 30 [2]
      "
    `);
  });

  test('a closure', () => {
    const source = 'def f(a):\n  def g(b=1):\n    nonlocal a\n    a += b\n  return g';
    expect(listing(source, 'f') + listing(source, 'g')).toMatchInlineSnapshot(`
      "
        --           0 MAKE_CELL                       0 (a)
         1           1 RESUME                          0
         2           2 LOAD_CONST                      1 ((1,))
                     3 LOAD_FAST                       0 (a)
                     4 BUILD_TUPLE                     1
                     5 LOAD_CONST                      0 (<code object g, file "f.py", line 2>)
                     6 MAKE_FUNCTION
                     7 SET_FUNCTION_ATTRIBUTE          8
                     8 SET_FUNCTION_ATTRIBUTE          1
                     9 STORE_FAST                      1 (g)
         5          10 LOAD_FAST                       1 (g)
                    11 RETURN_VALUE

        --           0 COPY_FREE_VARS                  1
         2           1 RESUME                          0
         4           2 LOAD_DEREF                      1 (a)
                     3 LOAD_FAST                       0 (b)
                     4 BINARY_OP                      13 (+=)
                     5 STORE_DEREF                     1 (a)
                     6 LOAD_CONST                      0 (None)
                     7 RETURN_VALUE
      "
    `);
  });

  test('a class with super()', () => {
    const source = 'class A:\n  x = 1\n  def m(self): return super().m()';
    expect(listing(source, 'A') + listing(source, 'm')).toMatchInlineSnapshot(`
      "
        --           0 MAKE_CELL                       0 (__class__)
         1           1 RESUME                          0
                     2 LOAD_NAME                       0 (__name__)
                     3 STORE_NAME                      1 (__module__)
                     4 LOAD_CONST                      0 ('A')
                     5 STORE_NAME                      2 (__qualname__)
                     6 LOAD_CONST                      1 (1)
                     7 STORE_NAME                      3 (__firstlineno__)
         2           8 LOAD_CONST                      1 (1)
                     9 STORE_NAME                      4 (x)
         3          10 LOAD_FAST                       0 (__class__)
                    11 BUILD_TUPLE                     1
                    12 LOAD_CONST                      2 (<code object m, file "f.py", line 3>)
                    13 MAKE_FUNCTION
                    14 SET_FUNCTION_ATTRIBUTE          8
                    15 STORE_NAME                      5 (m)
                    16 LOAD_CONST                      3 (())
                    17 STORE_NAME                      6 (__static_attributes__)
                    18 LOAD_FAST                       0 (__class__)
                    19 COPY                            1
                    20 STORE_NAME                      7 (__classcell__)
                    21 RETURN_VALUE

        --           0 COPY_FREE_VARS                  1
         3           1 RESUME                          0
                     2 LOAD_GLOBAL                     0 (super)
                     3 LOAD_DEREF                      1 (__class__)
                     4 LOAD_FAST                       0 (self)
                     5 LOAD_SUPER_METHOD               1 (m)
                     6 CALL                            0
                     7 RETURN_VALUE
      "
    `);
  });

  test('a generator that delegates', () => {
    expect(listing('def f():\n  x = yield from g', 'f')).toMatchInlineSnapshot(`
      "
         1           0 RETURN_GENERATOR
                     1 POP_TOP
                     2 RESUME                          0
         2           3 LOAD_GLOBAL                     0 (g)
                     4 GET_YIELD_FROM_ITER
                     5 LOAD_CONST                      0 (None)
             L1:     6 SEND                           12 (to L2)
                     7 SETUP_FINALLY                  16 (to L3)
                     8 YIELD_VALUE                     1
                     9 POP_BLOCK
                    10 RESUME                          2
                    11 JUMP_BACKWARD_NO_INTERRUPT      6 (to L1)
             L2:    12 END_SEND
                    13 STORE_FAST                      0 (x)
                    14 LOAD_CONST                      0 (None)
                    15 RETURN_VALUE
             L3:    16 CLEANUP_THROW
                    17 JUMP_BACKWARD_NO_INTERRUPT     12 (to L2)
      ExceptionTable:
        8 to 9 -> 16 [2]
      "
    `);
  });

  test('a generator expression is a function of its own', () => {
    const source = 'def f(a): return (x for x in a if x)';
    expect(listing(source, 'f') + listing(source, '<genexpr>')).toMatchInlineSnapshot(`
      "
         1           0 RESUME                          0
                     1 LOAD_CONST                      0 (<code object <genexpr>, file "f.py", line 1>)
                     2 MAKE_FUNCTION
                     3 LOAD_FAST                       0 (a)
                     4 GET_ITER
                     5 CALL                            0
                     6 RETURN_VALUE

         1           0 RETURN_GENERATOR
                     1 POP_TOP
                     2 RESUME                          0
                     3 LOAD_FAST                       0 (.0)
             L1:     4 FOR_ITER                       15 (to L3)
                     5 STORE_FAST                      1 (x)
                     6 LOAD_FAST                       1 (x)
                     7 TO_BOOL
                     8 POP_JUMP_IF_TRUE               10 (to L2)
                     9 JUMP_BACKWARD                   4 (to L1)
             L2:    10 LOAD_FAST                       1 (x)
                    11 YIELD_VALUE                     0
                    12 RESUME                          1
                    13 POP_TOP
                    14 JUMP_BACKWARD                   4 (to L1)
             L3:    15 LOAD_CONST                      0 (None)
                    16 RETURN_VALUE
      "
    `);
  });

  test('a comprehension stands in the function that it belongs to', () => {
    const source = 'def f(a): return [x for x in a if x]';
    expect(listing(source, 'f')).toMatchInlineSnapshot(`
      "
         1           0 RESUME                          0
                     1 LOAD_FAST                       0 (a)
                     2 GET_ITER
                     3 LOAD_FAST_AND_CLEAR             1 (x)
                     4 SWAP                            2
                     5 SETUP_FINALLY                  21 (to L4)
                     6 BUILD_LIST                      0
                     7 SWAP                            2
             L1:     8 FOR_ITER                       17 (to L3)
                     9 STORE_FAST                      1 (x)
                    10 LOAD_FAST                       1 (x)
                    11 TO_BOOL
                    12 POP_JUMP_IF_TRUE               14 (to L2)
                    13 JUMP_BACKWARD                   8 (to L1)
             L2:    14 LOAD_FAST                       1 (x)
                    15 LIST_APPEND                     2
                    16 JUMP_BACKWARD                   8 (to L1)
             L3:    17 POP_BLOCK
                    18 SWAP                            2
                    19 STORE_FAST                      1 (x)
                    20 RETURN_VALUE
        --   L4:    21 SWAP                            2
                    22 POP_TOP
         1          23 SWAP                            2
                    24 STORE_FAST                      1 (x)
                    25 RERAISE
      ExceptionTable:
        6 to 17 -> 21 [2]
      "
    `);
  });

  test('positions point at the operation', () => {
    const unit = compileText('x = a.b(c)[d]');
    expect('\n' + disassemble(unit, { positions: true })).toMatchInlineSnapshot(`
      "
             0:0-1:0           0 RESUME                          0
             1:4-1:5           1 LOAD_NAME                       0 (a)
             1:4-1:7           2 LOAD_METHOD                     1 (b)
             1:8-1:9           3 LOAD_NAME                       2 (c)
            1:4-1:10           4 CALL                            1
           1:11-1:12           5 LOAD_NAME                       3 (d)
            1:4-1:13           6 BINARY_SUBSCR
             1:0-1:1           7 STORE_NAME                      4 (x)
             1:0-1:1           8 LOAD_CONST                      0 (None)
             1:0-1:1           9 RETURN_VALUE
      "
    `);
  });
});

describe('code units', () => {
  test('count arguments and carry flags', () => {
    const unit = unitNamed(compileText('def o():\n  def f(a, b, /, c, *d, e, **g): yield'), 'f');
    expect(unit).toMatchObject({
      qualname: 'o.<locals>.f',
      argcount: 3,
      posonlyargcount: 2,
      kwonlyargcount: 1,
      firstlineno: 2,
      flags: CO_OPTIMIZED | CO_NEWLOCALS | CO_NESTED | CO_GENERATOR | CO_VARARGS | CO_VARKEYWORDS,
      localsplusnames: ['a', 'b', 'c', 'e', 'd', 'g'],
    });
  });

  test('order locals, cells, free variables; an argument that is a cell keeps its place', () => {
    const source = 'def f(a, b):\n  c = d = 1\n  def g(): return a, d, e\n  e = 2\n  return g';
    expect(unitNamed(compileText(source), 'f')).toMatchObject({
      localsplusnames: ['a', 'b', 'c', 'g', 'd', 'e'],
      localspluskinds: Uint8Array.of(3, 1, 1, 1, 2, 2),
      nlocals: 4,
      ncells: 3,
      nfrees: 0,
    });
    expect(unitNamed(compileText(source), 'g')).toMatchObject({
      localsplusnames: ['a', 'd', 'e'],
      localspluskinds: Uint8Array.of(4, 4, 4),
      nfrees: 3,
    });
  });

  test('clean docstrings', () => {
    expect(
      unitNamed(compileText('def f():\n  """One.\n\n    Two.\n      Three.\n    """'), 'f').docstring,
    ).toBe('One.\n\nTwo.\n  Three.\n');
    expect(compileText('"""a\tb"""').docstring).toBe('a       b');
    expect(unitNamed(compileText('def f(): "Doc."', { optimize: 2 }), 'f').docstring).toBeNull();
  });

  test('mangle private names', () => {
    const unit = compileText(
      'class _A:\n  def f(self, __x):\n    import __m\n    return self.__y, __z__, __x',
    );
    expect(unitNamed(unit, 'f').localsplusnames).toEqual(['self', '_A__x', '_A__m']);
    expect(unitNamed(unit, 'f').names).toEqual(['_A__m', '_A__y', '__z__']);
  });
});

describe('names', () => {
  /** The names and what loads or stores them, in order. */
  function accesses(source: string, name: string): string[] {
    const lines = disassemble(unitNamed(compileText(source), name), { recursive: false }).split('\n');
    return lines.flatMap((line) => {
      const match = /((?:LOAD|STORE|DELETE)_(?!CONST|ATTR|METHOD)\w+) +\d+ \((\w+)\)/.exec(line);
      return match === null ? [] : [`${match[1]} ${match[2]}`];
    });
  }

  test('a local that may be unbound is checked', () => {
    expect(accesses('def f(a):\n  if a: b = 1\n  b; b; a\n  del a\n  a', 'f')).toEqual([
      'LOAD_FAST a',
      'STORE_FAST b',
      'LOAD_FAST_CHECK b',
      'LOAD_FAST b',
      'LOAD_FAST a',
      'DELETE_FAST a',
      'LOAD_FAST_CHECK a',
    ]);
  });

  test('a class body sees names around it, its methods do not see its own', () => {
    const source = 'def o(x):\n  class A:\n    y = x\n    def f(self): return x, y';
    expect(accesses(source, 'A').filter((access) => /[xy]$/.test(access))).toEqual([
      'LOAD_FROM_DICT_OR_DEREF x',
      'STORE_NAME y',
      'LOAD_FAST x',
    ]);
    expect(accesses(source, 'f')).toEqual(['LOAD_DEREF x', 'LOAD_GLOBAL y']);
  });

  test('global and nonlocal', () => {
    const source = 'def o():\n  a = 1\n  def f():\n    global b\n    nonlocal a\n    a = b = c';
    expect(accesses(source, 'f')).toEqual(['LOAD_GLOBAL c', 'STORE_DEREF a', 'STORE_GLOBAL b']);
  });
});

describe('constants', () => {
  /** The constants of `x = <expression>`, without the None that the module returns. */
  function constantsOf(expression: string): string[] {
    const texts = compileText(`x = ${expression}`).consts.map(describeConstant);
    return texts.filter((text) => text !== 'None');
  }

  test.each([
    ['1 + 2 * 3', '7'],
    ['-(2 ** 64)', '-18446744073709551616'],
    ['7 // -2, 7 % -2', '(-4, -1)'],
    ['1 / 2', '0.5'],
    ['2 ** -1', '0.5'],
    ['not 1', 'False'],
    ['1 + 2j', '(1+2j)'],
    ['0 - 0j', '-0j'],
    ['"a" "b" + "c"', "'abc'"],
    ['"ab" * 3', "'ababab'"],
    ['"abc"[1]', "'b'"],
    ['"abcd"[1:3]', "'bc'"],
    ['(1, 2)[-1]', '2'],
    ['b"a" + b"b"', "b'ab'"],
    ['(1, (2, "a"), None)', "(1, (2, 'a'), None)"],
    ['True & False', 'False'],
    ['1 << 70', '1180591620717411303424'],
  ])('%s is computed by the compiler', (expression, value) => {
    expect(constantsOf(expression)).toEqual([value]);
  });

  test.each(['1 / 0', '1 << 1000', '"a" * 10000', '2 ** 1000', '~True', '"a" + 1', '"abc"[5]', '1 @ 2'])(
    '%s is left to the program',
    (expression) => {
      expect(listing(`x = ${expression}`)).toMatch(/BINARY_|UNARY_/);
    },
  );

  test('are kept apart by type and sign', () => {
    const unit = compileText('f(0, 0.0, -0.0, False, 0j, "0", b"0", 0, 0.0)');
    expect(unit.consts.map(describeConstant)).toEqual([
      '0',
      '0.0',
      'False',
      '0j',
      "'0'",
      "b'0'",
      'None',
      '-0.0',
    ]);
  });

  test('decide conditions', () => {
    expect(listing('while 1:\n  a\n  if 0: b')).toMatchInlineSnapshot(`
      "
         0           0 RESUME                          0
         1   L1:     1 NOP
         2           2 LOAD_NAME                       0 (a)
                     3 POP_TOP
         3           4 JUMP_BACKWARD                   1 (to L1)
      "
    `);
  });
});

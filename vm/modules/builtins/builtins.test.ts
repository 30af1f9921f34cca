/** Functions of `builtins`; each expectation was printed by CPython 3.14. */
import { describe, expect, test } from 'vitest';
import { newComplex, newFloat, newStr, newTuple, type PyObject } from '../../objects/index.ts';
import { fn, host, listOf as L, list, outcome, run } from '../testing.ts';

const b = (name: string, args: readonly PyObject[] = [], named: Record<string, PyObject> = {}) =>
  run('builtins', name, args, named);
const F = newFloat;
const iterator = (...items: PyObject[]) => b('iter', [L(...items)]);
type Row = readonly [string, () => PyObject | undefined, string];
const check = (rows: readonly Row[]) =>
  test.each<Row>(rows)('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });

describe('sum', () => {
  check([
    ['sum([1, 2, True])', () => b('sum', [L(1, 2, true)]), '4'],
    ['sum of ints past 2**53', () => b('sum', [L(2n ** 53n, 2 ** 53 - 1, 1)]), '18014398509481984'],
    [
      'sum([0.1] * 10) is compensated',
      () => b('sum', [L(...Array.from({ length: 10 }, () => F(0.1)))]),
      '1.0',
    ],
    ['sum([1e308, 1e308, -1e308])', () => b('sum', [L(F(1e308), F(1e308), F(-1e308))]), 'inf'],
    ['sum([1, 0.5, 2])', () => b('sum', [L(1, F(0.5), 2)]), '3.5'],
    ['sum([1j, 0.5])', () => b('sum', [L(newComplex(0, 1), F(0.5))]), '(0.5+1j)'],
    ['sum([[1], [2]], [])', () => b('sum', [L(L(1), L(2)), L()]), '[1, 2]'],
    [
      'sum([[1]])',
      () => b('sum', [L(L(1))]),
      "TypeError: unsupported operand type(s) for +: 'int' and 'list'",
    ],
    [
      'sum([], "")',
      () => b('sum', [L(), '']),
      "TypeError: sum() can't sum strings [use ''.join(seq) instead]",
    ],
    ['sum()', () => b('sum'), 'TypeError: sum() takes at least 1 positional argument (0 given)'],
  ]);
});

describe('min, max, any, all, sorted', () => {
  const negative = fn((value) => -Number(value));
  check([
    ['max(1, 3, 2)', () => b('max', [1, 3, 2]), '3'],
    ['max gives the first of equals', () => b('max', [L(1, true, F(1))]), '1'],
    ['min(iterable, key=)', () => b('min', [L(1, 3, 2)], { key: negative }), '3'],
    ['max([], default=3)', () => b('max', [L()], { default: 3 }), '3'],
    ['max([])', () => b('max', [L()]), 'ValueError: max() iterable argument is empty'],
    ['max()', () => b('max'), 'TypeError: max expected at least 1 argument, got 0'],
    ['max(1)', () => b('max', [1]), "TypeError: 'int' object is not iterable"],
    [
      'max(1, 2, foo=1)',
      () => b('max', [1, 2], { foo: 1 }),
      "TypeError: max() got an unexpected keyword argument 'foo'",
    ],
    [
      'max(1, 2, default=3)',
      () => b('max', [1, 2], { default: 3 }),
      'TypeError: Cannot specify a default for max() with multiple positional arguments',
    ],
    [
      'min(1, "a")',
      () => b('min', [1, 'a']),
      "TypeError: '<' not supported between instances of 'str' and 'int'",
    ],
    [
      'any stops at the first',
      () => {
        const it = iterator(0, 1, 2);
        return L(b('any', [it]), b('next', [it]));
      },
      '[True, 2]',
    ],
    ['all([])', () => b('all', [L()]), 'True'],
    ['sorted("bca", reverse=True)', () => b('sorted', ['bca'], { reverse: true }), "['c', 'b', 'a']"],
    ['sorted([1], 1)', () => b('sorted', [L(1), 1]), 'TypeError: sorted expected 1 argument, got 2'],
    [
      'sorted([1], foo=1)',
      () => b('sorted', [L(1)], { foo: 1 }),
      "TypeError: sort() got an unexpected keyword argument 'foo'",
    ],
  ]);
});

describe('numbers and text', () => {
  check([
    ['abs(-3)', () => b('abs', [-3]), '3'],
    ['abs("a")', () => b('abs', ['a']), "TypeError: bad operand type for abs(): 'str'"],
    ['round(2.5)', () => b('round', [F(2.5)]), '2'],
    ['round(2.675, 2)', () => b('round', [F(2.675), 2]), '2.67'],
    ['round(1234, -2)', () => b('round', [1234, -2]), '1200'],
    ['round("a")', () => b('round', ['a']), "TypeError: type str doesn't define __round__ method"],
    ['round()', () => b('round'), "TypeError: round() missing required argument 'number' (pos 1)"],
    ['pow(2, 10)', () => b('pow', [2, 10]), '1024'],
    ['pow(3, -1, mod=7)', () => b('pow', [3, -1], { mod: 7 }), '5'],
    ['pow(2)', () => b('pow', [2]), "TypeError: pow() missing required argument 'exp' (pos 2)"],
    [
      'pow(2, "a")',
      () => b('pow', [2, 'a']),
      "TypeError: unsupported operand type(s) for ** or pow(): 'int' and 'str'",
    ],
    ['divmod(-7, 2)', () => b('divmod', [-7, 2]), '(-4, 1)'],
    [
      'divmod(1, "a")',
      () => b('divmod', [1, 'a']),
      "TypeError: unsupported operand type(s) for divmod(): 'int' and 'str'",
    ],
    ['chr(0x1f600)', () => b('chr', [0x1f600]), "'😀'"],
    ['chr(-1)', () => b('chr', [-1]), 'ValueError: chr() arg not in range(0x110000)'],
    ['ord("😀")', () => b('ord', [newStr('😀')]), '128512'],
    [
      'ord("ab")',
      () => b('ord', ['ab']),
      'TypeError: ord() expected a character, but string of length 2 found',
    ],
    ['ord(1)', () => b('ord', [1]), 'TypeError: ord() expected string of length 1, but int found'],
    [
      'bin(-5), oct(8), hex(255)',
      () => newTuple([b('bin', [-5]), b('oct', [8]), b('hex', [255])]),
      "('-0b101', '0o10', '0xff')",
    ],
    ['hex(1.5)', () => b('hex', [F(1.5)]), "TypeError: 'float' object cannot be interpreted as an integer"],
    ['ascii("é😀")', () => b('ascii', [newStr('é😀')]), `"'\\\\xe9\\\\U0001f600'"`],
    ['format(255, "#x")', () => b('format', [255, '#x']), "'0xff'"],
    ['format(1, 2)', () => b('format', [1, 2]), 'TypeError: format() argument 2 must be str, not int'],
  ]);
});

describe('objects and iteration', () => {
  const int = b('getattr', [1, '__class__']);
  check([
    ['getattr(1, "real")', () => b('getattr', [1, 'real']), '1'],
    [
      'getattr(1, "foo")',
      () => b('getattr', [1, 'foo']),
      "AttributeError: 'int' object has no attribute 'foo'",
    ],
    ['getattr(1, "foo", 2)', () => b('getattr', [1, 'foo', 2]), '2'],
    ['getattr(1, 1)', () => b('getattr', [1, 1]), "TypeError: attribute name must be string, not 'int'"],
    ['hasattr([], "append")', () => b('hasattr', [L(), 'append']), 'True'],
    [
      'setattr(1, "x", 2)',
      () => b('setattr', [1, 'x', 2]),
      "AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes",
    ],
    ['isinstance(True, int)', () => b('isinstance', [true, int]), 'True'],
    [
      'isinstance(1, 1)',
      () => b('isinstance', [1, 1]),
      'TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union',
    ],
    ['issubclass(1, int)', () => b('issubclass', [1, int]), 'TypeError: issubclass() arg 1 must be a class'],
    ['callable(len), callable(1)', () => L(b('callable', [int]), b('callable', [1])), '[True, False]'],
    ['len(1)', () => b('len', [1]), "TypeError: object of type 'int' has no len()"],
    ['len()', () => b('len'), 'TypeError: len() takes exactly one argument (0 given)'],
    ['vars(1)', () => b('vars', [1]), 'TypeError: vars() argument must have __dict__ attribute'],
    [
      'dir() is sorted',
      () => L(...(list(b('dir', [L()])) as unknown as { items: PyObject[] }).items.slice(-3)),
      "['remove', 'reverse', 'sort']",
    ],
    ['next(iterator)', () => b('next', [iterator(1)]), '1'],
    ['next(ended)', () => b('next', [iterator()]), 'StopIteration: '],
    ['next(ended, 5)', () => b('next', [iterator(), 5]), '5'],
    ['next(1)', () => b('next', [1]), "TypeError: 'int' object is not an iterator"],
    ['iter(1)', () => b('iter', [1]), "TypeError: 'int' object is not iterable"],
    ['iter(1, 2)', () => b('iter', [1, 2]), 'TypeError: iter(v, w): v must be callable'],
  ]);
});

describe('print and input', () => {
  const printed = (args: readonly PyObject[], named: Record<string, PyObject> = {}) => {
    host.output[1] = '';
    b('print', args, named);
    return host.output[1];
  };
  test('texts joined by sep and followed by end', () => {
    expect(printed(['a', 1, F(2), L('x')])).toBe("a 1 2.0 ['x']\n");
    expect(printed([1, 2], { sep: '-', end: '' })).toBe('1-2');
    expect(printed([], { sep: null, end: null })).toBe('\n');
    expect(printed([newStr('😀')])).toBe('😀\n');
  });
  test('file=None is sys.stdout; another file gets each piece', () => {
    expect(printed([1], { file: null })).toBe('1\n');
    const pieces: PyObject[] = [];
    const write = fn((...args) => {
      pieces.push(args.at(-1)!);
      return null;
    });
    const file = run('builtins', 'type', ['File', newTuple([]), run('builtins', 'dict', [], { write })]);
    b('print', [1, 2], { file, sep: '-' });
    expect(pieces).toEqual(['1', '-', '2', '\n']);
  });
  check([
    ['print(sep=1)', () => b('print', [], { sep: 1 }), 'TypeError: sep must be None or a string, not int'],
    [
      'print(foo=1)',
      () => b('print', [], { foo: 1 }),
      "TypeError: print() got an unexpected keyword argument 'foo'",
    ],
    [
      'print(file=1)',
      () => b('print', [], { file: 1 }),
      "AttributeError: 'int' object has no attribute 'write'",
    ],
    [
      'print("\\ud800")',
      () => b('print', ['\ud800']),
      "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
    ],
  ]);
  test('input reads lines until the end', () => {
    host.output[1] = '';
    expect([b('input', ['name? ']), b('input'), host.output[1]]).toEqual(['first', 'last', 'name? ']);
    expect(outcome(() => b('input'))).toBe('EOFError: EOF when reading a line');
  });
});

/** itertools, _collections, _functools, _operator, sys, time and gc; expectations printed by CPython 3.14. */
import { describe, expect, test } from 'vitest';
import {
  call,
  callMethod,
  getItem,
  isTrue,
  iterNext,
  newFloat,
  newTuple,
  type PyList,
  type PyObject,
  type PyTuple,
} from '../objects/index.ts';
import { createModule } from './index.ts';
import { fn, host, listOf as L, list, member, method, outcome, run, shown } from './testing.ts';

type Row = readonly [string, () => PyObject | undefined, string];
const check = (rows: readonly Row[]) =>
  test.each<Row>(rows)('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
const less = (limit: number) => fn((value) => Number(value) < limit);
const add = fn((left, right) => Number(left) + Number(right));

describe('itertools', () => {
  const it = (name: string, args: readonly PyObject[] = [], named: Record<string, PyObject> = {}) =>
    run('itertools', name, args, named);
  const first = (iterator: PyObject, count: number) => list(it('islice', [iterator, count]));
  check([
    ['count(10, 2)', () => first(it('count', [10, 2]), 3), '[10, 12, 14]'],
    ['repr of count', () => L(it('count', [1, 2]), it('count')), '[count(1, 2), count(0)]'],
    ['cycle', () => first(it('cycle', ['ab']), 5), "['a', 'b', 'a', 'b', 'a']"],
    [
      'repeat',
      () => L(list(it('repeat', [1, 2])), it('repeat', [1, 3]), it('repeat', [1])),
      '[[1, 1], repeat(1, 3), repeat(1)]',
    ],
    ['chain', () => list(it('chain', [L(1), 'ab'])), "[1, 'a', 'b']"],
    [
      'chain.from_iterable',
      () => list(method(member('itertools', 'chain'), 'from_iterable', [L('ab', L(1))])),
      "['a', 'b', 1]",
    ],
    [
      'accumulate',
      () => L(list(it('accumulate', [L(1, 2, 3)])), list(it('accumulate', [L(1, 2), add], { initial: 10 }))),
      '[[1, 3, 6], [10, 11, 13]]',
    ],
    ['compress', () => list(it('compress', ['abc', L(1, 0, 1)])), "['a', 'c']"],
    [
      'dropwhile, takewhile',
      () => L(list(it('dropwhile', [less(3), L(1, 4, 2)])), list(it('takewhile', [less(3), L(1, 4, 2)]))),
      '[[4, 2], [1]]',
    ],
    ['filterfalse', () => list(it('filterfalse', [null, L(0, 1)])), '[0]'],
    ['starmap', () => list(it('starmap', [add, L(L(2, 3), L(3, 2))])), '[5, 5]'],
    [
      'islice',
      () => L(list(it('islice', ['abcdef', 1, null, 2])), list(it('islice', ['abc', 2, 2]))),
      "[['b', 'd', 'f'], []]",
    ],
    [
      'islice(-1)',
      () => it('islice', ['abc', -1]),
      'ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.',
    ],
    [
      'islice step 0',
      () => it('islice', ['abc', 0, 2, 0]),
      'ValueError: Step for islice() must be a positive integer or None.',
    ],
    ['pairwise', () => list(it('pairwise', ['abc'])), "[('a', 'b'), ('b', 'c')]"],
    ['batched', () => list(it('batched', ['abc', 2])), "[('a', 'b'), ('c',)]"],
    [
      'batched strict',
      () => list(it('batched', ['abc', 2], { strict: true })),
      'ValueError: batched(): incomplete batch',
    ],
    ['zip_longest', () => list(it('zip_longest', ['ab', 'c'], { fillvalue: 0 })), "[('a', 'c'), ('b', 0)]"],
    [
      'groupby, keys alone',
      () => L(...(list(it('groupby', [L(1, 1, 2, 1)])) as PyList).items.map((pair) => getItem(pair, 0))),
      '[1, 2, 1]',
    ],
    ['product', () => list(it('product', ['ab', L(1, 2)])), "[('a', 1), ('a', 2), ('b', 1), ('b', 2)]"],
    ['product()', () => L(list(it('product')), list(it('product', [L(), L(1)]))), '[[()], []]'],
    [
      'permutations',
      () => list(it('permutations', ['abc', 2])),
      "[('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')]",
    ],
    [
      'combinations',
      () => L(list(it('combinations', ['abc', 2])), list(it('combinations', ['ab', 3]))),
      "[[('a', 'b'), ('a', 'c'), ('b', 'c')], []]",
    ],
    [
      'combinations_with_replacement',
      () => list(it('combinations_with_replacement', ['ab', 2])),
      "[('a', 'a'), ('a', 'b'), ('b', 'b')]",
    ],
  ]);

  test('a group ends when the next is asked for', () => {
    const groups = it('groupby', ['aab']);
    const [first, second] = [iterNext(groups), iterNext(groups)] as [PyTuple, PyTuple];
    expect([shown(list(first.items[1]!)), shown(list(second.items[1]!))]).toEqual(['[]', "['b']"]);
  });

  test('copies of a tee run independently', () => {
    const [left, right] = (it('tee', [call(member('builtins', 'iter'), ['abcd'])]) as PyTuple).items as [
      PyObject,
      PyObject,
    ];
    iterNext(left);
    iterNext(left);
    expect([shown(list(right)), shown(list(left))]).toEqual(["['a', 'b', 'c', 'd']", "['c', 'd']"]);
  });
});

describe('_collections', () => {
  const deque = (items: PyObject, maxlen: PyObject = null) => run('_collections', 'deque', [items, maxlen]);
  const changed =
    (...steps: [string, ...PyObject[]][]) =>
    () => {
      const value = deque(L(1, 2, 3), 3);
      for (const [name, ...args] of steps) callMethod(value, name, ...args);
      return value;
    };
  check([
    ['deque([1, 2, 3], 2)', () => deque(L(1, 2, 3), 2), 'deque([2, 3], maxlen=2)'],
    ['append', changed(['append', 4]), 'deque([2, 3, 4], maxlen=3)'],
    ['appendleft', changed(['appendleft', 0]), 'deque([0, 1, 2], maxlen=3)'],
    ['rotate', changed(['rotate', 1]), 'deque([3, 1, 2], maxlen=3)'],
    ['rotate(-2)', changed(['rotate', -2]), 'deque([3, 1, 2], maxlen=3)'],
    ['extendleft', changed(['extendleft', L(7, 8)]), 'deque([8, 7, 1], maxlen=3)'],
    ['reverse', changed(['reverse']), 'deque([3, 2, 1], maxlen=3)'],
    ['insert into a full one', changed(['insert', 0, 1]), 'IndexError: deque already at its maximum size'],
    ['popleft', () => method(deque(L()), 'popleft'), 'IndexError: pop from an empty deque'],
    ['d[1]', () => getItem(deque(L(1)), 1), 'IndexError: deque index out of range'],
    ['d["a"]', () => getItem(deque(L(1)), 'a'), "TypeError: sequence index must be integer, not 'str'"],
    ['index', () => method(deque(L(1)), 'index', [2]), 'ValueError: deque.index(x): x not in deque'],
    ['maxlen=-1', () => deque(L(), -1), 'ValueError: maxlen must be non-negative'],
    [
      'changed while iterating',
      () => {
        const value = deque(L(1, 2));
        const iterator = call(member('builtins', 'iter'), [value]);
        iterNext(iterator);
        method(value, 'append', [3]);
        return iterNext(iterator);
      },
      'RuntimeError: deque mutated during iteration',
    ],
    [
      'defaultdict',
      () => {
        const dict = run('_collections', 'defaultdict', [member('builtins', 'list')]);
        method(getItem(dict, 'a'), 'append', [1]);
        return dict;
      },
      "defaultdict(<class 'list'>, {'a': [1]})",
    ],
    ['defaultdict(None)[1]', () => getItem(run('_collections', 'defaultdict', [null]), 1), 'KeyError: 1'],
    [
      'defaultdict(1)',
      () => run('_collections', 'defaultdict', [1]),
      'TypeError: first argument must be callable or None',
    ],
    [
      '_count_elements',
      () => {
        const counts = run('builtins', 'dict');
        run('_collections', '_count_elements', [counts, 'abra']);
        return counts;
      },
      "{'a': 2, 'b': 1, 'r': 1}",
    ],
  ]);

  test('a deque used as a queue stays as long as what is in it', () => {
    const queue = deque(L());
    for (let index = 0; index < 1000; index++) {
      method(queue, 'append', [index]);
      if (index >= 5) expect(method(queue, 'popleft')).toBe(index - 5);
    }
    expect(shown(queue)).toBe('deque([995, 996, 997, 998, 999])');
    expect((queue as unknown as { items: unknown[] }).items.length).toBeLessThan(100);
  });
});

describe('_functools', () => {
  const partial = (...args: PyObject[]) => run('_functools', 'partial', args);
  const int = member('builtins', 'int');
  check([
    ['reduce', () => run('_functools', 'reduce', [add, L(1, 2, 3)]), '6'],
    [
      'reduce of nothing',
      () => run('_functools', 'reduce', [add, L()]),
      'TypeError: reduce() of empty iterable with no initial value',
    ],
    [
      'reduce(f, 1)',
      () => run('_functools', 'reduce', [add, 1]),
      'TypeError: reduce() arg 2 must support iteration',
    ],
    ['partial', () => call(run('_functools', 'partial', [int], { base: 2 }), ['101']), '5'],
    [
      'repr of partial',
      () => run('_functools', 'partial', [int, 1], { base: 2 }),
      "functools.partial(<class 'int'>, 1, base=2)",
    ],
    ['partial of partial', () => method(partial(partial(int, 1), 2), '__getattribute__', ['args']), '(1, 2)'],
    ['partial(1)', () => partial(1), 'TypeError: the first argument must be callable'],
    [
      'Placeholder',
      () => call(partial(member('builtins', 'divmod'), member('_functools', 'Placeholder'), 3), [7]),
      '(2, 1)',
    ],
    [
      'cmp_to_key',
      () =>
        run('builtins', 'sorted', [L(3, 1, 2)], {
          key: run('_functools', 'cmp_to_key', [fn((a, b) => Number(b) - Number(a))]),
        }),
      '[3, 2, 1]',
    ],
  ]);

  test('lru_cache forgets what was used longest ago', () => {
    const calls: PyObject[] = [];
    const double = fn((value) => {
      calls.push(value!);
      return Number(value) * 2;
    });
    const info = fn((...fields) => newTuple([...fields]));
    const cached = run('_functools', '_lru_cache_wrapper', [double, 2, false, info]);
    for (const value of [1, 2, 1, 3, 1, 2]) call(cached, [value]);
    expect(calls).toEqual([1, 2, 3, 2]);
    expect(shown(method(cached, 'cache_info'))).toBe('(2, 4, 2, 2)');
    method(cached, 'cache_clear');
    expect(shown(method(cached, 'cache_info'))).toBe('(0, 0, 2, 0)');
  });
});

describe('_operator', () => {
  const op = (name: string, ...args: PyObject[]) => run('_operator', name, args);
  check([
    ['add, sub, iadd', () => L(op('add', 1, 2), op('sub', 1, 2), op('iadd', L(1), L(2))), '[3, -1, [1, 2]]'],
    ['lt, ge', () => L(op('lt', 1, 2), op('ge', 1, 2)), '[True, False]'],
    ['concat(1, 2)', () => op('concat', 1, 2), "TypeError: 'int' object can't be concatenated"],
    ['indexOf', () => op('indexOf', L(1), 2), 'ValueError: sequence.index(x): x not in sequence'],
    ['length_hint', () => L(op('length_hint', L(1, 2)), op('length_hint', 1, 3)), '[2, 3]'],
    [
      'itemgetter',
      () => L(call(op('itemgetter', 1), ['abc']), call(op('itemgetter', 1, 2), ['abc']), op('itemgetter', 1)),
      "['b', ('b', 'c'), operator.itemgetter(1)]",
    ],
    ['attrgetter', () => call(op('attrgetter', 'real', 'real.imag'), [5]), '(5, 0)'],
    ['attrgetter(1)', () => op('attrgetter', 1), 'TypeError: attribute name must be a string'],
    ['methodcaller', () => call(op('methodcaller', 'split', ','), ['a,b']), "['a', 'b']"],
  ]);
});

describe('sys, time, gc', () => {
  check([
    ['argv', () => member('sys', 'argv'), "['program.py', '-x']"],
    [
      'version_info',
      () => member('sys', 'version_info'),
      "sys.version_info(major=3, minor=14, micro=2, releaselevel='final', serial=0)",
    ],
    [
      'version_info is a tuple',
      () => isTrue(run('_operator', 'ge', [member('sys', 'version_info'), newTuple([3, 9])])),
      'True',
    ],
    ['maxsize', () => member('sys', 'maxsize'), '9223372036854775807'],
    ['exit(3)', () => run('sys', 'exit', [3]), 'SystemExit: 3'],
    [
      'setrecursionlimit(0)',
      () => run('sys', 'setrecursionlimit', [0]),
      'ValueError: recursion limit must be greater or equal than 1',
    ],
    ['intern(1)', () => run('sys', 'intern', [1]), "TypeError: can't intern int"],
    ['sleep(-1)', () => run('time', 'sleep', [-1]), 'ValueError: sleep length must be non-negative'],
    ['get_referents', () => run('gc', 'get_referents', [newTuple([1, L(2)])]), '[1, [2]]'],
    [
      'isenabled after disable',
      () => {
        run('gc', 'disable');
        const enabled = run('gc', 'isenabled');
        run('gc', 'enable');
        return enabled;
      },
      'False',
    ],
    ['collect(5)', () => run('gc', 'collect', [5]), 'ValueError: invalid generation'],
  ]);

  test('the larger container has the larger size', () => {
    const sizes = [L(), L(1), L(1, 2, 3)].map((value) => Number(run('sys', 'getsizeof', [value])));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(3);
  });

  test('sys.stdout and sys.stderr write to the host', () => {
    host.output[1] = '';
    host.output[2] = '';
    expect(method(member('sys', 'stdout'), 'write', ['text'])).toBe(4);
    method(member('sys', 'stderr'), 'write', ['\ud800!']);
    expect([host.output[1], host.output[2]]).toEqual(['text', '\\ud800!']);
    expect(outcome(() => method(member('sys', 'stdout'), 'write', [1]))).toBe(
      'TypeError: write() argument must be str, not int',
    );
  });

  test('sleep moves the clocks by as much', () => {
    const before = Number(run('time', 'perf_counter_ns'));
    run('time', 'sleep', [newFloat(0.25)]);
    expect(Number(run('time', 'perf_counter_ns')) - before).toBe(250_000_000);
  });
});

test('modules are made once; unknown names have none', () => {
  expect(createModule('math')).toBe(createModule('math'));
  expect(createModule('no_such_module')).toBeUndefined();
  expect(createModule('constructor')).toBeUndefined();
});

# list, tuple, dict, set, frozenset, range, slice, iterators
[1, 2] + [3], [1] * 3, 3 * [1], [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 2], 1 in [1], [] or 5, [[]] * 2, [1, 2, 3][-1], [1, 2, 3][::-1], [1, 2, 3][5:], list('ab'), list(range(3)), list({1: 2})
[1] + (2,)
[1] + 5
[1] * 'a'
[1] * 1.5
[1] < 5
[1][1]
[1]['a']
[1][1.5]
[1][None]
list(5)
list(1, 2)
list(x=1)
a = [1, 2, 3]; a[0] = 5; a[1:2] = [7, 8, 9]; a[::2] = [0, 0, 0]; a
a[::2] = [1]
a[0:1] = 5
a[10] = 1
a['x'] = 1
del a[10]
del a[::2]; a
a[1:1] = 'xy'; a
a.append(1); a.extend((2, 3)); a.insert(0, 'q'); a.insert(-1, 'z'); a.insert(100, 'e'); a.pop(), a.pop(0), a
a.pop(100)
[].pop()
a.pop('a')
a.remove('nope')
a.index('nope')
a.index(1), a.count(1), a.index(2, 1), a.index(2, -10, 100)
a.index()
a.extend(5)
a.append()
a.append(1, 2)
a.insert(1)
a.insert('a', 1)
a.copy() == a, a.copy() is a, a.clear(), a
b = [3, 1, 2]; b.sort(); b, b.sort(reverse=True), b, b.sort(key=lambda x: -x), b, b.reverse(), b
b.sort(5)
b.sort(key=5)
b.sort(foo=1)
[1, 'a'].sort()
[3, 1, None].sort()
c = [3, 2, 1]
c.sort(key=lambda x: c.append(1) or x)
c.sort(key=lambda x: c.clear() or x)
sorted([3, 1, 2], key=str, reverse=True), sorted('bca'), sorted({2: 1, 1: 1}), sorted([]), sorted((2, 1))
sorted()
sorted(5)
sorted([1], 5)
sorted([1, 'a'])
r = [1]; r.append(r); r, repr(r), r == r
r == [1, r]
s = [1, 2]; s += 'ab'; s *= 2; s
s += 5
s *= 'a'
[x for x in (1, 2) if x > 1], [y for x in [[1], [2]] for y in x], {x: x for x in 'ab'}, {x for x in 'aa'}, list(x for x in 'ab')
list.__init__(s, 'zz'); s
[1, 2].__eq__((1, 2)), [1].__lt__(5), [1].__contains__(1), [1, 2].__reversed__().__length_hint__(), [1].__getitem__(0), [1].__sizeof__() > 0, [].__class__, [1].__imul__(2), [1].__iadd__((2,)), [].__hash__
hash([])
{[]: 1}
{{}: 1}
{[1]}
[].foo
[].foo = 1
[].append = 1
() + (1,), (1,) * 2, (1, 2)[0], (1, 2)[::-1], (1, 2) < (1, 3), tuple('ab'), (1, 2).count(1), (1, 2).index(2), hash((1, 2)) == hash((1, 2)), (1,), (), ((),), 1 in (1,), tuple(), tuple([1])
(1,) + [1]
(1, 2).index(5)
(1, 2)[2]
(1, 2)['a']
(1, 2)[0] = 1
del (1, 2)[0]
tuple(5)
tuple(1, 2)
tuple(x=1)
(1, 2).__getnewargs__(), (1, 2).__add__((3,)), (1, 2).__mul__(2), (1, 2).__eq__([1, 2])
(1, 2).__add__([3])
t = (1, [2]); t[1].append(3); t
t[1] += [4]
t
class T(tuple): pass
T((1, 2)), type(T((1,)) + (2,)), T() == (), type(T((1, 2))[:]), repr(T((1,))), T([1]).__class__, hash(T((1,))) == hash((1,))
class L(list): pass
L((1, 2)), type(L() + [1]), type(L()[:]), type(L() * 2), type(L().copy()), L([1]) == [1], repr(L([1]))
d = {'a': 1, 2: 'b'}; d['a'], d.get('z'), d.get('z', 5), d.pop('a'), d.pop('q', 9), d.setdefault('n', []), d.setdefault(2), d, len(d), 2 in d, list(d), list(d.items()), list(d.values()), d.copy() == d
d['zz']
d[[]]
d.pop('zz')
d.pop()
d.pop(1, 2, 3)
d.get()
d.get([])
d[[]] = 1
del d['zz']
{}.popitem()
d.popitem(), d.popitem()
d.update({'x': 1}, y=2); d.update([('z', 3)]); d.update(); d.update(w=4); d
d.update(5)
d.update([5])
d.update([(1, 2, 3)])
d.update(['ab', 'cd']); d
d.update(1, 2)
dict(5)
dict([1])
dict([(1,)])
dict([[1, 2, 3]])
dict(1, 2)
dict(a=1, b=2), dict([('a', 1)], b=2), dict({'a': 1}, a=5), dict(), dict(zip('ab', 'cd')), dict(**{'x y': 1})
dict(**{1: 2})
dict.fromkeys('ab'), dict.fromkeys([1, 2], 0), dict.fromkeys('')
dict.fromkeys()
dict.fromkeys(5)
{1: 2} | {3: 4}, {1: 2} | {1: 5}, {}.__or__([])
{1: 2} | [(3, 4)]
e = {1: 2}; e |= [(3, 4)]; e |= {5: 6}; e
e |= 5
{1: 2} == {1: 2.0}, {1: 2} != {1: 3}, {1: 2} == [], {1: 1, 2: 2} == {2: 2, 1: 1}
{} < {}
{1: 2}.keys() | {3}, {1: 2}.keys() & {1}, {1: 2}.keys() - {1}, {1: 2}.keys() ^ {2}, {1: 2}.items() & {(1, 2)}, {1: 2}.keys() == {1}, {1: 2}.keys() <= {1, 2}, {1: 2}.keys().isdisjoint([5]), {1} | {2: 3}.keys(), {1: 2}.keys() < {1}
{1: 2}.keys() | 5
{1: 2}.values() | {1}
{1: 2}.keys() + {1}
{1: 2}.keys()[0]
{1: []}.items() | set()
repr({1: 2}.keys()), repr({1: 2}.values()), repr({1: 2}.items()), len({1: 2}.keys()), 1 in {1: 2}.keys(), (1, 2) in {1: 2}.items(), 2 in {1: 2}.values(), list(reversed({1: 2, 3: 4})), list(reversed({1: 2}.items())), {1: 2}.keys().mapping, {1: 2}.values() == {1: 2}.values()
{}.keys().mapping['a'] = 1
i = iter({1: 2, 3: 4}); next(i), i.__length_hint__()
m = {1: 2}
for k in m: m[k + 1] = 1
m = {1: 2, 3: 4}
for k in m: del m[k]
m = {1: 2, 3: 4}
for k in m: m[k] = 0
for k in m: m.pop(1); m[9] = 9
for k in m.items(): m[100] = 1
n = {}; n['n'] = n; n, repr(n)
class D(dict):
    def __missing__(self, k): return k * 2
D()['ab'], D().get('ab'), D(a=1)['a'], D(a=1) == {'a': 1}, repr(D(a=1)), D.fromkeys('a').__class__
class BadHash:
    def __hash__(self): return 'a'
{BadHash()}
class NoHash:
    __hash__ = None
hash(NoHash())
{NoHash(): 1}
class EqOnly:
    def __eq__(self, o): return True
hash(EqOnly())
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError('eq')
{BadEq(): 1, BadEq(): 2}
{1: 1, 1.0: 2, True: 3}, {0: 'a', False: 'b', -0.0: 'c', 0j: 'd'}, {1, 1.0, True}, {float('nan'): 1} == {float('nan'): 1}, {'a': 1, 'a': 2}
{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {1}, {1} <= {1, 2}, {1} < {1}, {1, 2} >= {1}, {1} == {1.0}, {1} != {2}, {1, 2}.union([3], (4,)), {1, 2}.intersection([2], [2, 3]), {1, 2}.difference([1]), {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]), set(), set('aab') == {'a', 'b'}, {1}.union(), {1}.intersection()
{1} | [2]
{1} < [2]
{1} + {2}
{1}.union(5)
set(5)
set(1, 2)
set(x=1)
q = {1, 2}; q.add(3); q.discard(9); q.remove(1); q.update([4], {5}); q.intersection_update([3, 4, 5]); q.difference_update([5]); q.symmetric_difference_update([4, 6]); q |= {7}; q &= {6, 7, 3}; q -= {3}; q ^= {7}; q
q.remove(99)
q.remove([])
q.add([])
[] in q
{1} in {frozenset([1])}, {frozenset([1]): 1}.get(frozenset([1]))
set().pop()
q.pop(), q, q.copy(), q.clear(), q
q |= [1]
q.add()
for x in q: q.add(1)
q = {1}
for x in q: q.add(x + 1)
hash({1})
frozenset([1, 2]) == {1, 2}, frozenset([1]) | {2}, type({1} | frozenset([2])), type(frozenset([1]) | {2}), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), frozenset(), frozenset([1]).copy(), repr(frozenset('a')), frozenset([1]).union([2])
frozenset().add(1)
frozenset(5)
class FS(frozenset): pass
FS([1]), type(FS([1]) | {2}), FS([1]) == {1}, type(FS([1]).copy())
class SS(set): pass
SS([1]), type(SS([1]) | {2}), repr(SS()), repr(set()), type(SS([1]).copy())
range(5), range(1, 5), range(1, 10, 2), range(5)[1], range(5)[-1], range(5)[1:3], range(10)[::2], range(0), len(range(10, 0, -3)), list(range(10, 0, -3)), 3 in range(5), 3.0 in range(5), 'a' in range(5), range(5) == range(0, 5, 1), range(0) == range(2, 1), hash(range(3)) == hash(range(0, 3)), range(5).index(3), range(5).count(3), range(5).start, range(5).stop, range(5).step, list(reversed(range(1, 6, 2))), range(3)[::-1], bool(range(0)), range(True), repr(range(0, 10, 3))
range()
range(1, 2, 0)
range(1.5)
range('a')
range(1, 2, 3, 4)
range(5)[5]
range(5)['a']
range(5)[10**30]
range(5).index(9)
range(5).index('a')
len(range(10**20))
range(5) < range(6)
range(5).start = 1
range(3) + range(3)
hash(range(3)) == hash((3, 0, 1)), min(range(3)), max(range(3)), sum(range(5)), iter(range(3)).__length_hint__(), next(iter(range(3))), range(-5, 5)[2:-2], range(0, 10**20, 10**19)[3]
slice(1), slice(1, 2), slice(1, 2, 3), slice(None), slice(1, 5, 2).indices(4), slice(None, None, -1).indices(3), slice(1) == slice(1), slice(1) < slice(2), slice(1, 2).start, slice(5).stop, slice(-3, None).indices(2), hash(slice(1)) == hash(slice(1))
slice()
slice(1, 2, 3, 4)
slice(1).indices('a')
slice(1).indices(-1)
slice('a').indices(5)
slice(1, 2, 0).indices(5)
slice(1).start = 5
class Idx:
    def __index__(self): return 2
[1, 2, 3][Idx()], (1, 2, 3)[:Idx()], 'abc'[Idx()], range(5)[Idx()], b'abc'[Idx()], [0] * Idx(), 'a' * Idx()
list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate('ab', start=10**20)), list(zip('ab', [1, 2, 3])), list(zip()), list(zip('a')), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(map(str, [1])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda x: x > 1, [1, 2])), list(reversed([1, 2])), list(reversed('ab')), list(zip('ab', 'cd', strict=True)), list(map(lambda a, b: a + b, [1], [2], strict=True))
list(zip('ab', 'c', strict=True))
list(zip('a', 'bc', strict=True))
list(zip('ab', 'cd', 'e', strict=True))
list(map(lambda *a: a, 'ab', 'c', strict=True))
list(map(lambda *a: a, 'a', 'bc', strict=True))
enumerate(5)
enumerate()
enumerate('a', 'b')
zip(5)
zip('a', 5)
zip('a', foo=1)
map()
map(str)
map(str, 5)
list(map(5, [1]))
filter()
filter(None, 5)
filter(1, 2, 3)
reversed(5)
reversed({1})
reversed()
class Seq:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
list(Seq()), list(reversed(Seq())), 20 in Seq(), iter(Seq()).__class__.__name__, [*Seq()], sorted(Seq(), reverse=True), max(Seq())
next(5)
next(iter([]))
next(iter([]), 'd')
iter(5)
iter(5, 6)
list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 3))
class BadIter:
    def __iter__(self): return 5
iter(BadIter())
for x in BadIter(): pass
class NoneIter:
    __iter__ = None
iter(NoneIter())
x in NoneIter()
class NoContains:
    __contains__ = None
1 in NoContains()
a, b = 1, 2; a, *b = 'xyz'; a, b
a, b = 1
a, b = [1]
a, b = [1, 2, 3]
a, *b, c = [1]
[a, b] = (1, 2); (a, (b, c)) = (1, (2, 3)); a, b, c
a, b = {}
from types import MappingProxyType, SimpleNamespace, GenericAlias
p = MappingProxyType({'a': 1}); p['a'], p.get('z'), len(p), list(p), p == {'a': 1}, p | {'b': 2}, repr(p), p.copy(), 'a' in p, list(reversed(p)), hash(MappingProxyType) is not None
p['b'] = 1
del p['a']
p['zz']
MappingProxyType(5)
p |= {1: 2}
hash(p)
n = SimpleNamespace(a=1, b='x'); n, n.a, n == SimpleNamespace(a=1, b='x'), vars(n), SimpleNamespace({'q': 1}, w=2), SimpleNamespace()
n.zz
SimpleNamespace(1)
SimpleNamespace({1: 2})
n < n
list[int], list[int, str], dict[str, int], list[int] == list[int], list[int].__origin__, list[int].__args__, list[int]([1]), list[list[int]], type[int], tuple[int, ...], tuple[()], hash(list[int]) == hash(list[int]), list[int].__parameters__, repr(list['x']), isinstance([], list)
isinstance([], list[int])
issubclass(list, list[int])
list[int]()
list[int].foo
int[str]
int | str, int | None, None | int, int | str | int, (int | str) == (str | int), isinstance(5, int | str), issubclass(int, int | str), (int | str).__args__, list[int] | None, repr(int | list[str]), hash(int | str) == hash(str | int), int | 'x' if False else 0
int | 5
isinstance(5, int | list[int])
type(int | str)
class KwNew(list):
    def __new__(cls, seq, newarg=None): return super().__new__(cls)
KwNew([1, 2], newarg=3)
class KwSet(set):
    def __new__(cls, seq, newarg=None): return super().__new__(cls)
KwSet([1], newarg=3)
class KwInit(tuple):
    def __init__(self, seq, newarg=None): self.newarg = newarg
KwInit([1], newarg=3).newarg
iter([1]).__reduce_ex__(0), reversed([1]).__reduce_ex__(1), iter((1,)).__reduce_ex__(2)

import copy
copy.deepcopy(bytearray(b"abc"))
bytearray(b"\x00\xff").__reduce__()
bytearray(b"\x00\xff").__reduce_ex__(4)
bytearray().__reduce_ex__(4)
copy.copy(type("B", (bytearray,), {})(b"xy"))

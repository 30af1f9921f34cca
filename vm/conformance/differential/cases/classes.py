# object model: classes, descriptors, metaclasses, special methods
class A:
    x = 1
    def f(self): return self.x
A().f(), A.f(A()), A.__name__, A.__qualname__, A.__module__, A.__dict__['x'], A.__bases__, A.__mro__, A.__doc__, A().__class__ is A, type(A), isinstance(A(), A), A.__base__
A().nope
A.nope
A().f(1)
A.f()
A(1)
A(x=1)
A().x = 2
a = A(); a.y = 5; a.__dict__, vars(a), a.y, hasattr(a, 'z'), getattr(a, 'z', 3), setattr(a, 'z', 4), delattr(a, 'z'), a.__dict__
del a.nope
del a.x
getattr(a, 'nope')
getattr(a, 5)
setattr(a, 5, 1)
getattr()
hasattr(a)
vars(5)
a.__dict__ = 5
a.__dict__ = {'q': 1}; a.q
a.__class__ = 5
a.__class__ = int
class B(A): pass
a.__class__ = B; type(a).__name__, a.f()
a.__class__ = str
(5).__class__ = A
A.__name__ = 'AA'; A, A.__qualname__
A.__name__ = 5
A.__name__ = 'a\0b'
del A.__name__
A.__qualname__ = 5
A.__bases__ = ()
A.__bases__ = 5
A.__bases__ = (int,)
B.__bases__ = (B,)
A.__dict__['x'] = 1
A.__mro__ = ()
int.x = 1
class X(int, str): pass
class X(A, A): pass
class X(A, B): pass
class X(5): pass
class X(None): pass
class X(bool): pass
class X(type(None)): pass
class X(type(lambda: 0)): pass
class X(A, metaclass=5): pass
class M1(type): pass
class M2(type): pass
class C1(metaclass=M1): pass
class C2(metaclass=M2): pass
class X(C1, C2): pass
class X(A, foo=1): pass
type('Y', (A,), {'z': 1})().z, type('Y', (), {}).__module__, type(5), type('Y', (A,), {}).__bases__
type('Y')
type()
type('Y', (), {}, 1)
type('Y', (), 5)
type('Y', 5, {})
type(5, (), {})
type('Y', (5,), {})
type('a\0', (), {})
class S:
    __slots__ = ('p', 'q')
    def __init__(self): self.p = 1
s = S(); s.p, S.p, hasattr(s, '__dict__')
s.q
s.r = 1
s.r
del s.q
del s.p; s.p
S.p.__get__(s)
S.p.__get__(5)
S.p.__set__(5, 1)
class S2(S): __slots__ = ()
class S3(S): pass
S2().p, hasattr(S2(), '__dict__'), S3().__dict__, S.__slots__
S2().zz = 1
class X: __slots__ = 'a b'
class X: __slots__ = ('1a',)
class X: __slots__ = (5,)
class X: __slots__ = 5
class X:
    __slots__ = ('a',)
    a = 1
class X:
    __slots__ = ('a', '__dict__', '__weakref__')
X().__dict__, X.a.__name__, repr(X.a)[:20]
class X: __slots__ = ('__dict__', '__dict__')
class X(int): __slots__ = ('a',)
class X(tuple): __slots__ = ('a',)
class X(int): __slots__ = ()
class Y1: __slots__ = ('a',)
class Y2: __slots__ = ('b',)
class X(Y1, Y2): pass
class P:
    def __init__(self): self._v = 1
    @property
    def v(self): "doc v"; return self._v
    @v.setter
    def v(self, x): self._v = x
    @v.deleter
    def v(self): del self._v
    ro = property(lambda self: 5)
    wo = property(None, lambda self, v: None)
p = P(); p.v = 3; p.v, P.v.__doc__, P.v.fget.__name__, P.ro.__doc__, P.v.__name__, P.ro.__name__
p.ro = 5
del p.ro
p.wo
del p.v; p.v
property(1, 2, 3, 4, 5)
property().__get__(5)
property(lambda s: 1).getter(lambda s: 2).fget(0), property(doc='d').__doc__, property().fget
property().__name__
P.v = 5; p.v
class CM:
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a
    @classmethod
    @property
    def cp(cls): return 1
CM.c(1), CM().c(2), CM.s(1), CM().s(2), CM.__dict__['c'].__func__.__name__, CM.__dict__['s'].__wrapped__.__name__, CM.__dict__['s'](5), repr(CM.__dict__['s'])[:24]
CM.__dict__['c']()
classmethod()
staticmethod()
classmethod(5).__get__(None, int)
classmethod(1, 2)
staticmethod(5)()
class D:
    def __get__(self, i, o): return 'get', i is None, o.__name__
class DD(D):
    def __set__(self, i, v): print('set', v)
    def __delete__(self, i): print('del')
    def __set_name__(self, o, n): print('name', o.__name__, n)
class U: d = D(); dd = DD()
U.d, U().d, U().dd
u = U(); u.dd = 5; del u.dd; u.__dict__['d'] = 'own'; u.__dict__['dd'] = 'own'; u.d, u.dd
class NS:
    def __set__(self, i, v): pass
class U: n = NS()
del U().n
U().n.__class__.__name__
class BadSetName:
    def __set_name__(self, o, n): raise ValueError('x')
class X: b = BadSetName()
try:
    class X: b = BadSetName()
except Exception as e: print(type(e), e, e.__notes__)
class GA:
    def __getattr__(self, n): return 'ga ' + n
    def __setattr__(self, n, v): print('sa', n, v)
    def __delattr__(self, n): print('da', n)
g = GA(); g.x, hasattr(g, 'anything'); g.y = 1; del g.z
class GAT:
    def __getattribute__(self, n):
        if n == 'ok': return 1
        raise AttributeError(n)
    def __getattr__(self, n): return 'fallback ' + n
GAT().ok, GAT().no
class Meta(type):
    def __new__(m, n, b, d, **k): print('new', n, k); return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): print('init', n, k); super().__init__(n, b, d)
    def __call__(c, *a): print('call', a); return super().__call__(*a)
    @classmethod
    def __prepare__(m, n, b, **k): print('prepare', n, k); return {'pre': 1}
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
    def __len__(c): return 7
    def __iter__(c): return iter('abc')
    def __getitem__(c, k): return k
    def __contains__(c, k): return True
    def __repr__(c): return 'MetaRepr'
    def __or__(c, o): return 'or'
    z = 'meta'
class MC(metaclass=Meta, kw=1): pass
isinstance(5, MC), isinstance(6, MC), issubclass(int, MC), len(MC), list(MC), MC[1], 5 in MC, MC, MC.pre, MC.z, MC | 1
MC().z
class IS:
    def __init_subclass__(cls, /, tag=None, **k): print('sub', cls.__name__, tag, k); super().__init_subclass__(**k)
class IS1(IS, tag=5): pass
class IS2(IS, other=5): pass
class CG:
    def __class_getitem__(cls, k): return cls.__name__, k
CG[1], CG[1, 2]
class NoCG: pass
NoCG[1]
NoCG()[1]
class Op:
    def __init__(s, v): s.v = v
for n in 'add sub mul truediv floordiv mod pow lshift rshift and or xor matmul divmod'.split():
    setattr(Op, f'__{n}__', lambda s, o, n=n: (n, s.v, getattr(o, 'v', o)) if not isinstance(o, str) else NotImplemented)
    setattr(Op, f'__r{n}__', lambda s, o, n=n: ('r' + n, s.v, o))
o = Op(1)
o + 2, 2 + o, o - 1, 1 - o, o * 2, 2 * o, o / 1, 1 / o, o // 1, 1 // o, o % 1, 1 % o, o ** 2, 2 ** o, o << 1, 1 << o, o >> 1, 1 >> o, o & 1, 1 & o, o | 1, 1 | o, o ^ 1, 1 ^ o, o @ 1, 1 @ o, divmod(o, 1), divmod(1, o), [1] + o if False else 0, 'a' % o if False else 0
o + 'a'
'a' + o
[] + o
o @ 'a'
divmod(o, 'a')
o += 1; o
class Ip(list):
    def __iadd__(s, o): return 'iadd'
    def __imatmul__(s, o): return 'imatmul'
    def __ipow__(s, o): return 'ipow'
i = Ip(); i += 1; i
i = Ip(); i @= 1; i
i = Ip(); i **= 1; i
class Sub(int):
    def __radd__(s, o): return 'sub radd'
    def __rsub__(s, o): return 'sub rsub'
1 + Sub(1), 1 - Sub(1), Sub(1) + 1, Sub(1) + Sub(1)
class Cmp:
    def __lt__(s, o): return 'lt'
    def __eq__(s, o): return 'eq'
Cmp() < 1, 1 > Cmp(), Cmp() == 1, 1 == Cmp(), Cmp() != 1, Cmp() in [1], [Cmp()] == [1]
Cmp() <= 1
Cmp() > 1
hash(Cmp())
class Un:
    def __neg__(s): return 'neg'
    def __pos__(s): return 'pos'
    def __invert__(s): return 'inv'
    def __abs__(s): return 'abs'
    def __round__(s, n='none'): return n
    def __trunc__(s): return 'trunc'
    def __floor__(s): return 'floor'
    def __ceil__(s): return 'ceil'
    def __len__(s): return 3
    def __call__(s, *a, **k): return a, k
    def __contains__(s, x): return x
    def __reversed__(s): return 'rev'
    def __format__(s, f): return 'fmt' + f
    def __bytes__(s): return b'bytes'
    def __dir__(s): return ['b', 'a']
    def __sizeof__(s): return 5
    def __index__(s): return 2
    def __length_hint__(s): return 4
u = Un(); -u, +u, ~u, abs(u), round(u), round(u, 2), len(u), u(1, k=2), 5 in u, 0 in u, reversed(u), f'{u:x}', bytes(u), dir(u), bool(u), hex(u), [1, 2, 3][u], u.__sizeof__()
-object()
abs('a')
round('a')
reversed(object())
format(object(), 'x')
object()()
object().x
object().x = 1
object(1)
object.__init__(5, 1)
object.__new__(int)
object.__new__(A, 1) if False else 0
object().__reduce__ is not None, object().__hash__() is not None, object() == object(), object().__eq__(1), object().__ne__(1), object().__lt__(1), repr(object())[:8], object.__doc__
class Nn:
    def __new__(cls, *a): return 5
    def __init__(self): print('not called')
Nn(1)
class Ni:
    def __init__(self): return 5
Ni()
class BadRepr:
    def __repr__(self): raise ValueError('r')
[BadRepr()]
class Sup(A):
    def f(self): return super().f(), super(Sup, self).f(), super().x
    @classmethod
    def c(cls): return super().__name__
    def g(self): return super().nope
Sup().f()
Sup().g()
Sup.c()
super()
super(5)
super(A, 5)
super(A).__thisclass__.__name__, super(A).__self__, repr(super(A, B()))[:8]
def f(): super()
f()
def f(x): super()
f(1)
def f(x):
    def g(y): return __class__
f(1)
class Del:
    def __del__(self): pass
Del() is not None
isinstance(5, 5)
isinstance(5, (int, 5)), isinstance('a', (int, (str,)))
isinstance('a', (int, 5))
issubclass(5, int)
issubclass(int, 5)
issubclass(int, (str, object)), issubclass(bool, int), isinstance(True, int), isinstance(None, type(None)), isinstance(5, int | str)
isinstance(5)
callable(5), callable(len), callable(A), callable(Un()), callable(A())
class Abs:
    def __instancecheck__(self, x): return 5
isinstance(1, Abs()), issubclass(type(Abs()), object)
id(5) == id(5), id(a) == id(a), A is A
def fn(a, /, b, *args, c=1, d, **kw): "doc"; return locals()
fn.__name__, fn.__qualname__, fn.__doc__, fn.__defaults__, fn.__kwdefaults__, fn.__code__.co_varnames, fn.__code__.co_argcount, fn.__annotations__, fn.__closure__, fn.__dict__, fn.__module__, fn.__type_params__
fn(1, 2, d=3), fn(1, b=2, d=3, z=4), fn(1, 2, 3, 4, d=5)
fn()
fn(1)
fn(1, 2)
fn(a=1, b=2, d=3)
fn(1, 2, 3, d=4, b=5)
fn(1, *5)
fn(1, 2, **{'d': 1, 5: 2})
(lambda x: x)()
(lambda x, y: x)(1, 2, 3)
(lambda: 0)(1)
(lambda *, k: k)()
(lambda *, k, m: k)()
(lambda x, y, z: x)(1)
(lambda x, y=1: x)(1, 2, 3)
(lambda x=1: x)(y=2)
(lambda: 0)(foo=1)
fn.__name__ = 5
fn.__defaults__ = 5
fn.__code__ = 5
fn.__dict__ = 5
fn.__kwdefaults__ = 5
fn.__closure__ = None
fn.nope
fn.attr = 5; fn.attr, fn.__dict__
m = A().f; m.__self__.__class__, m.__func__ is A.f, m.__name__, m == m, hash(m) == hash(m), m.__doc__, repr(m)[:20]
m.attr = 1
m.__func__ = 1
type(m)(5, 6)
type(m)(len, 'abc')()
type(m)()
type(m)(A.f, None)
len.__name__, len.__self__.__name__, len.__module__, len.__doc__.split('\n')[0], repr(len), len.__qualname__
len.x = 1
type(fn)(5, {})
type(fn)(fn.__code__, {}, 'newname').__name__
type(fn)(fn.__code__, 5)
class GenericWithName[T]:
    T = 'class'
    def meth[U](x: (T for _ in (1,)), y: T): pass
    alias = 1
    type Inner = lambda: T
[list(GenericWithName.meth.__annotations__['x']) == [GenericWithName.__type_params__[0]], GenericWithName.meth.__annotations__['y'], GenericWithName.Inner.__value__()]
class Box[T]:
    def __init__(self, content): self.content = content
class EmptyBox[T]: pass
[type(EmptyBox()).__name__, Box(3).content, Box[int](4).content]
EmptyBox(1)
from typing import Generic, NamedTuple, TypeVar
Kind = TypeVar('Kind')
class Pair(NamedTuple, Generic[Kind]):
    left: Kind
[Pair(1), Pair[int](2)]
class Stubborn(type):
    def mro(cls):
        if getattr(cls, 'refuse', False): raise ZeroDivisionError('no order')
        return super().mro()
class Base1: pass
class Base2: pass
class Above(Base1, metaclass=Stubborn): pass
class Below(Above): refuse = False
Below.refuse = True
Above.__bases__ = (Base2,)
[Above.__mro__, Above.__bases__, Below.__mro__, Base1.__subclasses__(), Base2.__subclasses__()]

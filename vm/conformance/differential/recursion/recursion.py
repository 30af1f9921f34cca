# Recursion without end, through every kind of callback: RecursionError
def deep(n): return deep(n + 1)
deep(0)
class R:
    def __repr__(self): return repr(self)
repr(R())
class E2:
    def __eq__(self, o): return self == o
E2() == E2()
l = []
for _ in range(100000): l = [l]
repr(l)
class G2:
    def __getattr__(self, n): return getattr(self, n + 'x')
G2().a
sorted([1, 2], key=lambda x, d=deep: d(0))
class H2:
    def __hash__(self): return hash(self)
{H2(): 1}
class I2:
    def __iter__(self): return iter(self)
iter(I2())
class Cl2:
    def __call__(self): return self()
Cl2()()
class S4:
    def __str__(self): return str(self)
    def __len__(self): return len(self)
    def __bool__(self): return bool(self)
    def __index__(self): return self.__index__()
    def __add__(self, o): return self + o
    def __getitem__(self, k): return self[k]
    def __contains__(self, k): return k in self
    def __format__(self, k): return format(self, k)
    def __lt__(self, k): return self < k
    def __instancecheck__(self, k): return isinstance(k, self)
str(S4())
len(S4())
bool(S4())
S4() + 1
S4()[0]
1 in S4()
format(S4(), 'x')
S4() < 1
isinstance(1, S4())
max(S4(), S4())
(lambda f: f(f))(lambda f: f(f))
nested = ()
for _ in range(100000): nested = (nested, 1)
repr(nested)[:5]
d0 = {}
for _ in range(100000): d0 = {1: d0}
repr(d0)[:5]

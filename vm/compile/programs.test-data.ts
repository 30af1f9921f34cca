/** Small programs that use each construct of the language; the tests compile them all. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  arithmetic:
    'x = -a + b * c ** d // e % f @ g << h >> i & j | k ^ ~l\nx += 1; x.y -= 2; x[y] *= 3; x[a:b] /= 4\n',
  comparisons: 'a = b < c <= d != e\nif a < b < c: d\nwhile not (a is None or b not in c): break\n',
  booleans: 'x = a and b or c and not d\ny = (a or b) and (c or d)\nz = a if b else c if d else e\n',
  displays:
    'x = [1, *a], {2, *b}, {"a": 1, **c}, (3, *d, 4), [], (), {}\ny = [1, 2, 3], {1, 2, 3}, (1, (2, 3))\n',
  calls: 'f(); f(1, a=2); f(*a, 1, **b, c=3, **d); a.f(1); a.b.f(x=1)\nf(g(h(*a)))\n',
  unpacking: 'a, b = b, a\na, (b, *c), d = e\n[a, *b] = c\n*a, = b\nfor a, b in c: pass\na = b, c = d\n',
  slices: 'a[1:2]; a[b:]; a[::c]; a[1:2, 3]; a[:] = b; del a[b:c], a[1], a.b, a\n',
  functions: `
def f(a, /, b=1, *c, d, e=2, **g):
    "Doc."
    global h
    h = a
    def inner():
        nonlocal a
        a = b
        return lambda x=a: x + b
    return inner
@d1
@d2(3)
def g(): return
`,
  classes: `
class A(B, metaclass=C, **kw):
    "Doc."
    __private = 1
    x: int = 2
    def __init__(self):
        super().__init__()
        self.__x = __class__
    class Nested:
        y = x
    z = [x for x in range(3)]
class D: pass
`,
  exceptions: `
def f():
    try:
        a()
    except A as e:
        return b(e)
    except (B, C):
        raise D from None
    except:
        raise
    else:
        c()
    finally:
        d()
def g():
    for x in y:
        try:
            if x: continue
            if y: break
            return x
        finally:
            z()
            try: w()
            except E: pass
try:
    a
except* A as e: b
except* B: c
else: d
finally: e
`,
  withStatements: `
def f():
    for x in y:
        with a as b, c as (d, e), g:
            if b: continue
            if d: break
            return x
`,
  generators: `
def f():
    x = yield
    y = yield from x
    return (yield y)
g = (a for b in c for a in b if a)
`,
  coroutines: `
async def f():
    async with a as b, c:
        await d
    async for x in y:
        if x: break
        continue
    else:
        z
    try:
        return [await i async for i in x if await i]
    finally:
        await w
async def g():
    yield 1
    x = (i async for i in y)
`,
  comprehensions: `
def f(a):
    x = [b for b in a if b for c in b]
    y = {b: c for b, c in a}, {lambda: b for b in a}
    z = [[c for c in b] for b in a]
    return [w := b for b in a], [b for b in [c for c in a]], [y for x in a for y in [x + 1]]
class A:
    x = [i for i in range(3)]
    y = {i: [j for j in x] for i in x}
z = [x for x in y]
`,
  matchStatement: `
def f(x):
    match x:
        case 1 | 2 | -3 | "a" | None: return 1
        case [a, b, *_] | (a, b): return a
        case [1, *rest, 2] if rest: return rest
        case [*_, a, b]: return b
        case {"k": v, 1: [w], **rest}: return v
        case {}: return 2
        case Point(1, y=y) as p: return p
        case a.b: return 3
        case (1 as a, b) | [b, 2 as a]: return a
        case _: return 4
    match x:
        case y: pass
`,
  formatting: 'x = f"a{b}{c!r:>{d}}{e=}"\ny = t"a{b!s:c}{d}"\nz = "%s and %r" % (a, b), "%d" % a\n',
  imports: 'import a, b.c, d.e.f as g\nfrom . import h\nfrom ..i import j as k, l\nfrom m import *\n',
  typeParameters: `
def f[T: int, *Ts = *tuple[int], **P = [int]](a: T = 1, *args: *Ts, **kw: P.kwargs) -> T: return a
class A[T](B[T]):
    x: T
    def m[U](self, y: U) -> T: return super().m(y)
type X[T: (int, str) = int] = list[T]
type Y = X[int]
`,
  annotations: `
x: int = 1
if x: y: str
class A:
    a: int
    if x: b: str = c
    d.e: int = 3
    (f): int = 4
def g():
    h: int
    i: str = j
`,
  loops:
    'while a:\n  if b: break\n  if c: continue\nelse: d\nfor i in [1, 2, 3]: i\nfor i in {1, x}: pass\nelse: e\n',
  assertions: 'assert a\nassert a, b\nassert not a and b, f"{c}"\n',
  deletion: 'def f():\n  x = 1\n  del x\n  print(x)\n  def g(): return y\n  y = 2\n  del y\n',
  manyElements: `x = (${Array.from({ length: 40 }, (_, i) => i).join(', ')})\nf(${Array.from({ length: 40 }, (_, i) => `a${i}=${i}`).join(', ')})\n`,
};

# What the protocols of calls, exceptions and generators say when they are broken.
def g():
    yield 1
    return 5
def show(f):
    try: print(f())
    except BaseException as e: print(repr(e))
G=g(); next(G); show(G.__next__)
G=g(); next(G); show(lambda: next(G))
class E(Exception):
    def __new__(c): return 4
class X(Exception):
    def __new__(c): return None
def r(): raise E
show(r)
def r(): raise ValueError from X
show(r)
G=g(); next(G); show(lambda: G.throw(E))
G=g(); next(G); show(lambda: G.throw(ValueError, TypeError(1)))
G=g(); next(G); show(lambda: G.throw(ValueError, (1,2)))
def f(**k): pass
show(lambda: f(x=5, **{'x': 3}, y=2)); show(lambda: f(**{1:3},**{1:5})); show(lambda: {**[]}); show(lambda: f(**[])); show(lambda: f(*3)); show(lambda: f(**{1:2}))
async def co(): return 1
c=co()
show(lambda: c.send(None)); show(lambda: c.send(None)); show(lambda: c.throw(ValueError)); show(c.close)
def h():
    x=1
    def i(): return x
    return i
show(lambda: exec(h().__code__)); show(lambda: eval(h().__code__))
show(lambda: type(c.__await__()))
async def ag():
    yield 1
a=ag(); show(lambda: a.__anext__().__next__()); show(lambda: a.asend(None).send(None)); show(lambda: a.__anext__().__next__())

# Delegation so often that the bodies on both sides are compiled: yield from, await, async for; throw and close reach the inner one.
def inorder(t):
    if t:
        yield from inorder(t[0])
        yield t[1]
        yield from inorder(t[2])
def build(a, b):
    if a >= b: return None
    m = (a+b)//2
    return (build(a, m), m, build(m+1, b))
t = build(0, 1000)
for _ in range(10):
    s = sum(inorder(t))
print(s)
def acc():
    total = 0
    while True:
        x = yield total
        if x is None: return total
        total += x
def outer(log):
    while True:
        r = yield from acc()
        log.append(r)
log = []
g = outer(log); next(g)
for i in range(3000):
    g.send(i if i % 7 else None)
print(len(log), log[:5], log[-1])
class E(Exception): pass
def inner2():
    try:
        for i in range(100000):
            yield i
    except E as e:
        return 'caught %s' % e
    finally:
        log.append('fin')
def outer2():
    r = yield from inner2()
    yield r
for k in (1, 10, 1000, 2000):
    g = outer2()
    for i in range(k): next(g)
    print(g.gi_yieldfrom.__name__, g.throw(E('x%d' % k)))
    g = outer2()
    for i in range(k): next(g)
    g.close()
print(log[-8:])
class Turn:
    def __await__(self):
        yield
def run(coroutine):
    turns = 0
    try:
        while True:
            coroutine.send(None)
            turns += 1
    except StopIteration as stop:
        return turns, stop.value
async def leaf(n):
    return n * 2
async def mid(n):
    s = 0
    for i in range(n):
        s += await leaf(i)
    return s
async def agen(n):
    for i in range(n):
        yield i
        await Turn()
async def main():
    print(await mid(2000))
    s = 0
    async for x in agen(1000): s += x
    print(s)
print(run(main()))
def fail(n):
    if n == 0: 1/0
    yield n
    yield from fail(n-1)
for _ in range(200):
    try:
        list(fail(5))
    except ZeroDivisionError as e:
        trace = e.__traceback__; lines = []
        while trace: lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno)); trace = trace.tb_next
print(lines)

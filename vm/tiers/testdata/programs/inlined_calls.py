# Calls that stage 4 compiles into their callers: whatever happens inside must look as if each had its frame.
class Point:
    scale = 2
    def __init__(self, x, y=1):
        self.x = x
        self.y = y
    def norm(self):
        return self.x * self.x + self.y * self.y
    @property
    def double(self):
        return self.x * self.scale
    def risky(self, i):
        return self.norm() // (i - 2500)
class Other(Point):
    def norm(self):
        return -1
def lines(error):
    result = []
    trace = error.__traceback__
    while trace is not None:
        result.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    return result
def errors(n):
    total = 0
    for i in range(n):
        p = Point(i)
        try:
            total += p.risky(i)
        except ZeroDivisionError as e:
            print(lines(e), total)
    return total
print(errors(4000))
def uncaught(n):
    p = Point(3)
    for i in range(n):
        p.risky(i)
try:
    uncaught(3000)
except ZeroDivisionError as e:
    print(lines(e))
def patched(n):
    p = Point(1)
    total = 0
    for i in range(n):
        total += p.norm() + p.double
        if i == 2000:
            Point.norm = lambda self: 100
        if i == 2500:
            Point.scale = 5
        if i == 3000:
            p.scale = 7
        if i == 3500:
            Point.norm.__code__ = (lambda self: self.x + 1000).__code__
    return total
norm = Point.norm
print(patched(5000))
Point.norm = norm
Point.scale = 2
def kinds(n):
    things = [Point(1), Other(2), Point(3)]
    total = 0
    for i in range(n):
        for t in things:
            total += t.norm()
    return total
print(kinds(2000))
def becomes_float(n):
    p = Point(1)
    total = 0
    for i in range(n):
        if i == 3000:
            p.x = 0.5
        if i == 4000:
            p.x = 2 ** 60
        total += p.norm()
    return total
print(becomes_float(5000))
class Bad:
    def __init__(self, i):
        if i == 2999:
            return None
        self.i = i
def bad(n):
    k = 0
    for i in range(n):
        if not hasattr(Bad(i), 'i'):
            k += 1
    return k
print(bad(4000))
class Worse:
    def __init__(self, i):
        return None if i < 3000 else i
def worse(n):
    for i in range(n):
        Worse(i)
try:
    worse(4000)
except TypeError as e:
    print(e, lines(e))
def leaf(x):
    return x + 1
def middle(x):
    return leaf(x) + 1
def depth(n):
    return middle(n) if n == 0 else depth(n - 1)
for k in range(400):
    depth(3)
def deepest():
    low, high = 0, 1000
    while high - low > 1:
        mid = (low + high) // 2
        try:
            depth(mid)
            low = mid
        except RecursionError:
            high = mid
    return low
print(deepest())
def counter():
    count = 0
    def step(by):
        nonlocal count
        count += by
        return count
    return step
def closures(n):
    a, b = counter(), counter()
    total = 0
    for i in range(n):
        total += a(1) - b(2)
    return total
print(closures(3000))
def unbound(flag):
    if flag:
        value = 1
    return value
def maybe(n):
    caught = 0
    for i in range(n):
        try:
            unbound(i % 1000 != 999)
        except UnboundLocalError as e:
            caught += 1
            if i == 2999:
                print(e, lines(e))
    return caught
print(maybe(4000))
def halve(x):
    return x / 2
def same(x):
    return x
def floats(n):
    x = 1.5
    t = 0.0
    k = 0
    for i in range(n):
        y = same(x)
        if y is x:
            k += 1
        t += halve(x) + halve(i)
        x = x + 0.25
    return t, k
print(floats(3000))
def watched(n):
    result = None
    for i in range(n):
        j = i * 2
        if i > 2995:
            result = sorted(locals())
    return result, j
print(watched(3000))

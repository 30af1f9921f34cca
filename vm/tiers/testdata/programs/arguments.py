def f(a, b=2, *args, c=3, **kw):
    return a + b + c + len(args) + sum(kw.values())
t = 0
for i in range(4000):
    t += f(i) + f(i, 1) + f(i, c=5) + f(1, 2, 3, 4, c=1, d=i) + f(b=1, a=2)
print(t)
def g(x, y=10, z=20):
    return x * y - z
def run(n):
    t = 0
    args = (1, 2)
    kw = {'z': 3}
    for i in range(n):
        t += g(i) + g(i, z=1) + g(*args) + g(*args, **kw) + g(y=i, x=2)
    return t
print(run(4000))
bad = 0
for i in range(3500):
    try:
        if i % 100 == 0:
            g()
        elif i % 100 == 1:
            g(1, 2, 3, 4)
        elif i % 100 == 2:
            g(1, q=2)
    except TypeError as e:
        bad += 1
        last = str(e)
print(bad, last)
g.__defaults__ = (1, 1)
print(run(3))

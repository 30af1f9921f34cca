class C:
    k = 1
    def f(self):
        return 1
    def __len__(self):
        return 3
def two(self):
    return 2
c = C()
t = 0
u = 0
for i in range(6000):
    if i == 2500:
        C.f = two
    if i == 3500:
        C.k = 10
    if i == 4500:
        c.k = 100
    if i == 5000:
        c.f = lambda: 1000
    if i == 5500:
        C.__len__ = lambda self: 5
    t += c.f()
    u += c.k + len(c)
print(t, u)
def run(o, n):
    s = 0
    for i in range(n):
        s += o.f() + o.k
        if i == 3000:
            del o.f
        if i == 3500:
            o.extra = i
    return s
print(run(c, 4000), sorted(c.__dict__))
C.__getattr__ = lambda self, name: name
v = 0
for i in range(3500):
    v += len(c.missing)
print(v)

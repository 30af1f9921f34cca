class C:
    def __init__(self):
        self.k = 1
    def f(self):
        return 10
def other(self):
    return 1000
def poke(i):
    if i == 3000:
        C.f = other
def run(o, n):
    s = 0
    for i in range(n):
        poke(i)
        s += o.k + o.f()
    return s
print(run(C(), 4000))
class D(C):
    limit = 5
def watch(o, n):
    s = 0
    for i in range(n):
        s += o.k
        s += o.limit
        if i == 3000:
            D.limit = 50
        if i == 3500:
            D.k = property(lambda self: 7)
    return s
print(watch(D(), 4000))

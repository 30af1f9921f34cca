class P:
    def __init__(self, x, v):
        self.x = x
        self.v = v
def simulate(ps, n):
    dt = 0.01
    e = 0.0
    for i in range(n):
        for p in ps:
            a = -p.x
            p.v = p.v + a * dt
            p.x = p.x + p.v * dt
            e = e + 0.5 * p.v * p.v
        if i == 2500:
            ps.append(P(3, 0))
    return e
ps = [P(1.0, 0.0), P(2.0, -1.0)]
print(simulate(ps, 4000), [(p.x, p.v) for p in ps])
def poly(x):
    y = x * x
    if y > 1e6:
        return None
    return y + 1
t = 0.0
for i in range(3500):
    r = poly(i * 0.1)
    t += r
print(t, poly(1e9), poly(3), poly(2 ** 53))
def history(n):
    x = 0.1
    out = []
    for i in range(n):
        x = 3.9 * x * (1.0 - x)
        if i % 500 == 0:
            out.append(x)
            out.append((x, str(x)))
    return out
print(history(4000))
def same(n):
    x = 1.5
    y = x
    k = 0
    for i in range(n):
        if y is x:
            k += 1
    return k
print(same(4000))

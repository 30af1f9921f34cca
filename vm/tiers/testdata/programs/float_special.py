def run(n):
    x = 1.0
    zeros = 0
    for i in range(n):
        x = x * 10.0
        if x == float('inf'):
            x = -0.0
            zeros += 1
        elif x == 0.0:
            x = 1.0
    return x, zeros
print(run(4000))
nan = float('nan')
c = 0
for i in range(4000):
    if nan < i or nan > i or nan == nan:
        c += 1
    if not nan:
        c += 1
    if nan != nan:
        c += 2
print(c)
def keep(n):
    a = 0.0
    b = -0.0
    for i in range(n):
        a, b = b, a
    return a, b
print(keep(4000), keep(4001))
def cond(n):
    y = None
    for i in range(n):
        y = i * 0.25
        z = y if i % 2 else None
    return y, z
print(cond(4000), cond(4001), cond(0) if False else '')

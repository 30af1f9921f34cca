def run(n):
    xs = [0]
    t = 0
    for x in xs:
        t += x
        if len(xs) < n:
            xs.append(len(xs))
    return t, len(xs)
print(run(4000))
xs = list(range(4000))
seen = 0
for x in xs:
    seen += 1
    if x % 2 == 0:
        xs.remove(x)
    if seen > 3000:
        xs.clear()
print(seen, len(xs))
a = [0] * 10
for i in range(4000):
    a[i % 10] += i
    a[-1] += 1
print(a)
errors = 0
for i in range(3500):
    try:
        a[i % 12] = i
    except IndexError:
        errors += 1
print(errors, a)
def sieve(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
    return sum(flags) - 2
print(sieve(4000))

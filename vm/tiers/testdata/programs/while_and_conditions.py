def collatz(limit):
    best = (0, 0)
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        best = max(best, (steps, start))
    return best
print(collatz(700))
def chained(n):
    c = 0
    for i in range(n):
        if 10 < i < 2000 or i == 3000 and not i % 2 or i in (5, 6):
            c += 1
        x = i and 'yes' or 'no'
        if x is None or not x:
            c += 100000
        if (i if i % 2 else None) is not None:
            c += 2
    return c, x
print(chained(4000))
i = 0
while (i := i + 1) < 4000:
    pass
print(i)

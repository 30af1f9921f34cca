def swap(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b = b, a
        a, b, c = c, a, b
        if i % 100 == 50:
            a, *b2 = [a, b, c]
            b, c = b2
    return a, b, c
print(swap(4000), swap(4001))
def fibs(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, (a + b) % 1000007
    return a
print(fibs(4000))
def floats(n):
    a, b = 0.0, 1.0
    for i in range(n):
        a, b = b, (a + b) * 0.5
    return a, b
print(floats(4000))
pairs = [(i, str(i)) for i in range(3500)]
t = 0
for i, s in pairs:
    t += i + len(s)
print(t)
for (a, b), c in [((1, 2), 3)] * 3500:
    t += a * b * c
print(t)
lst = [0, 1, 2]
i = 0
for _ in range(3500):
    i, lst[i] = (i + 1) % 3, i
print(i, lst)

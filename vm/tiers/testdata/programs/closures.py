def counter():
    n = 0
    def step(k):
        nonlocal n
        n += k
        return n
    return step
c = counter()
for i in range(4000):
    c(i % 7)
print(c(0))
adders = [lambda x, k=k: x + k for k in range(5)]
total = 0
for i in range(4000):
    total += adders[i % 5](i)
print(total)

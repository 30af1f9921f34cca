def grow(n):
    x = 9007199254740991 - 3000
    big = 0
    for i in range(n):
        x += 1
        if x > 9007199254740991:
            big += 1
    return x, big
print(grow(4000))
def shrink(n):
    x = -9007199254740991 + 3000
    for i in range(n):
        x -= 1
    return x
print(shrink(4000))
def powers(n):
    x = 1
    out = []
    for i in range(n):
        x = x * 3
        if x > 1 << 80:
            x = 1
        if i % 500 == 0:
            out.append(x)
    return out
print(powers(4000))
def fact(n):
    r = 1
    for i in range(2, n):
        r *= i
    return r
for i in range(400):
    fact(30)
print(fact(30), fact(3))

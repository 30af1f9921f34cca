def run(n):
    t = 0
    for i in range(-n, n):
        t = t * 3 % 1000003 + i // 7 - i % 5 + -i // 3 - i % -4 + (i & 255) - (i >> 2) + ((i ^ 77) | 1)
    return t
print(run(3000), run(4))
z = 0
for i in range(4000):
    z = 0 * -i
print(z, -z, 1 / (z + 1), repr(0 % -5), repr(-0.0 + z))
def shift(n):
    x = 1
    for i in range(n):
        x = 1 << (i % 70)
    return x
print(shift(4000))

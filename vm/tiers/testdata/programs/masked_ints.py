# Ints of which only the low 32 bits are used: hashes, rotations, generators of random numbers. Intermediate results are far
# beyond 2**53, negative operands shift and mask, and code is left while such a result is on the stack.
MASK = 0xFFFFFFFF


def rotate(word, count):
    return (word >> count | word << (32 - count)) & MASK


def fnv(n):
    h = 2166136261
    a = 1
    for i in range(n):
        h = ((h ^ (i & 255)) * 16777619) & 0xFFFFFFFF
        a = (rotate(a, 7) + h ^ a << 5) & MASK
    return h, a


def negative(n):
    x = -1
    y = -123456789
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        y = ((y << 13) ^ (y - x << 3)) & 0xFFFFFFFF
        y = y - 0x80000000
    return x, y


def leave(values):
    total = 0
    seen = 0x9E3779B9
    for value in values:
        # The shifted int is on the stack when the element's type turns out to be another.
        total = ((seen << 27) + (value + 1) * 2 | seen << 3) & 0xFFFFFFFF
        seen = total | 0x80000000
    return total, seen


def unmasked(n):
    h = 5381
    for i in range(n):
        g = (h << 25 | i) + h
        h = g & 0xFFFFFFFF
    return g, h


def narrow(n):
    state = 88172645463325252 & 0xFFFFFFFF
    bits = 0
    for i in range(n):
        state = (state ^ state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state = (state ^ state << 5) & 0xFFFFFFFF
        bits += (state << 30 & 0xFF0000000) >> 28
    return state, bits


for _ in range(400):
    fnv(30), negative(30), leave([1, 2, 3]), unmasked(30), narrow(30)
print(fnv(1000))
print(negative(1000))
print(leave(list(range(50))))
print(leave([1, 2, True, 3.0 .__int__(), 2**70, -5, False]))
try:
    leave([1, 2, 3.5])
except TypeError as error:
    print(error)
print(unmasked(1000))
print(narrow(1000))
MASK = 0xFFFF
print(fnv(1000))
MASK = -1
print(fnv(40))

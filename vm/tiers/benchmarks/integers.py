"""Nested loops over ints."""


def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count


def collatz(limit):
    best = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n % 2 == 0:
                n //= 2
            else:
                n = 3 * n + 1
            steps += 1
        if steps > best:
            best = steps
    return best


def run():
    total = 0
    for i in range(40):
        for j in range(40):
            total = (total * 31 + (i ^ j) + (i << 2)) & 0xFFFF
    return sieve(2000) + collatz(100) + total

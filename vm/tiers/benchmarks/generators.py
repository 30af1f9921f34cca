"""Generators, yield from, generator expressions and send."""


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def walk(tree):
    if tree is not None:
        left, value, right = tree
        yield from walk(left)
        yield value
        yield from walk(right)


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return (build(low, middle), middle, build(middle + 1, high))


def averager():
    total = 0
    n = 0
    while True:
        value = yield total
        if value is None:
            return n
        total += value
        n += 1


TREE = build(0, 127)


def run():
    total = 0
    for value in count(1000):
        total += value
    for value in walk(TREE):
        total += value
    total += sum(x * x for x in range(500))
    total += sum(x for x in count(300) if x & 1)
    average = averager()
    next(average)
    for i in range(300):
        average.send(i)
    return total

"""Closures, default and keyword arguments, *args."""


def make_counter(start, step=1):
    count = start

    def increment(times=1):
        nonlocal count
        count += step * times
        return count

    return increment


def area(width, height, *, scale=1):
    return width * height * scale


def total(*values):
    result = 0
    for value in values:
        result += value
    return result


def compose(f, g):
    return lambda x: f(g(x))


def run():
    counter = make_counter(0)
    twice = compose(lambda x: x + 1, lambda x: x * 2)
    result = 0
    for i in range(1000):
        counter()
        counter(2)
        counter(times=3)
        result += area(i, 2) + area(3, i, scale=2) + total(i, 1, 2) + twice(i)
    return result + counter()

"""A binary tree walked by recursive asynchronous generators, and an asynchronous pipeline."""

import pyperf

DEPTH = 12
EXPECTED = 9111598


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    async def __aiter__(self):
        if self.left:
            async for value in self.left:
                yield value
        yield self.value
        if self.right:
            async for value in self.right:
                yield value


def make_tree(values):
    if not values:
        return None
    middle = len(values) // 2
    return Tree(make_tree(values[:middle]), values[middle], make_tree(values[middle + 1 :]))


async def every_third(source):
    number = 0
    async for value in source:
        number += 1
        if number % 3 == 0:
            yield value


async def consume(tree):
    total = 0
    async for value in every_third(tree):
        total = (total * 17 + value) % 1000003
    return total + sum([value async for value in tree])


def bench_async_generators(tree):
    coroutine = consume(tree)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        found = stop.value
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Recursive asynchronous generators without an event loop."
    runner.bench_func("async_generators", bench_async_generators, make_tree(list(range(2**DEPTH))))

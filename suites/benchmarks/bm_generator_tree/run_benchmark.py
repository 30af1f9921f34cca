"""A binary tree walked in order by recursive generators (yield from), and a pipeline of generators."""

import pyperf

DEPTH = 14
EXPECTED = (495809, 16384)


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def make_tree(values):
    if not values:
        return None
    middle = len(values) // 2
    return Tree(make_tree(values[:middle]), values[middle], make_tree(values[middle + 1 :]))


def running_sum(values):
    total = 0
    for value in values:
        total += value
        yield total


def odd_only(values):
    for value in values:
        if value % 2:
            yield value


def accumulate():
    """A coroutine in the old style: receives values, yields their mean."""
    count = total = 0
    mean = None
    while True:
        value = yield mean
        count += 1
        total += value
        mean = total // count


def bench_generators(tree):
    found = 0
    averager = accumulate()
    next(averager)
    for value in running_sum(odd_only(tree)):
        found = (found * 31 + averager.send(value)) % 1000003
    found = found, sum(1 for _ in tree)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Recursive generators, pipelines and send()."
    runner.bench_func("generator_tree", bench_generators, make_tree(list(range(2**DEPTH))))

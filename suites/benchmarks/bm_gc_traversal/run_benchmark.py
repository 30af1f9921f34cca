"""A large graph of objects in cycles, made and dropped, with the collector asked to walk it."""

import gc

import pyperf

NODES = 4000


class Node:
    def __init__(self, number):
        self.number = number
        self.links = []
        self.parent = None


def make_graph(count):
    nodes = [Node(number) for number in range(count)]
    for node in nodes:
        for step in (1, 7, 31):
            other = nodes[(node.number + step) % count]
            node.links.append(other)
            other.parent = node
    return nodes


def bench_gc_traversal():
    nodes = make_graph(NODES)
    gc.collect()
    total = 0
    seen = set()
    todo = [nodes[0]]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        total += node.number
        todo.extend(node.links)
    if total != NODES * (NODES - 1) // 2:
        raise ValueError(f"visited {len(seen)} nodes")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Cyclic graphs, gc.collect, a walk by identity."
    runner.bench_func("gc_traversal", bench_gc_traversal)

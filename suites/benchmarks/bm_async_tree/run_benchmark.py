"""A tree of tasks under asyncio: each node gathers its children; leaves sleep, cache or compute.

    python run_benchmark.py --kind none | io | memoization | cpu_io_mixed
"""

import asyncio
import sys

import pyperf

BRANCHES = 5
LEVELS = 4
LEAVES = BRANCHES**LEVELS
KINDS = ("none", "io", "memoization", "cpu_io_mixed")


class AsyncTree:
    def __init__(self, kind):
        self.leaf = getattr(self, "leaf_" + kind)
        self.cache = {}
        self.state = 0

    def draw(self, bound):
        self.state = (self.state * 16807 + 11) % 2147483647
        return self.state % bound

    async def leaf_none(self):
        return 1

    async def leaf_io(self):
        await asyncio.sleep(0.0005)
        return 1

    async def leaf_memoization(self):
        key = self.draw(100)
        if key < 90:
            if key not in self.cache:
                self.cache[key] = True
                await asyncio.sleep(0.0005)
            return 1
        await asyncio.sleep(0.0005)
        return 1

    async def leaf_cpu_io_mixed(self):
        if self.draw(100) < 50:
            total = 1
            for factor in range(1, 60):
                total = total * factor % 1000003
            return 1 if total >= 0 else 0
        await asyncio.sleep(0.0005)
        return 1

    async def node(self, level):
        if level == 0:
            return await self.leaf()
        return sum(await asyncio.gather(*[self.node(level - 1) for _ in range(BRANCHES)]))


async def run_tree(kind):
    found = await AsyncTree(kind).node(LEVELS)
    if found != LEAVES:
        raise ValueError(f"expected {LEAVES}, got {found}")


if __name__ == "__main__":
    at = sys.argv.index("--kind")
    kind = sys.argv[at + 1]
    del sys.argv[at : at + 2]

    def add_cmdline_args(command, args):
        command.extend(("--kind", kind))

    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.metadata["description"] = "A tree of asyncio tasks that gather their children."
    runner.bench_async_func("async_tree_" + kind, run_tree, kind)

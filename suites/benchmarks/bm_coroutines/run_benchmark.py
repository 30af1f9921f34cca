"""Coroutines awaiting coroutines, driven by hand: a recursive sum and a round-robin of tasks."""

import pyperf

DEPTH = 15
TASKS = 20
STEPS = 200
EXPECTED = (32768, 3781000)


class Pause:
    """Hands the processor back once."""

    def __await__(self):
        yield


async def add_up(depth):
    if depth == 0:
        return 1
    return await add_up(depth - 1) + await add_up(depth - 1)


async def worker(number, log):
    for step in range(STEPS):
        log[number] += step * number
        await Pause()
    return log[number]


def run(coroutine):
    """Runs a coroutine that never pauses."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise RuntimeError("it paused")


def round_robin(coroutines):
    results = [None] * len(coroutines)
    ready = list(enumerate(coroutines))
    while ready:
        still = []
        for number, coroutine in ready:
            try:
                coroutine.send(None)
            except StopIteration as stop:
                results[number] = stop.value
            else:
                still.append((number, coroutine))
        ready = still
    return results


def bench_coroutines():
    log = [0] * TASKS
    found = run(add_up(DEPTH)), sum(round_robin([worker(number, log) for number in range(TASKS)]))
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "await of coroutines, and coroutines that pause."
    runner.bench_func("coroutines", bench_coroutines)

"""Unpacking tuples and lists of ten into names, over and over."""

import pyperf

ROUNDS = 4000


def unpack(loops, sequence):
    repeat = range(loops * ROUNDS)
    start = pyperf.perf_counter()
    for _ in repeat:
        a, b, c, d, e, f, g, h, i, j = sequence
        a, b, c, d, e, f, g, h, i, j = sequence
        a, b, c, d, e, f, g, h, i, j = sequence
        a, b, c, d, e, f, g, h, i, j = sequence
        a, b, c, d, e, f, g, h, i, j = sequence
    elapsed = pyperf.perf_counter() - start
    if [a, b, c, d, e, f, g, h, i, j] != list(sequence):
        raise ValueError("wrong order")
    return elapsed


def bench_unpack_sequence(loops):
    return unpack(loops, tuple(range(10))) + unpack(loops, list(range(10)))


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "UNPACK_SEQUENCE of a tuple and of a list."
    runner.bench_time_func("unpack_sequence", bench_unpack_sequence)

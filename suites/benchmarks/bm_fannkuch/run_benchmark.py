"""Fannkuch: over all permutations of 1..n, how often must the prefix that the first number names be reversed?

Permutations come in the order of the factorial number system (rotations of growing prefixes).
"""

import pyperf

SIZE = 8
EXPECTED = (1616, 22)


def fannkuch(size):
    """(checksum, most reversals) as the Computer Language Benchmarks Game defines them."""
    permutation = list(range(size))
    counts = [0] * size
    checksum = 0
    most = 0
    sign = 1
    while True:
        if permutation[0]:
            working = permutation[:]
            flips = 0
            first = working[0]
            while first:
                working[: first + 1] = working[first::-1]
                flips += 1
                first = working[0]
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign > 0:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
        else:
            permutation[1], permutation[2] = permutation[2], permutation[1]
            sign = 1
            place = 2
            while True:
                if counts[place] < place:
                    counts[place] += 1
                    break
                counts[place] = 0
                place += 1
                if place == size:
                    return checksum, most
                permutation.insert(place, permutation.pop(0))


def bench_fannkuch():
    result = fannkuch(SIZE)
    if result != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {result}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Pancake flips of all permutations: list slices and small ints."
    runner.bench_func("fannkuch", bench_fannkuch)

"""Eight queens by brute force: permutations from a generator, diagonals compared through sets."""

import pyperf

QUEENS = 7
EXPECTED = 40


def permutations(items, length=None):
    """Yields tuples in lexicographic order of position, as itertools.permutations would."""
    pool = tuple(items)
    size = len(pool)
    length = size if length is None else length
    indices = list(range(size))
    cycles = list(range(size, size - length, -1))
    yield tuple(pool[i] for i in indices[:length])
    while size:
        for i in reversed(range(length)):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices[i:] = indices[i + 1 :] + indices[i : i + 1]
                cycles[i] = size - i
            else:
                j = cycles[i]
                indices[i], indices[-j] = indices[-j], indices[i]
                yield tuple(pool[i] for i in indices[:length])
                break
        else:
            return


def solutions(count):
    columns = range(count)
    for rows in permutations(columns):
        if count == len({rows[i] + i for i in columns}) == len({rows[i] - i for i in columns}):
            yield rows


def bench_nqueens():
    found = sum(1 for _ in solutions(QUEENS))
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Queens on a board: generators, tuples, set comprehensions."
    runner.bench_func("nqueens", bench_nqueens)

"""Pieces of five hexagons fill a board of 5 x 8 cells: exact cover by depth-first search over bit masks.

In the manner of the meteor contest of the Computer Language Benchmarks Game, on a smaller board; all
solutions are counted.
"""

import pyperf

WIDTH = 5
HEIGHT = 8
SHAPES = (
    ("E", "SW", "SW", "W"),
    ("NW", "SW", "SW", "E"),
    ("W", "NW", "E", "E"),
    ("NE", "SE", "NE", "NE"),
    ("SW", "NW", "SW", "NW"),
    ("SW", "NW", "W", "W"),
    ("E", "NE", "NE", "E"),
    ("W", "W", "NE", "NE"),
)
DIRECTIONS = ("E", "NE", "NW", "W", "SW", "SE")
EXPECTED = (120, (103, 8600, 8798720, 105472, 18002477056, 2188378112, 833424982016, 245886877696), (35873, 206, 25360, 987136, 12955156480, 700448768, 106333995008, 979520978944))


def step(cell, direction):
    """The next cell in a direction on rows that shift by half a cell."""
    x, y = cell
    if direction == "E":
        return x + 1, y
    if direction == "W":
        return x - 1, y
    east = y % 2
    dy = -1 if direction[0] == "N" else 1
    return (x + east if direction[1] == "E" else x - 1 + east), y + dy


def turned(shape, times):
    return tuple(DIRECTIONS[(DIRECTIONS.index(each) + times) % 6] for each in shape)


def mirrored(shape):
    return tuple(DIRECTIONS[(9 - DIRECTIONS.index(each)) % 6] for each in shape)


def cells_of(shape, start):
    """The cells of a shape laid from a cell, or None where it leaves the board."""
    cells = [start]
    cell = start
    for direction in shape:
        cell = step(cell, direction)
        if not (0 <= cell[0] < WIDTH and 0 <= cell[1] < HEIGHT):
            return None
        if cell not in cells:
            cells.append(cell)
    return cells


def placements():
    """For each piece and first cell the masks of all placements."""
    table = []
    for shape in SHAPES:
        masks = set()
        for variant in (shape, mirrored(shape)):
            for times in range(6):
                form = turned(variant, times)
                for y in range(HEIGHT):
                    for x in range(WIDTH):
                        cells = cells_of(form, (x, y))
                        if cells is not None:
                            masks.add(sum(1 << (cy * WIDTH + cx) for cx, cy in cells))
        by_cell = [[] for _ in range(WIDTH * HEIGHT)]
        for mask in sorted(masks):
            lowest = (mask & -mask).bit_length() - 1
            by_cell[lowest].append(mask)
        table.append(by_cell)
    return table


FULL = (1 << (WIDTH * HEIGHT)) - 1


def search(table, filled, pieces, laid, found):
    """Covers the lowest free cell by each piece that is left; a full board is a solution."""
    if filled == FULL:
        found.append(tuple(laid))
        return
    free = ~filled & FULL
    lowest = (free & -free).bit_length() - 1
    for at, piece in enumerate(pieces):
        for mask in table[piece][lowest]:
            if not mask & filled:
                laid.append(mask)
                search(table, filled | mask, pieces[:at] + pieces[at + 1 :], laid, found)
                laid.pop()


def bench_meteor_contest():
    found = []
    search(placements(), 0, tuple(range(len(SHAPES))), [], found)
    result = len(found), min(found), max(found)
    if result != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {result}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A board filled with pieces: bit masks and recursion."
    runner.bench_func("meteor_contest", bench_meteor_contest)

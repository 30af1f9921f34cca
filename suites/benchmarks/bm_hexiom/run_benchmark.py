"""The puzzle Hexiom: numbered hexagonal tiles go where each number counts its occupied neighbours.

Solved by constraint propagation over sets of candidates with a stack of choices.
"""

import pyperf

SIDE = 3
TILES = ". . . . . 1 2 2 2 3 3 3 4 4 4 4 4 4 6"
EXPECTED = (3248, [3, 4, 2, 4, 6, 4, -1, 2, 4, 4, -1, 1, -1, -1, 4, 3, -1, 2, 3])


class Hexagon:
    """Cells of a hexagonal board of the given side, and their neighbours."""

    def __init__(self, side):
        self.side = side
        self.cells = [
            (x, y)
            for y in range(2 * side - 1)
            for x in range(2 * side - 1)
            if side - 1 <= x + y <= 3 * (side - 1)
        ]
        self.index = {cell: number for number, cell in enumerate(self.cells)}
        self.neighbours = [self.around(cell) for cell in self.cells]

    def around(self, cell):
        x, y = cell
        near = ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1), (x - 1, y + 1), (x + 1, y - 1))
        return [self.index[each] for each in near if each in self.index]


EMPTY = -1


class State:
    """For each cell the set of tiles that may still lie there, and what tiles are left."""

    def __init__(self, board, tiles):
        self.board = board
        self.tiles = dict(tiles)
        every = set(tiles)
        self.candidates = [
            {tile for tile in every if tile == EMPTY or tile <= len(board.neighbours[cell])}
            for cell in range(len(board.cells))
        ]
        self.placed = [None] * len(board.cells)

    def copy(self):
        other = State.__new__(State)
        other.board = self.board
        other.tiles = dict(self.tiles)
        other.candidates = [set(each) for each in self.candidates]
        other.placed = self.placed[:]
        return other

    def place(self, cell, tile):
        """Lays a tile and follows what it forces; False where that fails."""
        todo = [(cell, tile)]
        while todo:
            cell, tile = todo.pop()
            if self.placed[cell] is not None:
                if self.placed[cell] != tile:
                    return False
                continue
            if self.tiles[tile] == 0 or tile not in self.candidates[cell]:
                return False
            self.tiles[tile] -= 1
            self.placed[cell] = tile
            self.candidates[cell] = {tile}
            if self.tiles[tile] == 0:
                for other, allowed in enumerate(self.candidates):
                    if self.placed[other] is None and tile in allowed:
                        allowed.discard(tile)
                        if not allowed:
                            return False
                        if len(allowed) == 1:
                            todo.append((other, next(iter(allowed))))
            for near in [cell] + self.board.neighbours[cell]:
                forced = self.forced_around(near)
                if forced is None:
                    return False
                todo.extend(forced)
        return True

    def forced_around(self, cell):
        """What a placed number demands of its neighbours; None when it can't be met."""
        tile = self.placed[cell]
        if tile is None or tile == EMPTY:
            return []
        occupied, open_cells = 0, []
        for near in self.board.neighbours[cell]:
            there = self.placed[near]
            if there is None:
                if self.candidates[near] == {EMPTY}:
                    continue
                open_cells.append(near)
            elif there != EMPTY:
                occupied += 1
        if occupied > tile or occupied + len(open_cells) < tile:
            return None
        if occupied == tile:
            return [(near, EMPTY) for near in open_cells if EMPTY in self.candidates[near]]
        if occupied + len(open_cells) == tile:
            for near in open_cells:
                self.candidates[near].discard(EMPTY)
                if not self.candidates[near]:
                    return None
            return [(near, next(iter(self.candidates[near]))) for near in open_cells if len(self.candidates[near]) == 1]
        return []

    def next_cell(self):
        best, best_count = None, 99
        for cell, allowed in enumerate(self.candidates):
            if self.placed[cell] is None:
                count = len(allowed) * 8 - len(self.board.neighbours[cell])
                if count < best_count:
                    best, best_count = cell, count
        return best


def read_level(side, text):
    tiles = {}
    for word in text.split():
        tile = EMPTY if word == "." else int(word)
        tiles[tile] = tiles.get(tile, 0) + 1
    return Hexagon(side), tiles


def solve(side, text):
    """(steps of the search, the first solution as tiles in the order of the cells)."""
    board, tiles = read_level(side, text)
    if sum(tiles.values()) != len(board.cells):
        raise ValueError(f"{sum(tiles.values())} tiles for {len(board.cells)} cells")
    stack = [State(board, tiles)]
    steps = 0
    while stack:
        state = stack.pop()
        steps += 1
        cell = state.next_cell()
        if cell is None:
            return steps, state.placed
        for tile in sorted(state.candidates[cell]):
            branch = state.copy()
            if branch.place(cell, tile):
                stack.append(branch)
    raise ValueError("no solution")


def bench_hexiom():
    found = solve(SIDE, TILES)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A tile puzzle by constraint propagation: sets, dicts and lists."
    runner.bench_func("hexiom", bench_hexiom)

"""A computer plays Go against itself on 9 x 9 by random playouts and upper confidence bounds.

Groups of stones are kept in a union-find forest with pseudo-liberties; the searcher is UCT
(Kocsis and Szepesvari, 2006).
"""

import math

import pyperf

SIZE = 9
KOMI = 7.5
PLAYOUTS = 12
MOVES = 2
EMPTY, WHITE, BLACK = 0, 1, 2
PASS = -1
MOST_MOVES = SIZE * SIZE * 3
EXPECTED = [15, 19]


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = self.state * 16807 % 2147483647
        return self.state % bound


class Point:
    def __init__(self, board, position):
        self.board = board
        self.position = position
        self.color = EMPTY
        self.neighbours = []
        self.reference = self
        self.liberties = 0
        self.size = 0

    def find(self):
        """The representative of the group, with path compression."""
        reference = self
        while reference.reference is not reference:
            reference.reference = reference.reference.reference
            reference = reference.reference
        return reference


class Board:
    def __init__(self):
        self.points = [Point(self, position) for position in range(SIZE * SIZE)]
        for point in self.points:
            x, y = point.position % SIZE, point.position // SIZE
            for nx, ny in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)):
                if 0 <= nx < SIZE and 0 <= ny < SIZE:
                    point.neighbours.append(self.points[ny * SIZE + nx])
        self.reset()

    def reset(self):
        for point in self.points:
            point.color = EMPTY
            point.reference = point
        self.empties = list(range(SIZE * SIZE))
        self.empty_index = list(range(SIZE * SIZE))
        self.color = BLACK
        self.ko = PASS
        self.last_passed = False
        self.finished = False
        self.captured_black = 0
        self.captured_white = 0
        self.history = []

    def replay(self, history):
        self.reset()
        for position in history:
            self.play(position)

    def take_empty(self, position):
        index = self.empty_index[position]
        last = self.empties.pop()
        if last != position:
            self.empties[index] = last
            self.empty_index[last] = index

    def give_empty(self, position):
        self.empty_index[position] = len(self.empties)
        self.empties.append(position)

    def play(self, position):
        self.history.append(position)
        self.ko = PASS
        if position == PASS:
            self.finished = self.last_passed
            self.last_passed = True
        else:
            self.last_passed = False
            self.place(self.points[position])
        self.color = BLACK if self.color == WHITE else WHITE

    def place(self, point):
        color = self.color
        self.take_empty(point.position)
        point.color = color
        point.reference = point
        point.size = 1
        point.liberties = 0
        for neighbour in point.neighbours:
            if neighbour.color == EMPTY:
                point.liberties += 1
        captured = []
        for neighbour in point.neighbours:
            if neighbour.color == EMPTY:
                continue
            group = neighbour.find()
            group.liberties -= 1
            if neighbour.color == color:
                self.union(point.find(), group)
            elif group.liberties == 0:
                captured.append(group)
        for group in captured:
            if group.color != EMPTY and group.liberties == 0:
                self.capture(group, point)

    def union(self, one, other):
        if one is not other:
            if one.size < other.size:
                one, other = other, one
            other.reference = one
            one.size += other.size
            one.liberties += other.liberties

    def capture(self, group, by):
        color = group.color
        stones = [each for each in self.points if each.color == color and each.find() is group]
        for stone in stones:
            stone.color = EMPTY
            self.give_empty(stone.position)
        for stone in stones:
            stone.reference = stone
            for neighbour in stone.neighbours:
                if neighbour.color != EMPTY:
                    neighbour.find().liberties += 1
        if color == BLACK:
            self.captured_black += len(stones)
        else:
            self.captured_white += len(stones)
        if len(stones) == 1 and by.find().size == 1 and by.find().liberties == 1:
            self.ko = stones[0].position

    def is_useful(self, position):
        """A legal move that fills no eye of one's own."""
        if position == self.ko:
            return False
        point = self.points[position]
        own_safe = own_weak = 0
        for neighbour in point.neighbours:
            if neighbour.color == EMPTY:
                return True
            group = neighbour.find()
            in_atari = group.liberties - sum(
                1 for each in point.neighbours if each.color == group.color and each.find() is group
            )
            if neighbour.color == self.color:
                if in_atari > 0:
                    own_safe += 1
                else:
                    own_weak += 1
            elif in_atari == 0:
                return True
        return own_safe > 0 and own_weak + own_safe < len(point.neighbours) or own_weak > 0 < own_safe

    def random_move(self, random):
        choices = len(self.empties)
        while choices:
            at = random.below(choices)
            position = self.empties[at]
            if self.is_useful(position):
                return position
            choices -= 1
            last = self.empties[choices]
            self.empties[at], self.empties[choices] = last, position
            self.empty_index[last], self.empty_index[position] = at, choices
        return PASS

    def score(self):
        """Black's points minus White's, by area."""
        black, white = 0.0, KOMI
        for point in self.points:
            if point.color == BLACK:
                black += 1
            elif point.color == WHITE:
                white += 1
            else:
                colors = {each.color for each in point.neighbours}
                if colors == {BLACK}:
                    black += 1
                elif colors == {WHITE}:
                    white += 1
        return black - white


class Node:
    def __init__(self):
        self.children = {}
        self.untried = None
        self.wins = 0
        self.visits = 0

    def select(self):
        log = math.log(self.visits)
        best, best_bound = None, -1.0
        for position, child in self.children.items():
            bound = child.wins / child.visits + 0.6 * math.sqrt(log / child.visits)
            if bound > best_bound:
                best, best_bound = position, bound
        return best


def playout(root, board, random):
    """One descent, one new node, one random game to its end; the results go up the path."""
    path = [(root, board.color)]
    node = root
    while True:
        if node.untried is None:
            node.untried = [each for each in sorted(board.empties) if board.is_useful(each)]
        if node.untried:
            position = node.untried.pop(random.below(len(node.untried)))
            child = node.children[position] = Node()
            board.play(position)
            path.append((child, board.color))
            break
        position = node.select() if node.children else PASS
        node = node.children.setdefault(position, Node())
        board.play(position)
        path.append((node, board.color))
        if board.finished or position == PASS:
            break
    while not board.finished and len(board.history) < MOST_MOVES:
        board.play(board.random_move(random))
    black_won = board.score() > 0
    for node, to_play in path:
        node.visits += 1
        if black_won == (to_play == WHITE):
            node.wins += 1


def best_move(history, random):
    board = Board()
    board.replay(history)
    root = Node()
    for _ in range(PLAYOUTS):
        board.replay(history)
        playout(root, board, random)
    if not root.children:
        return PASS
    return max(root.children, key=lambda position: (root.children[position].visits, root.children[position].wins, -position))


def bench_go():
    random = Random(42)
    board = Board()
    for _ in range(MOVES):
        board.play(best_move(list(board.history), random))
    found = board.history
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Go by Monte-Carlo tree search: objects, union-find, small lists."
    runner.bench_func("go", bench_go)

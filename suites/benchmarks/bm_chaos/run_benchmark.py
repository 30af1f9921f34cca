"""A fractal by the chaos game: random maps built from B-spline curves pull a point over a grid.

Vectors are objects with operators; splines are evaluated by de Boor's algorithm.
"""

import pyperf

POINTS = 2500
SIZE = 100
EXPECTED = 644


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y

    def length(self):
        return self.dot(self) ** 0.5

    def mix(self, other, share):
        """The point between both: self where share is 1, other where it is 0."""
        return Vector(self.x * share + other.x * (1 - share), self.y * share + other.y * (1 - share))


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = self.state * 16807 % 2147483647
        return self.state % bound

    def fraction(self):
        self.state = self.state * 16807 % 2147483647
        return self.state / 2147483647.0


class Spline:
    """A B-spline of degree three over its control points."""

    def __init__(self, points):
        self.points = points
        count = len(points)
        self.degree = 3
        self.knots = [0] * 3 + list(range(count - 2)) + [count - 3] * 3

    def domain(self):
        return self.knots[self.degree - 1], self.knots[len(self.knots) - self.degree]

    def interval(self, at):
        low, high = self.domain()
        if at >= high:
            return len(self.knots) - self.degree - 2
        for number in range(self.degree, len(self.knots) - self.degree):
            if self.knots[number] <= at < self.knots[number + 1]:
                return number
        return self.degree

    def __call__(self, at):
        degree, knots = self.degree, self.knots
        k = self.interval(at)
        work = [self.points[j + k - degree] for j in range(degree + 1)]
        for level in range(1, degree + 1):
            for j in range(degree, level - 1, -1):
                left = knots[j + k - degree]
                right = knots[j + 1 + k - level]
                share = (at - left) / (right - left) if right != left else 0.0
                work[j] = work[j].mix(work[j - 1], share)
        return work[degree]


class ChaosGame:
    def __init__(self, splines, random):
        self.splines = splines
        self.random = random
        corners = [spline(step / 8.0) for spline in splines for step in range(9)]
        self.min_x = min(point.x for point in corners) - 0.5
        self.max_x = max(point.x for point in corners) + 0.5
        self.min_y = min(point.y for point in corners) - 0.5
        self.max_y = max(point.y for point in corners) + 0.5

    def transform(self, point):
        spline = self.splines[self.random.below(len(self.splines))]
        low, high = spline.domain()
        x = (point.x - self.min_x) / (self.max_x - self.min_x)
        y = (point.y - self.min_y) / (self.max_y - self.min_y)
        at = low + (high - low) * x
        here = spline(at)
        there = spline(at + 0.001 if at + 0.001 < high else at - 0.001)
        slope = there - here
        length = slope.length()
        if length > 0:
            normal = Vector(-slope.y / length, slope.x / length)
            here = here + normal * ((y - 0.5) * 0.4)
        return self.clamp(here)

    def clamp(self, point):
        return Vector(
            min(max(point.x, self.min_x), self.max_x),
            min(max(point.y, self.min_y), self.max_y),
        )

    def play(self, points, size):
        image = [[1] * size for _ in range(size)]
        point = Vector((self.max_x + self.min_x) / 2, (self.max_y + self.min_y) / 2)
        for _ in range(points):
            point = self.transform(point)
            column = int((point.x - self.min_x) / (self.max_x - self.min_x) * (size - 1))
            row = int((point.y - self.min_y) / (self.max_y - self.min_y) * (size - 1))
            image[row][column] = 0
        return image


def make_splines():
    shapes = (
        ((1.6, 0.8), (2.0, 1.2), (2.6, 1.5), (1.2, 1.6), (0.4, 2.0), (0.8, 2.6)),
        ((2.2, 0.2), (2.8, 0.9), (3.2, 1.8), (2.4, 2.6), (1.0, 3.0)),
        ((0.2, 0.4), (0.7, 1.1), (1.8, 0.3), (2.9, 0.6)),
    )
    return [Spline([Vector(x, y) for x, y in shape]) for shape in shapes]


def bench_chaos():
    image = ChaosGame(make_splines(), Random(1234)).play(POINTS, SIZE)
    found = sum(row.count(0) for row in image)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "The chaos game on B-splines: small vector objects with operators."
    runner.bench_func("chaos", bench_chaos)

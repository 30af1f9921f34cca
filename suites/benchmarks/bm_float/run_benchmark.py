"""Points on a curve, normalised and reduced to their maxima: objects with three float attributes."""

from math import cos, sin, sqrt

import pyperf

POINTS = 25000
EXPECTED = (0.8944, 1.0, 0.4472)


class Point:
    __slots__ = ("x", "y", "z")

    def __init__(self, number):
        self.x = x = sin(number)
        self.y = cos(number) * 3
        self.z = (x * x) / 2

    def __repr__(self):
        return f"Point({self.x}, {self.y}, {self.z})"

    def normalize(self):
        x, y, z = self.x, self.y, self.z
        length = sqrt(x * x + y * y + z * z)
        self.x /= length
        self.y /= length
        self.z /= length

    def maximize(self, other):
        self.x = self.x if self.x > other.x else other.x
        self.y = self.y if self.y > other.y else other.y
        self.z = self.z if self.z > other.z else other.z
        return self


def bench_float():
    points = [Point(number) for number in range(POINTS)]
    for point in points:
        point.normalize()
    highest = points[0]
    for point in points[1:]:
        highest = highest.maximize(point)
    found = tuple(round(value, 4) for value in (highest.x, highest.y, highest.z))
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Slotted objects of floats, made, normalised and compared."
    runner.bench_func("float", bench_float)

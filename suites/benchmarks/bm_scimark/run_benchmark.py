"""Five numerical kernels in the tradition of NIST's SciMark 2, each under a name of its own.

    python run_benchmark.py --kernel sor | sparse_mat_mult | monte_carlo | lu | fft

Matrices are lists of lists of floats; results are checked by a property (a residual, a round trip).
"""

import math
import sys

import pyperf


class Random:
    """Floats in (0, 1) from the minimal standard generator (Park and Miller, 1988): the same on every engine."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state * 16807 % 2147483647
        return self.state / 2147483647.0

    def matrix(self, rows, columns):
        return [[self.next() for _ in range(columns)] for _ in range(rows)]


class Grid:
    """A matrix in one flat list, indexed by a pair: what __getitem__ costs."""

    def __init__(self, width, height, random):
        self.width = width
        self.height = height
        self.data = [random.next() for _ in range(width * height)]

    def __getitem__(self, at):
        x, y = at
        return self.data[y * self.width + x]

    def __setitem__(self, at, value):
        x, y = at
        self.data[y * self.width + x] = value


def sor():
    """Successive over-relaxation; the interior must become smooth."""
    size = 32
    grid = Grid(size, size, Random(101010))
    omega = 1.25
    quarter = omega * 0.25
    for _ in range(36):
        for y in range(1, size - 1):
            for x in range(1, size - 1):
                around = grid[x - 1, y] + grid[x + 1, y] + grid[x, y - 1] + grid[x, y + 1]
                grid[x, y] = quarter * around + (1.0 - omega) * grid[x, y]
    rough = sum(abs(grid[x, 8] - grid[x + 1, 8]) for x in range(2, size - 3)) / size
    if not 0.0 < rough < 0.08:
        raise ValueError(f"not smooth: {rough}")


def sparse_mat_mult():
    """y = A x for a matrix in compressed rows, many times."""
    size, per_row = 400, 8
    random = Random(101010)
    values, columns, starts = [], [], [0]
    for row in range(size):
        for number in range(per_row):
            values.append(random.next())
            columns.append((row * 7 + number * 53) % size)
        starts.append(len(values))
    vector = [1.0] * size
    result = [0.0] * size
    for _ in range(60):
        for row in range(size):
            total = 0.0
            for at in range(starts[row], starts[row + 1]):
                total += vector[columns[at]] * values[at]
            result[row] = total
    if abs(sum(result) - sum(values)) > 1e-6:
        raise ValueError("wrong product")


def monte_carlo():
    """pi from points in a quarter circle."""
    random = Random(113)
    inside = 0
    samples = 60000
    for _ in range(samples):
        x = random.next()
        y = random.next()
        if x * x + y * y <= 1.0:
            inside += 1
    if abs(4.0 * inside / samples - math.pi) > 0.02:
        raise ValueError(f"pi is not {4.0 * inside / samples}")


def factor(matrix):
    """LU factorisation with partial pivoting, in place; gives the row order."""
    size = len(matrix)
    order = list(range(size))
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        order[column], order[pivot] = order[pivot], order[column]
        top = matrix[column]
        scale = 1.0 / top[column]
        for row in matrix[column + 1 :]:
            row[column] *= scale
            multiple = row[column]
            for k in range(column + 1, size):
                row[k] -= multiple * top[k]
    return order


def lu():
    size = 100
    original = Random(101010).matrix(size, size)
    matrix = [row[:] for row in original]
    order = factor(matrix)
    for i in (0, size // 2, size - 1):
        for j in (1, size // 3, size - 2):
            total = sum((matrix[i][k] if k < i else 1.0) * matrix[k][j] for k in range(min(i, j) + 1))
            if abs(total - original[order[i]][j]) > 1e-9:
                raise ValueError(f"wrong factors at {i}, {j}")


def transform(data, direction):
    """The fast Fourier transform of interleaved complex numbers, in place (decimation in time)."""
    size = len(data) // 2
    reverse = 0
    for at in range(size - 1):
        if at < reverse:
            for part in (0, 1):
                one, other = 2 * at + part, 2 * reverse + part
                data[one], data[other] = data[other], data[one]
        bit = size >> 1
        while bit <= reverse:
            reverse -= bit
            bit >>= 1
        reverse += bit
    span = 1
    while span < size:
        theta = direction * math.pi / span
        step_real = -2.0 * math.sin(theta / 2.0) ** 2
        step_imaginary = math.sin(theta)
        real, imaginary = 1.0, 0.0
        for first in range(span):
            for low in range(first, size, 2 * span):
                i = 2 * low
                j = 2 * (low + span)
                a = real * data[j] - imaginary * data[j + 1]
                b = real * data[j + 1] + imaginary * data[j]
                data[j] = data[i] - a
                data[j + 1] = data[i + 1] - b
                data[i] += a
                data[i + 1] += b
            real, imaginary = (
                real + step_real * real - step_imaginary * imaginary,
                imaginary + step_real * imaginary + step_imaginary * real,
            )
        span *= 2


def fft():
    size = 4096
    random = Random(101010)
    original = [random.next() for _ in range(2 * size)]
    data = original[:]
    transform(data, -1)
    transform(data, 1)
    error = max(abs(value / size - before) for value, before in zip(data, original))
    if error > 1e-10:
        raise ValueError(f"the round trip is off by {error}")


KERNELS = {"sor": sor, "sparse_mat_mult": sparse_mat_mult, "monte_carlo": monte_carlo, "lu": lu, "fft": fft}


def chosen_kernel(arguments):
    """Takes `--kernel NAME` out of the arguments."""
    at = arguments.index("--kernel")
    name = arguments[at + 1]
    del arguments[at : at + 2]
    return name


if __name__ == "__main__":
    kernel = chosen_kernel(sys.argv)

    def add_cmdline_args(command, args):
        command.extend(("--kernel", kernel))

    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.metadata["description"] = "A numerical kernel over lists of floats."
    runner.bench_func("scimark_" + kernel, KERNELS[kernel])

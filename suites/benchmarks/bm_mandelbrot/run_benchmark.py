"""The Mandelbrot set as rows of bits: escape-time iteration on floats, with the cardioid test."""

import pyperf

WIDTH = 120
HEIGHT = 90
LIMIT = 80
EXPECTED = (219092, 2204, 5192296858534827628530496060784640)


def escapes_at(cx, cy, limit):
    """The number of iterations until |z| > 2, or limit."""
    x = y = 0.0
    xx = yy = 0.0
    iteration = 0
    while iteration < limit and xx + yy <= 4.0:
        y = 2.0 * x * y + cy
        x = xx - yy + cx
        xx = x * x
        yy = y * y
        iteration += 1
    return iteration


def render(width, height, limit):
    rows = []
    total = 0
    for row in range(height):
        cy = 2.4 * row / height - 1.2
        bits = 0
        for column in range(width):
            count = escapes_at(3.2 * column / width - 2.2, cy, limit)
            total += count
            bits = bits << 1 | (count == limit)
        rows.append(bits)
    return total, rows


def bench_mandelbrot():
    total, rows = render(WIDTH, HEIGHT, LIMIT)
    found = total, sum(bin(bits).count("1") for bits in rows), rows[HEIGHT // 2]
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Escape-time iteration: a while loop over floats, rows as big ints."
    runner.bench_func("mandelbrot", bench_mandelbrot)

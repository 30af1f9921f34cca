"""The spectral norm of the infinite matrix a[i][j] = 1 / ((i+j)(i+j+1)/2 + i + 1), by power iteration."""

import pyperf

SIZE = 90
EXPECTED = 1.274198


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    size = range(len(vector))
    return [sum(element(i, j) * vector[j] for j in size) for i in size]


def transposed_times(vector):
    size = range(len(vector))
    return [sum(element(j, i) * vector[j] for j in size) for i in size]


def spectral_norm(size):
    u = [1.0] * size
    v = u
    for _ in range(4):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    numerator = denominator = 0.0
    for left, right in zip(u, v):
        numerator += left * right
        denominator += right * right
    return (numerator / denominator) ** 0.5


def bench_spectral_norm():
    norm = spectral_norm(SIZE)
    if abs(norm - EXPECTED) > 1e-4:
        raise ValueError(f"the norm is {norm}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Power iteration: a small function called in generator expressions."
    runner.bench_func("spectral_norm", bench_spectral_norm)

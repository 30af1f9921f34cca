"""Digits of pi one after the other, by Gibbons' unbounded spigot over linear fractional transformations."""

import pyperf

DIGITS = 900
EXPECTED_TAIL = "2643383279502884197169399375105820974944592307816406286208998628034825342117067"


def pi_digits():
    """Yields the digits for ever (J. Gibbons, Unbounded Spigot Algorithms for the Digits of Pi, 2006)."""
    q, r, t, k, n, step = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, step = (
                q * k,
                (2 * q + r) * step,
                t * step,
                k + 1,
                (q * (7 * k + 2) + r * step) // (t * step),
                step + 2,
            )


def bench_pidigits():
    digits = pi_digits()
    text = "".join(str(next(digits)) for _ in range(DIGITS))
    if EXPECTED_TAIL not in text or len(text) != DIGITS:
        raise ValueError(f"not pi: {text}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A spigot for pi: arithmetic on ints of hundreds of digits."
    runner.bench_func("pidigits", bench_pidigits)

"""SHA-256 (FIPS 180-4) in pure Python: rotations and sums of ints modulo 2^32."""

import pyperf

MESSAGE = bytes(range(256)) * 20
EXPECTED = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
EXPECTED_LONG = "4345361085c730756d843f13849c50a996fe2f1fac3a7ac05fb063bb743a423e"
MASK = 0xFFFFFFFF


def primes(count):
    found = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def integer_root(number, degree):
    low, high = 0, number + 1
    while low + 1 < high:
        middle = (low + high) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle
    return low


K = [integer_root(prime << 96, 3) & MASK for prime in primes(64)]
INITIAL = [integer_root(prime << 64, 2) & MASK for prime in primes(8)]


def rotate(word, count):
    return (word >> count | word << (32 - count)) & MASK


class Sha256:
    def __init__(self):
        self.state = list(INITIAL)
        self.pending = b""
        self.length = 0

    def update(self, data):
        self.length += len(data)
        data = self.pending + data
        whole = len(data) - len(data) % 64
        for start in range(0, whole, 64):
            self.compress(data[start : start + 64])
        self.pending = data[whole:]

    def hexdigest(self):
        padding = b"\x80" + b"\0" * ((55 - self.length) % 64) + (self.length * 8).to_bytes(8, "big")
        self.update(padding)
        return "".join(f"{word:08x}" for word in self.state)

    def compress(self, block):
        w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
        for t in range(16, 64):
            x, y = w[t - 15], w[t - 2]
            s0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3
            s1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10
            w.append((w[t - 16] + s0 + w[t - 7] + s1) & MASK)
        a, b, c, d, e, f, g, h = self.state
        for t in range(64):
            s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            choice = e & f ^ (MASK ^ e) & g
            one = (h + s1 + choice + K[t] + w[t]) & MASK
            s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            majority = a & b ^ a & c ^ b & c
            h, g, f, e, d, c, b, a = g, f, e, (d + one) & MASK, c, b, a, (one + s0 + majority) & MASK
        self.state = [(old + new) & MASK for old, new in zip(self.state, (a, b, c, d, e, f, g, h))]


def digest(data):
    hasher = Sha256()
    hasher.update(data)
    return hasher.hexdigest()


def bench_hash_sha256():
    if digest(b"abc") != EXPECTED:
        raise ValueError("not SHA-256")
    found = digest(MESSAGE)
    if found != EXPECTED_LONG:
        raise ValueError(f"expected {EXPECTED_LONG}, got {found!r}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "SHA-256 in Python: 32-bit arithmetic, small function calls."
    runner.bench_func("hash_sha256", bench_hash_sha256)

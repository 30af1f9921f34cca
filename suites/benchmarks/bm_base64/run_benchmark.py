"""base64, base32, base85 and hexadecimal, to text and back, on short and long bytes."""

import base64

import pyperf

SIZES = (0, 1, 20, 100, 3000)


def make_data():
    state = 1
    data = bytearray()
    for _ in range(max(SIZES)):
        state = state * 16807 % 2147483647
        data.append(state & 0xFF)
    return [bytes(data[:size]) for size in SIZES]


PAIRS = (
    (base64.b64encode, base64.b64decode),
    (base64.urlsafe_b64encode, base64.urlsafe_b64decode),
    (base64.b32encode, base64.b32decode),
    (base64.b16encode, base64.b16decode),
    (base64.a85encode, base64.a85decode),
    (base64.b85encode, base64.b85decode),
)


def bench_base64(data):
    for each in data:
        for encode, decode in PAIRS:
            if decode(encode(each)) != each:
                raise ValueError(f"{encode.__name__} lost something")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "base64 and its relatives, both ways."
    runner.bench_func("base64", bench_base64, make_data())

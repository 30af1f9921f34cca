"""copy.deepcopy of nested containers, of dataclasses and of objects that know how to reduce themselves."""

import copy
from dataclasses import dataclass, field

import pyperf

COPIES = 12


@dataclass
class Address:
    street: str
    number: int
    tags: list = field(default_factory=list)


class Reduced:
    def __init__(self, one, other):
        self.one = one
        self.other = other

    def __reduce__(self):
        return Reduced, (self.one, self.other)

    def __eq__(self, other):
        return (self.one, self.other) == (other.one, other.other)


def make_data():
    shared = Address("Shared Lane", 1, ["a", "b"])
    return {
        "list": [1, 2, 3, 43.5, "text", None, True],
        "tuple": (1, (2, (3, [4, 5]))),
        "dict": {f"key{number}": [number, {"x": number * 0.5}] for number in range(12)},
        "set": {1, 2, 3},
        "objects": [Address(f"Street {number}", number) for number in range(10)],
        "shared": [shared, shared],
        "reduced": Reduced(1, [2, 3]),
        "bytes": bytearray(b"abc"),
    }


def bench_deepcopy(data):
    for _ in range(COPIES):
        result = copy.deepcopy(data)
        if result != data or result["shared"][0] is not result["shared"][1]:
            raise ValueError("not a copy")
        if result["objects"][0] is data["objects"][0]:
            raise ValueError("not deep")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "copy.deepcopy of nested data."
    runner.bench_func("deepcopy", bench_deepcopy, make_data())

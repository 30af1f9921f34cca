"""isinstance against runtime-checkable protocols: methods, data members, nominal subclasses, and misses."""

from typing import Protocol, runtime_checkable

import pyperf

REPEAT = 60


@runtime_checkable
class HasX(Protocol):
    x: int


@runtime_checkable
class Sized2(Protocol):
    def size(self) -> int: ...

    def grow(self, by: int) -> None: ...


@runtime_checkable
class Both(HasX, Sized2, Protocol):
    y: str


class Empty:
    pass


class WithX:
    x = 1


class PropertyX:
    @property
    def x(self):
        return 1


class Methods:
    def size(self):
        return 1

    def grow(self, by):
        pass


class Everything(Methods):
    def __init__(self):
        self.x = 1
        self.y = ""


class Nominal(Both):
    def __init__(self):
        self.x = 2
        self.y = "n"


PROTOCOLS = (HasX, Sized2, Both)
EXPECTED = (0, 1, 1, 1, 3, 3)


def bench_typing_runtime_protocols(objects):
    for _ in range(REPEAT):
        found = tuple(sum(isinstance(each, protocol) for protocol in PROTOCOLS) for each in objects)
        if found != EXPECTED:
            raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "isinstance against runtime-checkable protocols."
    objects = [Empty(), WithX(), PropertyX(), Methods(), Everything(), Nominal()]
    runner.bench_func("typing_runtime_protocols", bench_typing_runtime_protocols, objects)

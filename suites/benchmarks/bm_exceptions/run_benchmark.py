"""Exceptions raised and caught: in one frame, through frames, re-raised, chained, in finally and with."""

import pyperf

ROUNDS = 1500
EXPECTED = 4506750


class Refused(Exception):
    def __init__(self, code):
        super().__init__(f"refused with {code}")
        self.code = code


class Guard:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        return self.swallow and kind is not None


def parse(text):
    try:
        return int(text)
    except ValueError:
        return -1


def deep(level, code):
    if level == 0:
        raise Refused(code)
    try:
        deep(level - 1, code)
    finally:
        code += 1


def translated(number):
    try:
        deep(3, number)
    except Refused as error:
        raise LookupError(number) from error


def quiet(number):
    try:
        return number * 2
    except ZeroDivisionError:
        return 0
    finally:
        number += 1


def bench_exceptions():
    total = 0
    empty = {}
    for number in range(ROUNDS):
        total += parse("12" if number % 2 else "x12")
        total += quiet(number)
        try:
            empty[number]
        except KeyError as error:
            total += error.args[0]
        try:
            translated(number)
        except LookupError as error:
            total += error.__cause__.code
        with Guard(True):
            total += [number][1]
        try:
            next(iter(()))
        except (TypeError, StopIteration):
            total += 1
    if total != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {total}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "try, except, finally, with and raise in a loop."
    runner.bench_func("exceptions", bench_exceptions)

"""pprint.pformat of nested records, and pprint's test of readability."""

import pprint

import pyperf

EXPECTED = (204, 7097, True)


def make_data():
    row = {"id": 17, "name": "a name of some length", "values": [1.5, 2.25, "three"], "more": ("x", ("y", ("z",)))}
    return [dict(row, id=number, children=[row] * (number % 3)) for number in range(25)]


def bench_pprint(data):
    text = pprint.pformat(data, width=70)
    found = text.count("\n"), len(text), pprint.isreadable(data)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "pprint of nested dicts, lists and tuples."
    runner.bench_func("pprint", bench_pprint, make_data())

"""tomllib.loads (Python 3.11 and later) of a configuration file made of many tables."""

try:
    import tomllib
except ModuleNotFoundError:
    raise SystemExit("this benchmark needs tomllib, which came with Python 3.11")

import pyperf

TABLES = 20

TABLE = '''
[package.p{number}]
name = "package number {number}"
version = "1.{number}.0"  # a comment
enabled = true
released = 2024-03-{day:02}T07:32:00Z
weights = [1, 2.5, 0x1F, -3_000, 1e6, inf]
paths = [
  "src/\\u00e9t\\u00e9",
  'C:\\raw\\path',
]
point = {{ x = {number}, y = "two", nested = {{ deep = [] }} }}

[[package.p{number}.authors]]
name = "First"
text = """
several
lines"""

[[package.p{number}.authors]]
name = "Second"
'''


def make_document():
    return "title = 'all'\n" + "".join(TABLE.format(number=number, day=1 + number % 28) for number in range(TABLES))


def bench_tomli_loads(document):
    packages = tomllib.loads(document)["package"]
    last = packages[f"p{TABLES - 1}"]
    found = len(packages), last["weights"][3], last["authors"][1]["name"], last["point"]["nested"]
    if found != (TABLES, -3000, "Second", {"deep": []}):
        raise ValueError(f"read {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "tomllib.loads of tables, arrays, strings and dates."
    runner.bench_func("tomli_loads", bench_tomli_loads, make_document())

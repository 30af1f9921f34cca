"""A short program of the usual kind, run once after the bundle is made: V8 keeps the
code of what it used (vm/bin/start-worker.ts), so that later programs start
with it. Which functions are kept is decided by the first run alone.

    stage-vm vm/library/warm_up.py
"""
import collections
import contextlib
import dataclasses
import enum
import functools
import itertools
import json
import math
import operator
import os
import random
import re
import string
import sys
import time
import typing


@dataclasses.dataclass
class Point:
    x: float
    y: float = 0.5

    def length(self):
        return math.hypot(self.x, self.y)


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@contextlib.contextmanager
def managed(out):
    out.append('in')
    try:
        yield out
    finally:
        out.append('out')


def main():
    points = [Point(float(i), i / 3) for i in range(20)]
    table = {f'{p.x:.2f}': p.length() for p in points}
    counts = collections.Counter(re.findall(r'[a-z]+(?=\d)', 'ab1 cd2 ab3'))
    text = json.dumps({'a': [1, 2.5, None, True], 'b': sorted(table)}, indent=2)
    assert json.loads(text)['a'][1] == 2.5
    with managed([]) as out:
        try:
            raise KeyError('x')
        except KeyError as error:
            out.append(repr(error))
    pairs = list(itertools.product('ab', repeat=2))
    random.Random(1).shuffle(pairs)
    pairs.sort(key=operator.itemgetter(0))
    numbers = array = bytearray(b'abc') + bytes(range(5))
    array[0] ^= 0xff
    big = 3 ** 200 % 10 ** 20
    lines = '\n'.join(f'{a}{b!r:>5}' for a, b in pairs).upper().split('\n')
    generator = (line for line in lines if line)
    print(fibonacci(20), counts.most_common(1), Color.RED, len(list(generator)), big, len(numbers),
          os.path.basename(sys.argv[0]), string.capwords('a b'), typing.Optional[int], time.time() > 0,
          file=sys.stderr if len(sys.argv) > 1 else open(os.devnull, 'w'))


main()

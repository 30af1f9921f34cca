"""Pairs of programs that are nearly equal: a small change in program or data should change little in time and memory.

Each case is measured twice, as `edge_CASE_base` and, with --edge, as `edge_CASE`: the same code on data, or with one line,
that differs a little. Both check their results.
"""

import pyperf

SIZE = 1_000_000


def count_ints(values):
    """Goes over a list and adds up what is an int."""
    total = 0
    for value in values:
        if value is not None:
            total += value & 1023
    return total


def list_of_ints(last):
    values = [index & 1023 for index in range(SIZE - 1)]
    values.append(last)
    expected = sum(values[:-1]) + (0 if last is None else last & 1023)
    return count_ints, (values,), expected


def list_none(edge):
    """One None among a million ints."""
    return list_of_ints(None if edge else 7)


def list_int31(edge):
    """One int past 2**31 among a million small ones."""
    return list_of_ints(2**31 + 7 if edge else 7)


def list_int53(edge):
    """One int past 2**53 among a million small ones."""
    return list_of_ints(2**53 + 7 if edge else 7)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def total(self):
        return self.x + self.y


class OtherPoint:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def total(self):
        return self.y + self.x


def sum_attributes(points):
    total = 0
    for _ in range(10):
        for point in points:
            total += point.x + point.y
            point.x ^= 1
    return total


def sum_totals(points):
    total = 0
    for _ in range(10):
        for point in points:
            total += point.total()
    return total


def attribute(edge):
    """One instance in ten has an attribute more."""
    points = [Point(index & 7, index & 3) for index in range(10_000)]
    if edge:
        for point in points[::10]:
            point.z = 0
    # An even number of rounds leaves x as it was.
    return sum_attributes, (points,), 5 * 10_000 * 7 // 2 * 2 + 10 * sum(point.y for point in points)


def second_class(edge):
    """A call site meets a second class, once in ten times."""
    points = [Point(index & 7, index & 3) for index in range(10_000)]
    if edge:
        points[::10] = [OtherPoint(index & 7, index & 3) for index in range(0, 10_000, 10)]
    return sum_totals, (points,), 10 * sum(point.x + point.y for point in points)


def look_up(table, names):
    total = 0
    for _ in range(50):
        for name in names:
            value = table[name]
            total += value
            table[name] = value ^ 1
    return total


def dict_key(edge):
    """A dict of texts gains one key that is none."""
    table = {"key" + str(index): index & 7 for index in range(2000)}
    names = list(table)
    if edge:
        table[12] = 1
    return look_up, (table, names), 25 * sum(2 * (index & 7 | 1) - 1 for index in range(2000))


def run_loops(loops, rounds):
    total = 0
    for _ in range(rounds):
        for loop, count in loops:
            total += loop(count)
    return total


LOOP = """
def loop(count):
    total = 0
    for index in range(count):
        total += index & 3
    return total
"""


def make_loop():
    """A function of its own each time: what was learnt of one does not serve another."""
    namespace = {}
    exec(LOOP, namespace)
    return namespace["loop"]


def threshold(edge):
    """Loops that run one iteration past a power of two, or up to it."""
    counts = [2**power + (1 if edge else 0) for power in range(4, 13)]
    expected = 20 * sum(sum(index & 3 for index in range(count)) for count in counts)
    return run_loops, ([(make_loop(), count) for count in counts], 20), expected


def add_up(values):
    total = 0
    for value in values:
        total = total + value
        if total > 1000:
            total = total - 1000
    return int(total)


def float_once(edge):
    """A loop over ints that meets one float."""
    values = [index & 31 for index in range(200_000)]
    if edge:
        values[1000] = float(values[1000])
    return add_up, (values,), 1000


def scan(text):
    count = 0
    for index in range(len(text)):
        if text[index] == "e":
            count += 1
    return count + text.count("a") + len(text.split(" "))


def non_bmp(edge):
    """A text gains one character past U+FFFF."""
    text = "the quick brown fox jumps over a lazy dog and " * 4000
    words = len(text.split(" "))
    expected = text.count("e") + text.count("a") + words
    return scan, (text + ("\U0001f600" if edge else "!"),), expected


def many_locals(edge):
    """A function with 257 locals, or 255: an index then needs more than a byte."""
    count = 257 if edge else 255
    names = ["v%d" % index for index in range(count - 3)]
    lines = ["def function(rounds):", "    total = 0"]
    lines += ["    %s = %d" % (name, index & 7) for index, name in enumerate(names)]
    lines += ["    for index in range(rounds):"]
    lines += ["        total += %s" % name for name in names[-60:]]
    lines += ["    return total"]
    namespace = {}
    exec("\n".join(lines), namespace)
    rounds = 5000
    expected = rounds * sum(index & 7 for index in range(len(names) - 60, len(names)))
    return namespace["function"], (rounds,), expected


CASES = {
    "list_none": list_none,
    "list_int31": list_int31,
    "list_int53": list_int53,
    "attribute": attribute,
    "second_class": second_class,
    "dict_key": dict_key,
    "threshold": threshold,
    "float_once": float_once,
    "non_bmp": non_bmp,
    "many_locals": many_locals,
}


def checked(function, arguments, expected):
    """The function, which raises where its result is wrong."""

    def run():
        result = function(*arguments)
        if result != expected:
            raise AssertionError("got %r, expected %r" % (result, expected))

    return run


def add_cmdline_args(command, args):
    command.extend(("--case", args.case))
    if args.edge:
        command.append("--edge")


if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.argparser.add_argument("--case", choices=sorted(CASES), required=True)
    runner.argparser.add_argument("--edge", action="store_true")
    args = runner.parse_args()
    case = CASES[args.case]
    runner.metadata["description"] = case.__doc__
    runner.bench_func("edge_" + args.case + ("" if args.edge else "_base"), checked(*case(args.edge)))

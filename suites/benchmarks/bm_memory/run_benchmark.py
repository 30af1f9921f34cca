"""Large structures of one kind each: the metric is the peak resident size of the process; their making is timed."""

import pyperf


class Node:
    def __init__(self, key, left, right):
        self.key = key
        self.left = left
        self.right = right


class Slotted:
    __slots__ = ("key", "left", "right")

    def __init__(self, key, left, right):
        self.key = key
        self.left = left
        self.right = right


def instances(cls):
    last = None
    made = []
    for index in range(200_000):
        last = cls(index, last, None)
        made.append(last)
    return made[-1].left.key + len(made)


def make_instances():
    return instances(Node), 399_998


def make_slots():
    return instances(Slotted), 399_998


def make_dicts():
    tables = [{"id": index, "name": "n", "tags": None, "size": index & 7} for index in range(100_000)]
    return sum(table["size"] for table in tables), 350_000


def make_lists():
    rows = [[index, index + 1, index + 2, index + 3] for index in range(200_000)]
    return sum(len(row) for row in rows), 800_000


def make_tuples():
    rows = [(index, index + 1) for index in range(300_000)]
    return rows[-1][1] + len(rows), 600_000


def make_ints():
    values = [index * 1_000_003 for index in range(1_000_000)]
    return values[999_999] // 999_999, 1_000_003


def make_floats():
    values = [index * 0.5 for index in range(1_000_000)]
    return int(values[-1] * 2), 999_999


def make_texts():
    texts = ["text number " + str(index) for index in range(200_000)]
    return sum(len(text) for text in texts), 3_488_890


def make_sets():
    sets = [{index, index + 1, index + 2} for index in range(100_000)]
    return sum(len(each) for each in sets), 300_000


def make_closures():
    def maker(number):
        return lambda: number

    functions = [maker(index) for index in range(200_000)]
    return functions[123]() + functions[199_999](), 200_122


CASES = {
    "instances": make_instances,
    "slots": make_slots,
    "dicts": make_dicts,
    "lists": make_lists,
    "tuples": make_tuples,
    "ints": make_ints,
    "floats": make_floats,
    "texts": make_texts,
    "sets": make_sets,
    "closures": make_closures,
}


def checked(case):
    def run():
        result, expected = case()
        if result != expected:
            raise AssertionError("got %r, expected %r" % (result, expected))

    return run


def add_cmdline_args(command, args):
    command.extend(("--case", args.case))


if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.argparser.add_argument("--case", choices=sorted(CASES), required=True)
    args = runner.parse_args()
    runner.metadata["description"] = "Many " + args.case + " at once: peak memory."
    runner.bench_func("memory_" + args.case, checked(CASES[args.case]))

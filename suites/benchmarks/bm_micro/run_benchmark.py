"""One family of instructions each, in a loop with little else; the result of each is checked."""

import pyperf

ROUNDS = 100_000


def int_add(rounds):
    a = 0
    for _ in range(rounds):
        a = a + 3
        b = a - 1
        a = b - 1
    return a, rounds


def int_arithmetic(rounds):
    a = 12345
    for index in range(rounds):
        a = (a * 33 + index) % 65537
        a = a + (a // 7) - (a // 9)
    return a, 29187


def int_bits(rounds):
    a = 1
    for index in range(rounds):
        a = ((a << 1) ^ (a >> 3) ^ index) & 0xFFFF
        a = a | 1
    return a & 1, 1


def int_big(rounds):
    a = 1 << 70
    for _ in range(rounds // 4):
        a = a + (1 << 60)
        a = a - (1 << 60)
    return a, 1 << 70


def float_arithmetic(rounds):
    a = 1.0
    for _ in range(rounds):
        a = a * 1.5 + 0.25
        a = a / 2.0 - 0.125
    return a > 0.0, True


def compare_int(rounds):
    count = 0
    for index in range(rounds):
        if index < 500:
            count += 1
        if index >= 500 and index != 700:
            count += 1
    return count, rounds - 1


def load_global(rounds):
    total = 0
    for _ in range(rounds):
        total += ONE + ONE
    return total, 2 * rounds


ONE = 1


class Thing:
    def __init__(self):
        self.a = 1
        self.b = 2

    def method(self, value):
        return value

    @property
    def half(self):
        return self.a


def load_attribute(rounds):
    thing = Thing()
    total = 0
    for _ in range(rounds):
        total += thing.a + thing.b
    return total, 3 * rounds


def store_attribute(rounds):
    thing = Thing()
    for index in range(rounds):
        thing.a = index
        thing.b = index
    return thing.a + thing.b, 2 * (rounds - 1)


def load_property(rounds):
    thing = Thing()
    total = 0
    for _ in range(rounds):
        total += thing.half
    return total, rounds


def call_method(rounds):
    thing = Thing()
    total = 0
    for _ in range(rounds):
        total += thing.method(1)
    return total, rounds


def identity(value, unused=None):
    return value


def call_function(rounds):
    total = 0
    for _ in range(rounds):
        total += identity(1)
    return total, rounds


def call_keywords(rounds):
    total = 0
    for _ in range(rounds):
        total += identity(value=1, unused=2)
    return total, rounds


def call_builtin(rounds):
    text = "four"
    total = 0
    for _ in range(rounds):
        total += len(text)
    return total, 4 * rounds


def call_class(rounds):
    last = None
    for _ in range(rounds):
        last = Thing()
    return last.b, 2


def closure(rounds):
    count = 0

    def step():
        nonlocal count
        count += 1

    for _ in range(rounds):
        step()
    return count, rounds


def list_index(rounds):
    values = [1, 2, 3, 4]
    total = 0
    for index in range(rounds):
        total += values[index & 3]
        values[index & 3] = total & 7
    return len(values), 4


def list_append(rounds):
    values = []
    for index in range(rounds):
        values.append(index)
    return len(values), rounds


def list_iterate(rounds):
    total = 0
    for _ in range(rounds // 100):
        for value in HUNDRED:
            total += value
    return total, (rounds // 100) * 4950


HUNDRED = list(range(100))


def dict_item(rounds):
    table = {"a": 1, "b": 2}
    total = 0
    for _ in range(rounds):
        total += table["a"]
        table["b"] = total
    return table["b"], rounds


def tuple_unpack(rounds):
    pair = (1, 2)
    for _ in range(rounds):
        a, b = pair
        a, b = b, a
    return (a, b), (2, 1)


def build_containers(rounds):
    count = 0
    for index in range(rounds):
        count += len((index, 1)) + len([index, 2]) + len({"k": index})
    return count, 5 * rounds


def text_concatenate(rounds):
    text = ""
    for _ in range(rounds):
        text += "x"
    return len(text), rounds


def text_format(rounds):
    text = ""
    for index in range(rounds):
        text = f"{index}:{text[:2]}"
    return text[:4], str(rounds - 1)[:4]


def try_except(rounds):
    count = 0
    for _ in range(rounds):
        try:
            count += 1
        except ValueError:
            count -= 1
    return count, rounds


def raise_catch(rounds):
    count = 0
    for _ in range(rounds // 10):
        try:
            raise ValueError
        except ValueError:
            count += 1
    return count, rounds // 10


def numbers(count):
    for index in range(count):
        yield index


def generator(rounds):
    total = 0
    for _ in numbers(rounds):
        total += 1
    return total, rounds


def comprehension(rounds):
    return sum([value for value in range(rounds) if value & 1]), rounds * rounds // 4


def branch_none(rounds):
    count = 0
    value = None
    for _ in range(rounds):
        if value is None:
            count += 1
        if not value:
            count += 1
    return count, 2 * rounds


CASES = {
    function.__name__: function
    for function in (
        int_add,
        int_arithmetic,
        int_bits,
        int_big,
        float_arithmetic,
        compare_int,
        branch_none,
        load_global,
        load_attribute,
        store_attribute,
        load_property,
        call_method,
        call_function,
        call_keywords,
        call_builtin,
        call_class,
        closure,
        list_index,
        list_append,
        list_iterate,
        dict_item,
        tuple_unpack,
        build_containers,
        text_concatenate,
        text_format,
        try_except,
        raise_catch,
        generator,
        comprehension,
    )
}


def checked(function):
    def run():
        result, expected = function(ROUNDS)
        if result != expected:
            raise AssertionError("got %r, expected %r" % (result, expected))

    return run


def add_cmdline_args(command, args):
    command.extend(("--case", args.case))


if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.argparser.add_argument("--case", choices=sorted(CASES), required=True)
    args = runner.parse_args()
    runner.metadata["description"] = "One family of instructions: " + args.case.replace("_", " ") + "."
    runner.bench_func("micro_" + args.case, checked(CASES[args.case]))

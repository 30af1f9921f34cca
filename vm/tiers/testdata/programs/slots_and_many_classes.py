# Entries of __slots__ and attribute sites that meet several classes, in loops hot enough to be compiled.


class Point:
    __slots__ = ("x", "y", "tag")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def shift(self, by):
        self.x = self.x + by
        return self.x + self.y


class Point3(Point):
    __slots__ = ("z",)

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Loose(Point):
    """Slots, and a dict beside them."""

    def __init__(self, x, y):
        super().__init__(x, y)
        self.extra = x * y


def walk(points, rounds):
    total = 0
    for i in range(rounds):
        point = points[i % len(points)]
        total += point.shift(1) + point.y
        point.y = point.y - 1 if point.y > 0 else 5
    return total


print(walk([Point(1, 2)], 4000))
print(walk([Point(1, 2), Point3(3, 4, 5), Loose(6, 7)], 4000))


def tags(points):
    missing = found = 0
    for i in range(5000):
        point = points[i % 3]
        try:
            found += point.tag
        except AttributeError as error:
            missing += 1
            last = str(error)
        if i == 2500:
            points[1].tag = 10
        if i == 3500:
            del points[1].tag
    return missing, found, last


print(tags([Point(0, 0), Point(1, 1), Point(2, 2)]))


class Other:
    __slots__ = ("x",)
    y = Point.y


def foreign(value, rounds):
    wrong = 0
    for _ in range(rounds):
        try:
            value.y
        except TypeError as error:
            wrong += 1
            text = str(error)
    return wrong, text


print(foreign(Other(), 3000))


class Swap:
    __slots__ = ("a", "b")

    def name(self):
        return "swap"


class Swapped:
    __slots__ = ("a", "b")

    def name(self):
        return "swapped"


def swap(rounds):
    value = Swap()
    value.a = value.b = 1
    names = {}
    for i in range(rounds):
        value.a += value.b
        names[value.name()] = names.get(value.name(), 0) + 1
        if i == 3000:
            value.__class__ = Swapped
    return value.a, names


print(swap(5000))


def make(number):
    class Kind:
        label = f"kind {number}"

        def __init__(self, base):
            self.base = base
            if number % 2:
                self.odd = number
            self.weight = number * 10

        def cost(self):
            return self.weight + self.base + len(self.label)

    Kind.__name__ = f"Kind{number}"
    return Kind


def many(count, rounds):
    kinds = [make(number) for number in range(count)]
    things = [kind(i) for i, kind in enumerate(kinds)]
    total = 0
    for i in range(rounds):
        thing = things[i % count]
        total += thing.cost() + thing.weight
        thing.base = i & 7
        if thing.label == "kind 3":
            total -= 1
    return total


for count in (1, 2, 5, 9, 12):
    print(count, many(count, 6000))


class Base:
    def __init__(self, value):
        self.first = value
        self.second = value + 1


SUBCLASSES = [type(f"Sub{i}", (Base,), {"__init__": Base.__init__}) for i in range(4)]


def build(rounds):
    total = 0
    for i in range(rounds):
        thing = SUBCLASSES[i % 4](i)
        thing.third = i
        total += thing.first + thing.second + thing.third
    return total


print(build(6000))


def patched(rounds):
    things = [kind(1) for kind in (make(1), make(2), make(4))]
    total = 0
    for i in range(rounds):
        thing = things[i % 3]
        total += len(thing.label) + thing.weight
        if i == 2000:
            type(things[1]).label = "a longer label"
        if i == 3000:
            things[2].label = "own"
        if i == 4000:
            type(things[0]).weight = property(lambda self: 1)
    return total


print(patched(6000))

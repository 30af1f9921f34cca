# match statements: every kind of pattern, in a loop long enough to be compiled.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def kind(value):
    match value:
        case 0 | 1:
            return "small"
        case int(number) if number > 10:
            return ("big", number)
        case [first, *rest, last]:
            return (first, rest, last)
        case {"key": key, **others}:
            return (key, others)
        case Point(0, y=height):
            return ("on axis", height)
        case Point(x, y):
            return (x, y)
        case str() as text:
            return text
        case None:
            return "none"
        case [_]:
            return "one"
        case True | False:
            return "never"
        case -3 | 2.5 | b"x":
            return "literal"
        case _:
            return "other"


values = [0, 5, 50, [1, 2, 3, 4], {"key": 1, "z": 2}, Point(0, 3), Point(1, 2), "hey", None, (1,), b"x", -3, 2.5, {1}]
for value in values:
    print(kind(value))
total = 0
for number in range(4000):
    found = kind(values[number % len(values)])
    total += len(found)
print(total)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as error:
    print(error)

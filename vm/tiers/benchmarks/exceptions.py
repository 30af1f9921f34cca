"""Exceptions raised and caught, here and some calls above; finally and with."""


class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is Refused


def check(value):
    if value % 3 == 0:
        raise Refused(value)
    return value


def middle(value):
    try:
        return check(value)
    finally:
        value += 1


def run():
    total = 0
    table = {}
    guard = Guard()
    for i in range(300):
        try:
            total += middle(i)
        except Refused as error:
            total += error.code
        try:
            total += table[i % 50]
        except KeyError:
            table[i % 50] = i
        try:
            int('12' if i % 4 else 'x')
        except (ValueError, TypeError):
            total += 1
        with guard:
            check(i)
    return total

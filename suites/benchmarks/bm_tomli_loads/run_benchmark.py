"""A TOML 1.0 parser of its own, and a configuration file of many tables: the same work on every engine, old ones too."""

from datetime import date, datetime, time, timedelta, timezone

import pyperf

TABLES = 20

TABLE = '''
[package.p{number}]
name = "package number {number}"
version = "1.{number}.0"  # a comment
enabled = true
released = 2024-03-{day:02}T07:32:00Z
built = 2024-03-{day:02} 07:32:00.25-01:30
seen = [2024-03-{day:02}, 07:32:00]
weights = [1, 2.5, 0x1F, -3_000, 1e6, inf]
paths = [
  "src/\\u00e9t\\u00e9",
  'C:\\raw\\path',  # as it stands
]
limits.memory.soft = {number}
limits."memory".hard = 0b1000
point = {{ x = {number}, y = "two", nested = {{ deep = [] }} }}

[[package.p{number}.authors]]
name = "First"
text = """
several
lines, \\
  one joined"""

[[package.p{number}.authors]]
name = "Second"
text = \'\'\'
it's "raw" \\n\'\'\'
'''

BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
WORD_ENDS = frozenset(" \t\n,]}#\0")
ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
BASES = {"0x": 16, "0o": 8, "0b": 2}
CONSTANTS = {"true": True, "false": False}
for sign in ("", "+", "-"):
    CONSTANTS[sign + "inf"] = float(sign + "inf")
    CONSTANTS[sign + "nan"] = float(sign + "nan")


class TOMLError(ValueError):
    pass


def are_digits(text):
    """Whether all are decimal digits, with single underscores between some of them."""
    return (
        text.isascii() and text.replace("_", "").isdigit() and text[0] != "_" and text[-1] != "_" and "__" not in text
    )


def read_number(word):
    base = BASES.get(word[:2])
    if base:
        if word[2:3] in ("", "_", "+", "-"):
            raise ValueError(word)
        return int(word[2:], base)
    mantissa, e, exponent = word.lower().partition("e")
    whole, point, fraction = mantissa.partition(".")
    if whole[:1] in ("+", "-"):
        whole = whole[1:]
    if exponent[:1] in ("+", "-"):
        exponent = exponent[1:]
    if not are_digits(whole) or len(whole) > 1 and whole[0] == "0":
        raise ValueError(word)
    if point and not are_digits(fraction) or e and not are_digits(exponent):
        raise ValueError(word)
    return float(word) if point or e else int(word)


def read_fields(text, separator, widths):
    fields = text.split(separator)
    if [len(field) for field in fields] != widths or not all(are_digits(field) and "_" not in field for field in fields):
        raise ValueError(text)
    return map(int, fields)


def read_time(text):
    clock, point, fraction = text.partition(".")
    if point and (not are_digits(fraction) or "_" in fraction):
        raise ValueError(text)
    return time(*read_fields(clock, ":", [2, 2, 2]), int(fraction[:6].ljust(6, "0")))


def read_moment(word):
    """A date, or a date and a time, with the distance from UTC or without."""
    day = date(*read_fields(word[:10], "-", [4, 2, 2]))
    if len(word) == 10:
        return day
    if word[10] not in "Tt ":
        raise ValueError(word)
    clock = word[11:]
    if clock[-1] in "Zz":
        return datetime.combine(day, read_time(clock[:-1]), timezone.utc)
    if clock[-6:-5] in ("+", "-"):
        hours, minutes = read_fields(clock[-5:], ":", [2, 2])
        if hours > 23 or minutes > 59:
            raise ValueError(word)
        distance = timedelta(hours=hours, minutes=minutes)
        zone = timezone(-distance if clock[-6] == "-" else distance)
        return datetime.combine(day, read_time(clock[:-6]), zone)
    return datetime.combine(day, read_time(clock))


class Parser:
    """Recursive descent over the characters. A NUL, which TOML forbids, marks the end of the source."""

    def __init__(self, source):
        self.source = source.replace("\r\n", "\n") + "\n\0"
        self.at = 0
        self.root = {}
        # By identity: tables that a header has opened, arrays that headers grow, inline tables, which are complete.
        self.opened = set()
        self.growing = set()
        self.complete = set()

    def fail(self, what):
        line = self.source.count("\n", 0, self.at) + 1
        raise TOMLError(f"line {line}: {what}")

    def expect(self, text):
        if not self.source.startswith(text, self.at):
            self.fail(f"expected {text!r}")
        self.at += len(text)

    def skip_spaces(self):
        source = self.source
        at = self.at
        while source[at] in " \t":
            at += 1
        self.at = at
        return source[at]

    def skip_comment(self):
        end = self.source.index("\n", self.at)
        for char in self.source[self.at : end]:
            if char < " " and char != "\t" or char == "\x7f":
                self.fail("a control character in a comment")
        self.at = end

    def skip_lines(self):
        """Spaces, ends of lines and comments; the character after them."""
        while True:
            char = self.skip_spaces()
            if char == "#":
                self.skip_comment()
            elif char != "\n":
                return char
            self.at += 1

    def document(self):
        table = self.root
        dotted = set()  # tables that dotted keys made under this header: no header opens them again
        while True:
            char = self.skip_lines()
            if char == "\0":
                if self.at != len(self.source) - 1:
                    self.fail("a NUL")
                return self.root
            if char == "[":
                self.opened |= dotted
                dotted = set()
                table = self.header()
            else:
                self.pair(table, dotted)
            if self.skip_spaces() == "#":
                self.skip_comment()
            self.expect("\n")

    def header(self):
        brackets = 2 if self.source[self.at + 1] == "[" else 1
        self.at += brackets
        keys = self.keys()
        self.expect("]" * brackets)
        table = self.root
        for key in keys[:-1]:
            table = table.setdefault(key, {})
            if id(table) in self.growing:
                table = table[-1]
            elif not isinstance(table, dict) or id(table) in self.complete:
                self.fail(f"{key} is no table that can be added to")
        key = keys[-1]
        if brackets == 2:
            if key not in table:
                table[key] = []
                self.growing.add(id(table[key]))
            array = table[key]
            if id(array) not in self.growing:
                self.fail(f"{key} is no array of tables")
            array.append({})
            return array[-1]
        table = table.setdefault(key, {})
        if not isinstance(table, dict) or id(table) in self.opened or id(table) in self.complete:
            self.fail(f"{key} is there already")
        self.opened.add(id(table))
        return table

    def pair(self, table, dotted):
        keys = self.keys()
        self.expect("=")
        self.skip_spaces()
        for key in keys[:-1]:
            table = table.setdefault(key, {})
            if not isinstance(table, dict) or id(table) in self.complete or id(table) in self.opened:
                self.fail(f"{key} is no table that can be added to")
            dotted.add(id(table))
        key = keys[-1]
        if key in table:
            self.fail(f"{key} is there already")
        table[key] = self.value()

    def keys(self):
        keys = []
        while True:
            char = self.skip_spaces()
            if char == '"' or char == "'":
                if self.source.startswith(char * 3, self.at):
                    self.fail("a key of several lines")
                keys.append(self.string())
            else:
                source = self.source
                start = at = self.at
                while source[at] in BARE:
                    at += 1
                if at == start:
                    self.fail("expected a key")
                keys.append(source[start:at])
                self.at = at
            if self.skip_spaces() != ".":
                return keys
            self.at += 1

    def value(self):
        source = self.source
        char = source[self.at]
        if char == '"' or char == "'":
            return self.string()
        if char == "[":
            return self.array()
        if char == "{":
            return self.inline_table()
        start = at = self.at
        while source[at] not in WORD_ENDS:
            at += 1
        if at - start == 10 and source[at] == " " and source[start + 4] == "-" and source[at + 1].isdigit():
            at += 1
            while source[at] not in WORD_ENDS:
                at += 1
        word = source[start:at]
        if word in CONSTANTS:
            found = CONSTANTS[word]
        else:
            try:
                if word[4:5] == "-" and len(word) >= 10:
                    found = read_moment(word)
                elif word[2:3] == ":":
                    found = read_time(word)
                else:
                    found = read_number(word)
            except (ValueError, IndexError):
                self.fail(f"no value: {word!r}")
        self.at = at
        return found

    def array(self):
        self.at += 1
        items = []
        while self.skip_lines() != "]":
            items.append(self.value())
            if self.skip_lines() != ",":
                break
            self.at += 1
        self.expect("]")
        return items

    def inline_table(self):
        self.at += 1
        table = {}
        dotted = set()
        if self.skip_spaces() != "}":
            while True:
                self.pair(table, dotted)
                if self.skip_spaces() != ",":
                    break
                self.at += 1
        self.expect("}")
        self.complete.add(id(table))
        self.complete |= dotted
        return table

    def string(self):
        source = self.source
        quote = source[self.at]
        lines = source.startswith(quote * 3, self.at)
        end = quote * 3 if lines else quote
        at = self.at + len(end)
        if lines and source[at] == "\n":
            at += 1
        pieces = []
        start = at
        while True:
            char = source[at]
            if char == quote and source.startswith(end, at):
                break
            if char == "\\" and quote == '"':
                pieces.append(source[start:at])
                self.at = at + 1
                pieces.append(self.escape(lines))
                start = at = self.at
            elif char < " " and char != "\t" and not (char == "\n" and lines) or char == "\x7f":
                self.at = at
                self.fail("a string that does not end, or a control character in it")
            else:
                at += 1
        # One or two quotes may stand before the three that end the string.
        for _ in range(2):
            if lines and source[at + 3] == quote:
                at += 1
        pieces.append(source[start:at])
        self.at = at + len(end)
        return "".join(pieces)

    def escape(self, lines):
        """What the characters after a backslash stand for."""
        source = self.source
        char = source[self.at]
        if char in ESCAPES:
            self.at += 1
            return ESCAPES[char]
        if char == "u" or char == "U":
            digits = source[self.at + 1 : self.at + (5 if char == "u" else 9)]
            if len(digits) != (4 if char == "u" else 8) or not digits.isalnum():
                self.fail("an escape without its digits")
            try:
                code = int(digits, 16)
                if 0xD800 <= code <= 0xDFFF:
                    raise ValueError(digits)
                found = chr(code)
            except (ValueError, OverflowError):
                self.fail(f"no character: {digits}")
            self.at += 1 + len(digits)
            return found
        if not lines or self.skip_spaces() != "\n":
            self.fail("no such escape")
        while source[self.at] in " \t\n":
            self.at += 1
        return ""


def make_document():
    return "title = 'all'\n" + "".join(TABLE.format(number=number, day=1 + number % 28) for number in range(TABLES))


def expected_package(number):
    day = date(2024, 3, 1 + number % 28)
    clock = time(7, 32)
    return {
        "name": f"package number {number}",
        "version": f"1.{number}.0",
        "enabled": True,
        "released": datetime.combine(day, clock, timezone.utc),
        "built": datetime.combine(day, time(7, 32, 0, 250000), timezone(-timedelta(minutes=90))),
        "seen": [day, clock],
        "weights": [1, 2.5, 31, -3000, 1e6, float("inf")],
        "paths": ["src/\u00e9t\u00e9", "C:\\raw\\path"],
        "limits": {"memory": {"soft": number, "hard": 8}},
        "point": {"x": number, "y": "two", "nested": {"deep": []}},
        "authors": [
            {"name": "First", "text": "several\nlines, one joined"},
            {"name": "Second", "text": "it's \"raw\" \\n"},
        ],
    }


EXPECTED = {"title": "all", "package": {f"p{number}": expected_package(number) for number in range(TABLES)}}


def bench_tomli_loads(document):
    found = Parser(document).document()
    if found != EXPECTED:
        raise ValueError(f"read {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A TOML parser: characters, tables, arrays, strings and dates."
    runner.bench_func("tomli_loads", bench_tomli_loads, make_document())

"""Reports put together in every way that strings allow: +=, join, f-strings, %, format, and case and padding."""

import pyperf

ROWS = 700
EXPECTED = (5490, 35699, 4988)


def by_adding(count):
    text = ""
    for number in range(count):
        text += "row "
        text += str(number)
        text += "\n"
    return text


def by_joining(count):
    return "".join(["row " + str(number) + "\n" for number in range(count)])


def by_f_strings(count):
    return "".join(f"row {number}\n" for number in range(count))


def by_percent(count):
    return "".join("row %d\n" % number for number in range(count))


def by_format(count):
    return "".join("row {}\n".format(number) for number in range(count))


def table(count):
    lines = []
    for number in range(count):
        name = "item" + chr(97 + number % 26)
        lines.append(f"{number:>6} | {name.title():<10}|{number / 7:10.3f}|{number:#06x}| {'*' * (number % 9):^9} |")
    return "\n".join(lines)


def words(text):
    upper = 0
    for line in text.splitlines():
        for part in line.split("|"):
            part = part.strip()
            if part and part[0].isupper():
                upper += 1
            elif part.startswith("0x") and part.endswith("0"):
                upper += 2
            elif part.replace(".", "", 1).isdigit():
                upper += 3
    return upper


def bench_text_builder():
    one = by_adding(ROWS)
    for way in (by_joining, by_f_strings, by_percent, by_format):
        if way(ROWS) != one:
            raise ValueError(f"{way.__name__} gave another text")
    text = table(ROWS)
    found = len(one), len(text), words(text)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Strings built, formatted, split and classified."
    runner.bench_func("text_builder", bench_text_builder)

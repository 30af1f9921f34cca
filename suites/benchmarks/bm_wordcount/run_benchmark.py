"""A report about a text: split it, clean the words, count them, and print tables.

The text is made up from syllables by a small generator, before the clock starts. What is timed is
everyday string and dict work: split, strip, lower, replace, dict counting, sorting by key, f-strings
and join.
"""

import pyperf

SENTENCES = 6500
PUNCTUATION = ".,;:!?\"'()"
STOP_WORDS = ("ba", "ke", "no", "ti", "lu")
EXPECTED = (52213, 2788, 361753, "ba")

SYLLABLES = (
    "ba", "ke", "no", "ti", "lu", "ra", "shi", "mo", "ven", "dor", "pel", "an",
    "ost", "gri", "ula", "em", "tor", "fin", "sel", "qua",
)
SETTINGS = """
# settings of the report, as a user would write them
title = Words in the chronicle
columns = 4
width=14
top = 25
ratio = 0.125
verbose = yes
limit = many
"""


class ReportError(Exception):
    pass


def random_numbers(seed):
    """Endless numbers of a linear congruential generator."""
    state = seed
    while True:
        state = (state * 1103515245 + 12345) % 2147483648
        yield state >> 8


def make_text(sentences):
    numbers = random_numbers(99)
    lines = []
    for _ in range(sentences):
        words = []
        for position in range(4 + next(numbers) % 9):
            # Multiplying two draws favours the front of the list: some words are common, most are rare.
            count = 1 + (next(numbers) % 3) * (next(numbers) % 2)
            word = ""
            for _ in range(count):
                word += SYLLABLES[next(numbers) % 20 * (next(numbers) % 20) // 20]
            if next(numbers) % 11 == 0:
                word = f'"{word}"'
            if next(numbers) % 9 == 0:
                word += ","
            words.append(word.capitalize() if position == 0 else word)
        lines.append(" ".join(words) + ".!?;"[next(numbers) % 4])
    return "\n".join(lines)


def parse_value(text):
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            pass
    if text in ("yes", "no"):
        return text == "yes"
    return text


def parse_settings(text):
    settings = {}
    for line in text.split("\n"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        at = line.find("=")
        if at < 0:
            raise ReportError(f"not a setting: {line}")
        settings[line[:at].strip()] = parse_value(line[at + 1:].strip())
    return settings


def tokenize(text):
    for line in text.split("\n"):
        for piece in line.replace(",", " ").split():
            word = piece.strip(PUNCTUATION).lower()
            if word.isalpha():
                yield word


def count_words(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def follow_ups(words):
    """For each word, how often each other word comes right after it."""
    table = {}
    previous = None
    for word in words:
        if previous is not None:
            row = table.get(previous)
            if row is None:
                row = table[previous] = {}
            if word in row:
                row[word] += 1
            else:
                row[word] = 1
        previous = word
    return table


def by_letter(counts):
    groups = {}
    for word in counts:
        groups.setdefault(word[0], []).append(word)
    return groups


def rank(counts, limit):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def render(settings, counts, table):
    total = sum(counts.values())
    lines = [settings["title"], "=" * len(settings["title"]), ""]
    for place, (word, count) in enumerate(rank(counts, settings["top"]), 1):
        followers = rank(table.get(word, {}), 3)
        names = ", ".join([f"{name} ({times})" for name, times in followers])
        lines.append(f"{place:3d}. {word:<{settings['width']}}{count:6d} {100 * count / total:6.2f} %  {names}")
    lines.append("")
    for letter, words in sorted(by_letter(counts).items()):
        words.sort(key=lambda word: (len(word), word))
        cells = []
        for word in words:
            if word in STOP_WORDS or not word.startswith(letter):
                continue
            cells.append(f"{word}:{counts[word]}")
        for start in range(0, len(cells), settings["columns"]):
            row = cells[start:start + settings["columns"]]
            lines.append(f"{letter.upper()} | " + " | ".join(row))
    return "\n".join(lines)


def checksum(text):
    value = 7
    for line in text.split("\n"):
        value = (value * 31 + len(line) * 17 + len(line.split())) % 1000003
    return value


def make_report(text):
    settings = parse_settings(SETTINGS)
    words = list(tokenize(text))
    counts = count_words(words)
    report = render(settings, counts, follow_ups(words))
    best = max(counts, key=lambda word: (counts[word], word))
    return len(words), len(counts), checksum(report), best


def bench_wordcount(text, expected):
    result = make_report(text)
    if result != expected:
        raise ReportError(f"expected {expected}, got {result}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Tokenise a text, count its words, and print a report."
    runner.bench_func("wordcount", bench_wordcount, make_text(SENTENCES), EXPECTED)

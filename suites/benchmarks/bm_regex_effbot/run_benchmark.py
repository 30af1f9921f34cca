"""Small patterns searched in strings of growing size: literals, classes, repeats, groups and alternatives."""

import re

import pyperf

EXPECTED = 18643
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        "Python|Perl",
        "(Python|Perl)",
        "(?:Python|Perl)",
        "[Pp]ython",
        ".*Perl",
        ".*?Python",
        "Pyt(?=hon)",
        "(P)(y)(t)(h)(o)(n)",
        "[a-z]+Python",
        r"\bPython\b",
        r"(?i)PYTHON",
        "-{2,5}Pe?rl",
    )
]


def make_texts():
    texts = []
    for size in (0, 5, 50, 250, 1000):
        filler = "-" * size
        texts += [filler + "Perl" + filler, filler + "Python" + filler, filler + "a" * size + "Pyth"]
    return texts


def bench_regex_effbot(texts):
    found = 0
    for pattern in PATTERNS:
        for text in texts:
            match = pattern.search(text)
            if match:
                found += match.end()
            found += pattern.match(text) is not None
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Small regular expressions on short and long strings."
    runner.bench_func("regex_effbot", bench_regex_effbot, make_texts())

"""Compiling regular expressions: re's parser and compiler in Python, with its cache cleared."""

import re

import pyperf

PATTERNS = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
    r"^\s*(?:#.*)?$",
    r"([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|\d+)",
    r"(?i)<a\s+[^>]*href\s*=\s*[\"']?([^\"' >]+)[\"' >]",
    r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)",
    r"(?P<scheme>https?|ftp)://(?P<host>[^/:?#\s]+)(?::(?P<port>\d+))?(?P<path>/[^?#\s]*)?",
    r"(?x) \b (?: [aeiou] [^\W\d_]* | (?<=un) \w{3,8}? ) \b  # words",
    r"(\w+)(?=\s\1\b)(?!\d)",
    r"[\u00e0-\u00ff\u0100-\u017f]+(?:-[\u00e0-\u00ff]+)*",
    r"(a|ab|abc|abcd)*?(?:e|f(?:g|h(?:i|j)))+$",
)


def bench_regex_compile():
    groups = 0
    for pattern in PATTERNS:
        re.purge()
        groups += re.compile(pattern).groups
    if groups != 12:
        raise ValueError(f"{groups} groups")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "re.compile without its cache."
    runner.bench_func("regex_compile", bench_regex_compile)

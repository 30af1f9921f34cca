"""Patterns of web pages: addresses, tags, cookies and style sheets searched, split and replaced by functions."""

import re

import pyperf

REPEAT = 12
EXPECTED = 598896


def make_page():
    rows = []
    for number in range(40):
        rows.append(
            f'<div class="row r{number} {"odd" if number % 2 else "even"}" style="color: #{number:02x}ff00; '
            f'margin-left:{number}px"><a href="https://host{number % 7}.example.org:80{number % 10}/p/{number}?q=a+b&amp;n={number}">'
            f"Item&nbsp;{number} &lt;{number}&gt;</a></div>"
        )
    return "\n".join(rows)


COOKIES = "; ".join(f"name{number}=value{number}%20x" for number in range(30))
CAMEL = re.compile(r"-(\w)")
ENTITY = re.compile(r"&(?:(nbsp)|(lt|gt|amp));")
LINK = re.compile(r'<a\s+href="(https?)://([^/:"]+)(?::(\d+))?([^"?]*)(?:\?([^"]*))?"')
CLASS = re.compile(r"(?:^|\s)(odd|even)(?:\s|$)")
ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
TRIM = re.compile(r"^\s+|\s+$")
COLOR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", re.I)
ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}


def bench_regex_v8(page):
    found = 0
    for _ in range(REPEAT):
        for match in LINK.finditer(page):
            found += int(match.group(3)) + len(match.group(4)) + len(match.group(5) or "")
        text = ENTITY.sub(lambda match: " " if match.group(1) else ENTITIES[match.group(2)], page)
        found += len(text)
        found += sum(len(value) for _, value, _, _ in ATTRIBUTE.findall(page))
        found += len(CAMEL.sub(lambda match: match.group(1).upper(), page))
        found += sum(int(red, 16) for red, _, _ in COLOR.findall(page))
        found += sum(CLASS.search(name) is not None for _, name, _, _ in ATTRIBUTE.findall(page))
        for pair in re.split(r";\s*", COOKIES):
            name, value = TRIM.sub("", pair).split("=", 1)
            found += len(re.sub("%20", " ", value)) + len(name)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Regular expressions of web pages: finditer, sub with functions, split."
    runner.bench_func("regex_v8", bench_regex_v8, make_page())

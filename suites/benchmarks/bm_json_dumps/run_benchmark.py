"""json.dumps of small, nested, textual and numeric documents."""

import json

import pyperf

REPEAT = 30
EXPECTED = 133620


def make_documents():
    user = {"id": 1234567, "name": "Ada Lovelace", "email": "ada@example.org", "active": True, "score": 99.5, "team": None}
    return [
        {},
        [1, 2.5, "three", None, False],
        {"users": [dict(user, id=number) for number in range(20)]},
        {"text": "line\nwith \"quotes\" and \u00fcml\u00e4uts \u2603 " * 10},
        [[number * factor for number in range(20)] for factor in range(10)],
        {str(number): number / 7 for number in range(40)},
    ]


def bench_json_dumps(documents):
    total = 0
    for _ in range(REPEAT):
        for document in documents:
            total += len(json.dumps(document))
    if total != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {total}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "json.dumps of mixed documents."
    runner.bench_func("json_dumps", bench_json_dumps, make_documents())

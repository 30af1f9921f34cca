"""json.loads of the kinds of documents that bm_json_dumps writes."""

import json

import pyperf

REPEAT = 30


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


def bench_json_loads(pairs):
    for _ in range(REPEAT):
        for text, document in pairs:
            if json.loads(text) != document:
                raise ValueError("not what was written")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "json.loads of mixed documents."
    runner.bench_func("json_loads", bench_json_loads, [(json.dumps(each), each) for each in make_documents()])

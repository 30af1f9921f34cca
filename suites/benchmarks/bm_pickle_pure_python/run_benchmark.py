"""The pickle module's Python implementation: dumps and loads of dicts, tuples and lists of ints."""

import pickle

import pyperf

REPEAT = 8


class Item:
    def __init__(self, number):
        self.number = number
        self.label = f"item {number}"

    def __eq__(self, other):
        return self.__dict__ == other.__dict__


def make_data():
    record = {
        "ads_flags": 0,
        "age": 18,
        "birthday": (1980, 5, 7),
        "bulletin_count": 0,
        "comment_count": 0,
        "country": "BR",
        "encrypted_id": "G9urXXAJwjE",
        "favorite_count": 9,
        "first_name": "",
        "flags": 412317970704,
        "friend_count": 0,
        "is_deleted": False,
        "profile": [1.5, None, True, b"bytes", "\u00e9t\u00e9"],
    }
    return [
        record,
        ([265867233, 265868503, 265252341, 265243910, 265879514, 266219766, 266021701], 60),
        [Item(number) for number in range(12)],
        {number: {"nested": [number] * 5} for number in range(10)},
    ]


def bench_pickle_pure_python(data):
    for _ in range(REPEAT):
        for each in data:
            if pickle._loads(pickle._dumps(each, protocol=4)) != each:
                raise ValueError("the round trip failed")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "pickle's Pickler and Unpickler in Python."
    runner.bench_func("pickle_pure_python", bench_pickle_pure_python, make_data())

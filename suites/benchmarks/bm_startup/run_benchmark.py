"""From the start of an engine to its end: nothing, and imports of the standard library."""

import sys

import pyperf

CASES = {
    "pass": "pass",
    "import_re": "import re",
    "import_json": "import json",
    "import_collections": "import collections",
    "import_dataclasses": "import dataclasses",
    "import_argparse": "import argparse",
    "import_asyncio": "import asyncio",
    "import_typing": "import typing",
}


def add_cmdline_args(command, args):
    command.extend(("--case", args.case))


if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=add_cmdline_args)
    runner.argparser.add_argument("--case", choices=sorted(CASES), required=True)
    args = runner.parse_args()
    code = CASES[args.case]
    runner.metadata["description"] = "Start, run `" + code + "`, end."
    runner.bench_command("startup_" + args.case, [sys.executable, "-c", code])

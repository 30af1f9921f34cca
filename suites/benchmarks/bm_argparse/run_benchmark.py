"""argparse: a parser with many options made, and command lines parsed; and subcommands."""

import argparse

import pyperf


def make_parser():
    parser = argparse.ArgumentParser(prog="tool", description="A tool with options.")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more")
    parser.add_argument("--level", type=int, choices=range(10), default=3)
    parser.add_argument("--name", required=True)
    parser.add_argument("--define", action="append", default=[])
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--fast", action="store_true")
    group.add_argument("--slow", action="store_false")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("build", "test", "deploy"):
        command = commands.add_parser(name, help=f"{name} it")
        command.add_argument("target", nargs="+")
        command.add_argument("--jobs", "-j", type=int, default=1)
    return parser


def bench_argparse():
    parser = make_parser()
    for number in range(4):
        line = ["-vv", "--level", str(number), "--name=x", "--define", "a=1", "--define", "b=2", "--fast", "build", "one", "two", "-j8"]
        found = parser.parse_args(line)
        if (found.verbose, found.level, found.define, found.target, found.jobs) != (2, number, ["a=1", "b=2"], ["one", "two"], 8):
            raise ValueError(f"parsed {found}")
    if "--level {0,1,2,3,4,5,6,7,8,9}" not in parser.format_help():
        raise ValueError("no help")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "argparse: making a parser, parsing, help."
    runner.bench_func("argparse", bench_argparse)

"""The logging module: calls below the level, simple messages, and messages formatted with arguments."""

import io
import logging

import pyperf

CALLS = 150


def make_logger():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
    logger = logging.getLogger("benchmark.child")
    logger.propagate = False
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    return logger, stream


def bench_logging(logger, stream):
    stream.truncate(0)
    stream.seek(0)
    for number in range(CALLS):
        for _ in range(5):
            logger.debug("below the level %d", number)
        logger.warning("a simple message")
        logger.warning("number %d of %s", number, "many")
    lines = stream.getvalue().splitlines()
    if len(lines) != 2 * CALLS or lines[-1] != f"WARNING:benchmark.child:number {CALLS - 1} of many":
        raise ValueError(f"logged {lines[-1:]}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "logging to a stream in memory."
    runner.bench_func("logging", bench_logging, *make_logger())

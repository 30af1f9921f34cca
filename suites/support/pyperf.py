"""pyperf.Runner for engines that have no pyperf: plain CPython, and small Pythons such as our VM.

The harness puts this folder on PYTHONPATH, so that every engine is timed by the same code. Only sys and
time are imported, and only everyday Python is used, so that a minimal Python can run it; argparse and
asyncio come in when a script asks for them. Benchmarks are
written against the real pyperf (https://pyperf.readthedocs.io/en/latest/api.html#runner-class); this is
the part of its interface that they use: Runner (bench_func, bench_time_func, bench_async_func, bench_command,
timeit, argparser, parse_args, args, metadata), perf_counter, python_implementation, python_has_jit.

    python run_benchmark.py                    calibrate, measure, print one line for people
    python run_benchmark.py --worker OPTIONS   measure once, print one JSON line for the harness

Options of a worker (the names of pyperf where it has them):

    --loops N         calls of the function in one value; 0 finds the number that takes --min-time
    --min-time S      seconds one value should take when loops are being calibrated (default 0.05)
    --warmups N       at least so many values before the ones that count (default 1)
    --warmup-min S    and at least so many seconds of them (default 0)
    --warmup-cap S    then on until the values are steady, but no longer than so many seconds
                      (default 0: do not wait for steadiness)
    --values N        values that count (default 3)
    --worker-task N   measure only the script's benchmark number N, from 0 (default: all of them)

The line starts with "@pyperf-worker " and holds name, metadata, warmups ([loops, seconds a loop] each, the
warm-up curve), values (seconds a loop) and steady (true, false, or null when it was not asked). The metadata
have mem_max_rss, the peak resident size in bytes, where the system tells it. A benchmark of a command is not
run here: a line "@pyperf-command " holds its name and command, in which null stands for the engine itself, and
the harness times it.
"""

import sys
import time

perf_counter = time.perf_counter

MARKER = "@pyperf-worker "
COMMAND_MARKER = "@pyperf-command "
STEADY_WINDOW = 8
MAX_LOOPS = 2 ** 32


class Runner:
    """Runs the benchmarks of one script; the options come from the command line.

    Without argparser, options are read when the Runner is made. A script that adds options of its own through
    argparser has all of them read by parse_args(), or by the first measurement.
    """

    def __init__(
        self,
        values=None,
        processes=None,
        loops=None,
        min_time=None,
        metadata=None,
        show_name=True,
        program_args=None,
        add_cmdline_args=None,
        warmups=None,
        _argparser=None,
    ):
        # processes, show_name, program_args and add_cmdline_args tell pyperf how to start workers; here the
        # harness starts them with the script's own arguments.
        self._defaults = {"values": values, "loops": loops, "min-time": min_time, "warmups": warmups}
        self._parser = _argparser
        self._parsed = False
        self._tasks = 0
        self.args = None
        self.metadata = {}
        if metadata is not None:
            self.metadata.update(metadata)
        if _argparser is not None:
            add_options(_argparser)
        else:
            self._options, self._extra = split_options(sys.argv[1:])

    @property
    def argparser(self):
        """The argparse.ArgumentParser of the script, made when asked for."""
        if self._parser is None:
            import argparse

            self._parser = argparse.ArgumentParser()
            add_options(self._parser)
        return self._parser

    def parse_args(self, args=None):
        """Reads the command line with argparser; its result is also `args`."""
        if not self._parsed:
            self._parsed = True
            self.args = self.argparser.parse_args(args)
            self._options = {name: getattr(self.args, name.replace("-", "_")) for name in OPTIONS}
        return self.args

    def _read_options(self):
        if self._parser is not None:
            self.parse_args()
        elif self._extra:
            raise SystemExit(f"pyperf: unknown option {self._extra[0]}; known are --" + ", --".join(OPTIONS))
        options = self._options
        self.is_worker = bool(options["worker"])
        self.task = options["worker-task"]
        self.loops = chosen(options["loops"], self._defaults["loops"], 0)
        self.min_time = chosen(options["min-time"], self._defaults["min-time"], 0.05)
        self.warmups = chosen(options["warmups"], self._defaults["warmups"], 1)
        self.warmup_min = chosen(options["warmup-min"], 0.0)
        self.warmup_cap = chosen(options["warmup-cap"], 0.0)
        self.values = chosen(options["values"], self._defaults["values"], 3)

    def bench_func(self, name, func, *args, inner_loops=None, metadata=None):
        """Time calls of func(*args)."""

        def time_func(loops):
            repeat = range(loops)
            start = perf_counter()
            for _ in repeat:
                func(*args)
            return perf_counter() - start

        return self._measure(name, time_func, inner_loops, metadata)

    def bench_time_func(self, name, time_func, *args, inner_loops=None, metadata=None):
        """time_func(loops, *args) measures itself and returns the seconds of all loops together."""

        def timed(loops):
            return time_func(loops, *args)

        return self._measure(name, timed, inner_loops, metadata)

    def bench_async_func(self, name, func, *args, inner_loops=None, metadata=None, loop_factory=None):
        """Time `await func(*args)`, all loops of a value within one event loop."""
        import asyncio

        async def time_awaits(loops):
            start = perf_counter()
            for _ in range(loops):
                await func(*args)
            return perf_counter() - start

        def timed(loops):
            if loop_factory is None:
                return asyncio.run(time_awaits(loops))
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(time_awaits(loops))

        return self._measure(name, timed, inner_loops, metadata)

    def timeit(
        self, name, stmt=None, setup="pass", teardown="pass", inner_loops=None, duplicate=None, metadata=None, globals=None
    ):
        """Time a statement, as the timeit module does."""
        if stmt is None:
            stmt = name
        body = "\n".join("        " + line for line in stmt.splitlines() * chosen(duplicate, 1))
        source = (
            "def timed(loops):\n"
            + "\n".join("    " + line for line in setup.splitlines())
            + "\n    repeat = range(loops)\n    start = perf_counter()\n    for _ in repeat:\n"
            + body
            + "\n    elapsed = perf_counter() - start\n"
            + "\n".join("    " + line for line in teardown.splitlines())
            + "\n    return elapsed\n"
        )
        namespace = {} if globals is None else dict(globals)
        namespace["perf_counter"] = perf_counter
        exec(source, namespace)
        copies = chosen(inner_loops, 1) * chosen(duplicate, 1)
        return self._measure(name, namespace["timed"], copies if copies > 1 else None, metadata)

    def bench_command(self, name, command):
        """Time a command from its start to its end."""
        self._read_options()
        if self._skips_task():
            return None
        if self.is_worker:
            parts = [None if part is None or part == "" or part == sys.executable else part for part in command]
            sys.stdout.write(COMMAND_MARKER + to_json({"name": name, "command": parts}) + "\n")
            return None
        import subprocess

        def timed(loops):
            start = perf_counter()
            for _ in range(loops):
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return perf_counter() - start

        self._tasks -= 1
        return self._measure(name, timed, None, None)

    def _skips_task(self):
        """Counts the benchmarks of the script; true for one that was not asked for."""
        number = self._tasks
        self._tasks += 1
        return self.task is not None and self.task != number

    def _measure(self, name, time_func, inner_loops, metadata):
        self._read_options()
        if self._skips_task():
            return None
        start = perf_counter()
        task = Task(time_func, inner_loops)
        if self.loops > 0:
            task.loops = self.loops
        else:
            task.calibrate_loops(self.min_time)
        steady = task.warm_up(self.warmups, self.warmup_min, self.warmup_cap)
        values = [task.value() for _ in range(self.values)]

        about = describe_python()
        about.update(self.metadata)
        if metadata is not None:
            about.update(metadata)
        about["name"] = name
        about["unit"] = "second"
        about["loops"] = task.loops
        if inner_loops is not None:
            about["inner_loops"] = inner_loops
        about["duration"] = perf_counter() - start
        peak = peak_memory()
        if peak is not None:
            about["mem_max_rss"] = peak
        result = {
            "name": name,
            "metadata": about,
            "warmups": task.warmups,
            "values": values,
            "steady": steady,
        }
        if self.is_worker:
            sys.stdout.write(MARKER + to_json(result) + "\n")
        else:
            sys.stdout.write(summary(name, values) + "\n")
        return result


class Task:
    """One function being measured: its loops, and every value until it was warm."""

    def __init__(self, time_func, inner_loops):
        self.time_func = time_func
        self.inner_loops = 1 if inner_loops is None else inner_loops
        self.loops = 1
        self.warmups = []

    def value(self):
        """One value: seconds for a single loop."""
        elapsed = self.time_func(self.loops)
        if elapsed <= 0:
            raise ValueError("the benchmark function took no time")
        return elapsed / (self.loops * self.inner_loops)

    def calibrate_loops(self, min_time):
        while True:
            elapsed = self.time_func(self.loops)
            self.warmups.append([self.loops, elapsed / (self.loops * self.inner_loops)])
            if elapsed >= min_time:
                return
            if self.loops * 2 > MAX_LOOPS:
                raise ValueError("the benchmark function is too fast to be measured")
            self.loops *= 2

    def warm_up(self, count, min_seconds, cap_seconds):
        curve = []
        start = perf_counter()
        while True:
            elapsed = perf_counter() - start
            if len(curve) >= count and elapsed >= min_seconds:
                if cap_seconds <= 0:
                    return None
                if is_steady(curve):
                    return True
                if elapsed >= cap_seconds:
                    return False
            value = self.value()
            curve.append(value)
            self.warmups.append([self.loops, value])


def is_steady(curve):
    """pyperf's criterion on the last values: both halves have quartiles within 5 %, and the
    median absolute deviation is at most 10 % of the median."""
    if len(curve) < STEADY_WINDOW:
        return False
    window = curve[len(curve) - STEADY_WINDOW:]
    older = sorted(window[: STEADY_WINDOW // 2])
    newer = sorted(window[STEADY_WINDOW // 2:])
    for fraction in (0.25, 0.75):
        was = quantile(older, fraction)
        now = quantile(newer, fraction)
        if abs(was - now) > 0.05 * now:
            return False
    middle = quantile(sorted(window), 0.5)
    deviations = sorted([abs(value - middle) for value in window])
    return quantile(deviations, 0.5) <= 0.1 * middle


def quantile(ordered, fraction):
    """Linear interpolation between the two nearest values."""
    position = (len(ordered) - 1) * fraction
    below = int(position)
    if below + 1 >= len(ordered):
        return ordered[below]
    return ordered[below] + (position - below) * (ordered[below + 1] - ordered[below])


def chosen(*candidates):
    """The first that is not None."""
    for candidate in candidates:
        if candidate is not None:
            return candidate
    return None


OPTIONS = {
    "worker": None,
    "loops": int,
    "min-time": float,
    "warmups": int,
    "warmup-min": float,
    "warmup-cap": float,
    "values": int,
    "worker-task": int,
}


def add_options(parser):
    """The options of a worker, for a script that reads its command line with argparse."""
    for name, convert in OPTIONS.items():
        if convert is None:
            parser.add_argument("--" + name, action="store_true")
        else:
            parser.add_argument("--" + name, type=convert)


def split_options(arguments):
    """(options of a worker by name, None where not given; the arguments that are none)."""
    options = dict.fromkeys(OPTIONS)
    extra = []
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        position += 1
        name = argument[2:]
        if not argument.startswith("--") or name not in OPTIONS:
            extra.append(argument)
            continue
        convert = OPTIONS[name]
        if convert is None:
            options[name] = True
            continue
        if position >= len(arguments):
            raise SystemExit(f"pyperf: {argument} needs a number after it")
        try:
            options[name] = convert(arguments[position])
        except ValueError:
            raise SystemExit(f"pyperf: {argument} needs a number, not {arguments[position]}")
        position += 1
    return options, extra


def python_implementation():
    """The engine's name in lower case, as pyperf gives it."""
    return sys.implementation.name.lower()


def python_has_jit():
    """Whether the engine compiles at runtime, as pyperf guesses it."""
    if python_implementation() in ("pypy", "graalpython"):
        return True
    return python_implementation() != "cpython"


def describe_python():
    """The engine's own word about itself; a small Python may not know all of it."""
    about = {}
    try:
        about["python_implementation"] = sys.implementation.name
    except AttributeError:
        pass
    try:
        about["python_version"] = sys.version.split()[0]
    except AttributeError:
        pass
    return about


def peak_memory():
    """The process's peak resident size in bytes, from Linux; None where it cannot be read."""
    try:
        with open("/proc/self/status") as status:
            for line in status.read().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except Exception:
        pass
    return None


def summary(name, values):
    mean = sum(values) / len(values)
    spread = 0.0
    if len(values) > 1:
        spread = (sum([(value - mean) ** 2 for value in values]) / (len(values) - 1)) ** 0.5
    return f"{name}: Mean +- std dev: {mean * 1000:.3f} ms +- {spread * 1000:.3f} ms"


def to_json(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([to_json(item) for item in value]) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join([quote(key) + ": " + to_json(item) for key, item in value.items()]) + "}"
    raise TypeError(f"cannot write {value!r} as JSON")


def quote(text):
    pieces = []
    for char in text:
        code = ord(char)
        if char == '"' or char == "\\":
            pieces.append("\\" + char)
        elif code < 32 or code == 127:
            pieces.append(f"\\u{code:04x}")
        else:
            pieces.append(char)
    return '"' + "".join(pieces) + '"'

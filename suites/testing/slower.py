"""A benchmark made slower on purpose, for trying out whether a gate finds it.

    ENGINE slower.py FRACTION NAME SCRIPT ARGUMENTS...

runs SCRIPT as ENGINE would, and after each value of the benchmark NAME (* for all) spins for FRACTION of the time that the
value took: 0.15 is a real +15 %, with the noise of the machine in it. As an engine of stage-report:

    --engine "head:vm=stage-vm --stage 4 suites/testing/slower.py 0.15 nbody"
"""

import sys

import pyperf
from pyperf import perf_counter

fraction, slow, script = float(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.argv = sys.argv[3:]
measure = pyperf.Runner._measure


def measure_slower(self, name, time_func, inner_loops, metadata):
    def slowed(loops):
        elapsed = time_func(loops)
        start = perf_counter()
        end = start + elapsed * fraction
        while perf_counter() < end:
            pass
        return elapsed + (perf_counter() - start)

    return measure(self, name, slowed if slow in (name, "*") else time_func, inner_loops, metadata)


pyperf.Runner._measure = measure_slower
sys.path[0] = script.rpartition("/")[0] or "."
with open(script, encoding="utf-8") as file:
    source = file.read()
exec(compile(source, script, "exec"), {"__name__": "__main__", "__file__": script})

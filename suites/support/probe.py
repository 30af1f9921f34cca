"""What an engine says of itself, as one JSON line for the harness: implementation, version, executable."""

import sys


def quote(text):
    return '"' + "".join(["\\" + char if char in '"\\' else char for char in text if char >= " "]) + '"'


def describe():
    implementation = getattr(sys, "implementation", None)
    words = getattr(sys, "version", "").split()
    version = words[0] if words else ""
    pypy = getattr(sys, "pypy_version_info", None)
    if pypy is not None:
        version += " (PyPy " + ".".join([str(part) for part in pypy[:3]]) + ")"
    return {
        "implementation": getattr(implementation, "name", ""),
        "version": version,
        "executable": getattr(sys, "executable", None) or "",
    }


print("@stage-report-probe {" + ", ".join([quote(key) + ": " + quote(value) for key, value in describe().items()]) + "}")

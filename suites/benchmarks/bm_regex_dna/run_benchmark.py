"""Variants of a pattern counted and replaced in made-up DNA, as in the Computer Language Benchmarks Game."""

import re

import pyperf

LENGTH = 20000
EXPECTED = (5, 20333, 21220)

VARIANTS = (
    "agggtaaa|tttaccct",
    "[cgt]gggtaaa|tttaccc[acg]",
    "a[act]ggtaaa|tttacc[agt]t",
    "ag[act]gtaaa|tttac[agt]ct",
    "agg[act]taaa|ttta[agt]cct",
    "aggg[acg]aaa|ttt[cgt]ccc",
    "agggt[cgt]aa|tt[acg]accct",
)
REPLACEMENTS = (("tHa[Nt]", "<4>"), ("aND|caN|Ha[DS]|WaS", "<3>"), ("a[NSt]|BY", "<2>"), (r"\|[^|][^|]*\|", "|"))


def make_dna(length):
    state = 42
    letters = []
    for _ in range(length):
        state = (state * 3877 + 29573) % 139968
        letters.append("acgtBDHKMNRSVWY"[state * 15 // 139968] if state % 50 == 0 else "acgt"[state * 4 // 139968])
    return "\n".join("".join(letters[at : at + 60]) for at in range(0, length, 60))


def bench_regex_dna(dna):
    sequence = re.sub("\n", "", dna)
    counts = [len(re.findall(variant, sequence)) for variant in VARIANTS]
    for pattern, replacement in REPLACEMENTS:
        sequence = re.sub(pattern, replacement, sequence)
    found = sum(counts), len(dna), len(sequence)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "findall and sub over DNA."
    runner.bench_func("regex_dna", bench_regex_dna, make_dna(LENGTH))

"""Telephone bills in decimal arithmetic: rates, taxes and rounding half-even, after Cowlishaw's telco benchmark."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal

import pyperf

CALLS = 2500
EXPECTED = ("83370.83", "5118.26", "2239.19", 4)

RATES = (Decimal("0.0013"), Decimal("0.00894"))
BASIC_TAX = Decimal("0.0675")
DISTANCE_TAX = Decimal("0.0341")
CENT = Decimal("0.01")


def make_calls(count):
    state = 31
    calls = []
    for _ in range(count):
        state = state * 16807 % 2147483647
        calls.append(state % 12000)
    return calls


def bench_telco(calls):
    half_even = Context(rounding=ROUND_HALF_EVEN)
    down = Context(rounding=ROUND_DOWN)
    total = basic = distance = Decimal(0)
    lines = []
    for seconds in calls:
        is_long = seconds & 1
        price = (Decimal(seconds) * RATES[is_long]).quantize(CENT, context=half_even)
        tax = (price * BASIC_TAX).quantize(CENT, context=down)
        basic += tax
        bill = price + tax
        if is_long:
            extra = (price * DISTANCE_TAX).quantize(CENT, context=down)
            distance += extra
            bill += extra
        total += bill
        lines.append(str(bill))
    found = str(total), str(basic), str(distance), len(lines[-1])
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Decimal arithmetic with rounding."
    runner.bench_func("telco", bench_telco, make_calls(CALLS))

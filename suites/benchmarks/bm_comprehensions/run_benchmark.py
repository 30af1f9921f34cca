"""List, dict and set comprehensions over records of widgets, as an inventory would use them."""

import pyperf

WIDGETS = 400
EXPECTED = (23, 18, 133, 5, 429, 6888)
KINDS = ("small", "medium", "large")


class Widget:
    def __init__(self, number):
        self.number = number
        self.kind = KINDS[number % 3]
        self.owner = number * 7 % 23
        self.parts = [number * step % 11 for step in range(1, 5)]
        self.derived = [(number + step) % 400 for step in (1, 5, 9)]


class Inventory:
    def __init__(self, count):
        self.widgets = [Widget(number) for number in range(count)]

    def by_owner(self):
        owners = sorted({widget.owner for widget in self.widgets})
        return {owner: [widget.number for widget in self.widgets if widget.owner == owner] for owner in owners}

    def kinds(self):
        return {kind: len([1 for widget in self.widgets if widget.kind == kind]) for kind in KINDS}

    def part_numbers(self):
        return {part for widget in self.widgets for part in widget.parts if part % 2}

    def families(self):
        by_number = {widget.number: widget for widget in self.widgets}
        return [
            [by_number[child].kind for child in widget.derived if by_number[child].owner != widget.owner]
            for widget in self.widgets
            if any(part > 9 for part in widget.parts)
        ]

    def table(self):
        return [[row.owner * column % 7 for column in range(8)] for row in self.widgets]


def bench_comprehensions(inventory):
    owners = inventory.by_owner()
    found = (
        len(owners),
        max(len(numbers) for numbers in owners.values()),
        sorted(inventory.kinds().items())[0][1],
        len(inventory.part_numbers()),
        sum(len(family) for family in inventory.families()),
        sum(sum(row) for row in inventory.table()),
    )
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Nested and filtered comprehensions over objects."
    runner.bench_func("comprehensions", bench_comprehensions, Inventory(WIDGETS))

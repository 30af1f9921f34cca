"""Dataclasses and enums in a small bookkeeping program: equality, ordering, replace, flags, lookups by value."""

from dataclasses import asdict, dataclass, field, replace
from enum import Enum, Flag, IntEnum, auto

import pyperf

ENTRIES = 250
EXPECTED = (-32081, 248, 125, 42, 50, 250, 120, "HIGH")


class Kind(Enum):
    INCOME = "income"
    EXPENSE = "expense"
    TRANSFER = "transfer"

    @property
    def sign(self):
        return {Kind.INCOME: 1, Kind.EXPENSE: -1}.get(self, 0)


class Priority(IntEnum):
    LOW = 1
    NORMAL = 2
    HIGH = 3


class Mark(Flag):
    NONE = 0
    CHECKED = auto()
    DISPUTED = auto()
    EXPORTED = auto()


@dataclass(frozen=True, order=True)
class Money:
    cents: int

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def times(self, factor):
        return Money(self.cents * factor)


@dataclass(order=True)
class Entry:
    priority: Priority
    number: int
    amount: Money = field(compare=False)
    kind: Kind = field(compare=False, default=Kind.EXPENSE)
    marks: Mark = field(compare=False, default=Mark.NONE)
    tags: list = field(compare=False, default_factory=list)


@dataclass
class Account:
    name: str
    entries: list = field(default_factory=list)

    def balance(self):
        total = Money(0)
        for entry in self.entries:
            total = total + entry.amount.times(entry.kind.sign)
        return total

    def by_kind(self):
        groups = {kind: [] for kind in Kind}
        for entry in self.entries:
            groups[entry.kind].append(entry)
        return groups


NAMES = ("income", "expense", "transfer", "expense")


def make_account(count):
    account = Account("main")
    for number in range(count):
        entry = Entry(Priority(number % 3 + 1), number, Money(number * 37 % 1000), Kind(NAMES[number % 4]))
        if number % 5 == 0:
            entry.marks |= Mark.CHECKED
        if number % 7 == 0:
            entry.marks |= Mark.DISPUTED
        account.entries.append(entry)
    return account


def bench_dataclass_enum():
    account = make_account(ENTRIES)
    account.entries.sort(reverse=True)
    changed = [replace(entry, amount=entry.amount + Money(1)) for entry in account.entries[:50]]
    groups = account.by_kind()
    found = (
        account.balance().cents,
        account.entries[0].number,
        len(groups[Kind.EXPENSE]),
        sum(1 for entry in account.entries if Mark.CHECKED in entry.marks and Mark.DISPUTED not in entry.marks),
        sum(1 for one, other in zip(changed, account.entries) if one == other),
        len({entry.amount for entry in account.entries}),
        sum(len(asdict(entry)) for entry in account.entries[:20]),
        max(Priority).name,
    )
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Dataclasses, enums and flags."
    runner.bench_func("dataclass_enum", bench_dataclass_enum)

"""Comprehensions, zip, enumerate, map, any, sum and sorting by key."""


class Item:
    def __init__(self, name, size):
        self.name = name
        self.size = size


def run():
    items = [Item('n%d' % (i * 37 % 101), i * 53 % 97) for i in range(150)]
    sizes = {item.name: item.size for item in items if item.size > 10}
    names = {item.name for item in items}
    by_size = sorted(items, key=lambda item: (item.size, item.name))
    items.sort(key=lambda item: item.name, reverse=True)
    matrix = [[i * j for j in range(12)] for i in range(12)]
    transposed = [list(row) for row in zip(*matrix)]
    total = 0
    for i, row in enumerate(transposed):
        for j, value in enumerate(row):
            total += value * (i - j)
    for name, size in zip(names, sizes.values()):
        total += size
    total += sum([item.size for item in by_size]) + max(item.size for item in items)
    total += len([x for x in map(str, range(100)) if any(c == '7' for c in x)])
    return total + min(sizes.values()) + len(names)

"""Dicts and sets that count: histograms by str, int and tuple keys, joins, group-by, set algebra."""

import pyperf

ORDERS = 4000
EXPECTED = (300, 33, 191, 100, "customer176", 83)


def make_orders(count):
    state = 7
    orders = []
    for number in range(count):
        state = state * 16807 % 2147483647
        orders.append((number, f"customer{state % 300}", state % 57, state % 1000 / 10))
    return orders


def histogram(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def group_by_customer(orders):
    groups = {}
    for order in orders:
        groups.setdefault(order[1], []).append(order)
    return groups


def pairs_bought_together(groups):
    pairs = {}
    for orders in groups.values():
        products = sorted({order[2] for order in orders})
        for one, other in zip(products, products[1:]):
            key = one, other
            if key in pairs:
                pairs[key] += 1
            else:
                pairs[key] = 1
    return pairs


def bench_counting(orders):
    by_name = histogram([order[1] for order in orders])
    by_product = histogram([order[2] for order in orders])
    groups = group_by_customer(orders)
    pairs = pairs_bought_together(groups)
    early = {order[1] for order in orders[: ORDERS // 8]}
    late = {order[1] for order in orders[-ORDERS // 8 :]}
    best = max(groups, key=lambda name: (sum(order[3] for order in groups[name]), name))
    merged = {**by_product, **{key: count for key, count in by_name.items() if count > 15}}
    for key in list(merged):
        if merged[key] % 2:
            del merged[key]
    found = len(by_name), max(pairs.values()), len(early & late), len(early ^ late), best, len(merged)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Counting and joining with dicts and sets."
    runner.bench_func("counting", bench_counting, make_orders(ORDERS))

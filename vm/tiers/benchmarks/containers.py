"""Lists, dicts, sets and tuples built, read and updated."""


def run():
    graph = {}
    for i in range(300):
        graph[i] = [(i * 7 + k) % 300 for k in range(4)]
    seen = set()
    distance = {0: 0}
    queue = [0]
    for node in queue:
        if node in seen:
            continue
        seen.add(node)
        for other in graph[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                queue.append(other)
    grid = {}
    for y in range(20):
        for x in range(20):
            grid[x, y] = x ^ y
    total = 0
    for (x, y), value in grid.items():
        total += value * x - y
    counts = {}
    for value in distance.values():
        counts[value] = counts.get(value, 0) + 1
    pairs = sorted(counts.items())
    first, second = pairs[0]
    stack = []
    for i in range(500):
        stack.append((i, i + 1))
        if i % 3 == 0:
            a, b = stack.pop()
            total += a * b
    stack[10] = (1, 2)
    return total + first + second + len(stack[5:100])

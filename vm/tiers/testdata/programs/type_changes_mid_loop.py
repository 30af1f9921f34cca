def add(a, b):
    return a + b
def run(values):
    acc = []
    for v in values:
        acc.append(add(v, v))
    return acc
mixed = [1] * 3500 + [1.5] * 5 + ['s'] * 3 + [[1]] * 2 + [(2,)] + [True] + [2 ** 60] + [1] * 10
r = run(mixed)
print(len(r), r[0], r[3500:])
for i in range(5):
    r = run(mixed)
print(r[3495:])

def run(n):
    d = {}
    for i in range(n):
        d[i % 50] = d.get(i % 50, 0) + i
        if i % 60 == 59:
            del d[i % 50]
        if (i % 7) in d:
            d['s' + str(i % 3)] = i
    return sorted((str(k), v) for k, v in d.items())
print(run(4000))
d = {'a': 1, 'b': 2}
t = 0
for i in range(3500):
    t += d['a'] + d['b']
    if i == 2000:
        d['a'] = 1.5
    if i == 3000:
        d['c'] = 0
        del d['b']
        d['b'] = 5
print(t, d)
missing = 0
for i in range(3500):
    try:
        d['z' if i % 2 else 'a']
    except KeyError:
        missing += 1
print(missing)
try:
    for k in d:
        d[k + 'x'] = 1
except RuntimeError as e:
    print(e)
m = {1: 'int', 'one': 's', (1, 2): 't', None: 'n'}
out = 0
for i in range(3500):
    out += len(m[(1, 2)]) + len(m[1.0]) + len(m[True]) + len(m[None])
print(out)

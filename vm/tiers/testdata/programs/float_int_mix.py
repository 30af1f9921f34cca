def mix(n):
    x = 0
    seen = []
    for i in range(n):
        if i == 1500:
            x = x + 0.5
        if i == 3000:
            x = int(x)
        x = x + i
        if i % 1000 == 0:
            seen.append(x)
    return x, seen
print(mix(4000))
def alternate(n):
    x = 1.0
    t = 0
    for i in range(n):
        y = i if i % 2 else i * 0.5
        t = t + y
        x = x * 1.0001
        if x > 1.2:
            x = 1
    return t, x
print(alternate(4001))

def moved(n):
    k = 0
    for i in range(n):
        a = i * 0.5
        b = a
        if a is b:
            k += 1
    return k
print(moved(4000))
def stored(n):
    k = 0
    a = 0.5
    for i in range(n):
        a = a + 1.5
        xs = [a]
        if xs[0] is a:
            k += 1
    return k
print(stored(4000))

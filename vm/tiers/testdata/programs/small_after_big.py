def run(n):
    t = 0
    for i in range(n):
        x = i if i % 2 else 9007199254740993 + i
        y = x + 1
        if i % 2 or i > 3800:
            z = x * 2
            if z < 10:
                t += 1
            t += z - x
    return t, y, z
print(run(3500), run(4000))

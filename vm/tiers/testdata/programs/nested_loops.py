def run(n):
    found = []
    count = 0
    for i in range(n):
        for j in range(n):
            if j > i:
                break
            if (i + j) % 3:
                continue
            count += 1
            for k in range(4):
                if k == 2:
                    break
                count += k
            else:
                count += 1000000
        else:
            found.append(i)
    return count, found
print(run(90))
def whiles(n):
    i = j = 0
    while i < n:
        i += 1
        if i % 2:
            continue
        while True:
            j += 1
            if j % 3 == 0:
                break
    return i, j
print(whiles(4000))

def run(n):
    log = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                continue
            if i == n - 5:
                break
            log += 1
        finally:
            log += 1000
    else:
        log = -1
    return log, i
print(run(4000), run(4))
def early(n):
    for i in range(n):
        try:
            if i == 3500:
                return i
        finally:
            n = i
    return n
print(early(4000), early(10))
def override(n):
    while True:
        try:
            n += 1
            if n > 3500:
                raise ValueError(n)
        except ValueError as e:
            try:
                return e.args[0]
            finally:
                n = 0
print(override(0), override(3000))

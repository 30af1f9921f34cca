def check(i):
    if i % 7 == 0:
        raise ValueError(i)
    if i % 11 == 0:
        raise KeyError('k')
    return i
def run(n):
    good = bad = other = 0
    last = None
    for i in range(n):
        try:
            good += check(i)
        except ValueError as e:
            bad += 1
            last = e.args[0]
        except KeyError:
            other += 1
        else:
            good += 1
    return good, bad, other, last
print(run(4000))
print(run(10))
def divide(n):
    t = 0.0
    for i in range(n):
        try:
            t += 10 / (i % 5)
        except ZeroDivisionError as e:
            t -= 1
    return t
print(divide(4000))

def run(n):
    a = [i * 2 for i in range(n) if i % 3]
    b = {i % 10: i for i in a}
    c = {i % 7 for i in a}
    d = [[j for j in range(i % 4)] for i in range(n)]
    return len(a), sum(a), b, sorted(c), sum(len(x) for x in d)
print(run(4000))
print(run(7))

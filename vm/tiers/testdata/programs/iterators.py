class Count:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
t = 0
for x in Count(4000):
    t += x
print(t)
def over(it):
    t = 0
    for x in it:
        t += 1
    return t
for i in range(400):
    r = [over(range(3)), over([1, 2]), over((1,)), over('abc'), over({1: 2}), over(Count(2)), over({3, 4})]
print(r)
t = 0
for i, (a, b) in enumerate(zip(range(3500), reversed(range(3500)))):
    t += i * a - b
print(t)
print(over(range(0, 4000, 3)), over(range(10, 0, -1)), over(range(2 ** 60, 2 ** 60 + 5)))

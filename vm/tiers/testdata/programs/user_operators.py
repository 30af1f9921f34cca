class V:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, o):
        return V(self.x + o.x, self.y + o.y)
    def __radd__(self, o):
        return self if o == 0 else NotImplemented
    def __mul__(self, k):
        return V(self.x * k, self.y * k)
    def __eq__(self, o):
        return self.x == o.x and self.y == o.y
    def __lt__(self, o):
        return self.x < o.x
    def __bool__(self):
        return self.x > 0
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __repr__(self):
        return f'V({self.x}, {self.y})'
v = V(0, 0.0)
one = V(1, 0.5)
true = 0
for i in range(4000):
    v = v + one * 2
    if v == one or one < v:
        true += 1
    if v:
        true += v[0] > 100
print(v, true, sum([one, one]))
class I(int):
    def __add__(self, o):
        return I(int(self) + int(o) + 1)
n = I(0)
for i in range(3500):
    n = n + 1
print(n, type(n).__name__)

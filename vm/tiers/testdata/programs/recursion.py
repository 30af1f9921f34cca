def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(18))
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
print(down(400))
def forever(n):
    return forever(n + 1)
for i in range(5):
    try:
        forever(0)
    except RecursionError as e:
        print(type(e).__name__, str(e).startswith('maximum recursion depth exceeded'))
print(down(400))
class R:
    def __init__(self, n):
        self.child = R(n - 1) if n else None
    def depth(self):
        return 1 + (self.child.depth() if self.child else 0)
for i in range(40):
    r = R(100)
print(r.depth())
try:
    R(100000)
except RecursionError:
    print('too deep')

"""Comprehensions share the frame of their function (PEP 709): what they see, hide, and put back."""


def shadowing():
    x = 3
    try:
        [x / 0 for x in [1, 2]]
    except ZeroDivisionError:
        print('put back', x)
    closures = [lambda: x for x in range(3)]
    print([closure() for closure in closures], x)
    print([sorted(locals()) for y in [1]])
    del x
    print([x for x in [1]])
    try:
        x
    except UnboundLocalError as error:
        print(error)
    print([last := k for k in range(3)], last)
    print([[a * b for a in range(3)] for b in range(3)])
    print({a: [a for a in range(a)] for a in range(3)}, {a % 2 for a in range(5)})


for _ in range(60):
    keep = [i for i in range(5) if i % 2]
shadowing()


class Body:
    y = 5
    z = [i for i in range(3)]
    try:
        q = [y for i in range(2)]
    except NameError as error:
        print(error)
    q = [lambda: i for i in range(3)]
    nested = [(a, [a for _ in [0]]) for a in [1] if [a for _ in [0]]]
    print([locals() for i in [1]], sorted(vars()))
    print([[list(locals()) for r in [2]] for q in [1]])


print(Body.q[0](), Body.nested)
x = 7
print([locals() for x in [1]], [dir() for x in [1]], x)
print([(lambda: locals())() for x in [1]])
print([(x, [y for y in [1] if x]) for x in [0, 1]])
[w for w in [1]]
try:
    [w for _ in [1]]
except NameError as error:
    print(type(error).__name__, error)


def global_in_one_comprehension():
    [x for x in [1]]
    return [x for _ in [1]]


print(global_in_one_comprehension())


class Steps:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def value():
    return 8


async def asynchronous(a):
    print([a async for a in Steps(3)], a)
    print({a: b async for a in Steps(2) for b in [await each() for each in [value]]}, a)
    try:
        [a / 0 async for a in Steps(2)]
    except ZeroDivisionError:
        print(a)


try:
    asynchronous('argument').send(None)
except StopIteration:
    pass

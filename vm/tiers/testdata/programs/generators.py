def squares(n):
    for i in range(n):
        yield i * i
def chain(*its):
    for it in its:
        yield from it
t = 0
for v in squares(4000):
    t += v
print(t)
t = 0
for v in chain(squares(3000), range(10), [1.5, 2.5]):
    t += v
print(t)
def echo():
    got = 0
    while True:
        got = yield got * 2
e = echo()
next(e)
t = 0
for i in range(4000):
    t += e.send(i)
print(t)
print(sum(x for x in squares(3500) if x % 2))

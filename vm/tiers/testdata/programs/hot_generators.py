# Generators resumed so often that their bodies are compiled.
def numbers(n):
    for i in range(n):
        yield i
def fractions(n):
    x = 0.0
    for i in range(n):
        x = x + 0.5
        got = yield x
        if got is not None:
            x = got
def careful(n):
    log = []
    i = 0
    while i < n:
        try:
            yield i
            i += 1
        except ValueError as e:
            log.append(str(e))
            i += 10
        finally:
            if i % 1000 == 0:
                log.append(i)
    return log
def failing(n):
    for i in range(n):
        if i == 2500:
            yield 1 // (i - 2500)
        yield i
def lines(error):
    result = []
    trace = error.__traceback__
    while trace is not None:
        result.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    return result
print(sum(numbers(4000)), len(list(numbers(1))), [x for x in numbers(3)])
g = fractions(5000)
total = next(g)
for k in range(4000):
    total += g.send(float(k)) if k % 3 == 0 else next(g)
print(total)
g = careful(3000)
seen = [next(g)]
try:
    while True:
        seen.append(g.throw(ValueError(str(len(seen)))) if len(seen) % 500 == 0 else next(g))
except StopIteration as e:
    print(len(seen), seen[-1], e.value)
try:
    for x in failing(3000):
        last = x
except ZeroDivisionError as e:
    print(last, lines(e))
def nested(n):
    def inner():
        nonlocal n
        while n > 0:
            n -= 1
            yield n
    return sum(inner()), n
print(nested(3000))
g = numbers(5000)
for x in g:
    if x == 4000:
        g.close()
print(x, list(g))
def grows():
    x = 1
    while x < 2 ** 80:
        yield x
        x = x * 2
print(sum(list(grows())[-1] for k in range(200)))
def kinds():
    x = 0
    for k in range(3000):
        yield x
        x = x + (1 if k < 2000 else 0.25)
print(list(kinds())[-1])
def closing():
    try:
        for k in range(1000):
            yield k
    finally:
        print('closed', k)
g = closing()
for x in g:
    if x == 900:
        break
g.close()

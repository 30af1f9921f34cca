# Coroutines, asynchronous generators, async for and async with, driven by hand; throw and close through delegation.
class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        sent = yield self.value
        return sent


class Manager:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        self.log.append("enter")
        return await Pause("entering")

    async def __aexit__(self, kind, error, traceback):
        self.log.append(kind and kind.__name__)
        await Pause("leaving")
        return kind is ZeroDivisionError


async def numbers(count):
    try:
        for number in range(count):
            if number % 2:
                await Pause(("pause", number))
            yield number
    finally:
        pass


async def work(log):
    total = 0
    async for number in numbers(5):
        total += number
    else:
        log.append("else")
    log.append([number async for number in numbers(4) if number])
    async with Manager(log) as value:
        log.append(value)
        total //= 0
    return total


def drive(coroutine, answers):
    seen = []
    answer = None
    try:
        while True:
            seen.append(coroutine.send(answer))
            answer = answers
    except StopIteration as stop:
        return seen, stop.value


log = []
print(drive(work(log), 7), log)


async def fails():
    await Pause(1)
    raise LookupError("inside")


try:
    drive(fails(), None)
except LookupError as error:
    print(error)


def inner():
    try:
        received = yield 1
        yield ("received", received)
    except ValueError as error:
        yield ("caught", str(error))
    finally:
        log.append("closed")
    return "result"


def outer():
    result = yield from inner()
    yield result


for action in (lambda g: g.send(5), lambda g: g.throw(ValueError("thrown")), lambda g: g.close()):
    generator = outer()
    next(generator)
    print(generator.gi_yieldfrom is not None, action(generator))
    print(list(generator))


def handling():
    try:
        1 / 0
    except ZeroDivisionError:
        yield "suspended"
        try:
            raise
        except ZeroDivisionError as error:
            yield repr(error)
    try:
        raise
    except RuntimeError as error:
        yield repr(error)


print(list(handling()))


async def steps():
    generator = numbers(10)
    print(await generator.asend(None))
    try:
        await generator.athrow(KeyError("k"))
    except KeyError as error:
        print(repr(error))
    await generator.aclose()
    async for number in generator:
        print("never")
    try:
        await 3
    except TypeError as error:
        print(error)
    try:
        async for number in [1]:
            pass
    except TypeError as error:
        print(error)


drive(steps(), None)
total = 0
for number in range(3200):
    seen, value = drive(work([]), number)
    total += len(seen)
    for item in outer():
        total += len(item) if item != 1 else 1
print(total)

# What generators show of themselves, and what throw() and close() do, also through `yield from`.
import sys


def show(label, call):
    try:
        print(label, call())
    except BaseException as error:
        print(label, repr(error), "context:", repr(error.__context__), "cause:", repr(error.__cause__))


def frames(frame):
    names = []
    while frame is not None and frame.f_code.co_name != "<module>":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def inner():
    try:
        while True:
            got = yield frames(sys._getframe())
            if got == "stop":
                return "returned"
    except KeyError as error:
        yield ["inner handled", repr(error), repr(error.__context__)]
    finally:
        print("inner ends")


def outer():
    result = yield from inner()
    print("result", result)
    try:
        yield "after"
    except ValueError as error:
        yield repr(error.__context__)


def attributes(generator):
    return (
        generator.gi_running,
        generator.gi_suspended,
        generator.gi_frame is not None and generator.gi_frame.f_back is None,
        getattr(generator.gi_yieldfrom, "__name__", None),
    )


def run():
    g = outer()
    print(attributes(g))
    show("next", lambda: next(g))
    print(attributes(g), g.gi_frame is g.gi_frame, frames(g.gi_frame))
    show("throw", lambda: g.throw(KeyError("k")))
    show("next", lambda: next(g))
    try:
        1 / 0
    except ZeroDivisionError:
        show("throw", lambda: g.throw(ValueError))
    show("close", g.close)
    print(attributes(g))
    show("finished", lambda: g.throw(KeyError("again")))

    g = outer()
    next(g)
    show("send", lambda: g.send("stop"))
    show("close", g.close)

    g = outer()
    next(g)
    show("close", g.close)

    g = outer()
    show("not started", lambda: g.send(1))
    show("not started", lambda: g.throw(KeyError, "text"))
    show("finished", lambda: next(g))


def stops():
    yield 1
    raise StopIteration("early")


def ignores():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


def returns_on_close():
    try:
        yield
    except GeneratorExit:
        return 5


class Delegate:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, error):
        raise StopIteration(("thrown", error))

    def close(self):
        print("delegate closed")


def delegating():
    print((yield from Delegate()))
    yield from Delegate()


def more():
    g = stops()
    next(g)
    show("stop", lambda: next(g))
    g = ignores()
    next(g)
    show("ignores", g.close)
    g = returns_on_close()
    next(g)
    show("close value", g.close)
    g = delegating()
    next(g)
    show("throw", lambda: g.throw(KeyError(1)))
    show("close", g.close)

    def reenters():
        yield next(me)

    me = reenters()
    show("running", lambda: next(me))


def contexts():
    saved = KeyError("saved")
    try:
        raise saved
    except KeyError:
        pass
    try:
        try:
            raise ValueError("first")
        except ValueError:
            raise saved
    except KeyError as error:
        print(repr(error.__context__))
    # A chain is cut where it would become a circle.
    a, b, c = Exception("a"), Exception("b"), Exception("c")
    try:
        try:
            try:
                raise a
            except Exception:
                raise b
        except Exception:
            raise c
    except Exception:
        try:
            raise a
        except Exception as error:
            print(repr(error.__context__), repr(c.__context__), repr(b.__context__))


def handling():
    def seen():
        return repr(sys.exception())

    def handles():
        print(seen())
        yield
        try:
            raise KeyError("inner")
        except KeyError as error:
            print(seen(), repr(error.__context__))
            yield
            print(seen())
        print(seen())
        yield
        print(seen())

    g = handles()
    try:
        raise ValueError("outer")
    except ValueError:
        next(g)
        next(g)
        print(seen())
    next(g)
    try:
        raise ValueError("second")
    except ValueError:
        next(g, None)
    print(seen())

    def keeps():
        try:
            yield
        except ValueError as error:
            yield
            print(seen(), repr(error.__context__))
            yield
            raise

    g = keeps()
    next(g)
    try:
        raise ValueError("thrown")
    except ValueError as error:
        g.throw(error)
    next(g)
    show("again", lambda: next(g))


def traceback_frames():
    def raises():
        raise LookupError

    try:
        raises()
    except LookupError as error:
        print(frames(error.__traceback__.tb_next.tb_frame))


run()
more()
contexts()
handling()
traceback_frames()


def total(n):
    result = 0
    for value in pairs(n):
        result += value
    return result


def pairs(n):
    for i in range(n):
        yield from (i, -1)


for _ in range(20):
    total(400)
print(total(400))

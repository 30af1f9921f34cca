def inner(i):
    if i == 3700:
        raise LookupError('here')
    return i
def outer(n):
    t = 0
    for i in range(n):
        t += inner(
            i
        )
    return t
try:
    outer(4000)
except LookupError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_locals.get('i'))
        tb = tb.tb_next
try:
    try:
        outer(4000)
    except LookupError as e:
        raise KeyError('k') from e
except KeyError as e:
    print(repr(e.__cause__), repr(e.__context__))

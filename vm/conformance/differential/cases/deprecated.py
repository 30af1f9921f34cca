# What works for now, with a warning; and warnings that filters turn into errors.
import warnings, operator, math
def warned(f):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try: result = f()
        except BaseException as error: result = (type(error).__name__, str(error))
    return result, type(result).__name__, [(each.category.__name__, str(each.message)) for each in seen]
class SubInt(int): pass
class SubFloat(float): pass
class SubComplex(complex): pass
class Gives:
    def __int__(self): return SubInt(3)
    def __index__(self): return True
    def __float__(self): return SubFloat(2)
    def __complex__(self): return SubComplex(2)
[warned(lambda: convert(Gives())) for convert in (int, operator.index, float, complex, math.sqrt, [1, 2].__getitem__)]
warned(lambda: ~True)
def gen(): yield
warned(lambda: gen().throw(ValueError, 'x'))
async def agen(): yield
warned(lambda: agen().athrow(ValueError, 'x').close())
def plain(): pass
warned(lambda: setattr(plain, '__code__', gen.__code__))
def refused(source):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        try: compile(source, 'f', 'exec')
        except SyntaxError as error: return error.msg, error.lineno
[refused(source) for source in ('assert (1, "x")', 'x is 1', '\n\n[1](2)', '"\\d"', '0x1for x in ()', '1if x else y', '"\\407"', 'f"{1}\\d"', 'def f():\n try: pass\n finally: return 1')]
[warned(lambda: float(text)) for text in (b'123\xa0', '123\xa0')]
warned(lambda: float.fromhex('0x1p\uff10'))
(0.0 ** -math.inf, (-0.0) ** -math.inf)
class KeywordFloat(float):
    def __init__(self, *a, **k): pass
(warned(lambda: SubFloat(x=1)), KeywordFloat(1, x=1))

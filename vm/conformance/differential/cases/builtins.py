# built-in functions
abs(-5), abs(-1.5), abs(True), all([]), all([1, 0]), any([]), any([0, 1]), ascii('é'), bin(5), chr(97), divmod(7, 2), hash(5), hex(255), oct(8), ord('a'), pow(2, 3), repr('a'), round(1.5), sum([1, 2]), len('abc'), max(1, 2), min(1, 2), sorted([2, 1])
abs()
abs(1, 2)
abs(x=1)
all()
all(5)
any(5)
max()
max(5)
max([])
max([], default=5), max([1, 3, 2], key=lambda x: -x), min('b', 'a', 'c'), max('ab', 'b', key=len), min([[1, 2], [1]]), max({1: 2, 3: 0}), max(1, 2.0, True), min([], default=None), max([1], default=5, key=None)
max(1, 'a')
max(1, 2, default=5)
max([], key=5)
max([1], key=5)
max(1, 2, foo=5)
min()
sum()
sum('abc')
sum(['a'], 'b')
sum([1], 'a')
sum(1, 2)
divmod()
divmod('a', 1)
divmod(1)
pow()
pow(1)
pow('a', 1)
pow(2, 3, 'a')
round(1, 2, 3)
chr()
chr('a')
ord()
hash()
hash({})
id()
len()
len(5)
len(1, 2)
repr()
bin('a')
oct(1.5)
hex(None)
isinstance()
issubclass(int)
iter()
iter(1, 2, 3)
next()
next([])
callable()
print()
print(1, 'a', None, sep='-', end='!\n')
print(1, sep=5)
print(1, end=5)
print(1, foo=5)
print(1, file=5)
print(1, file=None), print('a', flush=True)
print(*[1, 2], sep='')
print('x', sep=None, end=None)
class W:
    def write(self, s): out.append(s)
out = []
print(1, 'b', file=W()); out
eval('1+1'), eval('x', {'x': 5}), eval('x', {}, {'x': 6}), eval(' 1'), eval(b'2'), eval(compile('3', '', 'eval'))
eval('x = 1')
eval('1 +')
eval('')
eval(5)
eval('1', 5)
eval('1', {}, 5)
eval('nope')
exec('y = 5'); y
exec('z = 1', {}, d := {}); d
exec(5)
exec('1', 5)
exec('x = = 1')
exec('raise ValueError(1)')
exec(compile('q = 1', '', 'exec')); q
compile('1', 'f', 'nope')
compile('1 +', 'f', 'eval')
compile(5, 'f', 'exec')
compile('1', 'f')
compile('x = 1', 'f', 'exec').co_filename, compile('x', 'f', 'eval').co_names, compile('1', 'f', 'single').co_name
globals() is globals(), '__name__' in globals(), locals() is globals(), vars() is globals()
dir() == sorted(globals()), dir(int)[0], 'append' in dir([])
def f():
    x = 1
    return locals(), dir(), sorted(vars())
f()
dir(1, 2)
vars(1, 2)
vars(int)['__doc__'][:3]
getattr(5, 'real'), getattr(5, 'nope', 'd'), hasattr(5, 'real'), setattr
getattr(5, 'nope')
delattr(5, 'real')
setattr(5, 'x', 1)
input.__name__, breakpoint.__name__
format(5, 'x'), format('a', '>3'), format(1.5, '.2f'), format(5, ''), format(None, '')
format()
bytes(3), bytes([1, 2]), bytes('a', 'ascii'), bytes(b'x'), bytes(), bytearray(2), bytearray(b'a')
bytes('a')
bytes([256])
bytes(-1)
bytes(['a'])
bytes(1.5)
bytes('a', 5)
bytes(1, 'ascii')
bytes([1], errors='x')
bytearray('a')
bytearray([1, 300])
bytearray(None)
b'abc'[0], b'abc'[1:], b'a' + b'b', b'a' * 3, b'b' in b'abc', 98 in b'abc', b'abc' == b'abc', b'abc' < b'abd', b'%d %s %b %x %c %a %r' % (1, b's', b'b', 255, 65, 'é', 5), b'abc'.hex(), bytes.fromhex('61 62'), b'abc'.upper(), b'abc'.find(b'c'), b'abc'.find(99), b' a '.strip(), b'a,b'.split(b','), b','.join([b'a', b'b']), b'abc'.replace(b'b', b'x'), b'abc'.startswith(b'a'), b'ab\n'.splitlines(), b'abc'.center(7, b'-'), b'abc'.translate(None, b'b'), b'abc'.translate(bytes.maketrans(b'a', b'z')), b'Abc'.swapcase(), b'12'.isdigit(), b'a\tb'.expandtabs(), b'abc'.partition(b'b'), b'5'.zfill(3), b'aXb'.removeprefix(b'a'), b'abc'.count(b''), b'abc'.index(b'b'), b'abc'.rindex(b'c')
b'abc'[5]
b'abc'['a']
b'abc'[0] = 1
b'a' + 'b'
b'a' < 'b'
'a' in b'a'
300 in b'a'
b'abc'.find('a')
b'abc'.find(300)
b'abc'.split('')
b'abc'.split(b'')
b','.join(['a'])
b'abc'.startswith('a')
b'abc'.index(b'z')
b'%s' % 'a'
b'%d' % 'a'
b'%z' % 1
b'%c' % 300
b'%b' % 5
bytes.fromhex('6')
bytes.fromhex('zz')
bytes.fromhex(5)
b'abc'.translate(b'a')
bytes.maketrans(b'a', b'ab')
b'abc'.center(5, 'a')
b'abc'.center(5, b'ab')
b'abc'.decode('nope')
b'abc'.hex(':', 1), b'abcdef'.hex('_', -4), b'abc'.hex(sep='-')
b'abc'.hex('ab')
b'abc'.hex(5)
b'abc'.hex('é')
ba = bytearray(b'abc'); ba[0] = 120; ba[1:2] = b'YYY'; ba.append(33); ba.extend(b'zz'); ba.insert(0, 1); ba.pop(), ba.pop(0), ba.remove(33), ba.reverse(), ba, ba.copy(), ba.clear(), ba
ba[0]
ba.pop()
ba[0:1] = [300]
ba.append(300)
ba.append('a')
ba.remove(5)
ba.extend('a')
ba.extend([1, 'a'])
ba += b'x'; ba *= 3; ba
ba += 'a'
ba[::2] = b'1'
repr(bytearray(b"a'b\"")), repr(b"a'b"), repr(b'\x00\xff\n\t'), str(b'a'), hash(b'a') == hash(b'a'), bytes(bytearray(b'a')) == bytearray(b'a')
hash(bytearray())
[n for n in dir(bytes) if not n.startswith('__')]
[n for n in dir(bytearray) if not n.startswith('__')]
class BB(bytes): pass
BB(b'a'), type(BB(b'a') + b'b'), repr(BB(b'x')), BB(b'a') == b'a', type(BB(b'a')[:]), BB.fromhex('61'), type(BB.fromhex('61'))
class HasBytes:
    def __bytes__(self): return b'hb'
bytes(HasBytes()), b'%b' % HasBytes()
class BadBytes:
    def __bytes__(self): return 'a'
bytes(BadBytes())
import builtins
sorted(n for n in dir(builtins) if n not in ('_', 'copyright', 'credits', 'exit', 'quit', 'license', 'help', '__spec__', '__loader__', '__pyodide__', '__file__', 'open', '___EvalCodeResultException', '_IncompleteInputError'))
__import__('sys').__name__, __debug__, NotImplemented, Ellipsis, ..., type(NotImplemented), type(...)
bool(NotImplemented)
NotImplemented()
__import__('nope_xyz')
__import__(5)
__build_class__()
__build_class__(5, 'a')
breakpoint.__module__, len.__module__
# exceptions
e = ValueError('a', 1); e.args, str(e), repr(e), str(ValueError()), repr(ValueError()), str(ValueError('a')), repr(ValueError('a')), e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__
e.add_note('n'); e.__notes__
e.add_note(5)
e.args = 5
e.args = [1]; e.args
e.__cause__ = 5
e.__context__ = 5
e.__traceback__ = 5
e.with_traceback(5)
e.with_traceback(None) is e
del e.args
str(KeyError('a')), repr(KeyError('a')), str(KeyError()), str(KeyError(1, 2)), str(OSError(2, 'msg')), str(OSError(2, 'msg', 'f')), str(OSError(2, 'msg', 'f', None, 'g')), OSError(2, 'm').errno, OSError(2, 'm').strerror, OSError(2, 'm', 'f').filename, OSError('a').args, OSError(2, 'm', 'f').args, type(OSError(99999, 'm')), OSError(1).errno
str(SystemExit()), SystemExit(5).code, SystemExit().code, SystemExit(1, 2).code, StopIteration(5).value, StopIteration().value, str(StopIteration(1)), ImportError('m', name='n', path='p').name, str(ImportError('m')), AttributeError('m', name='n', obj=5).obj, NameError('m', name='n').name
ImportError('m', foo=1)
ValueError('a', b=1)
ValueError.__init__(e, 7); e.args
UnicodeDecodeError('utf-8', b'abc', 0, 1, 'r').start, str(UnicodeDecodeError('utf-8', b'abc', 0, 1, 'r')), str(UnicodeDecodeError('utf-8', b'abc', 0, 2, 'r')), str(UnicodeEncodeError('ascii', 'é', 0, 1, 'r')), str(UnicodeTranslateError('é', 0, 1, 'r'))
UnicodeDecodeError()
UnicodeDecodeError('utf-8', 'abc', 0, 1, 'r')
SyntaxError('m', ('f', 1, 2, 't', 3, 4)).lineno, str(SyntaxError('m', ('f', 1, 2, 't'))), SyntaxError('m').msg, SyntaxError('m', ('f', 1, 2, 't')).text
SyntaxError('m', 5)
SyntaxError('m', ('a',))
raise 5
raise ValueError from 5
raise int
raise ValueError('x') from None
try: raise ValueError(1) from KeyError(2)
except ValueError as x: print(repr(x.__cause__), x.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: raise KeyError(3)
except KeyError as x: print(repr(x.__context__), x.__cause__)
x
try: raise ValueError
except 5: pass
try: raise ValueError
except (KeyError, 5): pass
try: raise ValueError('q')
except (KeyError, ValueError) as x: print(x)
g = ExceptionGroup('g', [ValueError(1), TypeError(2)]); g.message, g.exceptions, str(g), repr(g), g.subgroup(ValueError), g.split(TypeError), g.derive([KeyError()]), g.subgroup(lambda e: False), isinstance(g, Exception)
ExceptionGroup('g', [])
ExceptionGroup('g', 5)
ExceptionGroup('g', [5])
ExceptionGroup(5, [ValueError()])
ExceptionGroup('g')
ExceptionGroup('g', [KeyboardInterrupt()])
BaseExceptionGroup('g', [KeyboardInterrupt()]), type(BaseExceptionGroup('g', [ValueError()]))
g.message = 5
try: raise g
except* ValueError as eg: print(eg.exceptions)
except* TypeError as eg: print(eg.exceptions)
try: raise ExceptionGroup('a', [ValueError(1), ExceptionGroup('b', [TypeError(2), ValueError(3)])])
except* ValueError as eg: print(repr(eg))
except* TypeError as eg: print(repr(eg))
try: raise ValueError(5)
except* ValueError as eg: print(repr(eg))
try: raise g
except* ExceptionGroup: pass
try: raise g
except* 5: pass
BaseException.__subclasses__().__len__() > 4, issubclass(ExceptionGroup, Exception), Exception.__mro__, FileNotFoundError.__mro__[1], IOError is OSError, EnvironmentError is OSError, BlockingIOError(1, 'm', 5).characters_written
class MyErr(Exception):
    def __init__(self, a, b): self.a = a
    def __str__(self): return 'mine'
raise MyErr(1, 2)
MyErr(1, 2).args, repr(MyErr(1, 2))
MyErr(1)
class MyBase(BaseException): pass
raise MyBase('x')
assert 0
assert 0, 'msg'
assert (1, ), 'ok'

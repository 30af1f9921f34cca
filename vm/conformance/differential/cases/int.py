# int: methods, operators, conversions, limits
[0, -0, 5, -7, 10**30, -(10**30)]
int(), int(5), int(5.9), int(-5.9), int('12'), int(' -12 '), int('1_000'), int(b'12'), int(bytearray(b'7'))
int('0x1f', 16), int('0b101', 0), int('0o17', 0), int('z', 36), int('101', 2), int('-0x10', 0)
int('')
int('abc')
int('1__0')
int('_1')
int('1', 1)
int('1', 37)
int('9', 8)
int('010', 0)
int(1, 2)
int(b'\xff')
int(b'12', 16)
int(1.5, base=10)
int(x='1')
int(None)
int([])
int(float('nan'))
int(float('inf'))
int(-float('inf'))
int(1j)
int('٣')
int('1' * 5000)
str(10**5000)
10**4299 == int('1' + '0'*4299)
7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3, divmod(-7, 3), divmod(7, -3)
1 // 0
1 % 0
divmod(1, 0)
1 / 0
0 ** -1
2 ** -1, (-2) ** -3, 2 ** 0.5
(-8) ** (1/3)
pow(2, 10, 1000), pow(3, -1, 7), pow(-3, 5, 7), pow(2, 5, -7), pow(2, 3, 1)
pow(2, -1, 4)
pow(2, 3, 0)
pow(2, 3.0, 5)
pow(2.0, 3, 5)
pow('a', 2)
pow(2, 3, mod=5), pow(base=2, exp=3)
1 << 100, 1 >> 100, -1 >> 100, -5 >> 1, 5 << 0
1 << -1
1 >> -1
1 << 10**30
0 << 10**30
5 & 3, 5 | 3, 5 ^ 3, ~5, -5 & 0xff, -(2**70) & (2**70 - 1), -(2**70) | 1, -(2**70) ^ (2**69)
(255).bit_length(), (-256).bit_length(), (0).bit_length(), (2**100).bit_length(), (255).bit_count(), (-7).bit_count()
(5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (5).is_integer(), True.real
(5).as_integer_ratio(), True.as_integer_ratio()
(1000).to_bytes(2, 'big'), (1000).to_bytes(2, 'little'), (5).to_bytes(), (-1).to_bytes(2, 'big', signed=True)
(1000).to_bytes(1, 'big')
(-1).to_bytes(1, 'big')
(1).to_bytes(-1, 'big')
(1).to_bytes(1, 'middle')
(128).to_bytes(1, 'big', signed=True)
int.from_bytes(b'\x03\xe8', 'big'), int.from_bytes(b'\xff', 'big', signed=True), int.from_bytes([1, 2], 'little'), int.from_bytes(b''), bool.from_bytes(b'\x01')
int.from_bytes([256], 'big')
int.from_bytes('a', 'big')
int.from_bytes(b'a', 'x')
hex(255), oct(8), bin(5), hex(-255), bin(-5), hex(10**20)
hex(1.5)
bin('a')
round(15, -1), round(25, -1), round(-15, -1), round(5), round(5, 3), round(12345678901234567890, -5)
round(5, 'a')
(5).__round__(None), (5).__floor__(), (5).__ceil__(), (5).__trunc__(), (5).__index__(), (5).__int__(), (5).__float__(), (5).__bool__()
(5).__add__('a'), (5).__radd__(1), (5).__rsub__(1), (5).__pow__(2, 3), (5).__rpow__(2), (5).__divmod__(3), (5).__rdivmod__(3)
(5).__eq__(5.0), (5).__eq__(5), (5).__lt__(6), (5).__hash__(), hash(-1)
1 + 'a'
'a' + 1
1 - 'a'
1 * None
[] * 'a'
1 < 'a'
-'a'
~1.5
+[]
abs(-5), abs(-10**30), -(-5), +True, ~True
int.__new__(int, 5), int.__new__(bool)
int.__new__(str)
int.__new__()
int.__new__(5)
class I(int): pass
I(5), I(5) + 1, type(I(5) + 1), type(+I(5)), repr(I(3)), I('7'), I(2) == 2, hash(I(2)), I.from_bytes(b'\x05'), type(I.from_bytes(b'\x05'))
class HasInt:
    def __int__(self): return 42
int(HasInt())
class HasIndex:
    def __index__(self): return 43
int(HasIndex()), [0, 1][HasIndex() - 43:] if False else 'x', hex(HasIndex()), range(HasIndex()), list(range(3))[:HasIndex()]
class HasTrunc:
    def __trunc__(self): return 44
int(HasTrunc())
class BadInt:
    def __int__(self): return 'a'
int(BadInt())
class BadIndex:
    def __index__(self): return 1.5
int(BadIndex())
[1][BadIndex()]
'{:d} {:x} {:X} {:o} {:b} {:c} {:e} {:f} {:g} {:n} {:%}'.format(42, 255, 255, 8, 5, 65, 1000, 2, 3, 4, 1)
f'{1234567:,} {1234567:_} {0xffff:_x} {0b11111:_b} {42:08} {42:+} {42: } {-42:=8} {42:^9} {42:*<6} {42:#x} {42:#010b} {10**20:,}'
f'{5:s}'
f'{5:.2d}'
f'{5:,x}'
f'{5:c}', f'{5:#c}'
f'{-1:c}'
f'{0x110000:c}'
f'{5:q}'
f'{5:10.3q}'
f'{5:z}'
f'{5:,_}'
'%d %i %u %x %X %o %c %s %r %5d %-5d| %05d %+d % d %#x %#o' % (1, 2, 3, 255, 255, 8, 65, 1, 2, 3, 4, 5, 6, 7, 255, 8)
'%d' % 'a'
'%d' % 1.9
'%x' % 1.9
'%c' % 'ab'
'%c' % 0x110000
'%c' % -1
int.__doc__.split('\n')[0]
int('5', base=HasIndex())
2**63, -2**63, 2**53, 2**53 + 1, 2**53 * 2**53, (2**53 - 1) + 2, 9007199254740991 * 3, -9007199254740991 - 5
123456789 * 987654321, 99999999999 * 99999999999, 3037000500 * 3037000500
(2**100) // (2**50), (2**100) % 1000007, divmod(-(2**100), 12345), (10**40) / (10**20), (10**400) / (10**399)
10**400 / 3
float(10**400)
int(1e300) % 1000
sum(range(10)), sum([], 5), sum([1, 2.5]), max(1, 2.0), min(3, 2)
bool(0), bool(1), bool([]), bool('a'), bool(None), bool(), True + True, True & False, True | 2, True ^ True, ~False
bool(1, 2)
bool(x=1)
repr(True), str(False), f'{True}', f'{True:d}', f'{True!r:>6}', '%d' % True, '%s' % True, int(True), True == 1, hash(True), isinstance(True, int)
True < False, True * 3, -True, True / 2, True // 1, True ** 2, True << 2, divmod(True, 1)
class B(bool): pass
class NoBool:
    __bool__ = None
bool(NoBool())
class BadBool:
    def __bool__(self): return 1
bool(BadBool())
class NegLen:
    def __len__(self): return -1
bool(NegLen())
len(NegLen())
class BigLen:
    def __len__(self): return 10**30
len(BigLen())
bool(BigLen())
class StrLen:
    def __len__(self): return 'a'
len(StrLen())
len(5)
(5).foo
(5).foo = 1
(5).real = 1
del (5).real
int.foo = 1
del int.real
dir(5) == sorted(dir(5)), [n for n in dir(int) if not n.startswith('__')]
sorted(n for n in int.__dict__ if n.startswith('__') and n != '__sizeof__')
sorted(bool.__dict__)
(5).__getnewargs__(), (5).__format__('x'), (5).__sizeof__() > 0, (5).__class__, int.__mro__, bool.__bases__
(5).__format__(5)
(5)()
5[0]
5[0] = 1
del 5[0] if False else (5).x
len(5)
iter(5)
next(5)
for i in 5: pass
a, b = 5
max(*5)
5 in 5
5 @ 5
x = 5; x @= 3
x = 5; x += 'a'
x = 5; x <<= 'a'
x = 'a'; x -= 1
x = 5; x **= []
x = 5; x //= 'a'

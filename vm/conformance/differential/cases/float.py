[0.0, -0.0, 1.0, 1.5, 1e16, 1e15, 123456789012345678.0, 1e-4, 1e-5, 1e100, 1.7976931348623157e308, 5e-324, 0.1, 1/3, 100.0, 1e22, 1e23]
float(), float(5), float('1.5'), float(' 1e3 '), float('inf'), float('-Infinity'), float('nan'), float('1_0.5'), float(b'1.5'), float('+1'), float('.5'), float('5.'), float('1e-400'), float('1e400'), float('iNf'), float('-nan'), float(True)
float('')
float('abc')
float('1__0')
float('0x10')
float('1e')
float(None)
float([])
float(1j)
float('1', '2')
float(x=1)
float(10**400)
float('1' * 400)
float(b'\xff')
float('\u0663.5')
1.5 + 2, 1.5 - 2, 1.5 * 2, 1.5 / 2, 1.5 // 1, -1.5 // 1, 1.5 % 1, -1.5 % 1, 1.5 % -1, divmod(-1.5, 1), 2.0 ** 3, 2.0 ** -1, 2 ** 0.5, 0.0 ** 0, 5.5 % 2.5, -0.0 % 1, 1e300 * 1e300, divmod(5.5, -2)
1.5 / 0
1.5 // 0
1.5 % 0
1.5 % 0.0
divmod(1.5, 0)
0.0 ** -1
(-8.0) ** 0.5
inf = float('inf'); nan = float('nan')
inf - inf, inf * 0, inf // 1, inf % 1, 1 % inf, -1 % inf, 1 // inf, -1 // inf, inf ** 0, nan ** 0, 1 ** nan, (-inf) ** 3, inf == inf, nan == nan, nan != nan, nan < 1, [nan] == [nan], nan in [nan], -nan, abs(-inf), inf > 10**400, -inf < -10**400
1.5 == 1.5, 1 == 1.0, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > 1e308, 1.5 < 2, 1.5 > 10**30, 1.5 < 'a' if False else 0, 0.5 <= 1, hash(1.0) == hash(1), hash(inf), hash(-inf), 2**53 + 1 > float(2**53)
1.5 < 'a'
1.5 + 'a'
1.5 & 1
~1.5
1.5 << 1
(1.5).hex(), (0.0).hex(), (-0.0).hex(), (1e-320).hex(), inf.hex(), nan.hex(), (0.1).hex(), (1.0).hex(), (-3.75).hex()
float.fromhex('0x1.8p0'), float.fromhex('0x1.8'), float.fromhex('1.8p1'), float.fromhex('-0x.1p4'), float.fromhex('inf'), float.fromhex('nan'), float.fromhex(' 0x1p-1074 '), float.fromhex('0x1p-1075'), float.fromhex('0x1.fffffffffffffp1023'), float.fromhex('0xap-3'), float.fromhex('1p+5')
float.fromhex('0x')
float.fromhex('abcg')
float.fromhex('0x1p1024')
float.fromhex('')
float.fromhex(5)
(1.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-0.0).as_integer_ratio(), (1e300).as_integer_ratio()[1], (5e-324).as_integer_ratio()[0]
inf.as_integer_ratio()
nan.as_integer_ratio()
(1.5).is_integer(), (2.0).is_integer(), inf.is_integer(), (1.5).conjugate(), (1.5).real, (1.5).imag
int(1.9), int(-1.9), int(1e20), (1.5).__trunc__(), (1.5).__floor__(), (1.5).__ceil__(), (-1.5).__floor__(), (1e20).__floor__()
int(inf)
int(nan)
round(1.5), round(2.5), round(-1.5), round(0.5), round(1e20), round(2.675, 2), round(1.15, 1), round(1234.5, -2), round(1.5, 0), round(5e15 + 0.5), round(1e-10, 5), round(-0.4), round(1.5, None), round(1e300, 400), round(1e300, -400), round(0.1 + 0.2, 16), round(123.456, 1), type(round(1.0)), type(round(1.0, 0)), round(12.5, -1), round(1e308, -308)
round(inf)
round(nan)
round(1.7e308, -308)
round(1.5, 1.5)
round('a')
round(1.5, 'a')
round()
round(inf, 2), round(nan, 2), round(number=1.25, ndigits=1)
f'{1.5:f} {1.5:e} {1.5:g} {1.5:%} {1.5:n} {1.5:F} {1.5:E} {1.5:G}', f'{1234567.891:,.2f} {1234567.891:_.1f} {1e10:,}', f'{1.5:+} {1.5: } {-1.5:010} {1.5:*^10} {1.5:=+10}', f'{0.0:z} {-0.0:z} {-0.001:z.1f} {-0.0:+z}', f'{1.0:#.0f} {1.0:#g} {100000.0:g} {1e6:g} {1e-5:g} {0.0001:g}', f'{inf:f} {nan:F} {-inf:05} {inf:010,}', f'{1.5:.0f} {2.5:.0f} {0.5:.0f}', f'{1e100:.10g} {1/3:.30f} {123.456:10.2f}|{1.5:<10}|{1.5:>10}', f'{1.0} {1e16} {1.5:.3} {1234.5:.2} {0.00001:.3} {100.0:.3}', f'{12345.678:012,.1f}', f'{1.5:.100f}'[-10:], f'{5e-324:.5}', f'{1.1:,.4e}', f'{1e20:.0f}', f'{1.5:.10}'
f'{1.5:d}'
f'{1.5:x}'
f'{1.5:s}'
f'{1.5:c}'
f'{1.5:.}'
f'{1.5:q}'
f'{1.5:,n}'
f'{1.5:,_}'
'%.3f %5.1f|%-8.2f|%08.2f|%+.1f|% .1f' % (1.5, 2.25, 3.5, -4.5, 5.5, 6.5), '%e %.0e %g %g %g' % (12345.678, 12345.678, 1e10, 1e-10, 123456789.0), '%s %r' % (0.1, 1e16), '%.1f' % 0.25, '%.0f' % 0.5, '%#.0f' % 1, '%f' % inf, '%5.1f' % nan, '%F' % -inf, '%.3d' % 5.7, '%d' % 1e20, '%x' % 5 , '%.50f' % 0.1
'%d' % inf
'%d' % nan
class F(float): pass
F(1.5), F(1.5) + 1, type(F(1.5) + 1), type(-F(1)), repr(F(2)), F('3'), F.fromhex('0x1p0'), type(F.fromhex('0x1p0')), hash(F(1.5)) == hash(1.5), F(1) == 1, type(+F(1)), type(abs(F(1)))
class HasFloat:
    def __float__(self): return 4.5
float(HasFloat()), float.fromhex('0x1'), 1.0 .__add__(2), (1.5).__add__('a'), (1.5).__radd__(2), (1.5).__pow__(2), (1.5).__rpow__(2), (1.5).__divmod__(1), (1.5).__bool__(), (1.5).__int__(), (1.5).__eq__(1), (1.5).__lt__(2), (1.5).__format__('.3f'), (1.5).__getnewargs__(), (1.5).__round__(), (1.5).__neg__(), (1.5).__abs__()
class BadFloat:
    def __float__(self): return 'a'
float(BadFloat())
class HasIndexOnly:
    def __index__(self): return 7
float(HasIndexOnly()), complex(HasIndexOnly())
float.__getformat__('double'), float.__getformat__('float')
float.__getformat__('x')
sum([0.1] * 10), sum([1e100, 1, -1e100]), sum([0.1, 0.2, 0.3]), sum([1, 0.5, 2]), sum([1.5, 1j]), sum([inf, -inf]), sum([0.1]*3, 0.1), sum([], 1.5), sum([-0.0, -0.0]), sum([10**400, -10**400]), sum([1e308, 1e308, -1e308])
sum([0.1, 'a'])
sum(['a', 'b'])
sum(['a'], '')
sum([b'a'], b'')
sum([bytearray()], bytearray())
sum(5)
sum([[1], [2]], []), sum([(1,), (2,)], ()), sum(iter([1, 2])), sum([True, True]), sum([1, 2], start=5)
[n for n in dir(float) if not n.startswith('__')], sorted(n for n in float.__dict__ if n.startswith('__') and n != '__sizeof__')
1.5()
1.5[0]
1.5.foo
# complex
1j, 1+2j, -1j, 1.5-2.5j, complex(1), complex(1, 2), complex('1+2j'), complex(' -1j '), complex('(1+2j)'), complex('j'), complex('1e5-3.5J'), complex(), complex(1j, 2), complex(1, 2j), complex('nan+infj'), complex(True), complex(real=1, imag=2), complex('1_0+2j')
complex('1 + 2j')
complex('')
complex('abc')
complex('1', 2)
complex(1, '2')
complex(None)
complex([])
complex(1, None)
complex('1+2')
complex(1, 2, 3)
repr(complex(0.0, -0.0)), repr(complex(-0.0, 0.0)), str(complex(1e16, 1e-5)), repr(complex(inf, nan)), repr(-0j), repr(complex(-0.0, -0.0)), repr(1e100j), -(0j), repr(complex(0, inf))
(1+2j) + 1, (1+2j) * 2j, (1+2j) / (3+4j), (1+2j) - 1.5, (1+2j) ** 2, (1+2j) ** -1, (1+2j) ** 0.5, 1j ** 2, (1+2j) ** 0, 0j ** 0, 2 ** 1j, -(1+2j), +(1+2j), abs(3+4j), (1+2j).conjugate(), (1+2j).real, (1+2j).imag, (1+2j) == 1+2j, 1+0j == 1, hash(1+0j) == hash(1), bool(0j), bool(1j), (1+2j) ** 3, (1+2j) ** (1+2j), 1j - 1, 1 - 1j, 1j * inf
(1+2j) / 0
0j ** -1
0j ** 1j
1j < 2j
1j // 1
1j % 1
divmod(1j, 1)
int(1j)
float(1j)
round(1j)
abs(complex(1e308, 1e308))
pow(1j, 2, 3)
f'{1+2j:.2f} {1+2j:g} {1+2j:>20} {1j:e} {1+2j:+.1f} {1.5+2j} {1+2j:,.2f} {1+2j:} {1+2j:.3}', f'{complex(-0.0, 1):} {1+2j:^20.1f}|'
f'{1j:d}'
f'{1j:010}'
f'{1j:=10}'
f'{1j:%}'
'%s %r' % (1j, 1+2j)
'%d' % 1j
'%f' % 1j
class C(complex): pass
C(1, 2), type(C(1) + 1), repr(C(1j)), C(1) == 1, type(+C(1)), complex(C(1, 2)), type(complex(C(1)))
class HasComplex:
    def __complex__(self): return 1+5j
complex(HasComplex()), complex(HasComplex(), 1)
class BadComplex:
    def __complex__(self): return 1
complex(BadComplex())
complex.from_number(3), complex.from_number(1j), complex.from_number(HasComplex()), float.from_number(5), float.from_number(1.5)
complex.from_number('1')
float.from_number('1')
float.from_number(1j)
(1j).__add__(1), (1j).__add__('a'), (1j).__eq__(1), (1j).__lt__(1), (1j).__getnewargs__(), (1j).__complex__(), (1j).__bool__(), (1j).__pow__(2), (1j).__rsub__(2)
(1j).real = 5
[n for n in dir(complex) if not n.startswith('__')], sorted(n for n in complex.__dict__ if n.startswith('__') and n != '__sizeof__')
max(1.5, 2), min(nan, 1), max(1, nan), sorted([3, 1.5, 2]), max([1.0, 1]), min([1, 1.0])

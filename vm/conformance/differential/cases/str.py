# str: every method, errors, formatting
'abc'.capitalize(), 'ABC dEF'.swapcase(), 'hello world'.title(), "they're bill's".title(), 'ß'.upper(), 'ẞ'.lower(), 'ß'.casefold(), 'ﬁ'.upper(), 'ŉ'.title(), 'İ'.lower(), 'Σ'.lower(), 'ΑΣ'.lower(), 'ΑΣΑ'.lower()
'abc'.center(9), 'abc'.center(9, '*'), 'ab'.center(5, '-'), 'abc'.ljust(6, '.'), 'abc'.rjust(6), '42'.zfill(5), '-42'.zfill(5), '+4'.zfill(4), ''.zfill(2), 'abc'.center(1)
'abc'.center(5, 'ab')
'abc'.ljust('a')
'banana'.count('a'), 'banana'.count('an'), 'banana'.count(''), 'banana'.count('a', 2), 'banana'.count('a', -3, -1), ''.count(''), 'abc'.count('', 10)
'banana'.find('an'), 'banana'.find('an', 2), 'banana'.find('x'), 'banana'.rfind('an'), 'banana'.rfind('an', 0, 4), 'abc'.find(''), 'abc'.find('', 3), 'abc'.find('', 4), 'abc'.rfind(''), 'abc'.index('c'), 'abc'.rindex('c')
'abc'.index('x')
'abc'.rindex('x')
'abc'.find(5)
'abc'.count(None)
'abc'.startswith('a'), 'abc'.startswith(('x', 'a')), 'abc'.endswith('c'), 'abc'.endswith(('b', 'bc')), 'abc'.startswith('b', 1), 'abc'.startswith('', 3), 'abc'.startswith('', 4), 'abc'.startswith(())
'abc'.startswith(5)
'abc'.startswith(('a', 5)), 'abc'.endswith(('c', 5))
'abc'.startswith((5,))
'abc'.endswith([])
'a,b,c'.split(','), 'a b  c'.split(), ' a b '.split(' '), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ' a  b c '.rsplit(None, 1), ' a  b c '.split(None, 1), ''.split(), ''.split(','), 'abc'.split(sep='b', maxsplit=-1), 'a b c'.split(maxsplit=0), ' a b '.split(maxsplit=0), ' a b '.rsplit(maxsplit=0)
'abc'.split('')
'abc'.split(5)
'abc'.rsplit('')
'a\nb\r\nc\x0bd\x1ce\u2028f'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines(), 'a\r\rb'.splitlines(keepends=True)
'a-b-c'.partition('-'), 'abc'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.rpartition('-')
'abc'.partition('')
'abc'.rpartition(5)
' abc '.strip(), 'xxabcxx'.strip('x'), 'abc'.lstrip('ba'), 'abc'.rstrip('cb'), '\u3000a\u3000'.strip(), 'abc'.strip(None), '\x1c a'.lstrip()
'abc'.strip(5)
'abc'.removeprefix('a'), 'abc'.removesuffix('c'), 'abc'.removeprefix('x'), 'abc'.removesuffix(''), 'abc'.removeprefix('abcd')
'abc'.removeprefix(5)
'banana'.replace('a', 'o'), 'banana'.replace('a', 'o', 2), 'abc'.replace('', '-'), 'abc'.replace('', '-', 2), 'abc'.replace('b', ''), ''.replace('', 'x'), ''.replace('a', 'x'), 'aaa'.replace('a', 'b', count=1), 'aaa'.replace('aa', 'b', 0)
'abc'.replace('a')
'abc'.replace('a', 5)
'-'.join(['a', 'b']), ''.join('abc'), '-'.join(()), '-'.join(['x']), ', '.join({'a': 1, 'b': 2}), '-'.join(str(i) for i in range(3))
'-'.join(['a', 5])
'-'.join(5)
'-'.join([b'a'])
'a\tb'.expandtabs(), 'a\tb'.expandtabs(4), '\t\ta'.expandtabs(2), 'ab\n\tc'.expandtabs(), 'a\tb'.expandtabs(0), 'a\tb'.expandtabs(-1), 'a\tb'.expandtabs(tabsize=3)
'abc'.isalpha(), 'abc1'.isalnum(), '123'.isdigit(), '²'.isdigit(), '²'.isdecimal(), '½'.isnumeric(), '一'.isnumeric(), 'abc'.islower(), 'ABC'.isupper(), 'Abc Def'.istitle(), ' \t'.isspace(), 'a1_'.isidentifier(), '1a'.isidentifier(), ''.isidentifier(), 'ª'.isidentifier(), 'abc'.isascii(), 'é'.isascii(), ''.isascii(), ''.isalpha(), 'a\n'.isprintable(), ''.isprintable(), 'ǅ'.istitle(), 'ǅ'.isupper(), 'class'.isidentifier(), '٣'.isdecimal(), '\u200b'.isprintable(), ' '.isprintable(), '\xa0'.isprintable()
'abc'.translate({97: 'X', 98: None, 99: 100}), 'abc'.translate(str.maketrans('ab', 'xy')), 'abc'.translate(str.maketrans('a', 'x', 'c')), str.maketrans({'a': 1, 98: 'z'}), 'abc'.translate(str.maketrans({'a': 'long', 'b': None})), 'abc'.translate([1]*97 + ['q'])
str.maketrans('a')
str.maketrans('ab', 'x')
str.maketrans({'ab': 1})
str.maketrans('a', 'b', 5)
str.maketrans({1.5: 2})
'abc'.translate({97: 0x110000})
'abc'.translate({97: 1.5})
'abc'.translate(5)
'abc'.encode(), 'é'.encode('latin-1'), 'é'.encode('utf-16'), 'é'.encode('utf-16-le'), 'é'.encode('utf-32-be'), 'é€😀'.encode('utf-8'), 'aé'.encode('ascii', 'ignore'), 'aé€😀'.encode('ascii', 'replace'), 'aé€😀'.encode('ascii', 'backslashreplace'), 'aé€'.encode('ascii', 'xmlcharrefreplace'), '\udc80'.encode('utf-8', 'surrogateescape'), '\ud800'.encode('utf-8', 'surrogatepass'), 'abc'.encode(encoding='UTF8', errors='strict')
'é'.encode('ascii')
'aéb'.encode('ascii')
'aééb'.encode('ascii')
'€'.encode('latin-1')
'\ud800'.encode()
'abc'.encode('nope')
'abc'.encode('ascii', 'nope'), 'é'.encode('latin-1', 'nope')
'é'.encode('ascii', 'nope')
'abc'.encode(5)
try: 'aéb'.encode('ascii')
except UnicodeEncodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
try: b'a\xffb'.decode('utf-8')
except UnicodeDecodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
b'abc'.decode(), b'\xe9'.decode('latin-1'), b'\xff\xfea\0'.decode('utf-16'), b'a\0'.decode('utf-16-le'), b'\xff'.decode('utf-8', 'replace'), b'a\xffb'.decode('ascii', 'ignore'), b'\xff'.decode('ascii', 'backslashreplace'), b'\xff'.decode('ascii', 'surrogateescape'), b'\xed\xa0\x80'.decode('utf-8', 'surrogatepass'), b'\xf0\x9f\x98\x80'.decode(), b'\xe2\x82'.decode('utf-8', 'replace'), b'\xc3('.decode('utf-8', 'replace'), b'\xef\xbb\xbfa'.decode('utf-8-sig')
b'\xff'.decode()
b'\xc3'.decode()
b'\xe2\x82('.decode()
b'\xed\xa0\x80'.decode()
b'\xf4\x90\x80\x80'.decode()
b'\x80'.decode('ascii')
b'a'.decode('utf-16')
b'\x00\xd8'.decode('utf-16-le')
str(b'abc', 'ascii'), str(b'abc'), str(b'\xff', errors='replace'), str(object=5), str(), str(encoding='utf-8'), str(bytearray(b'x'), 'ascii')
str(5, 'ascii')
str('abc', 'ascii')
str(b'abc', 5)
str(1, 2, 3, 4)
'abc'[0], 'abc'[-1], 'abc'[1:], 'abc'[::-1], 'abcdef'[::2], 'abc'[5:], 'abcdef'[-2:0:-2], '😀b'[0], '😀b'[1], len('😀b'), 'a😀b'[::-1], 'abc'[True]
'abc'[3]
'abc'[1.5]
'abc'['a']
'abc'[0] = 'x'
del 'abc'[0]
'abc'[::0]
'abc'[::'a']
'abc' + 'd', 'ab' * 3, 3 * 'ab', 'ab' * 0, 'ab' * -1, 'b' in 'abc', '' in 'abc', 'abc' == 'abc', 'abc' < 'abd', 'abc' < 'ab', 'a' < '😀', '\uffff' < '😀', 'abc' != 5
'abc' + 5
'abc' * 'a'
'abc' * 1.5
5 in 'abc'
'abc' < 5
'a' * 10**20
'abc' % 5
'%s' % ()
'%s %s' % 'a'
'%s %s' % ('a',)
'%s' % ('a', 'b')
'%(a)s %(b)d' % {'a': 1, 'b': 2}, '%(a)s' % {'a': 1, 'c': 2}, '%%' % (), '%5s|%-5s|%.2s' % ('a', 'b', 'abc'), '%*d|%-*d|%.*f' % (5, 1, 5, 2, 2, 3.14159), '%r %a' % ('é', 'é'), '%c%c' % ('a', 98), '%e %E %g %G %f %F' % (1.5, 1.5, 1e10, 1e-10, 2.5, 2.5), '%#.3g' % 1.0, '%+.3e' % 12345.678, '%010.3f' % -3.14159, '%x' % -255, '%#X' % 255, '%.5d' % 42, '%ld %hd' % (1, 2), '%s' % [1, 'a'], '%s' % (None,), '%-10s|' % 'abc', '%05s' % 'a', '% 5d' % 3
'%(a)s' % 5
'%(a)s' % {}
'%(a' % {'a': 1}
'%z' % 5
'%' % 5
'%d' % 'a'
'%d' % None
'%d' % 1j
'%f' % 'a'
'%c' % 1.5
'%*d' % ('a', 1)
'%i %i' % (1,)
'abc' % {}, 'abc' % [], 'abc' % ()
'abc' % (1,)
'abc' % 1.5
'%.10s' % 'abc', '%.0s' % 'abc', '%.s' % 'abc'
'{} {}'.format(1, 2), '{1} {0}'.format(1, 2), '{a} {b}'.format(a=1, b=2), '{0[0]} {0[a]}'.format({0: 1, 'a': 2}), '{0.real}'.format(5), '{!r} {!s} {!a}'.format('é', 'é', 'é'), '{:>5}|{:<5}|{:^5}'.format(1, 2, 3), '{{}}'.format(), '{:{}}'.format(1, 5), '{:{w}.{p}}'.format('abcdef', w=10, p=3), '{:*^10}'.format('abc'), '{0[1]}'.format([1, 2]), '{a[b]}'.format(a={'b': 5}), '{0!r:>10}'.format('a')
'{}'.format()
'{1}'.format(5)
'{a}'.format()
'{0} {}'.format(1, 2)
'{} {0}'.format(1, 2)
'{'.format()
'}'.format()
'{0'.format(1)
'{0!}'.format(1)
'{0!x}'.format(1)
'{0!rr}'.format(1)
'{0[}'.format([1])
'{0[]}'.format([1])
'{0.}'.format(1)
'{0.x}'.format(1)
'{0[5]}'.format([1])
'{0[a]}'.format([1])
'{:{:{}}}'.format(1, 2, 3)
'{:d}'.format('a')
'{:=5}'.format('a')
'{:+}'.format('a')
'{: }'.format('a')
'{:#}'.format('a')
'{:,}'.format('a')
'{:05}'.format('a'), '{:.2}'.format('abc'), '{:5.1}|'.format('abc'), '{:s}'.format('a')
'{:5 }'.format('a')
'{:.}'.format('a')
'{:1.5.2}'.format('a')
'{:99999999999999999999}'.format('a')
'{:.99999999999999999999}'.format('a')
'{x}'.format_map({'x': 5}), '{x.real}{y}'.format_map({'x': 5, 'y': 6})
class Missing(dict):
    def __missing__(self, key): return '<' + key + '>'
'{x} {y}'.format_map(Missing(x=1))
'{x}'.format_map({})
'{}'.format_map({})
'{0}'.format_map([1])
format('abc', '>6'), format(5), format(None), format([1, 2])
format([1, 2], '5')
format(None, 'd')
format(object, '5')
format(5, 5)
f'{"a"!r:>5}{1+1}{{}}{1:>{2+3}}', f'{3.14159:.2f}', f'{1=}', f'{1 + 1 = }', f'{"a"=!s}', f'{[i for i in range(3)]}', f'{5:#x}', f'{"x":*^{5}}'
repr('a\'b'), repr("a'b\""), repr('a\nb\t\r\\'), repr('\x00\x7f\x80\xa0\xad'), repr('é€😀'), repr('\ud800'), repr('\u200b\u2028\ue000\U000e0001'), ascii('é€😀'), repr(''), ascii('\xff\u0100')
ord('a'), ord('😀'), chr(97), chr(0x1f600), chr(0xd800), ord(b'a'), ord(bytearray(b'x'))
ord('ab')
ord('')
ord(5)
ord(b'ab')
chr(-1)
chr(0x110000)
chr('a')
chr(1.5)
chr(10**20)
hash('a') == hash('a'), hash('') , 'a'.__hash__() == hash('a')
class S(str): pass
S('abc'), S('abc') + 'd', type(S('a') + 'b'), type(S('abc')[:]), type(S('abc').upper()), S('a') == 'a', {S('a'): 1}['a'], repr(S('x')), type(str(S('x'))), S(b'a', 'ascii'), type(S('a').strip()), type(S('a') * 1), f'{S("a")}', '%s' % S('a'), type('%s' % S('a')), type(''.join([S('a')])), type(S('%s') % 1)
class WithStr:
    def __str__(self): return S('str')
    def __repr__(self): return 'repr'
str(WithStr()), type(str(WithStr())), f'{WithStr()} {WithStr()!r}', '%s %r' % (WithStr(), WithStr()), '{} {!r}'.format(WithStr(), WithStr()), [WithStr()]
class BadStr:
    def __str__(self): return 5
    def __repr__(self): return None
    def __format__(self, spec): return 5
str(BadStr())
repr(BadStr())
f'{BadStr()}'
format(BadStr())
print(BadStr())
'abc'.__contains__('a'), 'abc'.__getitem__(0), 'abc'.__len__(), 'abc'.__add__('d'), 'abc'.__mul__(2), 'abc'.__rmul__(2), 'abc'.__mod__(()), '%s'.__rmod__('x'), 'abc'.__eq__(5), 'abc'.__getnewargs__(), 'abc'.__format__('5')
'abc'.__add__(5)
'abc'.__contains__(5)
list('abc'), list(iter('a😀')), tuple('ab'), sorted('cab'), max('abc'), min('abc'), list(reversed('abc')), list(enumerate('ab')), dict(zip('ab', 'cd')), set('aa'), [*'ab'], any(''), all('')
it = iter('abc'); next(it), it.__length_hint__(), list(it), it.__length_hint__(), next(it, 'end')
it = iter('abc')
it.__reduce__(), it.__setstate__(2), list(it)
'abc'.foo
'abc'.upper(1)
'abc'.center()
'abc'.split(1, 2, 3)
'abc'.split(foo=1)
'abc'.find()
str.upper()
str.upper(5)
str.upper('a', 'b')
str.join('-', ['a', 'b'])
'a'.upper = 5
str.foo = 5
[n for n in dir(str) if not n.startswith('__')]
sorted(n for n in str.__dict__ if n.startswith('__') and n != '__sizeof__')
'abc'.isalpha.__name__, 'abc'.isalpha.__qualname__, 'abc'.isalpha.__self__, str.isalpha.__objclass__, repr(str.isalpha), str.maketrans.__name__
'a' 'b' is 'ab', 'a'.__class__, str.__mro__, str.__base__, 'abc' is 'abc'
'a' < None
sorted(['b', 'A', 'a', 'B'], key=str.lower), sorted('bA', reverse=True), sorted(['aa', 'b'], key=len)
'%s' % 'a' * 2, '%d%%' % 5, 'a' 'b' % () if True else 0
'x'.join([]), 'x'.join(['', '']), 'ab'.join('12')
'aXbX'.split('X'), 'Xa'.split('X'), 'abXXcd'.split('XX'), 'aaa'.split('aa'), 'aaa'.rsplit('aa')
'abc'.rfind('c', -1), 'abc'.find('a', -100), 'abc'.find('c', None, None), 'abc'.find('b', 1, 2), 'abc'.find('b', 2, 1), 'abc'.count('b', None, 2)
'abc'.find('a', 'b')
'😀a😀'.find('a'), '😀a😀'.replace('a', 'b'), '😀a😀'.split('a'), '😀'.encode('utf-16-be'), '😀' * 2, '😀a'.upper(), '😀'.isprintable(), '😀'.center(3, '-'), '𝐀'.isalpha(), '𝟎'.isdigit(), int('𝟏𝟐'), '𐐀'.lower(), '😀a'.partition('a'), '😀\n😀'.splitlines(), 'a😀b'.find('b'), 'a😀b'.index('😀'), '😀😀'.count('😀'), '😀' in 'a😀', 'x😀'.startswith('😀', 1), '😀x'.strip('😀'), '%s' % '😀', '{:>3}'.format('😀'), '😀'.zfill(3), '%c' % 0x1f600, '😀'.translate({0x1f600: 'x'})

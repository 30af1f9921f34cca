# memoryview: attributes, items, slices, cast, release, comparison, PEP 688
m = memoryview(b'abcdef')
len(m), m[0], m[-1], m[1:3].tobytes(), m[::2].tolist(), m[::-1].tobytes(), bytes(m), list(m), m.tolist(), m.hex(), m.hex('-', 2)
m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.contiguous, m.c_contiguous, m.f_contiguous, m.obj
m == b'abcdef', m == memoryview(b'abcdef'), m != b'x', b'abcdef' == m, bytearray(b'abcdef') == m, m == 'abcdef', m == 5, m[::2] == b'ace'
m < b'z'
hash(m) == hash(b'abcdef'), hash(m[1:3]) == hash(b'bc')
m[10]
m['a']
m[1.5]
m[0] = 1
del m[0]
m.foo
m.readonly = 1
memoryview()
memoryview(5)
memoryview('abc')
memoryview([1])
memoryview(object=b'x').tobytes()
memoryview(b'x', 1)
b = bytearray(b'abcdef')
w = memoryview(b)
w[0] = 65; w[1:3] = b'XY'; w[-1] = 0x5a; b
w[0] = 256
w[0] = -1
w[0] = 'a'
w[0] = 1.5
w[0:2] = b'abc'
w[0:2] = [1, 2]
w[0:2] = 'ab'
w[::2] = b'123'; b
w[::-1] = bytes(w); b
w[10] = 1
del w[0]
del w[:]
w.toreadonly()[0]
w.toreadonly()[0] = 1
hash(w)
w.toreadonly().readonly, w.toreadonly().obj is b, w.obj is b, memoryview(w).obj is b
w2 = w[1:4]; w2[0] = 33; b, w2.tolist(), w2.obj is b
65 in w, w.count(33), w.index(33), list(reversed(w)), list(iter(w)), [*w], sorted(w), max(w)
w.index(999)
w.index(33, 2)
c = memoryview(bytearray(range(16)))
c.cast('H').tolist(), c.cast('I').tolist(), c.cast('i')[0], c.cast('Q').tolist(), c.cast('h').shape, c.cast('b').tolist()[:3], c.cast('c')[0], c.cast('@I').format, c.cast('q').itemsize, c.cast('I').nbytes
c.cast('d').tolist(), c.cast('f').tolist()[:2], c.cast('e').tolist()[:4]
c.cast('B', [4, 4]).tolist(), c.cast('B', [2, 2, 4]).tolist(), c.cast('B', (4, 4)).shape, c.cast('B', [4, 4]).strides, c.cast('H', [2, 4])[1, 2], c.cast('B', [4, 4])[3, 3], c.cast('B', [4, 4])[-1, -1], len(c.cast('B', [4, 4]))
x = c.cast('B', [4, 4])
x[0]
x[0, 5]
x[5]
x[0, 1, 2]
x[0:2].tolist()
x[0:2, 0:2]
x[0, 1] = 99; x[0, 1], c[1]
x[0] = 1
x[0:1] = b'a'
x.cast('B').tolist() == c.tolist(), x.tobytes() == c.tobytes(), x.tobytes('F'), x.tobytes(order='C') == x.tobytes(None), x.c_contiguous, x.f_contiguous
list(x)
x.tobytes('Q')
x.tobytes(5)
x == c, x == c.cast('B', [4, 4]), x != c.cast('B', [2, 8])
c.cast('Z')
c.cast('II')
c.cast('<I')
c.cast(5)
c.cast('H').cast('I')
c[1:].cast('H')
c[::2].cast('H')
c.cast('B', [3, 3])
c.cast('B', 5)
c.cast('B', ['a'])
c.cast('B', [0, 16])
c.cast('B', [-1])
x.cast('B', [2, 8])
c.cast('B', []) if False else 0
z = memoryview(b'\x07').cast('B', []); z.ndim, z.shape, z[()], z.tolist(), z.nbytes
len(z)
z[0]
iter(z)
h = memoryview(bytearray(8)).cast('H'); h[0] = 65535; h[1] = 1; h.tolist()
h[0] = 65536
h[0] = -1
h[0] = 1.5
h[0:2] = b'abcd'
h[0:2] = memoryview(b'abcd').cast('H'); h.tolist()
f = memoryview(bytearray(16)).cast('d'); f[0] = 1.5; f[1] = 2; f.tolist()
f[0] = 'a'
f[0] = 1j
g = memoryview(bytearray(4)).cast('f'); g[0] = 0.1; g[0]
g[0] = 1e300
e = memoryview(bytearray(4)).cast('e'); e[0] = 1.5; e[1] = 65504; e.tolist()
e[0] = 65520
k = memoryview(bytearray(2)).cast('c'); k[0] = b'x'; k.tolist()
k[0] = b'xy'
k[0] = 5
t = memoryview(bytearray(2)).cast('?'); t[0] = 5; t[1] = []; t.tolist(), t.tobytes()
q = memoryview(bytearray(8)).cast('q'); q[0] = -2**63; q[0]
q[0] = 2**63
u = memoryview(bytearray(8)).cast('Q'); u[0] = 2**64 - 1; u[0]
h == f, memoryview(b'\0\0').cast('H') == memoryview(b'\0'), memoryview(b'a').cast('c') == memoryview(b'a'), memoryview(bytes(8)).cast('d') == memoryview(bytes(8)).cast('q')
r = memoryview(b'abc')
r.release()
r.release()
r[0]
r.obj
len(r)
r.tolist()
r == r, r == memoryview(b'abc'), repr(r)[:22]
hash(r)
with memoryview(b'abc') as n: print(n[0])
n[0]
with r: pass
bytes(r)
memoryview(r)
class Exporter:
    def __init__(self): self.data = bytearray(b'hello')
    def __buffer__(self, flags): print('get'); return memoryview(self.data)
    def __release_buffer__(self, view): print('release')
v = memoryview(Exporter())
v.tobytes()
v.release()
bytes(Exporter())
class BadExporter:
    def __buffer__(self, flags): return 5
memoryview(BadExporter())
b'abc'.__buffer__(0).tobytes(), bytearray(b'x').__buffer__(0).readonly, memoryview(b'x').__buffer__(0).tobytes()
b'-'.join([memoryview(b'a'), bytearray(b'b')]), b'abc'.find(memoryview(b'b')), b'abc' + memoryview(b'd'), bytearray(b'a') + memoryview(b'd'), bytearray(memoryview(b'xy')), b'a,b'.split(memoryview(b',')), memoryview(b'b') in b'abc'
memoryview(b'a') + b'b'
int(memoryview(b'12')), float(memoryview(b'1.5')), str(memoryview(b'abc'), 'ascii'), b'%s' % memoryview(b'q'), int.from_bytes(memoryview(b'\1\2'), 'big')
match memoryview(b'ab'):
    case [p, q]: print(p, q)
memoryview[int]
class M(memoryview): pass
sorted(n for n in dir(memoryview) if not n.startswith('__'))
it = iter(memoryview(b'ab')); next(it), next(it), next(it, 'end'), type(it).__name__
big = bytearray(10); mv = memoryview(big)[2:5]; mv[:] = b'xyz'; big
mv[1:] = mv[:-1]; big

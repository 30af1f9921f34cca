# zlib; compressed bytes are not compared, as they differ between versions of the library
import zlib
zlib.adler32(b''), zlib.adler32(b'abc' * 5000), zlib.crc32(b'abc' * 5000), zlib.adler32(b'a', -1), zlib.crc32(b'a', 2**70)
zlib.adler32()
zlib.crc32(b'a', b'b')
text = b''.join(b'%d:%d ' % (i * 7919 % 997, i % 13) for i in range(6000))
data = text + bytes(i * i * 31 % 251 for i in range(3000)) + bytes(70000)
W = (15, 9, 31, -15, -9)
[zlib.decompress(zlib.compress(data, level, w), w) == data for level in (-1, 0, 1, 6, 9) for w in W]
[zlib.decompress(zlib.compress(data, wbits=w), v) == data for w, v in ((15, 0), (15, 47), (31, 47), (8, 15))]
[zlib.compress(b'', wbits=w) for w in (8, 9, 15, 25, 31, -15)], [zlib.compress(b'', n)[:2] for n in range(-1, 10)]
[zlib.compress(b'', n, 31)[:10] for n in range(-1, 10)]
def attempt(f, *args, **names):
    try: return f(*args, **names)
    except Exception as error: return type(error).__module__, type(error).__qualname__, str(error)
z = zlib.compress(text); g = zlib.compress(text, wbits=31)
[attempt(zlib.decompress, x) for x in (b'', b'abc', b'x', b'x\x9c', z[:-1], z[:-4], z[:-1] + b'\0', b'x\x9c\x07', b'x\x9c\x01\0\0\0\0', b'x\xbb\0\0\0\0', b'\x88\x1c', b'y\x9c', b'x\x9c\x04', b'x\x9c' + b'\xfc' * 20, b'x\x9c\x05\xe0\x01', b'x\x9c\x4b\x04\x82\x00')]
[attempt(zlib.decompress, x, 31) for x in (b'\x1f\x8b\x07', b'\x1f\x8b\x08\xff', b'\x1f\x8b\x07\0', b'ab', g[:-1], g[:-1] + b'x', g[:-5] + b'x' + g[-4:], b'\x1f\x8b\x08\x1e' + bytes(6) + b'\x02\0xyname\0comment\0' + b'zz')]
[attempt(zlib.decompress, b'x\x9cKK', w) for w in (-15, 9, 99, 7, -7, -16, 48, 0, 16, 40, 32)]
[attempt(zlib.compress, b'a', n) for n in (10, -2)], [attempt(zlib.compress, b'a', wbits=w) for w in (99, -8, 16, 7, 24)]
[attempt(zlib.compressobj, *a) for a in ((10,), (6, 9), (6, 8, 99), (6, 8, 15, 10), (6, 8, 15, 0), (6, 8, 15, 8, 5))]
attempt(zlib.decompressobj, 99), attempt(zlib.decompressobj, zdict=1), attempt(zlib.compressobj, zdict=1), attempt(zlib._ZlibDecompressor, 99)
zlib.decompress(b'a', bufsize=-1)
zlib.decompressobj().decompress(b'', -1)
zlib.decompressobj().flush(0)
zlib.compress('a')
zlib.decompress(z + b'junk') == text
type(zlib.compressobj())()
type(zlib.decompressobj())()
type(zlib.compressobj()), type(zlib.decompressobj()), zlib._ZlibDecompressor
zlib.error, zlib.error.__mro__
# compressobj
[zlib.compressobj(wbits=w).compress(b'a') for w in (15, 31, -15)], zlib.compressobj(zdict=b'abc').compress(b'a')
def joined(w, modes, **names):
    c = zlib.compressobj(wbits=w, **names); parts = []
    for at, mode in enumerate(modes): parts += c.compress(data[at * 9000:(at + 1) * 9000]), c.flush(mode)
    parts += c.compress(data[len(modes) * 9000:]), c.flush()
    return zlib.decompress(b''.join(parts), w) == data
[joined(w, modes) for w in W for modes in ((), (2,), (3, 3), (2, 2, 2), (1, 5, 3), (0, 2))]
[joined(15, (2, 3), level=n, strategy=s, memLevel=m) for n in (0, 1, 9) for s in range(5) for m in (1, 9)]
c = zlib.compressobj(); a = c.compress(text); b = c.flush(2); zlib.decompressobj().decompress(a + b) == text, c.flush(2), c.flush(0), b[-4:]
c = zlib.compressobj(); c.compress(b'abc'), len(c.flush()) > 0
attempt(c.compress, b'a'), attempt(c.flush), attempt(c.copy), attempt(c.flush, 0), attempt(zlib.compressobj().flush, 9)
import copy
c = zlib.compressobj(); h = c.compress(text); e = c.copy(); f = copy.copy(c); g2 = copy.deepcopy(c); [zlib.decompress(h + x.compress(t) + x.flush()) == text + t for x, t in ((c, b'one'), (e, b'two'), (f, b''), (g2, b'3'))]
# decompressobj
d = zlib.decompressobj(); d.decompress(z + b'more') == text, d.eof, d.unused_data, d.unconsumed_tail, d.decompress(b'x'), d.unused_data, d.flush(), d.flush(), attempt(d.decompress, b'x'), attempt(d.copy)
d = zlib.decompressobj(); parts = [d.decompress(z[i:i + 1]) for i in range(len(z))]; b''.join(parts) == text, d.eof, d.unused_data, d.unconsumed_tail
s = b'x\x9cKLLLJJJNNNI\x04\x12\xa9\x00\x1a\xad\x04\xb0'; full = zlib.decompressobj().decompress(s); full
steps = lambda n: (lambda d: [(d.decompress(s if i == 0 else d.unconsumed_tail, n), d.unconsumed_tail, d.eof) for i in range(8)])(zlib.decompressobj())
steps(1)
steps(2), steps(5), steps(7)
stored = zlib.compress(bytes(range(200)), 0); d = zlib.decompressobj(); [(d.decompress(stored if i == 0 else d.unconsumed_tail, 70), d.unconsumed_tail, d.eof) for i in range(4)]
d = zlib.decompressobj(); len(d.decompress(z, 100)), len(d.unconsumed_tail) > 0, len(d.flush()), d.unconsumed_tail, d.eof
d = zlib.decompressobj(); a = d.decompress(z[:100]); e = d.copy(); f = copy.deepcopy(d); [a + x.decompress(z[100:]) == text for x in (d, e, f)], e.eof
d = zlib.decompressobj(); attempt(d.decompress, z[:-4] + b'1234'), d.flush(), d.eof, attempt(d.decompress, b'a')
d = zlib.decompressobj(); attempt(d.decompress, z[:50], max_length=10) == text[:10], attempt(d.decompress, data=b'')
# dictionaries
c = zlib.compressobj(zdict=b'hello world'); x = c.compress(b'hello world hello') + c.flush(); zlib.decompressobj(zdict=b'hello world').decompress(x), zlib.decompressobj(zdict=bytearray(b'hello world')).decompress(x, 3)
attempt(zlib.decompressobj(zdict=b'other').decompress, x), attempt(zlib.decompressobj().decompress, x), attempt(zlib.decompress, x)
c = zlib.compressobj(wbits=-15, zdict=b'hello world'); x = c.compress(b'hello world hello') + c.flush(); zlib.decompressobj(-15, b'hello world').decompress(x), zlib._ZlibDecompressor(-15, b'hello world').decompress(x)
# _ZlibDecompressor
d = zlib._ZlibDecompressor(); d.decompress(z, 10) == text[:10], d.needs_input, d.eof, len(d.decompress(b'', 0)), d.decompress(b'') == text[10:], d.eof, d.needs_input, d.unused_data
d.decompress(b'')
d = zlib._ZlibDecompressor(wbits=31); d.decompress(g[:20]), d.needs_input, len(d.decompress(g[20:] + b'rest')), d.unused_data, d.needs_input
d = zlib._ZlibDecompressor(); d.decompress(data=b'ab')
zlib._ZlibDecompressor().decompress('a')
import gzip, io
gzip.decompress(gzip.compress(data)) == data, gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b'one\n') + gzip.compress(b'two\n'))).readlines()
gzip.decompress(b'')
gzip.decompress(b'abc')
import zipfile
f = io.BytesIO(); w = zipfile.ZipFile(f, 'w', zipfile.ZIP_DEFLATED); w.writestr('a.txt', text); w.writestr('b', b''); w.close(); r = zipfile.ZipFile(f); r.namelist(), r.read('a.txt') == text, r.read('b'), r.testzip(), r.getinfo('a.txt').file_size
{n: v for n, v in vars(zlib).items() if isinstance(v, int)}
sorted(n for n in dir(zlib) if not n.startswith('__'))

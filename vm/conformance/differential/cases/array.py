# array; without l and L, which are of another size where the oracle runs
import array
A = array.array
a = A('b', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-2**63-1)
a.append(40000)
a
a = A('B', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-1)
a.append(40000)
a
a = A('h', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-2**63-1)
a.append(40000)
a
a = A('H', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-1)
a.append(40000)
a
a = A('i', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-2**63-1)
a.append(40000)
a
a = A('I', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-1)
a.append(40000)
a
a = A('q', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-2**63-1)
a.append(2**33)
a.append(40000)
a
a = A('Q', [1])
a.append(2**70)
a.append(-2**70)
a.append('a')
a.append(1.5)
a.append(-1)
a.append(2**33)
a.append(40000)
a
a = A('f')
a.append('a')
a = A('d')
a.append(None)
a = A('w')
a.append(1)
a = A('w')
a.append('ab')
a = A('w')
a.append('')
a = A('f')
a.append(1.5)
A('z')
A(1)
A('bb')
A()
A('i', 'abc')
A('i', b'abc')
A('i', b'abcdefgh')
A('w', 'abc'), A('w', 'a😀')
A('i', 5)
A('i', x=1)
A('i', A('w', 'a'))
A('d', A('i', [1])), A('b', (1, 2)), A('b', iter([3]))
A('b', [1], 2)
a = A('i', [1, 2, 3])
a.pop(9)
a.pop()
A('i').pop()
a.index(9)
a.remove(9)
a[9]
a['a']
a.fromlist(1)
a.fromlist([1, 'a'])
a.frombytes(b'abc')
a.frombytes('abc')
a.fromunicode('a')
a.tounicode()
a.extend(A('b'))
a.extend(1)
a + [1]
a + A('b')
a * 2, 2 * a, a * -1, a + a
a * 'a'
a += [1]
a *= 2; a
a[0] = 'a'
a[0:1] = [1]
a[0:1] = A('b')
a[0:1] = A('i', [7, 8]); a
a[::2] = A('i', [7])
a[::2] = A('i', [9, 9, 9]); a
a[9] = 1
a['x'] = 1
del a[0]; a
del a[0:1]; a
del a[::2]; a
del a[9]
a = A('i', [1, 2, 3]); m = memoryview(a); m.format, m.itemsize, m.tolist(), m[1]
m[1] = 7; a
a.append(1)
a.pop()
a.extend([1])
a.clear()
m.release(); a.append(1), a
a.__reduce_ex__(2)
a.__reduce_ex__(3)[1]
a < A('i', [2]), a == A('d', [1, 7, 3, 1]), a == [1], A('i'), a != A('i'), A('i') < a
a < [1]
hash(a)
array._array_reconstructor(A, 'i', 2, b'\0\1'), array._array_reconstructor(A, 'h', 5, b'\1\2\xff\xfe'), array._array_reconstructor(A, 'd', 15, b'?\x80\0\0')
array._array_reconstructor(A, 'i', 22, b'')
array._array_reconstructor(1, 'i', 2, b'')
array._array_reconstructor(A, 'i', 2, b'abc')
b = A('h', [258]); b.byteswap(), b
array.typecodes, a.itemsize, a.typecode, a.insert(-1, 9), a, a.count(1), a.index(9, -3), a[::-1], a.tobytes(), A('f', [1.1]).tolist(), a.reverse(), a, 9 in a, 'x' in a, len(a), list(a)
a.insert('a', 1)
b = A('w', 'ab'); b.fromunicode('c'); b.tounicode(), b
A('w').fromunicode(1)
import _struct
_struct.pack_into('i', a, 0, 77); a, bytes(a)[:4], b''.join([A('b', [65])]), bytearray(A('h', [1]))
class B(A): pass
b = B('i', [1]); b.x = 5; b, b[:], b + b, b.__reduce_ex__(4)[2], type(b[:]) is B
A[int], type(iter(a)).__name__, a.clear(), a

# _hashlib, _md5, _sha1, _sha2, _sha3, _blake2
import _md5, _sha1, _sha2, _sha3, _blake2
[m(b'abc').hexdigest() for m in (_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512, _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512)]
h = _sha2.sha256(b'abc'); h2 = h.copy(); h.update(b'def'); h.name, h.digest_size, h.block_size, h.hexdigest(), h2.digest()
_sha3.shake_128(b'a').hexdigest(20), _sha3.shake_256(b'a').digest(1)
_sha3.shake_128().digest(-1)
_md5.md5('a')
_md5.md5(1)
_blake2.blake2b(b'abc', digest_size=20, key=b'k', salt=b's', person=b'p', fanout=2, depth=2, leaf_size=4, node_offset=5, node_depth=1, inner_size=7, last_node=True).hexdigest()
_blake2.blake2s(b'abc' * 100, digest_size=20, key=b'k', salt=b's', person=b'p', fanout=2, depth=2, leaf_size=4, node_offset=2**40+5, node_depth=1, inner_size=7, last_node=True).hexdigest()
_blake2.blake2b(b'q' * 1000).hexdigest(), _blake2.blake2s().hexdigest(), _blake2.blake2b(b'q' * 256).hexdigest()
b = _blake2.blake2b(b'ab'); c = b.copy(); b.update(b'c'); b.hexdigest() == _blake2.blake2b(b'abc').hexdigest(), c.hexdigest() == b.hexdigest(), b.name, b.block_size, b.digest_size
_blake2.blake2b(digest_size=0)
_blake2.blake2b(salt=b'1' * 17)
_blake2.blake2b(person=b'1' * 17)
_blake2.blake2b(key=b'1' * 65)
_blake2.blake2b(fanout=256)
_blake2.blake2b(depth=0)
_blake2.blake2b(leaf_size=-1)
_blake2.blake2s(node_offset=2**48)
_blake2.blake2b(node_depth=256)
_blake2.blake2b(inner_size=65)
_blake2.blake2b(1)
_blake2.blake2b.MAX_DIGEST_SIZE, _blake2.blake2s.SALT_SIZE, _blake2.BLAKE2B_PERSON_SIZE

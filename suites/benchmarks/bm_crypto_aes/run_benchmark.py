"""AES (FIPS 197) in pure Python, in counter mode: table lookups, bytes and bit operations on ints."""

import pyperf

BLOCKS = 160
KEY = bytes(range(16))
EXPECTED = "69c4e0d86a7b0430d8cdb78070b4c55a"


def multiply(a, b):
    """The product in the field GF(2^8) modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11B
        b >>= 1
    return product


def make_s_box():
    box = bytearray(256)
    inverse = [0] * 256
    for a in range(1, 256):
        for b in range(a, 256):
            if multiply(a, b) == 1:
                inverse[a], inverse[b] = b, a
                break
    for value, number in enumerate(inverse):
        result = 0x63
        for shift in range(5):
            result ^= (number << shift | number >> (8 - shift)) & 0xFF
        box[value] = result
    return bytes(box)


S_BOX = make_s_box()
T_TABLES = [
    [
        sum(multiply(S_BOX[value], factor) << (8 * (3 - (place + turn) % 4)) for place, factor in enumerate((2, 1, 1, 3)))
        for value in range(256)
    ]
    for turn in range(4)
]


class AES:
    def __init__(self, key):
        self.round_keys = self.expand(key)

    @staticmethod
    def expand(key):
        words = [int.from_bytes(key[i : i + 4], "big") for i in range(0, len(key), 4)]
        size = len(words)
        rounds = size + 6
        constant = 1
        while len(words) < 4 * (rounds + 1):
            word = words[-1]
            if len(words) % size == 0:
                word = (word << 8 | word >> 24) & 0xFFFFFFFF
                word = AES.substitute(word) ^ constant << 24
                constant = multiply(constant, 2)
            elif size > 6 and len(words) % size == 4:
                word = AES.substitute(word)
            words.append(words[-size] ^ word)
        return [words[i : i + 4] for i in range(0, len(words), 4)]

    @staticmethod
    def substitute(word):
        return (
            S_BOX[word >> 24] << 24
            | S_BOX[word >> 16 & 0xFF] << 16
            | S_BOX[word >> 8 & 0xFF] << 8
            | S_BOX[word & 0xFF]
        )

    def encrypt_block(self, block):
        t0, t1, t2, t3 = T_TABLES
        keys = self.round_keys
        state = [int.from_bytes(block[4 * i : 4 * i + 4], "big") ^ keys[0][i] for i in range(4)]
        for key in keys[1:-1]:
            a, b, c, d = state
            state = [
                t0[a >> 24] ^ t1[b >> 16 & 0xFF] ^ t2[c >> 8 & 0xFF] ^ t3[d & 0xFF] ^ key[0],
                t0[b >> 24] ^ t1[c >> 16 & 0xFF] ^ t2[d >> 8 & 0xFF] ^ t3[a & 0xFF] ^ key[1],
                t0[c >> 24] ^ t1[d >> 16 & 0xFF] ^ t2[a >> 8 & 0xFF] ^ t3[b & 0xFF] ^ key[2],
                t0[d >> 24] ^ t1[a >> 16 & 0xFF] ^ t2[b >> 8 & 0xFF] ^ t3[c & 0xFF] ^ key[3],
            ]
        result = bytearray()
        key = keys[-1]
        for i in range(4):
            word = (
                S_BOX[state[i] >> 24] << 24
                | S_BOX[state[(i + 1) % 4] >> 16 & 0xFF] << 16
                | S_BOX[state[(i + 2) % 4] >> 8 & 0xFF] << 8
                | S_BOX[state[(i + 3) % 4] & 0xFF]
            )
            result += (word ^ key[i]).to_bytes(4, "big")
        return bytes(result)

    def counter_mode(self, data, nonce):
        """Encrypts or decrypts: both are the same."""
        result = bytearray()
        for number in range(0, len(data), 16):
            stream = self.encrypt_block(nonce + (number // 16).to_bytes(8, "big"))
            result.extend(a ^ b for a, b in zip(data[number : number + 16], stream))
        return bytes(result)


def bench_crypto_aes(cipher, text):
    block = cipher.encrypt_block(bytes.fromhex("00112233445566778899aabbccddeeff"))
    if block.hex() != EXPECTED:
        raise ValueError(f"not AES: {block.hex()}")
    secret = cipher.counter_mode(text, b"nonce!!!")
    if secret == text or cipher.counter_mode(secret, b"nonce!!!") != text:
        raise ValueError("the round trip failed")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "AES in counter mode: ints of 32 bits, tables, bytes."
    runner.bench_func("crypto_aes", bench_crypto_aes, AES(KEY), b"The quick brown fox jumps over." * (BLOCKS // 2))

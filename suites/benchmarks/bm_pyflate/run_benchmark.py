"""DEFLATE (RFC 1951) in pure Python: bits, canonical Huffman codes and the sliding window."""

import zlib

import pyperf

class BitReader:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.bits = 0
        self.count = 0

    def need(self, count):
        while self.count < count:
            self.bits |= self.data[self.at] << self.count
            self.at += 1
            self.count += 8

    def read(self, count):
        self.need(count)
        value = self.bits & ((1 << count) - 1)
        self.bits >>= count
        self.count -= count
        return value

    def align(self):
        rest = self.count % 8
        self.bits >>= rest
        self.count -= rest


class HuffmanTable:
    """Codes by length and value, as RFC 1951 section 3.2.2 numbers them."""

    def __init__(self, lengths):
        self.symbols = {}
        code = 0
        self.shortest = min(length for length in lengths if length)
        for length in range(1, max(lengths) + 1):
            for symbol, its_length in enumerate(lengths):
                if its_length == length:
                    self.symbols[length, code] = symbol
                    code += 1
            code <<= 1

    def decode(self, reader):
        code = 0
        length = 0
        symbols = self.symbols
        while True:
            code = code << 1 | reader.read(1)
            length += 1
            if length >= self.shortest:
                symbol = symbols.get((length, code))
                if symbol is not None:
                    return symbol
            if length > 15:
                raise ValueError("not a code")


def ranges(first, extra_bits):
    table = []
    for bits in extra_bits:
        table.append((first, bits))
        first += 1 << bits
    return table


LENGTHS = ranges(3, [0] * 8 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 4)[:28] + [(258, 0)]
DISTANCES = ranges(1, [0, 0] + [bits for bits in range(14) for _ in (0, 1)])
ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


def fixed_tables():
    return HuffmanTable([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), HuffmanTable([5] * 30)


def dynamic_tables(reader):
    literals = reader.read(5) + 257
    distances = reader.read(5) + 1
    lengths = [0] * 19
    for at in range(reader.read(4) + 4):
        lengths[ORDER[at]] = reader.read(3)
    codes = HuffmanTable(lengths)
    lengths = []
    while len(lengths) < literals + distances:
        symbol = codes.decode(reader)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            lengths += [lengths[-1]] * (reader.read(2) + 3)
        elif symbol == 17:
            lengths += [0] * (reader.read(3) + 3)
        else:
            lengths += [0] * (reader.read(7) + 11)
    return HuffmanTable(lengths[:literals]), HuffmanTable(lengths[literals:])


def inflate(data):
    reader = BitReader(data)
    out = bytearray()
    final = 0
    while not final:
        final = reader.read(1)
        kind = reader.read(2)
        if kind == 0:
            reader.align()
            size = reader.read(16)
            reader.read(16)
            out.extend(reader.read(8) for _ in range(size))
            continue
        literals, distances = fixed_tables() if kind == 1 else dynamic_tables(reader)
        while True:
            symbol = literals.decode(reader)
            if symbol < 256:
                out.append(symbol)
            elif symbol == 256:
                break
            else:
                first, bits = LENGTHS[symbol - 257]
                length = first + reader.read(bits)
                first, bits = DISTANCES[distances.decode(reader)]
                start = len(out) - first - reader.read(bits)
                for at in range(start, start + length):
                    out.append(out[at])
    return bytes(out)


def make_text():
    state = 5
    words = []
    for _ in range(1500):
        state = state * 16807 % 2147483647
        words.append("abcdefghij"[state % 10] * (state % 3 + 1) + str(state % 97))
    return " ".join(words).encode()


def bench_pyflate(text, packed):
    if inflate(packed) != text:
        raise ValueError("not the text that was packed")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Inflating DEFLATE data bit by bit."
    text = make_text()
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    runner.bench_func("pyflate", bench_pyflate, text, compressor.compress(text) + compressor.flush())

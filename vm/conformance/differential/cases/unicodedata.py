# unicodedata; whole tables are compared by their checksums
import unicodedata, zlib
u = unicodedata; old = u.ucd_3_2_0; ALL = [chr(i) for i in range(0x110000)]; MOST = ALL[:0x3100] + ALL[0xa000:0xac20] + ALL[0xd780:0x17100] + ALL[0x18c00:0x20000] + ALL[0x2f800:0x2fa20] + ALL[0xe0000:0xe0200]
u.unidata_version, old.unidata_version, u.UCD, type(old)
def sum_of(f, chars, *rest): return zlib.crc32('\n'.join(str(f(c, *rest)) for c in chars).encode('utf-8', 'surrogatepass'))
[sum_of(f, ALL) for f in (u.category, u.bidirectional)]
[sum_of(f, ALL) for f in (u.combining, u.mirrored)]
[sum_of(f, ALL) for f in (u.east_asian_width,)]
[sum_of(f, MOST) for f in (u.decomposition, old.category, old.bidirectional)]
[sum_of(f, MOST) for f in (old.combining, old.mirrored, old.east_asian_width, old.decomposition)]
[sum_of(f, MOST, None) for f in (u.decimal, u.digit, u.numeric, u.name)]
[sum_of(f, MOST, None) for f in (old.decimal, old.digit, old.numeric, old.name)]
[sum_of(lambda c: u.normalize(form, c), MOST) for form in ('NFC', 'NFD')]
[sum_of(lambda c: u.normalize(form, c), MOST) for form in ('NFKC', 'NFKD')]
[sum_of(lambda c: old.normalize(form, c), MOST) for form in ('NFC', 'NFKD')]
[sum_of(lambda c: u.is_normalized(form, c), MOST) for form in ('NFC', 'NFKD')]
all(u.lookup(u.name(c)) == c for c in MOST if u.name(c, None))
[u.name(chr(i)) for i in (65, 0x1f600, 0xac00, 0xd7a3, 0x4e00, 0x2a6df, 0x323af, 0x17000, 0x3400, 0xfa0e)]
def attempt(f, *args):
    try: return f(*args)
    except Exception as error: return type(error).__name__, str(error)
[attempt(u.lookup, n) for n in ('latin small letter a', 'LF', 'bom', 'LATIN SMALL LETTER R WITH TILDE', 'KEYCAP DIGIT ONE', 'CJK UNIFIED IDEOGRAPH-4E00', 'CJK UNIFIED IDEOGRAPH-4e00', 'CJK UNIFIED IDEOGRAPH-04E00', 'CJK UNIFIED IDEOGRAPH-FFFF', 'cjk unified ideograph-4E00', 'HANGUL SYLLABLE A', 'HANGUL SYLLABLE GAGG', 'hangul syllable ga', '', 'zz', 'a' * 300, 'BULLET', 'K\u0131', 1, b'BULLET')]
[attempt(old.lookup, n) for n in ('LF', 'LATIN SMALL LETTER R WITH TILDE', 'LATIN SMALL LETTER A', 'LATIN SMALL LETTER D WITH CURL')]
[attempt(u.category, x) for x in (1, 'ab', '', None, b'a')]
[attempt(f, x) for f in (u.decimal, u.digit, u.numeric, u.name) for x in ('\0', 'ab', 1)]
u.decimal('a', 'b'), u.numeric('\u00bd'), u.digit('\u00b2'), u.decimal('\u0664'), type(u.numeric('1')), u.numeric('\u4e00')
u.decimal('a', 1, 2)
u.category()
[attempt(u.normalize, *a) for a in (('x', 'a'), (1, 'a'), ('NFC', 1), ('NFC', ''), ('NFC',))], attempt(u.is_normalized, 'x', 'a')
[ascii(u.normalize(f, 'e\u0301 \ufb01 \u1e9b\u0323 \uac00\u11a8 \U0001d15e a\u0328\u0301 \u212b')) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')]
[ascii(old.normalize('NFC', c)) for c in '\uf951\U0002f868\U0002f874\U0002f91f\U0002f95f\U0002f9bf\u0221\u04cf']
u.UCD()
'\N{BULLET} \N{latin small letter a} \N{HANGUL SYLLABLE GA}'
'a\u20ac'.encode('ascii', 'namereplace'), rb'\N{BULLET}'.decode('unicode_escape')
import stringprep
stringprep.in_table_a1('\u0221'), 'b\xfccher.example'.encode('idna')
sorted(n for n in dir(u) if not n.startswith('_'))

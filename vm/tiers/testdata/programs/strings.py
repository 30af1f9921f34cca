def build(n):
    s = ''
    for i in range(n):
        s += chr(97 + i % 26)
        if len(s) > 100:
            s = s[50:]
    return s
print(build(4000))
words = []
for i in range(4000):
    words.append(f'{i:>5}|{i / 7:.3f}|{i!r}' if i % 2 else '%d-%s' % (i, 'x'))
print(words[-2:], len(''.join(words)))
count = {}
for ch in 'the quick brown fox jumps over the lazy dog' * 100:
    count[ch] = count.get(ch, 0) + 1
print(sorted(count.items())[:5])
astral = 'a\U0001F600b'
t = 0
for i in range(3500):
    t += len(astral) + ord(astral[i % 3]) + (astral < 'b')
print(t)

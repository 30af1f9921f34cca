"""Formatting, joining, splitting, slicing and counting of text."""

TEXT = 'the quick brown fox jumps over the lazy dog and runs away from the bear ' * 5


def run():
    counts = {}
    for word in TEXT.split():
        counts[word] = counts.get(word, 0) + 1
    lines = []
    for word, count in counts.items():
        lines.append(f'{word:>10}: {count} {count / 2:.2f}')
    text = '\n'.join(lines)
    out = ''
    for character in text:
        if character.isalpha():
            out += character.upper()
        elif character == ' ':
            out += '_'
    for i in range(200):
        key = 'item%d' % i + str(i)
        if key.startswith('item1') and key[-1] == '7':
            out += key[2:5] + key.replace('e', 'E')
    return len(out)

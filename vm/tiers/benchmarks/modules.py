"""A small interpreter: dispatch by dict and if-chains, globals, tokens, nested data."""

import math

OPERATORS = {
    '+': lambda a, b: a + b,
    '-': lambda a, b: a - b,
    '*': lambda a, b: a * b,
}
PRECEDENCE = {'+': 1, '-': 1, '*': 2}


def tokens(text):
    position = 0
    result = []
    while position < len(text):
        character = text[position]
        if character.isdigit():
            end = position
            while end < len(text) and text[end].isdigit():
                end += 1
            result.append(('number', int(text[position:end])))
            position = end
        elif character in OPERATORS:
            result.append(('operator', character))
            position += 1
        elif character in '()':
            result.append((character, None))
            position += 1
        else:
            position += 1
    return result


class Parser:
    def __init__(self, items):
        self.items = items
        self.position = 0

    def peek(self):
        if self.position < len(self.items):
            return self.items[self.position]
        return ('end', None)

    def take(self):
        item = self.peek()
        self.position += 1
        return item

    def primary(self):
        kind, value = self.take()
        if kind == 'number':
            return value
        if kind == '(':
            result = self.expression(0)
            self.take()
            return result
        raise SyntaxError(kind)

    def expression(self, minimum):
        left = self.primary()
        while True:
            kind, value = self.peek()
            if kind != 'operator' or PRECEDENCE[value] < minimum:
                return left
            self.take()
            right = self.expression(PRECEDENCE[value] + 1)
            left = OPERATORS[value](left, right)


def run():
    total = 0
    for i in range(8):
        text = f'(1 + {i}) * 3 - 2 * (4 + 5 * {i}) + 7 * (1 + 2 * (3 + 4)) - {i} * {i}'
        total += Parser(tokens(text)).expression(0)
        total += math.floor(total / 2) % 7
    return total

"""SELECT statements: a lexer, a Pratt parser that builds a tree, constant folding, and the text printed back."""

import pyperf

REPEAT = 4
EXPECTED = 35953

QUERIES = (
    "SELECT name, age * 12 + 1 AS months FROM people WHERE age >= 18 AND NOT (name = 'Bob' OR name = 'O''Neil')",
    "select p.id, count(*) from orders o join people p on p.id = o.person where o.total > 100 / 4 - 5 group by p.id order by p.id desc limit 10",
    "SELECT * FROM a WHERE x BETWEEN 1 AND 2 * 3 AND y IN (1, 2, 3 + 4) AND z IS NOT NULL",
    "SELECT max(a.b + c.d, -1.5) , 'text' || upper(t) FROM a, c WHERE a.k = c.k AND a.v LIKE '%x%' ORDER BY 1",
)

KEYWORDS = frozenset(
    "SELECT FROM WHERE AND OR NOT AS JOIN ON GROUP BY ORDER DESC ASC LIMIT BETWEEN IN IS NULL LIKE".split()
)
BINARY_POWER = {"OR": 1, "AND": 2, "=": 4, "<>": 4, "<": 4, ">": 4, "<=": 4, ">=": 4, "LIKE": 4, "||": 5, "+": 6, "-": 6, "*": 7, "/": 7}


class Token:
    __slots__ = ("kind", "text", "at")

    def __init__(self, kind, text, at):
        self.kind = kind
        self.text = text
        self.at = at


def lex(source):
    tokens = []
    at = 0
    size = len(source)
    while at < size:
        char = source[at]
        start = at
        if char.isspace():
            at += 1
            continue
        if char.isalpha() or char == "_":
            while at < size and (source[at].isalnum() or source[at] == "_"):
                at += 1
            word = source[start:at]
            if word.upper() in KEYWORDS:
                tokens.append(Token("keyword", word.upper(), start))
            else:
                tokens.append(Token("name", word, start))
        elif char.isdigit():
            while at < size and (source[at].isdigit() or source[at] == "."):
                at += 1
            tokens.append(Token("number", source[start:at], start))
        elif char == "'":
            at += 1
            while source[at] != "'" or source[at + 1 : at + 2] == "'":
                at += 2 if source[at] == "'" else 1
            at += 1
            tokens.append(Token("string", source[start + 1 : at - 1].replace("''", "'"), start))
        else:
            at += 2 if source[at : at + 2] in ("<=", ">=", "<>", "||") else 1
            tokens.append(Token("operator", source[start:at], start))
    tokens.append(Token("end", "", size))
    return tokens


class Node:
    def children(self):
        return ()

    def fold(self):
        return self


class Literal(Node):
    def __init__(self, value):
        self.value = value

    def text(self):
        if self.value is None:
            return "NULL"
        return "'" + self.value.replace("'", "''") + "'" if isinstance(self.value, str) else str(self.value)


class Column(Node):
    def __init__(self, parts):
        self.parts = parts

    def text(self):
        return ".".join(self.parts)


class Unary(Node):
    def __init__(self, operator, operand):
        self.operator = operator
        self.operand = operand

    def fold(self):
        self.operand = self.operand.fold()
        if self.operator == "-" and isinstance(self.operand, Literal):
            return Literal(-self.operand.value)
        return self

    def text(self):
        return f"{self.operator} {self.operand.text()}"


class Binary(Node):
    FOLDS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}

    def __init__(self, operator, left, right):
        self.operator = operator
        self.left = left
        self.right = right

    def fold(self):
        self.left = self.left.fold()
        self.right = self.right.fold()
        if self.operator in self.FOLDS and isinstance(self.left, Literal) and isinstance(self.right, Literal):
            return Literal(self.FOLDS[self.operator](self.left.value, self.right.value))
        return self

    def text(self):
        return f"({self.left.text()} {self.operator} {self.right.text()})"


class Call(Node):
    def __init__(self, name, arguments):
        self.name = name
        self.arguments = arguments

    def fold(self):
        self.arguments = [argument.fold() for argument in self.arguments]
        return self

    def text(self):
        return f"{self.name}({', '.join(argument.text() for argument in self.arguments)})"


class Parser:
    def __init__(self, source):
        self.tokens = lex(source)
        self.at = 0

    @property
    def current(self):
        return self.tokens[self.at]

    def accept(self, *texts):
        token = self.tokens[self.at]
        if token.kind in ("keyword", "operator") and token.text in texts:
            self.at += 1
            return token.text
        return None

    def expect(self, text):
        if not self.accept(text):
            raise SyntaxError(f"expected {text} at {self.current.at}, found {self.current.text!r}")

    def name(self):
        token = self.current
        if token.kind != "name":
            raise SyntaxError(f"expected a name at {token.at}")
        self.at += 1
        return token.text

    def listed(self, parse):
        items = [parse()]
        while self.accept(","):
            items.append(parse())
        return items

    def select(self):
        self.expect("SELECT")
        statement = {"columns": self.listed(self.output), "order": [], "where": None, "group": [], "limit": None}
        self.expect("FROM")
        statement["from"] = self.listed(self.source)
        while self.accept("JOIN"):
            table = self.source()
            self.expect("ON")
            statement["from"].append(f"{table} ON {self.expression(0).fold().text()}")
        if self.accept("WHERE"):
            statement["where"] = self.expression(0).fold()
        if self.accept("GROUP"):
            self.expect("BY")
            statement["group"] = self.listed(lambda: self.expression(0))
        if self.accept("ORDER"):
            self.expect("BY")
            statement["order"] = self.listed(lambda: (self.expression(0), self.accept("DESC", "ASC") or "ASC"))
        if self.accept("LIMIT"):
            statement["limit"] = self.expression(0)
        if self.current.kind != "end":
            raise SyntaxError(f"what is {self.current.text!r}?")
        return statement

    def output(self):
        if self.accept("*"):
            return Column(["*"]), None
        value = self.expression(0).fold()
        return value, self.name() if self.accept("AS") else None

    def source(self):
        table = self.name()
        return f"{table} {self.name()}" if self.current.kind == "name" else table

    def expression(self, power):
        left = self.prefix()
        while True:
            token = self.current
            operator = token.text if token.kind in ("keyword", "operator") else None
            if operator == "BETWEEN" and power < 4:
                self.at += 1
                low = self.expression(4)
                self.expect("AND")
                left = Binary("AND", Binary(">=", left, low), Binary("<=", left, self.expression(4)))
            elif operator == "IN" and power < 4:
                self.at += 1
                self.expect("(")
                left = Call("IN", [left] + self.listed(lambda: self.expression(0)))
                self.expect(")")
            elif operator == "IS" and power < 4:
                self.at += 1
                negated = self.accept("NOT")
                self.expect("NULL")
                left = Unary("IS NOT NULL" if negated else "IS NULL", left)
            elif operator in BINARY_POWER and BINARY_POWER[operator] > power:
                self.at += 1
                left = Binary(operator, left, self.expression(BINARY_POWER[operator]))
            else:
                return left

    def prefix(self):
        token = self.current
        self.at += 1
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text))
        if token.kind == "string":
            return Literal(token.text)
        if token.kind == "name":
            if self.accept("("):
                if self.accept("*"):
                    arguments = [Column(["*"])]
                else:
                    arguments = self.listed(lambda: self.expression(0))
                self.expect(")")
                return Call(token.text, arguments)
            parts = [token.text]
            while self.accept("."):
                parts.append(self.name())
            return Column(parts)
        if token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "-":
            return Unary("-", self.expression(7))
        if token.text == "NOT":
            return Unary("NOT", self.expression(3))
        if token.text == "NULL":
            return Literal(None)
        raise SyntaxError(f"unexpected {token.text!r} at {token.at}")


def printed(statement):
    columns = ", ".join(value.text() + (f" AS {name}" if name else "") for value, name in statement["columns"])
    parts = [f"SELECT {columns} FROM {', '.join(statement['from'])}"]
    if statement["where"]:
        parts.append("WHERE " + statement["where"].text())
    if statement["group"]:
        parts.append("GROUP BY " + ", ".join(each.text() for each in statement["group"]))
    if statement["order"]:
        parts.append("ORDER BY " + ", ".join(f"{each.text()} {way}" for each, way in statement["order"]))
    if statement["limit"]:
        parts.append("LIMIT " + statement["limit"].text())
    return " ".join(parts)


def bench_sql_parser():
    found = 0
    for _ in range(REPEAT):
        for query in QUERIES:
            text = printed(Parser(query).select())
            found = (found * 31 + sum(map(ord, text)) + len(text)) % 1000003
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A SQL lexer and Pratt parser: characters, tokens, trees."
    runner.bench_func("sql_parser", bench_sql_parser)

"""A template engine: text with {{ expressions }} and {% statements %} compiled to closures, then rendered."""

import pyperf

ROWS = 60
EXPECTED = (5918, 174, 60)

PAGE = """<h1>{{ title|upper }}</h1>
{% for user in users %}
<div class="{% if user.active %}on{% else %}off{% endif %}">
  {{ user.name|escape }} has {{ user.items|length }} items:
  {% for item in user.items %}<b>{{ item }}</b>{% endfor %}
  {% if user.note %}{{ user.note|escape|upper }}{% endif %}
</div>
{% endfor %}
"""

ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))


def escape(value):
    text = str(value)
    for raw, safe in ESCAPES:
        if raw in text:
            text = text.replace(raw, safe)
    return text


FILTERS = {"upper": lambda value: str(value).upper(), "length": len, "escape": escape}


def tokenize(source):
    """Yields ("text" | "value" | "tag", content)."""
    at = 0
    while True:
        start = source.find("{", at)
        while start >= 0 and source[start + 1 : start + 2] not in ("{", "%"):
            start = source.find("{", start + 1)
        if start < 0:
            yield "text", source[at:]
            return
        if start > at:
            yield "text", source[at:start]
        is_tag = source[start + 1] == "%"
        end = source.index("%}" if is_tag else "}}", start)
        yield ("tag" if is_tag else "value"), source[start + 2 : end].strip()
        at = end + 2


def compile_expression(text):
    path, *filters = text.split("|")
    first, *rest = path.split(".")
    functions = [FILTERS[name] for name in filters]

    def evaluate(context):
        value = context[first]
        for name in rest:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        for function in functions:
            value = function(value)
        return value

    return evaluate


class Parser:
    def __init__(self, source):
        self.tokens = list(tokenize(source))
        self.at = 0

    def block(self, *ends):
        """Renderers up to a tag in ends, and that tag."""
        renderers = []
        while self.at < len(self.tokens):
            kind, content = self.tokens[self.at]
            self.at += 1
            if kind == "text":
                renderers.append(self.text(content))
            elif kind == "value":
                renderers.append(self.value(compile_expression(content)))
            elif content in ends:
                return renderers, content
            elif content.startswith("for "):
                _, name, _, source = content.split(None, 3)
                body, _ = self.block("endfor")
                renderers.append(self.loop(name, compile_expression(source), body))
            elif content.startswith("if "):
                body, end = self.block("else", "endif")
                otherwise = self.block("endif")[0] if end == "else" else []
                renderers.append(self.condition(compile_expression(content[3:]), body, otherwise))
            else:
                raise SyntaxError(f"unknown tag {content}")
        if ends:
            raise SyntaxError(f"missing {ends[-1]}")
        return renderers, None

    def text(self, content):
        return lambda context, out: out.append(content)

    def value(self, evaluate):
        return lambda context, out: out.append(str(evaluate(context)))

    def loop(self, name, source, body):
        def render(context, out):
            inner = dict(context)
            for item in source(context):
                inner[name] = item
                for each in body:
                    each(inner, out)

        return render

    def condition(self, test, body, otherwise):
        def render(context, out):
            for each in body if test(context) else otherwise:
                each(context, out)

        return render


class User:
    def __init__(self, number):
        self.name = f"user <{number}> & co"
        self.active = number % 3 == 0
        self.items = list(range(number % 7))
        self.note = "a \"note\"" if number % 5 == 0 else ""


def bench_template(users):
    renderers, _ = Parser(PAGE).block()
    out = []
    for render in renderers:
        render({"title": "All users", "users": users}, out)
    page = "".join(out)
    found = len(page), page.count("<b>"), page.count("&lt;")
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A template engine made of closures."
    runner.bench_func("template", bench_template, [User(number) for number in range(ROWS)])

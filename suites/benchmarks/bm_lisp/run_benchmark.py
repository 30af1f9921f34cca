"""A small Lisp: reader, environments as chained dicts, special forms, closures and tail calls in a loop."""

import operator

import pyperf

EXPECTED = [20540, 144, 61, 11]

PROGRAM = """
(define (fold f start items)
  (if (null? items) start (fold f (f start (car items)) (cdr items))))
(define (range low high)
  (if (= low high) nil (cons low (range (+ low 1) high))))
(define (map f items)
  (if (null? items) nil (cons (f (car items)) (map f (cdr items)))))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (counter)
  (let ((count 0))
    (lambda () (begin (set! count (+ count 1)) count))))
(define tick (counter))
(define (repeat n f) (if (= n 0) (f) (begin (f) (repeat (- n 1) f))))
(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))
(list (fold + 0 (map (lambda (x) (* x x)) (range 0 40)))
      (fib 12)
      (repeat 60 tick)
      (ack 2 4))
"""


class Symbol(str):
    pass


class Environment(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        environment = self
        while environment is not None:
            if name in environment:
                return environment
            environment = environment.outer
        raise NameError(name)


class Procedure:
    def __init__(self, names, body, environment):
        self.names = names
        self.body = body
        self.environment = environment


def tokens(source):
    return source.replace("(", " ( ").replace(")", " ) ").split()


def read(stream):
    token = stream.pop()
    if token == "(":
        items = []
        while stream[-1] != ")":
            items.append(read(stream))
        stream.pop()
        return items
    if token == ")":
        raise SyntaxError("a ) without its (")
    try:
        return int(token)
    except ValueError:
        return Symbol(token)


def read_all(source):
    stream = tokens(source)
    stream.reverse()
    forms = []
    while stream:
        forms.append(read(stream))
    return forms


def base_environment():
    environment = Environment()
    environment.update(
        {
            "+": operator.add,
            "-": operator.sub,
            "*": operator.mul,
            "<": operator.lt,
            "=": operator.eq,
            "cons": lambda head, tail: (head, tail),
            "car": lambda pair: pair[0],
            "cdr": lambda pair: pair[1],
            "null?": lambda items: items is None,
            "list": lambda *items: list(items),
            "nil": None,
        }
    )
    return environment


def evaluate(form, environment):
    while True:
        if isinstance(form, Symbol):
            return environment.find(form)[form]
        if not isinstance(form, list):
            return form
        head = form[0]
        if head == "if":
            _, test, then, otherwise = form
            form = then if evaluate(test, environment) else otherwise
        elif head == "define":
            target = form[1]
            if isinstance(target, list):
                environment[target[0]] = Procedure(target[1:], form[2], environment)
            else:
                environment[target] = evaluate(form[2], environment)
            return None
        elif head == "set!":
            environment.find(form[1])[form[1]] = evaluate(form[2], environment)
            return None
        elif head == "lambda":
            return Procedure(form[1], form[2], environment)
        elif head == "begin":
            for part in form[1:-1]:
                evaluate(part, environment)
            form = form[-1]
        elif head == "let":
            names = [name for name, _ in form[1]]
            values = [evaluate(value, environment) for _, value in form[1]]
            environment = Environment(names, values, environment)
            form = form[2]
        elif head == "cond":
            for test, result in form[1:]:
                if test == "else" or evaluate(test, environment):
                    form = result
                    break
            else:
                return None
        else:
            procedure = evaluate(head, environment)
            arguments = [evaluate(argument, environment) for argument in form[1:]]
            if not isinstance(procedure, Procedure):
                return procedure(*arguments)
            environment = Environment(procedure.names, arguments, procedure.environment)
            form = procedure.body


def bench_lisp():
    environment = base_environment()
    found = None
    for form in read_all(PROGRAM):
        found = evaluate(form, environment)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "An interpreter for a small Lisp."
    runner.bench_func("lisp", bench_lisp)

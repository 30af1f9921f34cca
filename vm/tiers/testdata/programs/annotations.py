# Lazy annotations, type parameters, type aliases and template strings.
x: int = 3


class Annotated:
    y: str
    z: "not evaluated"


def function(a: int, *, b: "text" = 3) -> float:
    pass


print(__annotate__(1))
print(Annotated.__annotations__)
print(function.__annotations__)


def late(a: Undefined):
    pass


try:
    late.__annotations__
except NameError as error:
    print(error)
Undefined = list
print(late.__annotations__)


def generic[T: int, *Ts, **P](a: T) -> T:
    return a


print([str(parameter) for parameter in generic.__type_params__], generic.__type_params__[0].__bound__)
type Alias[T] = list[T]
print(Alias, Alias.__type_params__, Alias.__value__, Alias[int])
name = "world"
template = t"hello {name!r:>10} and {1 + 1}"
print(template.strings, [(part.value, part.expression, part.conversion, part.format_spec) for part in template.interpolations])
total = 0
for number in range(4000):
    total += len((t"{number}-{number * 2}" + t"!").strings)
print(total)

# Built-in functions, methods and classes called in hot loops: by every convention, replaced, and failing.

def words(texts, counts):
    total = 0
    for text in texts:
        key = text.strip("-").lower()
        counts[key] = counts.get(key, 0) + 1
        counts.setdefault("all", []).append(key)
        if isinstance(key, str) and key.startswith("a") and not hasattr(key, "nothing"):
            total += len(key.split("b")) + key.find("c", 1, 3) + key.count("c")
        total += int("3") + len(set(key)) + len(list(range(3))) + max(1, 2) + getattr(key, "gone", 4)
        if type(key) is str:
            total += 1
    return total


counts = {}
print(words(["-aBc-", "xdef", "abc-"] * 1500, counts), len(counts.pop("all")), counts)


def stacks(rounds):
    stack = []
    for i in range(rounds):
        stack.append(i)
        stack.insert(0, -i)
        if len(stack) > 6:
            stack.pop()
            stack.pop(0)
            stack.pop(-2)
    return stack


print(stacks(4000))


def failing(rounds):
    kinds = {}
    for i in range(rounds):
        try:
            match i % 6:
                case 0:
                    {}.pop("missing")
                case 1:
                    [].pop()
                case 2:
                    "text".index("z")
                case 3:
                    int("x")
                case 4:
                    next(iter(()))
                case 5:
                    isinstance(1, 2)
        except Exception as error:
            name = type(error).__name__
            kinds[name, str(error)] = kinds.get((name, str(error)), 0) + 1
    return kinds


for kind, count in failing(4200).items():
    print(kind, count)


def wrong_counts(rounds):
    messages = set()
    for i in range(rounds):
        for call in (
            lambda: {}.get(),
            lambda: {}.get(1, 2, 3),
            lambda: "a".startswith(),
            lambda: [].insert(1),
            lambda: isinstance(1),
            lambda: getattr(1),
            lambda: "a".find("a", 1, 2, 3),
            lambda: [].append(1, 2),
        ):
            try:
                call()
            except TypeError as error:
                messages.add(str(error))
    return sorted(messages)


for message in wrong_counts(400):
    print(message)


def sized(values):
    total = 0
    for value in values:
        total += len(value)
    return total


class Sized:
    def __len__(self):
        return 3


print(sized(["ab", [1], (1, 2, 3), {1: 2}, Sized()] * 1200))
len = lambda value: 100
print(sized(["ab"] * 3000))
del len
print(sized(["ab"] * 3000))


class Text(str):
    def lower(self):
        return "lowered"


def lowered(values):
    result = {}
    for value in values:
        text = value.lower()
        result[text] = result.get(text, 0) + 1
    return result


print(lowered(["A", "B"] * 1500 + [Text("C")] * 1500 + ["D"] * 1500))


def classes(rounds):
    total = 0
    for i in range(rounds):
        made = (list, tuple, set, dict)[i % 4](())
        total += len(made) + len(list((1, 2))) + len(str(i)) + int(float("2.5")) + bool(i)
        total += len(tuple(zip("ab", [1, 2]))) + len(dict(a=1)) + bytes(2)[0]
    return total


print(classes(4000))

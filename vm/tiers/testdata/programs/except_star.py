# except*: splitting, nesting, naked exceptions, raising in a clause.
def run(errors):
    log = []
    try:
        try:
            raise ExceptionGroup("all", errors)
        except* ValueError as group:
            log.append(("value", [str(each) for each in group.exceptions]))
        except* (TypeError, OSError) as group:
            log.append(("type or os", len(group.exceptions)))
            if len(group.exceptions) > 1:
                raise RuntimeError("too many")
    except BaseException as error:
        log.append(repr(error))
    return log


print(run([ValueError(1), TypeError(2)]))
print(run([ValueError(1), KeyError(2), ExceptionGroup("inner", [OSError(3), ValueError(4), IndexError(5)])]))
print(run([TypeError(1), OSError(2), KeyError(3)]))
print(run([KeyboardInterrupt(), ValueError()]) if False else "no interrupt")
try:
    raise ValueError("naked")
except* ValueError as group:
    print(repr(group))
try:
    try:
        raise KeyError("naked")
    except* ValueError:
        pass
except KeyError as error:
    print(repr(error))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as error:
    print(error)
count = 0
for number in range(3500):
    count += len(run([ValueError(number), KeyError(number)]))
print(count)

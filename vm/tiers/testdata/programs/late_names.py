def run(n):
    for i in range(n):
        if i == 3500:
            x = i
        if i > 3400:
            try:
                y = x
            except UnboundLocalError as e:
                last = str(e)
    return x, last
print(run(4000))
def undefined(n):
    c = 0
    for i in range(n):
        try:
            nothing_here
        except NameError as e:
            c += 1
            m = str(e)
    return c, m
print(undefined(3500))
def deleted(n):
    for i in range(n):
        z = i
        del z
    try:
        return z
    except UnboundLocalError:
        return 'unbound'
print(deleted(3500))

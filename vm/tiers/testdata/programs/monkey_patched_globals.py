k = 1
def get():
    return k
def run(n):
    global k, len
    t = 0
    for i in range(n):
        t += get() + len('abc')
        if i == 2000:
            k = 2.5
        if i == 2500:
            len = lambda s: 100
        if i == 3000:
            def newget():
                return 7
            globals()['get'] = newget
        if i == 3500:
            del len
    return t
print(run(4000))
k = 3
print(run(10))

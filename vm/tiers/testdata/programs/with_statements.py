class M:
    entered = 0
    left = 0
    def __enter__(self):
        M.entered += 1
        return self
    def __exit__(self, kind, value, tb):
        M.left += 1
        return kind is ValueError
def run(n):
    c = 0
    for i in range(n):
        with M() as m:
            if i % 5 == 0:
                raise ValueError
            if i % 7 == 0:
                continue
            c += 1
    return c
print(run(4000), M.entered, M.left)
try:
    with M():
        raise KeyError(1)
except KeyError as e:
    print(e, M.left)

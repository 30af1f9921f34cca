class Shape:
    def area(self):
        return 0
    def describe(self):
        return self.area() + 1
class Square(Shape):
    def __init__(self, s):
        self.s = s
    def area(self):
        return self.s * self.s
class Cube(Square):
    def __init__(self, s):
        super().__init__(s)
        self.faces = 6
    def area(self):
        return super().area() * self.faces
shapes = [Shape(), Square(2), Cube(3)]
def run(n):
    t = 0
    for i in range(n):
        t += shapes[i % 3].describe()
    return t
print(run(4000), run(5), run(3500))

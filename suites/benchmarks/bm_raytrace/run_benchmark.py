"""A ray tracer: spheres, a chequered floor, shadows and reflections, with vectors as objects."""

import math

import pyperf

WIDTH = 36
HEIGHT = 27
EXPECTED = (2916, 223585)


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other):
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def normalized(self):
        return self * (1.0 / math.sqrt(self.dot(self)))

    def reflected(self, normal):
        return self - normal * (2.0 * self.dot(normal))


UP = Vector(0.0, 1.0, 0.0)


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, distance):
        return self.origin + self.direction * distance


class Sphere:
    def __init__(self, center, radius, surface):
        self.center = center
        self.radius = radius
        self.surface = surface

    def distance(self, ray):
        """Where the ray meets the sphere first, or None."""
        offset = self.center - ray.origin
        along = offset.dot(ray.direction)
        discriminant = self.radius * self.radius - (offset.dot(offset) - along * along)
        if discriminant < 0.0:
            return None
        near = along - math.sqrt(discriminant)
        return near if near > 1e-6 else None

    def normal(self, point):
        return (point - self.center).normalized()


class Floor:
    def __init__(self, height, surface):
        self.height = height
        self.surface = surface

    def distance(self, ray):
        slope = ray.direction.y
        if abs(slope) < 1e-9:
            return None
        distance = (self.height - ray.origin.y) / slope
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return UP


class Surface:
    def __init__(self, color, diffuse=0.7, mirror=0.2, ambient=0.1):
        self.color = color
        self.diffuse = diffuse
        self.mirror = mirror
        self.ambient = ambient

    def color_at(self, point):
        return self.color


class Chequered(Surface):
    def __init__(self, color, other, size=1.0, **shares):
        super().__init__(color, **shares)
        self.other = other
        self.size = size

    def color_at(self, point):
        odd = int(math.floor(point.x / self.size) + math.floor(point.z / self.size)) % 2
        return self.other if odd else self.color


class Scene:
    def __init__(self, lights, eye, looking_at):
        self.things = []
        self.lights = lights
        self.eye = eye
        self.looking_at = looking_at
        self.depth = 0

    def nearest(self, ray):
        best, best_distance = None, None
        for thing in self.things:
            distance = thing.distance(ray)
            if distance is not None and (best_distance is None or distance < best_distance):
                best, best_distance = thing, distance
        return best, best_distance

    def is_lit(self, point, light):
        ray = Ray(point, light - point)
        return all(thing.distance(ray) is None for thing in self.things)

    def color_of(self, ray):
        if self.depth > 3:
            return (0.0, 0.0, 0.0)
        self.depth += 1
        try:
            thing, distance = self.nearest(ray)
            if thing is None:
                return (0.1, 0.2, 0.3)
            point = ray.at(distance)
            return self.shade(thing, ray, point, thing.normal(point))
        finally:
            self.depth -= 1

    def shade(self, thing, ray, point, normal):
        surface = thing.surface
        base = surface.color_at(point)
        red = green = blue = 0.0
        if surface.mirror > 0:
            reflected = self.color_of(Ray(point, ray.direction.reflected(normal)))
            red, green, blue = (surface.mirror * part for part in reflected)
        light_amount = surface.ambient
        for light in self.lights:
            if self.is_lit(point, light):
                contribution = (light - point).normalized().dot(normal)
                if contribution > 0:
                    light_amount += surface.diffuse * contribution
        return (red + light_amount * base[0], green + light_amount * base[1], blue + light_amount * base[2])

    def render(self, width, height):
        field = math.tan(math.radians(45) / 2)
        forward = (self.looking_at - self.eye).normalized()
        right = forward.cross(UP).normalized()
        up = right.cross(forward)
        pixels = bytearray()
        for row in range(height):
            for column in range(width):
                x = (2.0 * column / width - 1.0) * field
                y = (1.0 - 2.0 * row / height) * field * height / width
                ray = Ray(self.eye, forward + right * x + up * y)
                pixels.extend(int(max(0.0, min(1.0, part)) * 255) for part in self.color_of(ray))
        return pixels


def make_scene():
    scene = Scene([Vector(30.0, 30.0, 10.0), Vector(-10.0, 100.0, 30.0)], Vector(0.0, 1.8, 10.0), Vector(0.0, 3.0, 0.0))
    scene.things.append(Sphere(Vector(1.0, 3.0, -10.0), 2.0, Surface((1.0, 1.0, 0.0))))
    for number in range(6):
        center = Vector(-3.0 - number * 0.4, 2.3, -5.0 - number)
        scene.things.append(Sphere(center, 0.4, Surface((number / 6.0, 1.0 - number / 6.0, 0.5))))
    scene.things.append(Floor(0.0, Chequered((0.9, 0.9, 0.9), (0.1, 0.1, 0.1), mirror=0.1)))
    return scene


def bench_raytrace():
    pixels = make_scene().render(WIDTH, HEIGHT)
    found = len(pixels), sum(pixels)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Ray tracing with vector objects, polymorphic shapes and recursion."
    runner.bench_func("raytrace", bench_raytrace)

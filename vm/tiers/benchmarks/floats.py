"""Arithmetic on floats in attributes, lists and locals."""

import math


class Body:
    def __init__(self, x, y, mass):
        self.x = x
        self.y = y
        self.vx = 0.0
        self.vy = 0.0
        self.mass = mass


def step(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx = a.x - b.x
            dy = a.y - b.y
            distance = math.sqrt(dx * dx + dy * dy) + 0.01
            force = dt / (distance * distance * distance)
            a.vx -= dx * b.mass * force
            a.vy -= dy * b.mass * force
            b.vx += dx * a.mass * force
            b.vy += dy * a.mass * force
    for body in bodies:
        body.x += body.vx * dt
        body.y += body.vy * dt


def run():
    bodies = [Body(i * 1.0, i * 0.5 + 1, 1.0 + i) for i in range(6)]
    for _ in range(60):
        step(bodies, 0.01)
    values = [math.sin(i * 0.1) for i in range(200)]
    mean = sum(values) / len(values)
    variance = 0.0
    for value in values:
        variance += (value - mean) ** 2
    return round(bodies[0].x + variance, 9)

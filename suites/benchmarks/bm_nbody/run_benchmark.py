"""Planets pulled by each other: symplectic Euler steps over pairs of bodies held in lists.

The Jovian planets in the manner of the Computer Language Benchmarks Game; masses, positions and
velocities are made by a formula, and the drift of the total energy is what is checked.
"""

import pyperf

STEPS = 3500
EXPECTED_DRIFT = 1e-5


def make_bodies():
    """[x, y, z, vx, vy, vz, mass]: a heavy star at rest, and four planets on nearly circular orbits."""
    bodies = [[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0]]
    for number, (distance, mass) in enumerate(((5.2, 0.038), (9.5, 0.011), (19.2, 0.0017), (30.1, 0.002))):
        speed = (40.0 / distance) ** 0.5
        tilt = 0.02 * (number + 1)
        if number % 2:
            bodies.append([0.0, distance, 0.0, -speed, 0.0, tilt, mass])
        else:
            bodies.append([distance, 0.0, 0.0, 0.0, speed, tilt, mass])
    momentum = [sum(body[axis] * body[6] for body in bodies) for axis in (3, 4, 5)]
    for axis in range(3):
        bodies[0][3 + axis] -= momentum[axis] / bodies[0][6]
    return bodies


def all_pairs(bodies):
    return [(bodies[i], bodies[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]


def advance(bodies, pairs, steps, dt):
    for _ in range(steps):
        for one, other in pairs:
            dx = one[0] - other[0]
            dy = one[1] - other[1]
            dz = one[2] - other[2]
            magnitude = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            pull = one[6] * magnitude
            push = other[6] * magnitude
            one[3] -= dx * push
            one[4] -= dy * push
            one[5] -= dz * push
            other[3] += dx * pull
            other[4] += dy * pull
            other[5] += dz * pull
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(bodies, pairs):
    total = 0.0
    for _, _, _, vx, vy, vz, mass in bodies:
        total += 0.5 * mass * (vx * vx + vy * vy + vz * vz)
    for (x1, y1, z1, _, _, _, m1), (x2, y2, z2, _, _, _, m2) in pairs:
        total -= m1 * m2 / ((x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2) ** 0.5
    return total


def bench_nbody():
    bodies = make_bodies()
    pairs = all_pairs(bodies)
    before = energy(bodies, pairs)
    advance(bodies, pairs, STEPS, 0.001)
    drift = abs((energy(bodies, pairs) - before) / before)
    if not drift < EXPECTED_DRIFT:
        raise ValueError(f"energy drifted by {drift}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Gravity between five bodies in lists of floats."
    runner.bench_func("nbody", bench_nbody)

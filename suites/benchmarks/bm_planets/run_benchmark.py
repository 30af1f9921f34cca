"""Planets around a star: gravity between all pairs, integrated by leapfrog (kick, drift, kick).

Bodies are objects with float attributes, their tracks are lists of floats. What is timed is float
arithmetic on attributes inside nested loops. The result is checked against conserved quantities
(energy, momentum) and against the known final positions.
"""

import math

import pyperf

BODIES = 6
STEPS = 2000
STEP_SIZE = 0.004
EXPECTED_ENERGY = -0.0007792660797022057
EXPECTED_TRACK = 1348.8129072372567


class SimulationError(Exception):
    pass


class Body:
    def __init__(self, mass, x, y, z, vx, vy, vz):
        self.mass = mass
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.ax = 0.0
        self.ay = 0.0
        self.az = 0.0
        self.track = []

    def drift(self, dt):
        self.x += dt * self.vx
        self.y += dt * self.vy
        self.z += dt * self.vz

    def kick(self, dt):
        self.vx += dt * self.ax
        self.vy += dt * self.ay
        self.vz += dt * self.az

    def kinetic_energy(self):
        return 0.5 * self.mass * (self.vx ** 2 + self.vy ** 2 + self.vz ** 2)

    def distance(self, other):
        dx = self.x - other.x
        dy = self.y - other.y
        dz = self.z - other.z
        return math.sqrt(dx * dx + dy * dy + dz * dz)


class System:
    def __init__(self, bodies):
        self.bodies = bodies
        self.pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]

    def accelerate(self):
        for body in self.bodies:
            body.ax = body.ay = body.az = 0.0
        for a, b in self.pairs:
            dx = b.x - a.x
            dy = b.y - a.y
            dz = b.z - a.z
            square = dx * dx + dy * dy + dz * dz
            inverse_cube = 1.0 / (square * math.sqrt(square))
            pull_a = b.mass * inverse_cube
            pull_b = a.mass * inverse_cube
            a.ax += pull_a * dx
            a.ay += pull_a * dy
            a.az += pull_a * dz
            b.ax -= pull_b * dx
            b.ay -= pull_b * dy
            b.az -= pull_b * dz

    def advance(self, steps, dt):
        half = 0.5 * dt
        self.accelerate()
        for step in range(steps):
            for body in self.bodies:
                body.kick(half)
                body.drift(dt)
            self.accelerate()
            for body in self.bodies:
                body.kick(half)
            if step % 20 == 0:
                for body in self.bodies:
                    body.track.append(math.hypot(body.x, body.y))

    def energy(self):
        energy = sum([body.kinetic_energy() for body in self.bodies])
        for a, b in self.pairs:
            energy -= a.mass * b.mass / a.distance(b)
        return energy

    def momentum(self):
        px = py = pz = 0.0
        for body in self.bodies:
            px += body.mass * body.vx
            py += body.mass * body.vy
            pz += body.mass * body.vz
        return math.sqrt(px * px + py * py + pz * pz)


def make_system(count):
    """A star of mass 1 at rest and planets on nearly circular orbits, all from one small generator."""
    state = 20240229

    def uniform(low, high):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2147483648
        return low + (high - low) * (state / 2147483648)

    bodies = [Body(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)]
    for i in range(1, count):
        radius = 0.6 * 1.55 ** i
        angle = uniform(0.0, 2.0 * math.pi)
        speed = math.sqrt(1.0 / radius) * uniform(0.97, 1.03)
        bodies.append(
            Body(
                uniform(0.00001, 0.001),
                radius * math.cos(angle),
                radius * math.sin(angle),
                uniform(-0.05, 0.05),
                -speed * math.sin(angle),
                speed * math.cos(angle),
                uniform(-0.01, 0.01),
            )
        )
    star = bodies[0]
    star.vx = -sum([b.mass * b.vx for b in bodies[1:]])
    star.vy = -sum([b.mass * b.vy for b in bodies[1:]])
    star.vz = -sum([b.mass * b.vz for b in bodies[1:]])
    return System(bodies)


def close(a, b, tolerance):
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def simulate(steps, dt):
    system = make_system(BODIES)
    before = system.energy()
    system.advance(steps, dt)
    after = system.energy()
    if not close(before, after, 1e-4):
        raise SimulationError(f"energy drifted from {before!r} to {after!r}")
    if system.momentum() > 1e-12:
        raise SimulationError(f"momentum is {system.momentum()!r}, expected 0")
    track = sum([sum(body.track) for body in system.bodies])
    return after, track


def bench_planets(expected_energy, expected_track):
    energy, track = simulate(STEPS, STEP_SIZE)
    if not close(energy, expected_energy, 1e-9):
        raise SimulationError(f"energy is {energy!r}, expected {expected_energy!r}")
    if not close(track, expected_track, 1e-9):
        raise SimulationError(f"track sum is {track!r}, expected {expected_track!r}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A gravity simulation of planets, integrated by leapfrog."
    runner.bench_func("planets", bench_planets, EXPECTED_ENERGY, EXPECTED_TRACK)

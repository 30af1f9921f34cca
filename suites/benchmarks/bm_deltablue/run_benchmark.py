"""DeltaBlue, the incremental constraint solver of Sannella, Freeman-Benson, Maloney and Borning (1993).

Constraints have strengths and methods; a planner finds which constraint determines which variable by
walkabout strengths, and executes a plan. Two workloads: a long chain of equalities, and many pairs of
variables that a scale and an offset connect.
"""

import pyperf

CHAIN = 150
PROJECTIONS = 60

REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_DEFAULT, NORMAL, WEAK_DEFAULT, WEAKEST = range(7)


def is_stronger(one, other):
    return one < other


def weaker(one, other):
    return one if one > other else other


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walk_strength = WEAKEST
        self.stays = True

    def remove_constraint(self, constraint):
        self.constraints.remove(constraint)
        if self.determined_by is constraint:
            self.determined_by = None


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add_to(self, planner):
        self.add_to_graph()
        planner.incremental_add(self)

    def remove_from(self, planner):
        if self.is_satisfied():
            planner.incremental_remove(self)
        else:
            self.remove_from_graph()

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        """Tries to enforce this constraint; gives the constraint that it overrode, if any."""
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise ValueError("could not satisfy a required constraint")
            return None
        self.mark_inputs(mark)
        out = self.output()
        overridden = out.determined_by
        if overridden is not None:
            overridden.mark_unsatisfied()
        out.determined_by = self
        if not planner.add_propagate(self, mark):
            raise ValueError("a cycle of constraints")
        out.mark = mark
        return overridden


class UnaryConstraint(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add_to(planner)

    def add_to_graph(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def remove_from_graph(self):
        self.variable.remove_constraint(self)
        self.satisfied = False

    def choose_method(self, mark):
        variable = self.variable
        self.satisfied = variable.mark != mark and is_stronger(self.strength, variable.walk_strength)

    def is_satisfied(self):
        return self.satisfied

    def mark_unsatisfied(self):
        self.satisfied = False

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        out = self.variable
        out.walk_strength = self.strength
        out.stays = not self.is_input()
        if out.stays:
            self.execute()


class StayConstraint(UnaryConstraint):
    def execute(self):
        pass


class EditConstraint(UnaryConstraint):
    def is_input(self):
        return True

    def execute(self):
        pass


NOWHERE, FORWARD, BACKWARD = range(3)


class BinaryConstraint(Constraint):
    def __init__(self, one, other, strength, planner):
        super().__init__(strength)
        self.one = one
        self.other = other
        self.direction = NOWHERE
        self.add_to(planner)

    def choose_method(self, mark):
        one, other = self.one, self.other
        if one.mark == mark:
            able = other.mark != mark and is_stronger(self.strength, other.walk_strength)
            self.direction = FORWARD if able else NOWHERE
        elif other.mark == mark:
            able = is_stronger(self.strength, one.walk_strength)
            self.direction = BACKWARD if able else NOWHERE
        elif is_stronger(one.walk_strength, other.walk_strength):
            able = is_stronger(self.strength, other.walk_strength)
            self.direction = FORWARD if able else NOWHERE
        else:
            able = is_stronger(self.strength, one.walk_strength)
            self.direction = BACKWARD if able else NOWHERE

    def add_to_graph(self):
        self.one.constraints.append(self)
        self.other.constraints.append(self)
        self.direction = NOWHERE

    def remove_from_graph(self):
        self.one.remove_constraint(self)
        self.other.remove_constraint(self)
        self.direction = NOWHERE

    def is_satisfied(self):
        return self.direction != NOWHERE

    def mark_unsatisfied(self):
        self.direction = NOWHERE

    def mark_inputs(self, mark):
        self.input().mark = mark

    def input(self):
        return self.one if self.direction == FORWARD else self.other

    def output(self):
        return self.other if self.direction == FORWARD else self.one

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stays or source.determined_by is None

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walk_strength = weaker(self.strength, source.walk_strength)
        out.stays = source.stays
        if out.stays:
            self.execute()


class EqualityConstraint(BinaryConstraint):
    def execute(self):
        self.output().value = self.input().value


class ScaleConstraint(BinaryConstraint):
    """other = one * scale + offset, both ways."""

    def __init__(self, one, scale, offset, other, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(one, other, strength, planner)

    def add_to_graph(self):
        super().add_to_graph()
        self.scale.constraints.append(self)
        self.offset.constraints.append(self)

    def remove_from_graph(self):
        super().remove_from_graph()
        self.scale.remove_constraint(self)
        self.offset.remove_constraint(self)

    def mark_inputs(self, mark):
        super().mark_inputs(mark)
        self.scale.mark = mark
        self.offset.mark = mark

    def execute(self):
        if self.direction == FORWARD:
            self.other.value = self.one.value * self.scale.value + self.offset.value
        else:
            self.one.value = (self.other.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walk_strength = weaker(self.strength, source.walk_strength)
        out.stays = source.stays and self.scale.stays and self.offset.stays
        if out.stays:
            self.execute()


class Planner:
    def __init__(self):
        self.current_mark = 0

    def new_mark(self):
        self.current_mark += 1
        return self.current_mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output()
        constraint.mark_unsatisfied()
        constraint.remove_from_graph()
        unsatisfied = self.remove_propagate_from(out)
        for strength in range(REQUIRED, WEAKEST + 1):
            for candidate in unsatisfied:
                if candidate.strength == strength:
                    self.incremental_add(candidate)

    def make_plan(self, sources):
        mark = self.new_mark()
        plan = []
        todo = list(sources)
        while todo:
            constraint = todo.pop()
            if constraint.output().mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                constraint.output().mark = mark
                self.add_consumers(constraint.output(), todo)
        return plan

    def plan_from(self, constraints):
        return self.make_plan([each for each in constraints if each.is_input() and each.is_satisfied()])

    def add_propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            each = todo.pop()
            if each.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            each.recalculate()
            self.add_consumers(each.output(), todo)
        return True

    def remove_propagate_from(self, out):
        out.determined_by = None
        out.walk_strength = WEAKEST
        out.stays = True
        unsatisfied = []
        todo = [out]
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
            determining = variable.determined_by
            for constraint in variable.constraints:
                if constraint is not determining and constraint.is_satisfied():
                    constraint.recalculate()
                    todo.append(constraint.output())
        return unsatisfied

    def add_consumers(self, variable, into):
        determining = variable.determined_by
        for constraint in variable.constraints:
            if constraint is not determining and constraint.is_satisfied():
                into.append(constraint)


def change(planner, variable, value):
    """Edits a variable ten times by a plan."""
    edit = EditConstraint(variable, PREFERRED, planner)
    plan = planner.plan_from([edit])
    for _ in range(10):
        variable.value = value
        for constraint in plan:
            constraint.execute()
    edit.remove_from(planner)


def chain_test(length):
    planner = Planner()
    variables = [Variable(f"v{number}") for number in range(length + 1)]
    for one, other in zip(variables, variables[1:]):
        EqualityConstraint(one, other, REQUIRED, planner)
    first, last = variables[0], variables[-1]
    StayConstraint(last, STRONG_DEFAULT, planner)
    edit = EditConstraint(first, PREFERRED, planner)
    plan = planner.plan_from([edit])
    for value in range(50):
        first.value = value
        for constraint in plan:
            constraint.execute()
        if last.value != value:
            raise ValueError("the chain test failed")
    edit.remove_from(planner)


def projection_test(count):
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    targets = []
    source = target = None
    for number in range(count):
        source = Variable(f"source{number}", number)
        target = Variable(f"target{number}", number)
        targets.append(target)
        StayConstraint(source, NORMAL, planner)
        ScaleConstraint(source, scale, offset, target, REQUIRED, planner)
    change(planner, source, 17)
    if target.value != 1170:
        raise ValueError("projection 1 failed")
    change(planner, target, 1050)
    if source.value != 5:
        raise ValueError("projection 2 failed")
    change(planner, scale, 5)
    if any(each.value != number * 5 + 1000 for number, each in enumerate(targets[:-1])):
        raise ValueError("projection 3 failed")
    change(planner, offset, 2000)
    if any(each.value != number * 5 + 2000 for number, each in enumerate(targets[:-1])):
        raise ValueError("projection 4 failed")


def bench_deltablue():
    chain_test(CHAIN)
    projection_test(PROJECTIONS)


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "An incremental constraint solver: polymorphic methods, short lists."
    runner.bench_func("deltablue", bench_deltablue)

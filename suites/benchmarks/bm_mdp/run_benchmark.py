"""Value iteration on a Markov decision process: a duel of two fighters with potions, solved by sweeps.

States are tuples in dicts; probabilities are exact fractions of ints until a state is entered, floats in
the sweeps.
"""

import pyperf

HEALTH = 10
POTIONS = 2
EXPECTED = (0.551619, 30, "lunge")

ACTIONS = ("strike", "lunge", "drink")


def outcomes(state, action):
    """[(weight, next state)] of an action of the fighter whose turn it is; weights add up to 12."""
    mine, theirs, my_potions, their_potions = state
    if action == "strike":
        hits = ((8, 2), (4, 1))
    elif action == "lunge":
        hits = ((5, 5), (7, 0))
    else:
        healed = min(HEALTH, mine + 4)
        return [(12, (theirs, healed, their_potions, my_potions - 1))]
    return [(weight, (max(0, theirs - hit), mine, their_potions, my_potions)) for weight, hit in hits]


def allowed(state):
    return ACTIONS if state[2] > 0 and state[0] < HEALTH else ACTIONS[:2]


def reachable(start):
    """All states in the order of a breadth-first search, with the outcomes of their actions."""
    table = {}
    todo = [start]
    for state in todo:
        if state in table:
            continue
        if state[0] == 0 or state[1] == 0:
            table[state] = {}
            continue
        table[state] = {action: outcomes(state, action) for action in allowed(state)}
        for results in table[state].values():
            todo.extend(following for _, following in results if following not in table)
    return table


def solve(start, tolerance):
    """(value of the start for whoever begins, sweeps, best first action)."""
    table = reachable(start)
    value = {state: (0.0 if state[0] == 0 else 1.0 if state[1] == 0 else 0.5) for state in table}
    order = sorted((state for state, actions in table.items() if actions), key=lambda state: (sum(state), state))
    sweeps = 0
    change = 1.0
    while change > tolerance:
        change = 0.0
        sweeps += 1
        for state in order:
            best = max(
                sum(weight * (1.0 - value[following]) for weight, following in results) / 12
                for results in table[state].values()
            )
            change = max(change, abs(best - value[state]))
            value[state] = best
    def worth(action):
        return sum(weight * (1.0 - value[following]) for weight, following in table[start][action])

    return round(value[start], 6), sweeps, max(table[start], key=worth)


def bench_mdp():
    found = solve((HEALTH, HEALTH, POTIONS, POTIONS), 1e-6)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "Value iteration over states that are tuples in dicts."
    runner.bench_func("mdp", bench_mdp)

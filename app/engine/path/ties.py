"""Where one minimum gives way to another: both continued, each from its own side, to the lambda at which J is equal.

On each branch J has the slope size / m over lambda (the envelope theorem), so that Newton's steps on the difference of
both, inside a bracket, find the tie to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import nearest_names, renamed
from app.engine.path.nodes import Node, middle
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers.lockstep import Descent

EQUAL = 1e-12
"""Difference of J, as a share of it, at which two networks cost the same."""
MAX_STEPS = 40
SHORT_WAY, FULL_WAY = 5, 60
"""Hessians that suffice along a branch, and elsewhere."""
EXPECTED = 0.5
"""Corrections up to this share of a predicted step are of its branch,"""
CLOSE = 0.02
"""and so are those up to this share of all weights."""
LOWER = 1e-9
"""A network has to cost less by this to undercut another."""
SAME = 1e-5
"""Networks whose sizes differ by less than this share may be one, names of units apart."""
WITHIN = 0.05
"""Share of the interval in ln(lambda) that the first guess keeps away from its ends."""

Solve = Callable[[Array, float, int], Descent[Solution]]
"""A local minimum from theta (P,) at lambda, by so many Hessians at most."""


@dataclass(frozen=True)
class Branch:
    """A minimum that is followed over lambda. slope (P,): d theta / d ln(lambda), None where it is not known."""

    solution: Solution
    slope: Array | None = None


def meet(objective: Objective, solve: Solve, left: Node, right: Node) -> Descent[tuple[Solution, ...]]:
    """What `_meet` finds; a single network that is too near to an end to be of use is continued to the middle."""
    found = yield from _meet(objective, solve, left, right)
    share = np.log(found[0].lam / left.lam) / np.log(right.lam / left.lam)
    if len(found) == 2 or share in (0.0, 1.0) or WITHIN <= share <= 1.0 - WITHIN:
        return found
    return ((yield from solve(found[0].theta, middle(left, right), FULL_WAY)),)


def _meet(objective: Objective, solve: Solve, left: Node, right: Node) -> Descent[tuple[Solution, ...]]:
    """The tie of two branches: two networks that cost the same at one lambda.

    Or one network: between the nodes, of both branches if they are one, else the lowest that was met where a branch was
    lost; or at the lambda of a node, which the other's branch undercuts there.
    """
    lower, upper = (float(np.log(node.lam)) for node in (left, right))
    first, last = lower, upper
    one, other = Branch(left.solution, left.slope), Branch(right.solution, right.slope)
    wanted = _first_guess(objective, left, right)
    for _ in range(MAX_STEPS):
        lam = {first: left.lam, last: right.lam}.get(wanted, float(np.exp(wanted)))
        ahead, is_one = yield from _followed(objective, solve, one, lam)
        behind, is_other = yield from _followed(objective, solve, other, lam)
        if not (is_one and is_other):
            lowest = yield from _lowest(objective, solve, [ahead, behind])
            if wanted not in (first, last) or _undercuts(objective, lowest, left if wanted == first else right):
                return (lowest,)
            return ((yield from solve(lowest.theta, middle(left, right), FULL_WAY)),)
        one, other = Branch(ahead), Branch(behind)
        difference = one.solution.cost(objective.m, lam) - other.solution.cost(objective.m, lam)
        if wanted in (first, last) and (wanted == last) == (difference < 0.0):
            lowest = (one if wanted == last else other).solution
            if _undercuts(objective, lowest, right if wanted == last else left):
                return (lowest,)
            return ((yield from solve(lowest.theta, middle(left, right), FULL_WAY)),)
        if are_same(objective, one.solution, other.solution):
            return (one.solution,)
        if abs(difference) <= EQUAL * one.solution.cost(objective.m, lam):
            return one.solution, other.solution
        lower, upper = (wanted, upper) if difference < 0.0 else (lower, wanted)
        steepness = lam * (one.solution.size - other.solution.size) / objective.m
        step = -difference / steepness if steepness > 0.0 else -np.copysign(np.inf, difference)
        wanted = _inside(wanted + step, lower, upper, first, last)
    return ((yield from _lowest(objective, solve, [one.solution, other.solution])),)


def _undercuts(objective: Objective, solution: Solution, node: Node) -> bool:
    """Whether it costs less than a node at the same lambda."""
    return solution.cost(objective.m, node.lam) < node.solution.cost(objective.m, node.lam) - LOWER


def _inside(wanted: float, lower: float, upper: float, first: float, last: float) -> float:
    """Where to look next: at an end of the interval where the tie seems to lie beyond it, midway where it cannot."""
    if wanted >= upper and upper == last:
        return last
    if wanted <= lower and lower == first:
        return first
    return wanted if lower < wanted < upper else 0.5 * (lower + upper)


def _followed(objective: Objective, solve: Solve, branch: Branch, lam: float) -> Descent[tuple[Solution, bool]]:
    """Where one step along a branch to lambda ends, and whether that is where the branch goes on."""
    start = branch.solution
    if lam == start.lam:
        return start, True
    if start.squared_weight_norm == 0.0:
        return trivial_solution(objective, lam), True
    step = float(np.log(lam / start.lam))
    predicted = start.theta if branch.slope is None else start.theta + step * branch.slope
    there = yield from solve(predicted, lam, SHORT_WAY)
    return there, there.converged and _is_expected(objective, start.theta, predicted, there.theta, step)


def _lowest(objective: Objective, solve: Solve, solutions: list[Solution]) -> Descent[Solution]:
    """Of those that are minima; where none is, the minimum below the lowest."""
    ends = [solution for solution in solutions if solution.converged] or solutions
    lowest = min(ends, key=lambda solution: solution.cost(objective.m, solution.lam))
    return lowest if lowest.converged else (yield from solve(lowest.theta, lowest.lam, FULL_WAY))


def are_same(objective: Objective, one: Solution, other: Solution) -> bool:
    """Whether two solutions at one lambda are one network, whatever its units are called."""
    costs = one.cost(objective.m, one.lam), other.cost(objective.m, other.lam)
    if abs(costs[0] - costs[1]) > 1e-9 * max(costs) or abs(one.size - other.size) > SAME * max(one.size, other.size):
        return False
    names = nearest_names(objective.architecture, other.theta, one.theta, mirrored=True)
    theta = renamed(objective.architecture, other.theta, names)
    return bool(np.linalg.norm(theta - one.theta) <= 1e-2 * np.linalg.norm(one.theta))


def _is_expected(objective: Objective, before: Array, predicted: Array, there: Array, step: float) -> bool:
    """Whether a step ended where its branch goes on; without a prediction, weights may change as lambda does."""
    weights = objective.is_weight
    size = float(np.linalg.norm(before * weights))
    ahead = float(np.linalg.norm((predicted - before) * weights))
    off = float(np.linalg.norm((there - predicted) * weights))
    return off <= max(EXPECTED * ahead if ahead else 2.0 * abs(step) * size, CLOSE * size)


def _first_guess(objective: Objective, left: Node, right: Node) -> float:
    """ln(lambda) at which J of both branches is equal, to second order around each node; midway where it is nowhere."""
    begin, end = np.log(left.lam), np.log(right.lam)
    places = np.linspace(begin, end, 65)
    gap = _continued_cost(objective, left, places) - _continued_cost(objective, right, places)
    crossing = np.flatnonzero((gap[:-1] < 0.0) & (gap[1:] >= 0.0))
    if not len(crossing):
        return float(0.5 * (begin + end))
    i = int(crossing[0])
    guess = places[i] + (places[i + 1] - places[i]) * gap[i] / (gap[i] - gap[i + 1])
    margin = WITHIN * (end - begin)
    return float(min(max(guess, begin + margin), end - margin))


def _continued_cost(objective: Objective, node: Node, places: Array) -> Array:
    """J (n,) at ln(lambda) = places (n,) on the branch of a node: with t = ln(lambda), dJ/dt = lambda size / m."""
    solution, step = node.solution, places - np.log(node.lam)
    first = node.lam * solution.size / objective.m
    second = first + node.lam / objective.m * float((node.theta * objective.is_weight) @ node.slope)
    return np.asarray(solution.cost(objective.m, node.lam) + step * first + 0.5 * step**2 * second)

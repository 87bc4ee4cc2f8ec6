"""Where one minimum gives way to another: both continued, each from its own side, to the lambda at which J is equal.

On each branch J has the slope size / m over lambda (the envelope theorem), so that Newton's steps on the difference of
both, inside a bracket, find the tie to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import nearest_names, renamed
from app.engine.path.nodes import Node
from app.engine.solvers.lockstep import Descent
from app.engine.solvers.solver import descent

EQUAL = 1e-12
"""Difference of J, as a share of it, at which two networks cost the same."""
MAX_STEPS = 40
MIN_STEP = 5e-4
"""Shortest step in ln(lambda) along a branch before it is given up."""
EXPECTED = 0.5
"""Corrections up to this share of a predicted step are of its branch,"""
CLOSE = 0.02
"""and so are those up to this share of all weights."""
SAME = 1e-5
"""Networks whose weights differ by less than this share are one, names of units apart."""
WITHIN = 0.02
"""Share of the bracket in ln(lambda) that steps keep away from its ends."""


@dataclass(frozen=True)
class Meeting:
    """What was found between two nodes: networks at one lambda, which are two where they cost the same there."""

    found: tuple[Solution, ...]


def meet(objective: Objective, left: Node, right: Node) -> Descent[Meeting]:
    """The tie of two branches; or one network between, of both branches or one lower than the branch it was met on."""
    lower, upper = np.log(left.lam), np.log(right.lam)
    ends = left.solution, right.solution
    slopes: tuple[Array | None, Array | None] = left.slope, right.slope
    wanted = _first_guess(objective, left, right)
    for _ in range(MAX_STEPS):
        margin = WITHIN * (upper - lower)
        if not lower + margin < wanted < upper - margin:
            wanted = 0.5 * (lower + upper)
        lam = float(np.exp(wanted))
        one, arrived = yield from followed(objective, ends[0], slopes[0], lam)
        if not arrived:
            return Meeting((one,))
        other, arrived = yield from followed(objective, ends[1], slopes[1], lam)
        if not arrived:
            return Meeting((other,))
        difference = one.cost(objective.m, lam) - other.cost(objective.m, lam)
        if are_same(objective, one, other):
            return Meeting((one,))
        if abs(difference) <= EQUAL * one.cost(objective.m, lam) or upper - lower < 1e-13:
            return Meeting((one, other))
        lower, upper = (wanted, upper) if difference < 0.0 else (lower, wanted)
        ends, slopes = (one, other), (None, None)
        steepness = lam * (one.size - other.size) / objective.m
        wanted = wanted - difference / steepness if steepness > 0.0 else lower
    return Meeting((min(ends, key=lambda solution: solution.cost(objective.m, solution.lam)),))


def followed(objective: Objective, start: Solution, slope: Array | None, lam: float) -> Descent[tuple[Solution, bool]]:
    """The branch of start continued to lambda, in shorter steps where what arrives is not what left.

    Returns where it ended, and whether that is on the branch; if not, a network that costs less than the branch there.
    slope (P,): d theta / d ln(lambda) at the start, if it is known.
    """
    here = start
    step = np.log(lam / here.lam)
    if start.squared_weight_norm == 0.0:
        return objective.solution(start.theta, lam, start.gradient_norm), True
    while here.lam != lam:
        left = np.log(lam / here.lam)
        step = left if abs(step) > 0.7 * abs(left) else step
        target = lam if step == left else float(here.lam * np.exp(step))
        predicted = here.theta if slope is None else here.theta + step * slope
        there = yield from descent(objective, predicted, target)
        if there.squared_weight_norm > 0.0 and _is_expected(objective, here.theta, predicted, there.theta, step):
            slope = (there.theta - here.theta) / step
            here = there
        elif abs(step) < MIN_STEP:
            return there, False
        else:
            step *= 0.5
    return here, True


def are_same(objective: Objective, one: Solution, other: Solution) -> bool:
    """Whether two solutions at one lambda are one network, whatever its units are called."""
    costs = one.cost(objective.m, one.lam), other.cost(objective.m, other.lam)
    if abs(costs[0] - costs[1]) > 1e-9 * max(costs) or abs(one.size - other.size) > SAME * max(one.size, other.size):
        return False
    theta = renamed(objective.architecture, other.theta, nearest_names(objective.architecture, other.theta, one.theta))
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
    return float(places[i] + (places[i + 1] - places[i]) * gap[i] / (gap[i] - gap[i + 1]))


def _continued_cost(objective: Objective, node: Node, places: Array) -> Array:
    """J (n,) at ln(lambda) = places (n,) on the branch of a node: with t = ln(lambda), dJ/dt = lambda size / m."""
    solution, step = node.solution, places - np.log(node.lam)
    first = node.lam * solution.size / objective.m
    second = first + node.lam / objective.m * float((node.theta * objective.is_weight) @ node.slope)
    return np.asarray(solution.cost(objective.m, node.lam) + step * first + 0.5 * step**2 * second)

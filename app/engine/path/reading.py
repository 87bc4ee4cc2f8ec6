"""A path that was searched on its own grid, read at any lambda: each of those by itself, whichever others are asked."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.path.envelope import IMPROVEMENT, OnSolve, lowest_line, or_zero
from app.engine.path.search_grid import MAX_LAMBDA, above
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers.solver import minimize

SAME = 1e-5
"""Lambdas that differ by less than this share have the same minima, but for a last step."""
NEAR = 0.5
"""Neighbours whose weights differ by less than this share are taken to be on one branch, with a start between them."""
STEPS = 120
"""Newton's, at most, on the way to a lambda from its neighbours."""


class Reading:
    """Solutions at lambdas that were not searched, from those on the grid that are their neighbours.

    first: index of the lambda from which on the grid was searched without what is below; read there, nothing below
    counts either.
    """

    def __init__(self, objective: Objective, searched: list[Solution], first: int, on_solve: OnSolve) -> None:
        self._first_lambda = searched[first].lam
        self._objective = objective
        self._on_solve = on_solve
        self._zero = trivial_solution(objective)
        self.searched = searched

    def extend(self) -> None:
        """The grid up to a collapse, each from its neighbour. What is found there changes nothing below."""
        while self.searched[-1].squared_weight_norm > 0.0 and self.searched[-1].lam < MAX_LAMBDA:
            self.searched.append(self._lowest(above(self.searched[-1].lam), self.searched[-1:]))

    def at(self, lam: float) -> Solution:
        """The lower of what the neighbours on both sides lead to."""
        i = bisect_left([solution.lam for solution in self.searched], lam)
        neighbours = self.searched[max(i - 1, 0) : i + 1]
        nearest = min(neighbours, key=lambda solution: abs(np.log(solution.lam / lam)))
        if nearest.lam == lam:
            return nearest
        if abs(nearest.lam / lam - 1.0) < SAME:
            return self._polished(lam, nearest)
        return self._lowest(lam, neighbours)

    def _polished(self, lam: float, nearest: Solution) -> Solution:
        return self._zero_at(lam) if nearest.squared_weight_norm == 0.0 else self._solved(nearest, lam)

    def _lowest(self, lam: float, neighbours: list[Solution]) -> Solution:
        """The lowest that can be reached, from neighbours or from any network that costs less as it is."""
        alive = [solution for solution in neighbours if solution.squared_weight_norm > 0.0]
        if not alive:
            return self._zero_at(lam)
        found = self._continued(lam, alive)
        counted = [
            solution for solution in self.searched if lam < self._first_lambda or solution.lam >= self._first_lambda
        ]
        frozen, cost = lowest_line(self._objective, counted, lam)
        if cost < self._cost(found) - IMPROVEMENT:
            found = min(found, self._solved(frozen, lam), key=self._cost)
        return or_zero(self._objective, self._zero, found)

    def _zero_at(self, lam: float) -> Solution:
        """The trivial model, whose bias depends on lambda where biases are penalised."""
        free = not self._objective.architecture.penalize_biases
        return replace(self._zero, lam=lam) if free else trivial_solution(self._objective, lam)

    def _continued(self, lam: float, alive: list[Solution]) -> Solution:
        between = self._between(lam, *alive) if len(alive) == 2 else None
        return between or min((self._solved(solution, lam) for solution in alive), key=self._cost)

    def _between(self, lam: float, left: Solution, right: Solution) -> Solution | None:
        """From the straight line between neighbours on one branch; None where they are not, or it is left."""
        change = right.theta - left.theta
        size = float(np.linalg.norm(change))
        if size > NEAR * float(np.linalg.norm(left.theta)):
            return None
        share = np.log(lam / left.lam) / np.log(right.lam / left.lam)
        start = left.theta + share * change
        found = self._minimized(start, lam)
        return found if float(np.linalg.norm(found.theta - start)) <= NEAR * size else None

    def _solved(self, start: Solution, lam: float) -> Solution:
        return self._minimized(start.theta, lam)

    def _minimized(self, start: Array, lam: float) -> Solution:
        self._on_solve(lam)
        return minimize(self._objective, start, lam, max_steps=STEPS)

    def _cost(self, solution: Solution) -> float:
        return solution.cost(self._objective.m, solution.lam)

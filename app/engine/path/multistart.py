"""Further minima: rough descents from many random starts, the lowest of them continued while they lower J.

Small lambdas have many minima, and those met by continuation from larger ones are seldom the lowest. So random starts
are tried at several lambdas at once, then networks that differ from the lowest so far by one hidden unit drawn anew.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective, Solution
from app.engine.path.continuation import Counter, has_collapsed, mean_scale, nearest, random_starts
from app.engine.solvers.batched_lbfgs import lowest_of_many
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.solver import minimize_roughly

SHALLOW = tuple(np.geomspace(1.5e-4, 1.0, 9).tolist())
"""Where random starts are tried with one hidden layer."""
DEEP, DEEP_SIGMOID = tuple(np.geomspace(5e-4, 1.0, 9).tolist()), tuple(np.geomspace(1e-4, 0.2, 9).tolist())
"""The same with more. Sigmoids need weights that are larger than those of tanh, and go to 0 earlier."""
MANY_PARAMETERS = 150
"""With more parameters smaller lambdas would take thousands of steps, and are better reached from these: ..."""
LARGE_DEEP, LARGE_DEEP_SIGMOID = tuple(np.geomspace(0.01, 1.0, 5).tolist()), tuple(np.geomspace(2e-3, 0.2, 5).tolist())
ROUNDS = 2
"""How often single units are drawn anew."""
SHARE_DRAWN_ANEW = 3
"""One such network for so many starts."""
SHARPER = 3.0
"""Factor on a new unit's input weights: units of good fits have sharper edges than random ones."""
MAX_NUMBERS = 200_000
"""Parameters of all starts together: large networks have fewer starts."""
PROMISING = 1.02
"""J after a rough descent, as a share of the lowest so far, up to which Newton's steps follow."""
ALIKE = 1e-4
"""Relative difference of J up to which two descents have come to one minimum."""
FOLLOWED, FOLLOWED_DEEP = 2, 3
"""Networks at one lambda that are followed each time: with one hidden layer, and with more."""
PATIENCE = 2
"""Neighbouring lambdas at which a continued network may cost more before it is left."""


def n_descents(architecture: Architecture, n_starts: int) -> int:
    """How many rough descents a search from that many starts at each place takes, about."""
    n_places = len(_wanted(architecture))
    n_starts = _affordable(architecture, n_starts, n_places)
    return n_places * (n_starts + ROUNDS * max(1, n_starts // SHARE_DRAWN_ANEW))


def _wanted(architecture: Architecture) -> tuple[float, ...]:
    """Lambdas at which starts are tried, for inputs of unit scale."""
    if architecture.is_deep:
        usual, sigmoid = (
            (LARGE_DEEP, LARGE_DEEP_SIGMOID) if architecture.n_parameters > MANY_PARAMETERS else (DEEP, DEEP_SIGMOID)
        )
        return sigmoid if architecture.activation == "sigmoid" else usual
    return SHALLOW


def _affordable(architecture: Architecture, n_starts: int, n_places: int) -> int:
    return max(1, min(n_starts, MAX_NUMBERS // (architecture.n_parameters * n_places)))


class Restarts:
    """The lowest J found at each of the lambdas, and every solution on the way there."""

    def __init__(self, objective: Objective, lambdas: list[float], counter: Counter) -> None:
        self.candidates: list[Solution] = []
        self.starts_made = 0
        self._objective = objective
        self._lambdas = lambdas
        self._counter = counter
        self._lowest: list[Solution | None] = [None] * len(lambdas)

    def search(self, n_starts: int, rng: np.random.Generator) -> list[Solution]:
        """Candidates for the envelope, at least one for each lambda up to a collapse."""
        objective = self._objective
        places = self._places()
        n_starts = _affordable(objective.architecture, n_starts, len(places))
        self.starts_made = n_starts
        self._try(random_starts(objective, n_starts * len(places), rng), places)
        self._fill()
        n_varied = max(1, n_starts // SHARE_DRAWN_ANEW)
        for _ in range(ROUNDS):
            varied = [_with_a_unit_drawn_anew(objective, self._at(i).theta, n_varied, rng) for i in places]
            self._try(np.concatenate(varied), places)
        return self.candidates

    def _places(self) -> list[int]:
        """Indices of the lambdas at which starts are tried, the largest first."""
        scale = mean_scale(self._objective)
        wanted = _wanted(self._objective.architecture)
        return sorted({nearest(self._lambdas, scale * lam) for lam in wanted}, reverse=True)

    def _try(self, starts: Array, places: list[int]) -> None:
        """Descends from starts (B, P), as many for each place, and follows the lowest."""
        lambdas = np.array(self._lambdas)
        each = np.repeat(lambdas[places], len(starts) // len(places))
        theta, lam, values = lowest_of_many(self._objective, starts, each)
        for i in places:
            here = np.flatnonzero(lam == lambdas[i])
            self._follow_lowest(theta[here], values[here], i)

    def _follow_lowest(self, theta: Array, values: Array, i: int) -> None:
        seen: list[float] = []
        n_followed = FOLLOWED_DEEP if self._objective.architecture.is_deep else FOLLOWED
        for k in np.argsort(values, kind="stable"):
            if len(seen) == n_followed:
                break
            if any(abs(values[k] - other) < ALIKE * other for other in seen):
                continue
            seen.append(float(values[k]))
            lowest = self._lowest[i]
            if lowest is None or values[k] <= PROMISING * self._cost(lowest, i):
                self._follow(theta[k], i)

    def _follow(self, theta: Array, i: int) -> None:
        """Newton's steps at lambda i, then from neighbour to neighbour both ways while that lowers J."""
        first = self._solved(theta, i, fresh=True)
        if first is not self._lowest[i]:
            return
        for neighbours in (range(i + 1, len(self._lambdas)), range(i - 1, -1, -1)):
            solution, misses = first, 0
            for j in neighbours:
                solution = self._solved(solution.theta, j)
                misses = 0 if solution is self._lowest[j] else misses + 1
                if misses == PATIENCE:
                    break

    def _fill(self) -> None:
        """Lambdas that nothing has reached yet are reached from their neighbours, up to a collapse."""
        found = [i for i, solution in enumerate(self._lowest) if solution is not None]
        for i in range(found[0] - 1, -1, -1):
            self._solved(self._at(i + 1).theta, i)
        for i in range(found[0] + 1, len(self._lambdas)):
            if self._lowest[i] is None:
                solution = self._solved(self._at(i - 1).theta, i)
                if has_collapsed(self._objective, solution):
                    break

    def _solved(self, theta: Array, i: int, *, fresh: bool = False) -> Solution:
        """The solution from theta at lambda i, noted, and as the lowest if it is."""
        lam = self._lambdas[i]
        if fresh:
            solution = minimize_roughly(self._objective, theta, lam, max_steps=200, damping=FRESH_DAMPING)
        else:
            solution = minimize_roughly(self._objective, theta, lam)
        self._counter.step(lam)
        self.candidates.append(solution)
        lowest = self._lowest[i]
        if lowest is None or self._cost(solution, i) < self._cost(lowest, i) - 1e-9:
            self._lowest[i] = solution
        return solution

    def _at(self, i: int) -> Solution:
        solution = self._lowest[i]
        if solution is None:
            raise LookupError("no solution at this lambda yet")
        return solution

    def _cost(self, solution: Solution, i: int) -> float:
        return solution.cost(self._objective.m, self._lambdas[i])


def _with_a_unit_drawn_anew(objective: Objective, theta: Array, n: int, rng: np.random.Generator) -> Array:
    """(n, P) copies of theta (P,), in each of which one hidden unit's weights, in and out, are random."""
    architecture: Architecture = objective.architecture
    sizes = architecture.hidden_layer_sizes
    varied = np.repeat(theta[None], n, axis=0)
    blocks, fresh = architecture.blocks(varied), architecture.blocks(random_starts(objective, n, rng))
    for k in range(n):
        level = int(rng.integers(len(sizes)))
        unit = int(rng.integers(sizes[level]))
        blocks[level][k, unit] = SHARPER * fresh[level][k, unit]
        blocks[level + 1][k, :, unit] = fresh[level + 1][k, :, unit]
    return varied

"""The lowest J that was found for each lambda: starts continued, their envelope, and exchange across its jumps.

All of that on a grid of the search's own; what is asked is read off it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.engine.objective.objective import Objective, Solution
from app.engine.path.continuation import Counter, Found, continued, positive, random_starts
from app.engine.path.coordinates import standardized
from app.engine.path.envelope import exchanged, is_undercut, lower_envelope, lowest_line
from app.engine.path.multistart import Restarts
from app.engine.path.reading import Reading
from app.engine.path.search_grid import search_grid, tail
from app.engine.path.unregularized import unregularized
from app.engine.path.zero_solution import collapse, trivial_solution
from app.engine.solvers.solver import minimize_roughly


def best_solutions(
    objective: Objective, lambdas: list[float], restarts: int, rng: np.random.Generator, counter: Counter
) -> Found:
    """One start continued from a middle lambda both ways, or the lowest of many restarts; lambdas >= 0, ascending.

    The network at lambda = 0 and those on the way there count for larger lambdas too, but not with one start, of which
    they would take a good part of the time.
    """
    search = _Search(objective, counter)
    counter.expect((1 if restarts == 1 else 3) * len(search.grid) + len(set(lambdas).difference(search.grid)))
    search.look(restarts, rng)
    is_low = bool(lambdas) and lambdas[0] < search.grid[0]
    if restarts > 1 or is_low or not search.alive:
        search.go_on_to_zero(rng, everywhere=restarts > 1)
    reading = Reading(objective, search.found, search.first, counter.step)
    reading.extend()
    collapse_lambda, cliff = collapse(objective, reading.searched)
    if collapse_lambda is not None and not any(lam >= collapse_lambda for lam in lambdas):
        collapse_lambda, cliff = None, False
    found = [reading.at(lam) for lam in positive(lambdas)]
    return Found(found, collapse_lambda, cliff, reading.searched, search.starts_made, search.at_zero)


class _Search:
    """The lowest solution for each lambda of the grid, and at lambda = 0 where that was looked at.

    first: index of the lambda from which on what was found below does not count.
    """

    def __init__(self, objective: Objective, counter: Counter) -> None:
        self.grid = search_grid(objective)
        self.found: list[Solution] = []
        self.first = 0
        self.starts_made = 1
        self.at_zero: tuple[Solution, str | None] | None = None
        self._objective = objective
        self._counter = counter
        self._candidates: list[Solution] = []

    @property
    def alive(self) -> list[Solution]:
        """Those that have weights."""
        return [solution for solution in self.found if solution.squared_weight_norm > 0.0]

    def look(self, restarts: int, rng: np.random.Generator) -> None:
        """From one start or many; for inputs at other scales than 1, from what is found for them at that scale.

        Where biases pay, the best there may be far from the best here, so that both are looked at.
        """
        coordinates = standardized(self._objective)
        if not coordinates or self._objective.architecture.penalize_biases:
            self._start(restarts, rng)
        if coordinates:
            there = _Search(coordinates.objective, self._counter)
            there.look(restarts, rng)
            self.starts_made = there.starts_made
            self._take_over([replace(solution, theta=coordinates.back(solution.theta)) for solution in there.alive])
        self.found = self._lowest(self.grid)
        if restarts > 1 or coordinates:
            self._exchange()

    def _start(self, restarts: int, rng: np.random.Generator) -> None:
        if restarts == 1:
            start = random_starts(self._objective, 1, rng)[0]
            self._candidates += continued(self._objective, start, self.grid, self._counter)
            return
        many = Restarts(self._objective, self.grid, self._counter)
        self._candidates += many.search(restarts, rng)
        self.starts_made = many.starts_made

    def _take_over(self, networks: list[Solution]) -> None:
        """Networks that are good at other scales of the inputs, each solved at its own lambda and where it costs least.

        Between those, the neighbour's solution is continued.
        """
        objective = self._objective
        frozen = [objective.solution(network.theta, network.lam, np.inf) for network in networks]
        before: list[Solution] = []
        for lam in self.grid if frozen else ():
            own = [solution for solution in frozen if solution.lam == lam]
            starts = [lowest_line(objective, frozen, lam)[0], *own, *before]
            solved = [minimize_roughly(objective, start.theta, lam) for start in starts]
            self._counter.step(lam)
            self._candidates += solved
            before = [min(solved, key=lambda solution: solution.cost(objective.m, lam))]

    def go_on_to_zero(self, rng: np.random.Generator, *, everywhere: bool) -> None:
        """Further down to lambda = 0, from a fresh start where all has collapsed. `everywhere`: what is found there
        counts on the rest of the grid too."""
        objective, lower = self._objective, tail(self.grid[0])
        down = self._continued_down(self.alive[0], lower) if self.alive else []
        self._candidates += down
        start = down[-1].theta if down else random_starts(objective, 1, rng.spawn(1)[0])[0]
        self.at_zero = unregularized(objective, start)
        if everywhere:
            self._candidates.append(self.at_zero[0])
            self.grid = lower[::-1] + self.grid
            undercut = is_undercut(objective, self.found, self._candidates)
            self.found = self._lowest(self.grid)
            if undercut:
                self._exchange()
        else:
            self.found = down[::-1] + self.found
            self.first = len(down)
        if self.found[0].data_cost < self.at_zero[0].data_cost:
            self.at_zero = unregularized(objective, self.found[0].theta)

    def _continued_down(self, solution: Solution, lambdas: list[float]) -> list[Solution]:
        found = []
        for lam in lambdas:
            solution = minimize_roughly(self._objective, solution.theta, lam)
            self._counter.step(lam)
            found.append(solution)
        return found

    def _lowest(self, lambdas: list[float]) -> list[Solution]:
        zero = trivial_solution(self._objective)
        return lower_envelope(self._objective, lambdas, self._candidates + self.found, zero, self._counter.step)

    def _exchange(self) -> None:
        self._candidates += exchanged(self._objective, self.found, self._counter.step)
        self.found = self._lowest(self.grid)

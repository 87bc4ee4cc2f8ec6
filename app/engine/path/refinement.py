"""The path between the lambdas it was solved at: nodes added until every interval is a cubic that hardly differs.

Each interval is solved at its middle, from the interpolant. Where the ends lead to different minima their tie is looked
for, and a lower network that is met on the way is put in. The interval that is furthest off comes first; what is left
when the work is used up keeps what was measured of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.objective import Objective, Solution
from app.engine.objective.unit_groups import distinct_units
from app.engine.path.nodes import Node, Picture, between, middle, named_like, nodes_at
from app.engine.path.ties import FULL_WAY, LOWER, meet
from app.engine.path.zero_solution import trivial_solution
from app.engine.solvers.lockstep import Descent, lockstep
from app.engine.solvers.solver import descent

VISIBLE = 0.01
"""Largest change of a probability by which an interpolant may be off,"""
COSTLY = 2e-6
"""and by how much its J may be too large."""
DOUBTFUL = 0.2
"""Share of both from which on the solved middle is kept."""
NARROWEST, TOO_NARROW = 0.002, 1e-4
"""Widths in ln(lambda) from which on down intervals are not split, where a tie is looked for and where it is not."""
UNEXPLAINED, SURELY, SMALL = 0.5, 0.1, 1e-3
"""Changes beyond those that slopes explain, as a share of them: a tie is near, or a merge; or as one of all weights."""
MERGE_WIDTH = 1e-3
"""In ln(lambda), within which the place is known where units become alike."""
AT_ONCE = 16
"""Intervals that are looked into alongside each other: each holds Hessians of its own."""
MAX_SOLVES, FREELY_SOLVED = 1500, 120
"""Solves for a path, and parameters up to which all of them are made: the time each takes grows with their square."""


class State(Enum):
    OPEN = "open"
    SMOOTH = "smooth"
    TIE = "tie"
    SPLIT = "split"
    """Too narrow to be split, and its ends are on different branches."""
    LEFT = "left"
    """As it was when the work was used up."""


@dataclass(frozen=True)
class Interval:
    """From one node to the next. error: the largest change of a probability at its middle; NaN where not measured."""

    state: State
    error: float = np.nan


@dataclass(frozen=True)
class Finding:
    """What looking into an interval brought: networks to be put in, and the intervals that take its place."""

    found: tuple[Solution, ...]
    intervals: tuple[Interval, ...]


OPEN = Interval(State.OPEN)


class Refinement:
    """Nodes in ascending order and the intervals between them; `slide` is the lambda at which weights slide to 0.

    merges: at which lambda the numbers of different units change without a jump, and what they are on both sides.
    """

    def __init__(self, objective: Objective, picture: Picture, solutions: list[Solution], slide: float | None) -> None:
        self._objective = objective
        self._picture = picture
        self._slide = slide
        self.nodes = nodes_at(objective, _with_slide(objective, solutions, slide))
        self.intervals = [OPEN] * (len(self.nodes) - 1)
        self.merges: dict[float, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        size = max(1.0, objective.architecture.n_parameters / FREELY_SOLVED)
        self._solves_left = round(MAX_SOLVES / size**2)

    def refine(self) -> None:
        """Until every interval is smooth, a tie, or too narrow, and merges are found; or the work is used up."""
        while self._solves_left > 0:
            chosen = self._furthest_off()
            if chosen:
                self._put_in(chosen, lockstep([self._look_into(i) for i in chosen]))
            elif not self._find_merges():
                return
        self.intervals = [
            Interval(State.LEFT, each.error) if each.state is State.OPEN else each for each in self.intervals
        ]

    def _find_merges(self) -> bool:
        """Puts in a node where the number of different units changes although weights do not jump, if there are any."""
        wanted = [i for i in range(len(self.intervals)) if self._merges_in(i)]
        found = lockstep([self._merge(i) for i in wanted])
        fresh = nodes_at(self._objective, [right for _, right in found])
        for i, (left, right), node in reversed(list(zip(wanted, found, fresh, strict=True))):
            self.merges[right.lam] = self.units(left.theta), self.units(right.theta)
            if right.lam < self.nodes[i + 1].lam:
                self.nodes.insert(i + 1, node)
                self.intervals.insert(i, self.intervals[i])
                self._doubt(i)
                self._doubt(i + 1)
        return bool(wanted)

    def _merges_in(self, i: int) -> bool:
        left, right = self.nodes[i : i + 2]
        if self.intervals[i].state is not State.SMOOTH or left.is_zero or right.is_zero or right.lam in self.merges:
            return False
        return self.units(left.theta) != self.units(right.theta)

    def _merge(self, i: int) -> Descent[tuple[Solution, Solution]]:
        """The networks on both sides of the first change of the number of different units in an interval."""
        left, right = self.nodes[i], named_like(self._objective, self.nodes[i + 1], self.nodes[i])
        ends, units = (left.solution, right.solution), self.units(left.theta)
        while np.log(ends[1].lam / ends[0].lam) > MERGE_WIDTH:
            lam = float(np.sqrt(ends[0].lam * ends[1].lam))
            half = yield from self._solve(between(left, right, lam), lam)
            ends = (half, ends[1]) if self.units(half.theta) == units else (ends[0], half)
        return ends

    def units(self, theta: Array) -> tuple[int, ...]:
        return distinct_units(self._objective.architecture, theta, self._objective.data.inputs)

    def _furthest_off(self) -> list[int]:
        """Indices of the next intervals to be looked into, ascending."""
        waiting = [i for i, interval in enumerate(self.intervals) if interval.state is State.OPEN]
        errors = np.array([self.intervals[i].error for i in waiting])
        order = np.argsort(-np.where(np.isnan(errors), np.inf, errors), kind="stable")[:AT_ONCE]
        return sorted(waiting[k] for k in order)

    def _put_in(self, chosen: list[int], findings: list[Finding]) -> None:
        found = [solution for finding in findings for solution in finding.found]
        fresh = nodes_at(self._objective, found)
        for i, finding in reversed(list(zip(chosen, findings, strict=True))):
            n = len(finding.found)
            nodes, fresh = (fresh[-n:], fresh[:-n]) if n else ([], fresh)
            ends = [self.nodes[k].lam for k in (i, i + 1)]
            if n == 1 and nodes[0].lam in ends:
                self._replace(i + ends.index(nodes[0].lam), nodes[0])
                continue
            self.nodes[i + 1 : i + 1] = nodes
            self.intervals[i : i + 1] = finding.intervals
            if n == 1:
                self._doubt(i)
                self._doubt(i + 1)
        self._lower_nodes(found)

    def _doubt(self, i: int) -> None:
        """A half of a smooth interval is looked at as well if the slope found at the middle is not what it was."""
        left, right = self.nodes[i], self.nodes[i + 1]
        right = named_like(self._objective, right, left)
        if self.intervals[i].state is State.SMOOTH and not is_expected(self._objective, left, right, SURELY):
            self.intervals[i] = OPEN

    def _replace(self, i: int, node: Node) -> None:
        """A node by a lower one, of which both sides are to be looked at afresh; there is no tie any more."""
        self.nodes[i] = named_like(self._objective, node, self.nodes[i])
        if i < len(self.intervals) and self.intervals[i].state is State.TIE:
            del self.nodes[i + 1], self.intervals[i]
        if i > 0 and self.intervals[i - 1].state is State.TIE:
            del self.nodes[i - 1], self.intervals[i - 1]
            i -= 1
        for k in (i - 1, i):
            if 0 <= k < len(self.intervals):
                self.intervals[k] = OPEN

    def _lower_nodes(self, found: list[Solution]) -> None:
        """Nodes that a network just found undercuts are solved again from it."""
        m = self._objective.m
        for node in list(self.nodes) if found else []:
            here = node.solution.cost(m, node.lam) - LOWER
            lowest = min(found, key=lambda solution: solution.cost(m, node.lam))
            if lowest.cost(m, node.lam) >= here or node not in self.nodes:
                continue
            (again,) = lockstep([self._solve(lowest.theta, node.lam)])
            if again.cost(m, node.lam) < here:
                self._replace(self.nodes.index(node), nodes_at(self._objective, [again])[0])

    def _look_into(self, i: int) -> Descent[Finding]:
        left = self.nodes[i]
        right = named_like(self._objective, self.nodes[i + 1], left)
        if left.is_zero and right.is_zero and not self._objective.architecture.penalize_biases:
            return Finding((), (Interval(State.SMOOTH, 0.0),))
        if self._slides(left, right) or is_expected(self._objective, left, right):
            return (yield from self._middle(left, right))
        if np.log(right.lam / left.lam) < TOO_NARROW:
            return Finding((), (Interval(State.SPLIT, self._picture.change(left.theta, right.theta)),))
        return (yield from self._meeting(left, right))

    def _solve(self, theta: Array, lam: float, max_steps: int = FULL_WAY) -> Descent[Solution]:
        self._solves_left -= 1
        return (yield from descent(self._objective, theta, lam, max_steps))

    def _slides(self, left: Node, right: Node) -> bool:
        return right.is_zero and right.lam == self._slide and not left.is_zero

    def _middle(self, left: Node, right: Node) -> Descent[Finding]:
        """Solves the middle from the interpolant, and from a network that undercuts what was found there."""
        objective, lam = self._objective, middle(left, right)
        guess = between(left, right, lam)
        start = self._sliding(left, lam) if self._slides(left, right) else guess
        is_zero = left.is_zero and right.is_zero
        solution = trivial_solution(objective, lam) if is_zero else (yield from self._solve(start, lam))
        lowest = min((node.solution for node in self.nodes), key=lambda other: other.cost(objective.m, lam))
        if lowest.cost(objective.m, lam) < solution.cost(objective.m, lam) - LOWER:
            other = yield from self._solve(lowest.theta, lam)
            solution = min(solution, other, key=lambda each: each.cost(objective.m, lam))
        error = self._picture.change(guess, solution.theta)
        excess = objective.solution(guess, lam, 0.0).cost(objective.m, lam) - solution.cost(objective.m, lam)
        share = max(error / VISIBLE, excess / COSTLY)
        if share <= DOUBTFUL:
            return Finding((), (Interval(State.SMOOTH, error),))
        if share > 1.0 and np.log(right.lam / left.lam) < NARROWEST:
            return Finding((), (Interval(State.SMOOTH, error),))
        half = Interval(State.SMOOTH if share <= 1.0 else State.OPEN, error)
        return Finding((solution,), (half, half))

    def _sliding(self, left: Node, lam: float) -> Array:
        """Weights go to 0 as the root of what is left of lambda."""
        share = np.sqrt((self._slide - lam) / (self._slide - left.lam)) if self._slide else 0.0
        falls = self._objective.architecture.is_penalized.copy()
        falls[-1] = False  # the bias of the output stays
        return np.where(falls, share * left.theta, left.theta)

    def _meeting(self, left: Node, right: Node) -> Descent[Finding]:
        objective = self._objective
        met = yield from meet(objective, self._solve, left, right)
        lam = met[0].lam
        lowest = min((node.solution for node in self.nodes), key=lambda other: other.cost(objective.m, lam))
        if lowest.cost(objective.m, lam) < met[0].cost(objective.m, lam) - LOWER:
            third = yield from self._solve(lowest.theta, lam)
            if third.cost(objective.m, lam) < met[0].cost(objective.m, lam) - LOWER:
                return Finding((third,), (OPEN, OPEN))
        if len(met) == 2:
            return Finding(met, (OPEN, Interval(State.TIE, 0.0), OPEN))
        return Finding(met, (OPEN, OPEN))


def is_expected(objective: Objective, left: Node, right: Node, share: float = UNEXPLAINED) -> bool:
    """Whether slopes explain how the right node differs from the left one, up to that share."""
    weights = objective.is_weight
    change = (right.theta - left.theta) * weights
    expected = 0.5 * np.log(right.lam / left.lam) * (left.slope + right.slope) * weights
    explained, size = float(np.linalg.norm(expected)), float(np.linalg.norm(left.theta * weights))
    return bool(np.linalg.norm(change - expected) <= max(share * explained, SMALL * size))


def _with_slide(objective: Objective, solutions: list[Solution], slide: float | None) -> list[Solution]:
    """The same with weights of 0 at the lambda to which they slide."""
    lambdas = [solution.lam for solution in solutions]
    if slide is None or not lambdas or slide in lambdas or not lambdas[0] < slide < lambdas[-1]:
        return solutions
    zero = trivial_solution(objective, slide)
    return sorted([*solutions, zero], key=lambda solution: solution.lam)

"""The networks over lambda: one stationary point of J for each, the lowest that was found.

Direction `best`: from each random start the minimum at a middle lambda is continued to the largest and the smallest,
each from its neighbour. Then the envelope decides. With theta_k frozen, J_k(lambda) = CE_k + lambda ||W_k||^2 / 2m is
a straight line over lambda, and the least J lies on or below every such line. Where a line runs below the J found at
some lambda, that lambda is solved again from theta_k, until no line does: then J over lambda is increasing and concave
with slope ||W||^2 / 2m (the envelope theorem), which is what exact minima have. Zero weights are the line J = H.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.engine.alignment import align
from app.engine.arrays import Array, Mask
from app.engine.cost import entropy
from app.engine.network import initialize, logits
from app.engine.solver import Objective, Solution, minimize

MIDDLE = 0.06
"""Where continuation starts: starts at a large lambda never leave W = 0 with two hidden layers."""
MIDDLE_WITH_KINKS = 0.003
"""The same for ReLU, whose fits at small lambdas are not found from those at larger ones."""
FRESH_DAMPING = 1e-2
WARM_DAMPING = 1e-9
IMPROVEMENT = 1e-10
"""A line has to run below J by more than this to be followed: less is rounding."""
ROUGH_IMPROVEMENT = 1e-3
"""The same as a share of J where steps end short of a stationary point: closer is not worth another solve."""

ELSEWHERE = 0.1
"""Neighbours whose weights differ by more than this share may be on different branches."""

Progress = Callable[[int, int, float], None]
"""Called with (solves done, of about, lambda); may raise to stop the work."""


@dataclass(frozen=True)
class RegularizationPath:
    """Solutions over ascending lambdas (L,).

    reasons: None where converged, else "no_minimum" (lambda = 0, weights still growing), "kinks" (ReLU, resting on a
    kink), "work_limit". collapse_lambda: from here on zero weights are the best found, None where that is outside the
    range; cliff: the weights are far from 0 just before it, rather than sliding down to it.
    """

    solutions: tuple[Solution, ...]
    trivial: Mask
    reasons: tuple[str | None, ...]
    collapse_lambda: float | None
    cliff: bool

    @property
    def theta(self) -> Array:
        """(L, P)."""
        return np.array([solution.theta for solution in self.solutions])

    @property
    def cross_entropy(self) -> Array:
        return np.array([solution.cross_entropy for solution in self.solutions])

    @property
    def squared_weight_norm(self) -> Array:
        return np.array([solution.squared_weight_norm for solution in self.solutions])

    @property
    def gradient_norm(self) -> Array:
        return np.array([solution.gradient_norm for solution in self.solutions])

    @property
    def converged(self) -> Mask:
        return np.array([reason is None for reason in self.reasons])


def regularization_path(
    objective: Objective,
    lambdas: tuple[float, ...],
    restarts: int,
    rng: np.random.Generator,
    on_progress: Progress = lambda *_: None,
) -> RegularizationPath:
    """The best path found from `restarts` random starts; lambdas ascending, 0 allowed first."""
    positive = [lam for lam in lambdas if lam > 0.0]
    counter = _Counter(on_progress, restarts * len(positive) + len(lambdas))
    zero = trivial_solution(objective)
    found: list[Solution] = []
    collapse, cliff = None, False
    if positive:
        candidates = [zero]
        for start in initialize(objective.architecture, rng, restarts):
            candidates += _continuation(objective, start, positive, counter)
        found = _envelope(objective, positive, candidates, counter)
        if restarts > 1:
            candidates += _exchanged(objective, found, counter)
            found = _envelope(objective, positive, candidates, counter)
        collapse, cliff = _collapse(objective, found, zero)
    trivial = [solution.squared_weight_norm == 0.0 for solution in found]
    reasons = [_reason(objective, solution) for solution in found]
    if len(positive) < len(lambdas):
        start = found[0].theta if found else initialize(objective.architecture, rng, 1)[0]
        unregularized, reason = _unregularized(objective, start)
        found, reasons, trivial = [unregularized, *found], [reason, *reasons], [False, *trivial]
    counter.finish(lambdas[-1])
    return RegularizationPath(tuple(_aligned(objective, found)), np.array(trivial), tuple(reasons), collapse, cliff)


class _Counter:
    """Counts solves for the progress report, which never runs backwards or past its end."""

    def __init__(self, report: Progress, expected: int) -> None:
        self._report = report
        self._expected = expected
        self._done = 0

    def step(self, lam: float) -> None:
        self._done = min(self._done + 1, self._expected - 1)
        self._report(self._done, self._expected, lam)

    def finish(self, lam: float) -> None:
        self._report(self._expected, self._expected, lam)


def _aligned(objective: Objective, found: list[Solution]) -> list[Solution]:
    """The same solutions with hidden units named alike from one lambda to the next."""
    middle = _middle([solution.lam for solution in found])
    theta = align(objective.architecture, np.array([solution.theta for solution in found]), middle)
    return [replace(solution, theta=row) for solution, row in zip(found, theta, strict=True)]


def _middle(lambdas: list[float], wanted: float = MIDDLE) -> int:
    positive = np.maximum(lambdas, np.finfo(float).tiny)
    return int(np.argmin(np.abs(np.log(positive / wanted))))


def trivial_solution(objective: Objective) -> Solution:
    """All weights exactly 0 and the best constant output: stationary for every lambda, at J = H."""
    labels, sample_weights = objective.data.labels, objective.data.sample_weights
    share = float(labels @ sample_weights / sample_weights.sum())
    theta = np.zeros(objective.architecture.n_parameters)
    theta[-1] = np.log(share / (1.0 - share))
    return _solved(objective, theta, 0.0, entropy(share))


def _solved(objective: Objective, theta: Array, lam: float, cross_entropy: float) -> Solution:
    norm = float(np.abs(objective.gradient(theta, lam)).max())
    return Solution(lam, theta, cross_entropy, objective.squared_weight_norm(theta), norm, 0)


def _continuation(objective: Objective, start: Array, lambdas: list[float], counter: _Counter) -> Iterator[Solution]:
    """Solutions from one start: at the middle lambda, then each from its neighbour, up and down."""
    middle = _middle(lambdas, MIDDLE_WITH_KINKS if objective.has_kinks else MIDDLE)
    first = minimize(objective, start, lambdas[middle], max_steps=200, damping=FRESH_DAMPING)
    counter.step(lambdas[middle])
    yield first
    for neighbours in (lambdas[middle + 1 :], lambdas[:middle][::-1]):
        solution = first
        for lam in neighbours:
            solution = minimize(objective, solution.theta, lam, damping=WARM_DAMPING)
            counter.step(lam)
            yield solution


def _envelope(
    objective: Objective, lambdas: list[float], candidates: list[Solution], counter: _Counter
) -> list[Solution]:
    """The lowest solution per lambda, solved again wherever a frozen candidate's line runs lower."""
    lines = _Lines(objective.m, candidates)
    found = []
    for lam in lambdas:
        own = [solution for solution in candidates if solution.lam == lam]
        found.append(min(own, key=lambda solution: _cost(objective, solution, lam)))
    share = 0.0 if objective.solvable_to_tolerance else ROUGH_IMPROVEMENT
    for sweep in range(20):
        changed = False
        order = range(len(lambdas)) if sweep % 2 else range(len(lambdas) - 1, -1, -1)
        for i in order:
            lam = lambdas[i]
            best, value = lines.lowest(lam)
            if value < (1.0 - share) * _cost(objective, found[i], lam) - IMPROVEMENT:
                improved = minimize(objective, best.theta, lam, max_steps=120, damping=WARM_DAMPING)
                counter.step(lam)
                lines.add(improved)
                found[i] = improved
                changed = True
            elif not found[i].converged and sweep == 0 and objective.solvable_to_tolerance:
                again = minimize(objective, found[i].theta, lam, max_steps=400, damping=FRESH_DAMPING)
                lines.add(again)
                found[i] = again
                changed = True
        if not changed:
            break
    zero = candidates[0]
    return [
        replace(zero, lam=solution.lam)
        if zero.cross_entropy <= _cost(objective, solution, solution.lam) + IMPROVEMENT
        else solution
        for solution in found
    ]


def _exchanged(objective: Objective, found: list[Solution], counter: _Counter) -> list[Solution]:
    """Solutions continued across the jumps of a path from either side, where they cost less than what is there."""
    best = list(found)
    for order, before in ((range(1, len(best)), -1), (range(len(best) - 2, -1, -1), 1)):
        for i in order:
            start, lam = best[i + before].theta, best[i].lam
            change = float(np.linalg.norm((start - best[i].theta) * objective.is_weight))
            size = float(np.linalg.norm(start * objective.is_weight))
            if size > 0.0 and change > ELSEWHERE * size:
                continued = minimize(objective, start, lam, damping=WARM_DAMPING)
                counter.step(lam)
                if _cost(objective, continued, lam) < _cost(objective, best[i], lam) - IMPROVEMENT:
                    best[i] = continued
    return best


class _Lines:
    """J_k(lambda) of every candidate with its weights frozen."""

    def __init__(self, m: int, candidates: list[Solution]) -> None:
        self._m = m
        self._candidates = list(candidates)
        self._heights = [solution.cross_entropy for solution in candidates]
        self._slopes = [solution.squared_weight_norm / (2.0 * m) for solution in candidates]

    def add(self, solution: Solution) -> None:
        self._candidates.append(solution)
        self._heights.append(solution.cross_entropy)
        self._slopes.append(solution.squared_weight_norm / (2.0 * self._m))

    def lowest(self, lam: float) -> tuple[Solution, float]:
        values = np.array(self._heights) + lam * np.array(self._slopes)
        k = int(np.argmin(values))
        return self._candidates[k], float(values[k])


def _cost(objective: Objective, solution: Solution, lam: float) -> float:
    return solution.cross_entropy + lam / (2.0 * objective.m) * solution.squared_weight_norm


def _reason(objective: Objective, solution: Solution) -> str | None:
    if solution.converged:
        return None
    return "kinks" if objective.has_kinks and not solution.ran_out else "work_limit"


def _unregularized(objective: Objective, start: Array) -> tuple[Solution, str | None]:
    """Where Newton's steps at lambda = 0 end, and why that is not a minimum if it is none.

    Once every training point is on its side, larger output weights lower the cross-entropy for ever. Otherwise a small
    gradient is not enough either, since a saturated network has one far from any minimum: the next step must be small.
    """
    solution = minimize(objective, start, 0.0, max_steps=40, damping=FRESH_DAMPING)
    z = logits(objective.architecture, solution.theta, objective.data.inputs)
    if np.all((z > 0.0) == (objective.data.labels > 0.5)):
        return solution, "no_minimum"
    _, gradient, evaluation = objective.evaluate(solution.theta, 0.0)
    step = np.linalg.lstsq(objective.hessian(solution.theta, 0.0, evaluation), gradient, rcond=1e-14)[0]
    settled = float(np.abs(step).max()) <= 1e-3 * max(1.0, float(np.abs(solution.theta).max()))
    if solution.converged and settled:
        return solution, None
    grown = solution.squared_weight_norm > float(np.sum((start * objective.is_weight) ** 2))
    return solution, "no_minimum" if grown else _reason(objective, solution)


def critical_lambda(objective: Objective) -> float | None:
    """From here on zero weights are a minimum of a network with one smooth hidden layer, whatever its width.

    Their Hessian has eigenvalues lambda / m +- phi'(0) ||C||, C = mean((mean y - y) x) over the inputs x as the network
    sees them; biases stay free. None for other depths: without a hidden layer there is no collapse, and with more
    of them zero weights are a minimum for every lambda > 0.
    """
    if len(objective.architecture.hidden_layer_sizes) != 1 or objective.has_kinks:
        return None
    data, phi = objective.data, objective.architecture.phi
    share = data.labels @ data.sample_weights
    direction = data.inputs[:-1] @ (data.sample_weights * (share - data.labels))
    steepest = float(phi.slope(phi.apply(np.zeros(1)))[0])
    return objective.m * steepest * float(np.linalg.norm(direction))


def _collapse(objective: Objective, found: list[Solution], zero: Solution) -> tuple[float | None, bool]:
    """The lambda at which the last network with weights costs as much as none, and whether W jumps there.

    A slide to 0 ends where zero weights become a minimum. Before a cliff J is concave on its branch with slope
    ||W||^2 / 2m, so Newton's steps to J = H come from below and stay there.
    """
    alive = [i for i, solution in enumerate(found) if solution.squared_weight_norm > 0.0]
    if not alive or alive[-1] == len(found) - 1:
        return (found[0].lam if not alive else None), False
    last = found[alive[-1]]
    end = found[alive[-1] + 1].lam
    slide = critical_lambda(objective)
    if slide is not None and last.lam < slide <= end:
        at_slide = minimize(objective, last.theta, slide, max_steps=12, damping=WARM_DAMPING)
        if zero.cross_entropy - _cost(objective, at_slide, slide) < 1e-7:
            return slide, False
    solution, lam = last, last.lam
    for _ in range(30):
        gap = zero.cross_entropy - _cost(objective, solution, lam)
        if gap <= IMPROVEMENT or solution.squared_weight_norm <= 1e-9:
            break
        following = min(lam + gap * 2.0 * objective.m / solution.squared_weight_norm, end)
        if following <= lam * (1.0 + 1e-5):
            break
        solution, lam = minimize(objective, solution.theta, following, damping=WARM_DAMPING), following
    return lam, solution.squared_weight_norm > 0.1 * last.squared_weight_norm

"""Where a ReLU network with one hidden layer has no gradient, and what takes its place there.

J has a kink where z = w.x + b of a unit is 0 at a sample: from one side relu'(z) is 0, from the other 1. Where K such
kinks meet, J is stationary if, with multipliers t_k in [0, 1] of relu' at each of them, the backward pass gives 0:

    g(t) = 0,    g(t) = g(0) + sum_k t_k u_k [x_k, 1] in the row of k's unit,    u_k = dJ / d relu(z_k)

So the least |g(t)| over all t takes the place of |grad J|: it is the element of least norm among the generalized
gradients (their convex hull). Rows of different units share nothing, so each unit's multipliers are found on their own.
Where u_k < 0 the kink is a ridge: J falls from it on at least one side, so the jump u_k [x_k, 1] counts in full.
Source: F. Clarke, Optimization and Nonsmooth Analysis (1983), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.backpropagation import Evaluation
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective, inf_norm
from app.engine.solvers.bounded_least_squares import bounded_least_squares
from app.engine.solvers.lockstep import Place, Query, look

TOUCHING = 1e-12
"""|z| up to this share of |[w, b]| |[x, 1]| is 0 to rounding."""
NEARLY_TOUCHING = 1e-5
"""The same share for steps that shorten towards a kink without ever reaching it."""
MIN_JUMP = 1e-13
"""Kinks at which the gradient jumps by less than this are none."""


@dataclass(frozen=True)
class Kinks:
    """K pairs of a unit (K,) and a sample (K,) with z = 0; inputs (K, d + 1): their [x, 1], which is dz / d[w, b]."""

    unit: Indices
    sample: Indices
    inputs: Array

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class KinkPoint:
    """theta where kinks may meet: J, multipliers t (K,) of relu' there, and the gradient g(t) (P,) of least norm.

    norm: the largest entry of g(t), and of the jumps on ridges. jumps (K,): u_k; evaluation: the pass with these t.
    """

    theta: Array
    value: float
    kinks: Kinks
    multipliers: Array
    jumps: Array
    gradient: Array
    norm: float
    evaluation: Evaluation

    @property
    def active(self) -> Mask:
        """(K,) kinks that J rises from on either side, as far as g(t) tells."""
        return np.asarray((self.multipliers > 0.0) & (self.multipliers < 1.0))


def kink_point(objective: Objective, theta: Array, lam: float) -> KinkPoint:
    """theta (P,) with the gradient of least norm there."""
    return kink_point_at(objective, look(Query(objective, theta, lam)))


def kink_point_at(objective: Objective, place: Place) -> KinkPoint:
    """The same for a place that was looked at."""
    theta, evaluation = place.theta, place.evaluation
    kinks = _touching(objective, theta, evaluation)
    nothing = np.zeros(0)
    here = KinkPoint(theta, place.value, kinks, nothing, nothing, place.gradient, place.norm, evaluation)
    return _with_multipliers(objective.architecture, here) if len(kinks) else here


def is_near_kink(objective: Objective, theta: Array) -> bool:
    """Whether some unit of ReLU, in any hidden layer, is all but at its kink for some sample."""
    below = objective.data.inputs
    for block in objective.architecture.blocks(theta)[:-1]:
        z = block @ below
        scale = np.linalg.norm(block, axis=1)[:, None] * np.linalg.norm(below, axis=0)
        if np.any(np.abs(z) <= NEARLY_TOUCHING * scale, where=scale > 0.0):
            return True
        below = np.vstack([objective.architecture.phi.apply(z), np.ones(z.shape[1])])
    return False


def pre_activations(objective: Objective, theta: Array) -> Array:
    """z (units, m) of the hidden layer."""
    return np.asarray(objective.architecture.blocks(theta)[0] @ objective.data.inputs)


def _touching(objective: Objective, theta: Array, evaluation: Evaluation) -> Kinks:
    inputs = objective.data.inputs
    block = objective.architecture.blocks(theta)[0]
    lengths = np.sqrt(np.einsum("cn,cn->n", inputs, inputs))
    scale = np.sqrt(np.einsum("jc,jc->j", block, block))[:, None] * lengths
    jump = np.abs(evaluation.upstream[0]) * lengths
    unit, sample = np.nonzero((np.abs(pre_activations(objective, theta)) <= TOUCHING * scale) & (jump > MIN_JUMP))
    return Kinks(unit, sample, inputs[:, sample].T)


def _with_multipliers(architecture: Architecture, here: KinkPoint) -> KinkPoint:
    """The same kink point with the multipliers that make its gradient least."""
    kinks = here.kinks
    at = (kinks.unit, kinks.sample)
    jumps = here.evaluation.upstream[0][at]
    steps = jumps[:, None] * kinks.inputs
    gradient, slopes = here.gradient.copy(), here.evaluation.slopes[0].copy()
    rows = architecture.blocks(gradient)[0]
    np.subtract.at(rows, kinks.unit, slopes[at][:, None] * steps)
    multipliers = np.zeros(len(kinks))
    for unit in np.unique(kinks.unit):
        own = kinks.unit == unit
        multipliers[own] = _best_multipliers(rows[unit], steps[own], kinks.inputs[own], jumps[own] < 0.0)
    np.add.at(rows, kinks.unit, multipliers[:, None] * steps)
    slopes[at] = multipliers
    ridges = float(np.max(np.abs(steps[jumps < 0.0]), initial=0.0))
    return replace(
        here,
        multipliers=multipliers,
        jumps=jumps,
        gradient=gradient,
        norm=max(inf_norm(gradient), ridges),
        evaluation=replace(here.evaluation, slopes=[slopes]),
    )


def _best_multipliers(row: Array, steps: Array, inputs: Array, ridges: Mask) -> Array:
    """t (K,) of the least |row + sum t_k steps_k| for one unit; on ridges 0 or 1, the side on which J falls more."""
    multipliers = np.where(ridges, 0.5, 0.0)
    multipliers[ridges] = inputs[ridges] @ (row + multipliers @ steps) < 0.0
    if not ridges.all():
        multipliers[~ridges] = bounded_least_squares(steps[~ridges].T, row + multipliers[ridges] @ steps[ridges])
    return multipliers

"""Limited-memory BFGS for many networks at once, each with a lambda of its own: what the engine's minima are held to.

Every network takes its own steps, as if it were alone; only the arithmetic is done together. Who has arrived leaves.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), algorithms 3.1 and 7.4.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.backpropagation import TrainingSet, evaluate
from app.engine.objective.network import Architecture

MEMORY = 10
FLAT = 1e-6
"""A network has arrived when no entry of its gradient is larger ..."""
PATIENCE = 40
STALLED = 1e-6
"""... or when so many steps have lowered its J by less than this share."""
MIN_LENGTH = 1e-9
CACHE = 2**18
"""Bytes of hidden activations that are worked on at once."""
HEATS = ((1.0, 600), (0.5, 1000), (0.2, 2000), (0.05, 6000))
"""(share of the starts, further steps): the thousands of steps of small lambdas are for the lowest so far."""


@dataclass
class _Networks:
    """Who is still under way. Rows are networks; steps and changes are (MEMORY, B, P), newest last."""

    member: Indices
    theta: Array
    lam: Array
    value: Array
    gradient: Array
    steps: Array
    changes: Array
    weight: Array  # 1 / (step . change), 0 for pairs that are not to be used
    scale: Array
    past: Array

    def keep(self, mask: Mask) -> None:
        for field in fields(self):
            array = getattr(self, field.name)
            among = 1 if field.name in ("steps", "changes", "weight", "past") else 0
            setattr(self, field.name, np.compress(mask, array, axis=among))


def best_of(architecture: Architecture, data: TrainingSet, starts: Array, lam: float) -> tuple[Array, float]:
    """The lowest network (P,) that descents from starts (B, P) end at, and its J."""
    theta, values = starts, np.zeros(len(starts))
    for share, steps in HEATS:
        lowest = np.argsort(values, kind="stable")[: max(1, round(share * len(starts)))]
        theta, values = minimize_all(architecture, data, theta[lowest], np.full(len(lowest), lam), steps)
    best = int(np.argmin(values))
    return theta[best], float(values[best])


def minimize_all(
    architecture: Architecture, data: TrainingSet, starts: Array, lambdas: Array, most_steps: int = 3000
) -> tuple[Array, Array]:
    """theta (B, P) and J (B,) where each network ends from starts (B, P) at lambdas (B,)."""
    theta, values = starts.copy(), np.empty(len(starts))
    value, gradient = cost_and_gradient(architecture, data, starts, lambdas)
    history = np.zeros((MEMORY, *starts.shape))
    active = _Networks(
        member=np.arange(len(starts), dtype=np.intp),
        theta=starts.copy(),
        lam=lambdas.copy(),
        value=value,
        gradient=gradient,
        steps=history,
        changes=history.copy(),
        weight=np.zeros((MEMORY, len(starts))),
        scale=1.0 / np.maximum(1.0, np.linalg.norm(gradient, axis=1)),
        past=np.full((PATIENCE, len(starts)), np.inf),
    )
    for step in range(most_steps):
        stuck = _step(architecture, data, active)
        slot = step % PATIENCE
        slow = active.past[slot] - active.value < STALLED * active.value
        active.past[slot] = active.value
        done = stuck | slow | (np.abs(active.gradient).max(axis=1) <= FLAT) | (step == most_steps - 1)
        if np.any(done):
            theta[active.member[done]] = active.theta[done]
            values[active.member[done]] = active.value[done]
            active.keep(~done)
            if len(active.member) == 0:
                break
    return theta, values


def _step(architecture: Architecture, data: TrainingSet, active: _Networks) -> Mask:
    """One step of every network; True for those that no step along the plain gradient leads any lower."""
    direction = -_inverse_hessian_times(active)
    slope = np.einsum("bp,bp->b", active.gradient, direction)
    length = np.ones(len(slope))
    theta, value, gradient = active.theta.copy(), active.value.copy(), active.gradient.copy()
    trying = np.arange(len(slope))
    while len(trying):
        trial = active.theta[trying] + length[trying, None] * direction[trying]
        trial_value, trial_gradient = cost_and_gradient(architecture, data, trial, active.lam[trying])
        enough = trial_value <= active.value[trying] + 1e-4 * length[trying] * slope[trying]
        reached = trying[enough]
        theta[reached], value[reached], gradient[reached] = trial[enough], trial_value[enough], trial_gradient[enough]
        # the lowest point of the parabola through J here, its slope, and J there
        bend = trial_value - active.value[trying] - length[trying] * slope[trying]
        ideal = -0.5 * slope[trying] * length[trying] ** 2 / np.maximum(bend, 1e-300)
        length[trying] = np.clip(ideal, 0.1 * length[trying], 0.5 * length[trying])
        trying = trying[~enough & (length[trying] > MIN_LENGTH)]
    moved = value < active.value
    step, change = theta - active.theta, gradient - active.gradient
    product = np.einsum("bp,bp->b", step, change)
    square = np.einsum("bp,bp->b", change, change)
    useful = moved & (product > 1e-10 * square)
    stuck = ~moved & ~np.any(active.weight > 0.0, axis=0)
    for kept, new in ((active.steps, step), (active.changes, change)):
        kept[:-1] = kept[1:]
        kept[-1] = new
    active.weight[:-1] = active.weight[1:]
    active.weight[-1] = np.where(useful, 1.0 / np.where(useful, product, 1.0), 0.0)
    active.weight[:, ~moved] = 0.0  # once more from the plain gradient
    active.scale = np.where(useful, product / np.where(useful, square, 1.0), active.scale)
    active.scale[~moved] = 1.0 / np.maximum(1.0, np.linalg.norm(active.gradient[~moved], axis=1))
    active.theta, active.value, active.gradient = theta, value, gradient
    return np.asarray(stuck)


def _inverse_hessian_times(active: _Networks) -> Array:
    """The two-loop recursion on every network's gradient (B, P)."""
    q = active.gradient.copy()
    shares = np.zeros((MEMORY, len(q)))
    for k in range(MEMORY - 1, -1, -1):
        shares[k] = active.weight[k] * np.einsum("bp,bp->b", active.steps[k], q)
        q -= shares[k][:, None] * active.changes[k]
    q *= active.scale[:, None]
    for k in range(MEMORY):
        share = active.weight[k] * np.einsum("bp,bp->b", active.changes[k], q)
        q += (shares[k] - share)[:, None] * active.steps[k]
    return q


def cost_and_gradient(
    architecture: Architecture, data: TrainingSet, theta: Array, lambdas: Array
) -> tuple[Array, Array]:
    """J (B,) and its gradient (B, P), a few networks at a time, so that they stay in the cache."""
    value, gradient = np.empty(len(theta)), np.empty_like(theta)
    units = max(architecture.hidden_layer_sizes, default=1)
    chunk = max(1, CACHE // (8 * units * data.n_samples))
    for first in range(0, len(theta), chunk):
        rows = slice(first, first + chunk)
        value[rows], gradient[rows], _ = evaluate(architecture, theta[rows], data)
    weights = theta * architecture.is_weight
    strength = lambdas / data.n_samples
    gradient += strength[:, None] * weights
    return value + 0.5 * strength * np.einsum("bp,bp->b", weights, weights), gradient

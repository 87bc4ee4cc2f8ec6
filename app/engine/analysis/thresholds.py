"""The lambdas from which on zero weights are a minimum, and the least one there is, from the data alone.

With r_i = mean label - y_i, cross-entropy is convex in the outputs, so that a hidden layer of units v phi(w.x + b)
lowers it from H by at most (1/m) sum over units of |v| |sum_i r_i phi(w.x_i + b)|, while its penalty is at least
(lambda / m) |v| ||w||. Hence no network beats zero weights from

    lambda_G = max over w, b of |sum_i r_i phi(w.x_i + b)| / ||w||

on. As w -> 0 this ratio goes to phi'(b) ||sum_i r_i x_i||, whose largest value lambda_c is where zero weights become a
minimum at all. With ReLU both are one lambda*, since units can be scaled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from app.engine.arrays import Array
from app.engine.linear.linear_path import largest_lambda
from app.engine.objective.objective import Objective
from app.engine.path.zero_solution import critical_lambda, trivial_solution

N_STARTS = 12
N_DIRECTIONS = 48
SCALES = np.geomspace(0.1, 30.0, 10)
"""||w|| from nearly linear units to steps, for standardized inputs."""
QUANTILES = np.linspace(0.0, 1.0, 15)
N_ASCENT_STEPS = 400
GROW, SHRINK = 1.4, 0.4
SETTLED = 1e-12
"""Relative rise of the ratio below which an ascent step is one of the last."""
VANISHING = 0.3
"""Spread of w.x over the points, below which a unit is nearly linear and the ratio rises towards its limit as w -> 0,
which is at most lambda_c; still smaller, it would be rounding alone."""


@dataclass(frozen=True)
class Thresholds:
    """minimum: from this lambda on zero weights are a minimum, None for never, and with penalised biases where that is
    not known, as for ReLU; least: from this one on they are the least minimum there can be, None where that is not
    known, or never; least_by_search: it is the largest value that a search found, up to about 1 % below lambda_G or
    lambda*."""

    minimum: float | None
    least: float | None
    least_by_search: bool = False


def thresholds(objective: Objective) -> Thresholds:
    """Exact but for lambda_G and, with more than two inputs, lambda*: there the largest value that a search found."""
    if objective.is_linear:
        largest = largest_lambda(objective) if objective.regularizer == "l1" else None
        return Thresholds(largest, largest)
    if objective.architecture.penalize_biases:
        return _with_penalised_biases(objective)
    n_layers = len(objective.architecture.hidden_layer_sizes)
    if n_layers > 1 or objective.regularizer == "l1":
        return Thresholds(0.0, None)  # weights near 0 gain products of themselves, and pay for each
    if objective.has_kinks:
        exact = objective.architecture.n_inputs == 2
        largest = _largest_relu_ratio(objective) if exact else _largest_ratio(objective)
        return Thresholds(largest, largest, least_by_search=not exact)
    smallest = critical_lambda(objective)
    return Thresholds(smallest, max(smallest or 0.0, _largest_ratio(objective)), least_by_search=True)


def _with_penalised_biases(objective: Objective) -> Thresholds:
    """What is known where the constant output, and with it every pull on zero weights, depends on lambda."""
    if objective.regularizer == "l1":
        return Thresholds(0.0, None)
    if len(objective.architecture.hidden_layer_sizes) == 1:
        return Thresholds(critical_lambda(objective), None)
    return Thresholds(0.0 if trivial_solution(objective, 1.0).converged else None, None)


def _residuals(objective: Objective) -> Array:
    """r (m,), times m w_i for samples that count differently."""
    data = objective.data
    share = float(data.labels @ data.sample_weights)
    return np.asarray(objective.m * data.sample_weights * (share - data.labels))


def _largest_ratio(objective: Objective) -> float:
    """max |sum_i r_i phi(w.x_i + b)| / ||w||: a grid over directions, sizes and offsets, then ascent from its best."""
    inputs, residuals = objective.data.inputs, _residuals(objective)
    units = _unit_grid(inputs[:-1], kinks=objective.has_kinks)
    values = np.concatenate([_ratios(objective, part, inputs, residuals)[0] for part in np.array_split(units, 32)])
    best = units[np.argsort(values)[-N_STARTS:]]
    return float(_ascended(objective, best, inputs, residuals).max())


def _largest_relu_ratio(objective: Objective) -> float:
    """max |sum_i r_i relu(w.(x_i - x_k))| over ||w|| = 1 and k, for two inputs: as a function of the offset the sum is
    straight between points, so an edge through some point x_k is among the best. Turned about x_k, the edge passes the
    other points at known angles, and between two of them the sum is v.w with a fixed v.
    """
    points, residuals = objective.data.inputs[:-1].T, _residuals(objective)
    return max(_best_turn(points - point, residuals) for point in points)


def _best_turn(offsets: Array, residuals: Array) -> float:
    """The largest |sum_i r_i relu(w.d_i)| over directions w, for d = offsets (m, 2)."""
    angle = np.arctan2(offsets[:, 1], offsets[:, 0])
    turns = np.concatenate([angle - pi / 2, angle + pi / 2]) % (2.0 * pi)  # where a point comes in, where it goes out
    order = np.argsort(turns, kind="stable")
    pulls = residuals[:, None] * offsets
    changes = np.concatenate([pulls, -pulls])[order]
    turns = turns[order]
    begin, end = turns, np.append(turns[1:], turns[0] + 2.0 * pi)
    middle = 0.5 * (begin[-1] + end[-1])
    inside = offsets @ np.array([np.cos(middle), np.sin(middle)]) > 0.0
    v = pulls[inside].sum(axis=0) + np.cumsum(changes, axis=0)
    length, direction = np.linalg.norm(v, axis=1), np.arctan2(v[:, 1], v[:, 0])
    largest = 0.0
    for turned in (direction, direction + pi):
        within = (turned - begin) % (2.0 * pi) <= end - begin
        largest = max(largest, float(np.max(length, where=within, initial=0.0)))
    at_ends = np.abs(v[:, 0] * np.cos(begin) + v[:, 1] * np.sin(begin))
    return max(largest, float(at_ends.max()))


def _unit_grid(points: Array, *, kinks: bool) -> Array:
    """Units [w, b] (n, d + 1) whose edges lie across the points (d, m)."""
    d = len(points)
    if d == 2:
        angles = np.arange(N_DIRECTIONS) * 2.0 * pi / N_DIRECTIONS
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    else:
        directions = np.random.default_rng(0).standard_normal((4 * N_DIRECTIONS, d))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    deviation = points.std(axis=1)
    directions = directions / np.where(deviation > 0.0, deviation, 1.0)
    offsets = -np.quantile(directions @ points, QUANTILES, axis=1).T
    scales = np.ones(1) if kinks else SCALES
    units = np.concatenate([np.repeat(directions[:, None], len(QUANTILES), axis=1), offsets[..., None]], axis=-1)
    return np.asarray((scales[:, None, None, None] * units).reshape(-1, d + 1))


def _ratios(objective: Objective, units: Array, inputs: Array, residuals: Array) -> tuple[Array, Array]:
    """The ratio of each unit (n,) and its gradient by [w, b] (n, d + 1)."""
    phi = objective.architecture.phi
    a = phi.apply(units @ inputs)
    sums = a @ residuals
    norms = np.linalg.norm(units[:, :-1], axis=1)
    gradient = (np.sign(sums)[:, None] * phi.slope(a) * residuals) @ inputs.T / norms[:, None]
    values = np.abs(sums) / norms
    gradient[:, :-1] -= (values / norms**2)[:, None] * units[:, :-1]
    return values, gradient


def _ascended(objective: Objective, units: Array, inputs: Array, residuals: Array) -> Array:
    """The ratios (n,) after gradient ascent, each unit with a step length of its own."""
    values, gradient = _ratios(objective, units, inputs, residuals)
    lengths = 0.01 * np.linalg.norm(units, axis=1) / np.maximum(np.linalg.norm(gradient, axis=1), 1e-300)
    for _ in range(N_ASCENT_STEPS):
        trial = units + lengths[:, None] * gradient
        trial_values, trial_gradient = _ratios(objective, trial, inputs, residuals)
        vanishing = (np.ptp(units @ inputs, axis=1) < VANISHING) & (not objective.has_kinks)
        better = (trial_values > values) & ~vanishing
        if vanishing.all() or (better.any() and np.all(trial_values[better] < (1.0 + SETTLED) * values[better])):
            break
        units = np.where(better[:, None], trial, units)
        gradient = np.where(better[:, None], trial_gradient, gradient)
        values = np.where(better, trial_values, values)
        lengths = lengths * np.where(better, GROW, SHRINK)
        if lengths.max() < 1e-300:
            break
    return values

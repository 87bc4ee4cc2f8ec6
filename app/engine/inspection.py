"""What a path of solutions shows: pulls on every weight, what each is worth, curvature, and the picture it draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.backpropagation import TrainingSet, data_gradient
from app.engine.kinks import corner
from app.engine.network import Architecture, forward, probabilities
from app.engine.objective import Objective
from app.engine.piecewise_newton import tangents
from app.engine.solver import minimize

COARSE = 4.0
"""Neighbouring lambdas further apart than this factor are not compared for jumps."""
SHORT_WAY = 5
"""Newton steps that suffice along a branch; across a fold there are many more."""
WAY_AMONG_KINKS = 40
"""The same for ReLU, where a branch leads from kink to kink."""
UNEXPECTED = 0.25
"""Changes that the tangent does not explain, as a share of all change, from which on continuation is tried."""
VISIBLE = 0.1
"""Changes of ||W|| by less than this share are not looked at for jumps."""

FLAT = 1e-10
"""Curvature of ReLU up to this share of the largest is none: a unit that is active everywhere moves no output."""


@dataclass(frozen=True)
class Curvature:
    """Of the cross-entropy at each solution: what the Hessian says about weights once biases follow freely.

    effective_parameters (L,): sum h_i / (h_i + lambda / m) over its eigenvalues h_i > 0, from all weights down to 0
    where W = 0; at lambda = 0 the directions that the data determine. Source: Goodfellow et al., Deep Learning, 7.1.1.
    With L1 the number of weights that are not 0. Source: Zou, Hastie, Tibshirani, Annals of Statistics 35 (2007).
    tangent (L, P): d theta / d log(lambda) along the path.
    predicted_shrinkage (L, n_weights): w(lambda) / w(smallest lambda > 0) were the cross-entropy the quadratic it is
    there: h_i / (h_i + lambda / m) in its eigenbasis; NaN for a weight of 0, and with L1.
    """

    effective_parameters: Array
    tangent: Array
    predicted_shrinkage: Array


def curvature(objective: Objective, lambdas: Array, theta: Array) -> Curvature | None:
    """From the Hessians at solutions theta (L, P); None for a network too large for them."""
    if not objective.has_hessian:
        return None
    is_weight = objective.architecture.is_weight
    tangent = np.zeros_like(theta)
    eigenvalues = np.zeros((len(lambdas), objective.architecture.n_weights))
    predicted = np.full(eigenvalues.shape, np.nan)
    reference = int(np.argmax(lambdas > 0.0))
    for i, (lam, parameters) in enumerate(zip(lambdas, theta, strict=True)):
        if not parameters[is_weight].any():
            continue  # nothing is left that the data determine
        hessian, tangent[i] = _bends(objective, parameters, lam)
        if objective.regularizer == "l1":
            continue
        reduced = _without_biases(hessian, is_weight)
        if i == reference:
            predicted[i:] = _predicted(reduced, lambdas[i:] / objective.m, parameters[is_weight])
        eigenvalues[i] = np.linalg.eigvalsh(reduced)
    if objective.regularizer == "l1":
        return Curvature(np.count_nonzero(theta[:, is_weight], axis=1).astype(np.float64), tangent, predicted)
    positive = np.where(eigenvalues > 1e-12 * np.maximum(eigenvalues[:, -1:], 1e-300), eigenvalues, 0.0)
    shares = np.divide(
        positive, positive + lambdas[:, None] / objective.m, out=np.zeros_like(positive), where=positive > 0.0
    )
    return Curvature(shares.sum(axis=1), tangent, predicted)


def _bends(objective: Objective, theta: Array, lam: float) -> tuple[Array, Array]:
    """Hessian of the cross-entropy and tangent; where kinks of ReLU hold theta (P,), the path stays on them."""
    if not objective.has_simple_kinks:
        _, _, evaluation = objective.evaluate(theta, lam)
        hessian = objective.data_hessian(theta, evaluation)
        return hessian, _tangent(objective, hessian, theta, lam)
    here = corner(objective, theta, lam)
    hessian = objective.data_hessian(theta, here.evaluation)
    return hessian, _tangent(objective, hessian, theta, lam, tangents(objective, here.kinks, here.held))


def _predicted(reduced: Array, strengths: Array, weights: Array) -> Array:
    """w(strength) / w(strengths[0]) in the quadratic that the Hessian `reduced` over weights describes."""
    eigenvalues, vectors = np.linalg.eigh(reduced)
    factors = (eigenvalues + strengths[0]) / (eigenvalues + strengths[:, None])
    moved = (factors * (vectors.T @ weights)) @ vectors.T
    return np.asarray(np.divide(moved, weights, out=np.full(moved.shape, np.nan), where=weights != 0.0))


def _tangent(objective: Objective, hessian: Array, theta: Array, lam: float, directions: Array | None = None) -> Array:
    """-(H + lambda/m D)^-1 (lambda/m) D theta; along flat directions, where the path says nothing, 0.

    `directions` (P, n): orthonormal columns, the only ones in which theta can move.
    With L1 -H^-1 (lambda/m) sign(w) over biases and the weights that are not 0.
    """
    if objective.regularizer == "l1":
        free = (theta != 0.0) | ~objective.architecture.is_weight
        pull = lam / objective.m * np.sign(theta * objective.is_weight)
        tangent = np.zeros_like(theta)
        within = hessian[np.ix_(free, free)] + 1e-12 * np.eye(int(free.sum()))
        tangent[free] = -np.linalg.solve(within, pull[free])
        return tangent
    force = lam / objective.m * objective.is_weight * theta
    if not force.any():
        return force
    matrix = hessian + np.diag(lam / objective.m * objective.is_weight + 1e-12)
    if directions is not None:
        within = directions.T @ matrix @ directions
        return np.asarray(-directions @ np.linalg.lstsq(within, directions.T @ force, rcond=FLAT)[0])
    return np.asarray(-np.linalg.solve(matrix, force), dtype=np.float64)


def _without_biases(hessian: Array, is_weight: Mask) -> Array:
    """Schur complement: the Hessian over weights with every bias at its best for them."""
    coupling = hessian[np.ix_(~is_weight, is_weight)]
    biases = hessian[np.ix_(~is_weight, ~is_weight)]
    biases += np.diag(np.full(len(biases), 1e-12 * max(float(np.abs(biases).max()), 1e-300)))  # some may be idle
    reduced = hessian[np.ix_(is_weight, is_weight)] - coupling.T @ np.linalg.solve(biases, coupling)
    return np.asarray(0.5 * (reduced + reduced.T), dtype=np.float64)


def jumps(objective: Objective, lambdas: Array, theta: Array, tangent: Array | None, cliff: bool) -> list[bool | None]:
    """(L,) True where continuation from the lambda before, or back to it, leads elsewhere; None where not judged.

    On one branch the change is about the mean tangent d/d log(lambda) times the step; where it is not, both ways are
    tried, which lead from one network to the other on a branch and elsewhere across a fold. Not judged: from
    lambda = 0, which has no place on a log scale, over steps longer than COARSE, and without a tangent. At collapse,
    `cliff` says. Without hidden layer there is one branch only.
    """
    if objective.is_linear:
        return [None, *(None if before == 0.0 else False for before in lambdas[:-1])]
    jump: list[bool | None] = [None] * len(lambdas)
    weights = theta * objective.is_weight
    size = np.linalg.norm(weights, axis=1)
    for i in range(1, len(lambdas)):
        if lambdas[i - 1] == 0.0:
            continue
        if size[i] == 0.0:
            jump[i] = bool(cliff and size[i - 1] > 0.0)
        elif tangent is not None and lambdas[i] <= COARSE * lambdas[i - 1]:
            change = weights[i] - weights[i - 1]
            expected = 0.5 * np.log(lambdas[i] / lambdas[i - 1]) * (tangent[i] + tangent[i - 1]) * objective.is_weight
            share = np.linalg.norm(change) / max(size[i], size[i - 1])
            unexpected = np.linalg.norm(change - expected) > UNEXPECTED * np.linalg.norm(change)
            # the penalty alone moves weights as 1 / lambda at most, but for the last ones before a collapse
            too_far = share > 1.2 * (1.0 - lambdas[i - 1] / lambdas[i]) and size[i] > 0.3 * size[i - 1]
            jump[i] = bool(
                share > VISIBLE and unexpected and (too_far or not _lead_to_each_other(objective, lambdas, theta, i))
            )
    return jump


def _lead_to_each_other(objective: Objective, lambdas: Array, theta: Array, i: int) -> bool:
    """Whether solution i, continued to the lambda before, ends at the solution there, and that one here."""
    return all(_leads(objective, lambdas, theta, *way) for way in ((i, i - 1), (i - 1, i)))


def _leads(objective: Objective, lambdas: Array, theta: Array, begin: int, end: int) -> bool:
    """Whether one solution, continued in two steps to the lambda of another, ends there."""
    here = theta[begin]
    for lam in (np.sqrt(lambdas[begin] * lambdas[end]), lambdas[end]):
        solution = minimize(objective, here, lam, max_steps=WAY_AMONG_KINKS if objective.has_kinks else SHORT_WAY)
        if objective.solvable_to_tolerance and not solution.converged:
            return False
        here = solution.theta
    off = np.linalg.norm((here - theta[end]) * objective.is_weight)
    return bool(off <= VISIBLE * np.linalg.norm(theta[end] * objective.is_weight))


def data_gradients(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Gradient of the cross-entropy at solutions theta (L, P): minus the data's pull on each parameter."""
    return np.array([data_gradient(architecture, parameters, data) for parameters in theta])


def balancing_gradients(objective: Objective, lambdas: Array, theta: Array) -> Array:
    """The same, but where kinks of ReLU hold theta (L, P) the one between both sides that balances the penalty best."""
    if not objective.has_simple_kinks:
        return data_gradients(objective.architecture, theta, objective.data)
    at_solutions = zip(lambdas, theta, strict=True)
    least = np.array([corner(objective, parameters, lam).gradient for lam, parameters in at_solutions])
    return np.asarray(least - lambdas[:, None] / objective.m * objective.is_weight * theta)


def knock_outs(architecture: Architecture, theta: Array, data: TrainingSet) -> list[Array]:
    """Rise of the cross-entropy with one weight alone set to 0: per layer (L, out, in)."""
    per_solution = [_knock_out(architecture, parameters, data) for parameters in theta]
    return [np.array(layer) for layer in zip(*per_solution, strict=True)]


def _knock_out(architecture: Architecture, theta: Array, data: TrainingSet) -> list[Array]:
    blocks = architecture.blocks(theta)
    activations, logits = forward(architecture, theta, data.inputs)
    below = [data.inputs, *activations]
    before = data.cost_of(logits)
    rises = []
    for level, block in enumerate(blocks):
        weights, inputs = block[:, :-1], below[level][:-1]
        rise = np.zeros(weights.shape)
        for unit, row in enumerate(weights):
            score = block[unit] @ below[level] - row[:, None] * inputs  # (in, m): each without one weight
            if level + 1 < len(blocks):
                change = architecture.phi.apply(score) - activations[level][unit]
                above = blocks[level + 1] @ below[level + 1] + blocks[level + 1][:, unit, None] * change[:, None]
                score = _onward(architecture, blocks, level + 1, above)
            rise[unit] = data.cost_of(score) - before
            rise[unit, row == 0.0] = 0.0
        rises.append(rise)
    return rises


def _onward(architecture: Architecture, blocks: list[Array], level: int, score: Array) -> Array:
    """Output logits (..., m) from the scores (..., units, m) of one layer."""
    while level + 1 < len(blocks):
        level += 1
        a = architecture.phi.apply(score)
        score = blocks[level][:, :-1] @ a + blocks[level][:, -1:]
    return score[..., 0, :]


def decision_grid(architecture: Architecture, theta: Array, x1: Array, x2: Array) -> Array:
    """P(class 1) at every (x1, x2) as the network sees them, other inputs 0: (L, len(x2), len(x1))."""
    first, second = np.meshgrid(x1, x2)
    inputs = np.zeros((architecture.n_inputs + 1, first.size))
    inputs[0], inputs[1], inputs[-1] = first.ravel(), second.ravel(), 1.0
    grids = [probabilities(architecture, parameters, inputs) for parameters in theta]
    return np.array(grids).reshape(len(theta), len(x2), len(x1))

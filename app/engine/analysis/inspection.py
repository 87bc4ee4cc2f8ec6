"""What a path of solutions shows: pulls on every weight, what each is worth, curvature, and the picture it draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array, Indices, Mask
from app.engine.objective.backpropagation import TrainingSet, data_gradient
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture, forward, probabilities
from app.engine.objective.objective import Objective
from app.engine.path.tangents import bends
from app.engine.solvers.kinks import kink_point

MAX_AT_ONCE = 200_000
"""Numbers in Hessians that are looked at together."""


@dataclass(frozen=True)
class Curvature:
    """Of the cross-entropy at each solution: what the Hessian says about weights once biases follow freely.

    effective_parameters (L,): sum h_i / (h_i + lambda / m) over its eigenvalues h_i > 0, from all weights down to 0
    where W = 0; at lambda = 0 the directions that the data determine. A direction of negative curvature, which the
    penalty alone holds, counts as 0, since h_i / (h_i + lambda / m) is no share there. Source: Goodfellow et al., Deep
    Learning, 7.1.1. With L1 the number of weights that are not 0. Source: Zou, Hastie, Tibshirani, Annals of
    Statistics 35 (2007).
    tangent (L, P): d theta / d log(lambda) along the path.
    predicted_shrinkage (L, number of penalised parameters):
    w(lambda) / w(smallest lambda > 0) were the cross-entropy the quadratic it is
    there: h_i / (h_i + lambda / m) in its eigenbasis; NaN for a weight of 0, and with L1.
    """

    effective_parameters: Array
    tangent: Array
    predicted_shrinkage: Array


def curvature(objective: Objective, lambdas: Array, theta: Array) -> Curvature | None:
    """From the Hessians at solutions theta (L, P); None for a network too large for them."""
    if not objective.has_hessian:
        return None
    penalized = objective.architecture.is_penalized
    tangent = np.zeros_like(theta)
    eigenvalues = np.zeros((len(lambdas), np.count_nonzero(penalized)))
    predicted = np.full(eigenvalues.shape, np.nan)
    reference = int(np.argmax(lambdas > 0.0))
    alive = np.flatnonzero(theta[:, objective.architecture.is_weight].any(axis=1))  # elsewhere no weight is left
    at_once = 1 + MAX_AT_ONCE // theta.shape[1] ** 2
    for rows in (alive[begin : begin + at_once] for begin in range(0, len(alive), at_once)):
        hessians, tangent[rows] = bends(objective, theta[rows], lambdas[rows])
        if objective.regularizer == "l1":
            continue
        reduced = _without_free(hessians, penalized)
        eigenvalues[rows] = np.linalg.eigvalsh(reduced)
        for first in reduced[rows == reference]:
            predicted[reference:] = _predicted(first, lambdas[reference:] / objective.m, theta[reference, penalized])
    if objective.regularizer == "l1":
        return Curvature(np.count_nonzero(theta[:, penalized], axis=1).astype(np.float64), tangent, predicted)
    if objective.architecture.penalize_biases:
        _count_constant_outputs(objective, np.delete(np.arange(len(lambdas)), alive), theta, eigenvalues)
    positive = np.where(eigenvalues > 1e-12 * np.maximum(eigenvalues[:, -1:], 1e-300), eigenvalues, 0.0)
    shares = np.divide(
        positive, positive + lambdas[:, None] / objective.m, out=np.zeros_like(positive), where=positive > 0.0
    )
    return Curvature(shares.sum(axis=1), tangent, predicted)


def _count_constant_outputs(objective: Objective, rows: Indices, theta: Array, eigenvalues: Array) -> None:
    """Where all weights are 0, the output's bias alone is determined by the data: its curvature is written there."""
    if len(rows):
        output = LOSSES[objective.data.loss].output(theta[rows, -1])
        eigenvalues[rows, -1] = LOSSES[objective.data.loss].curvature(output)


def _predicted(reduced: Array, strengths: Array, weights: Array) -> Array:
    """w(strength) / w(strengths[0]) in the quadratic that the Hessian `reduced` over weights describes."""
    eigenvalues, vectors = np.linalg.eigh(reduced)
    factors = (eigenvalues + strengths[0]) / (eigenvalues + strengths[:, None])
    moved = (factors * (vectors.T @ weights)) @ vectors.T
    return np.asarray(np.divide(moved, weights, out=np.full(moved.shape, np.nan), where=weights != 0.0))


def _without_free(hessians: Array, penalized: Mask) -> Array:
    """Schur complements: the Hessians (n, P, P) over what is penalised with every free bias at its best for it."""
    if penalized.all():
        return hessians
    rows = hessians[:, ~penalized]
    coupling, biases = rows[:, :, penalized], rows[:, :, ~penalized]
    idle = 1e-12 * np.maximum(np.abs(biases).max(axis=(1, 2)), 1e-300)  # some biases may move nothing
    np.einsum("nbb->nb", biases)[...] += idle[:, None]
    within = hessians[:, penalized][:, :, penalized]
    reduced = within - coupling.swapaxes(1, 2) @ np.linalg.solve(biases, coupling)
    return np.asarray(0.5 * (reduced + reduced.swapaxes(1, 2)), dtype=np.float64)


def data_gradients(architecture: Architecture, theta: Array, data: TrainingSet) -> Array:
    """Gradient of the cross-entropy at solutions theta (L, P): minus the data's pull on each parameter."""
    return np.array([data_gradient(architecture, parameters, data) for parameters in theta])


def balancing_gradients(objective: Objective, lambdas: Array, theta: Array) -> Array:
    """The same, but where kinks of ReLU hold theta (L, P) the one between both sides that balances the penalty best."""
    if not objective.has_simple_kinks:
        return data_gradients(objective.architecture, theta, objective.data)
    at_solutions = zip(lambdas, theta, strict=True)
    least = np.array([kink_point(objective, parameters, lam).gradient for lam, parameters in at_solutions])
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

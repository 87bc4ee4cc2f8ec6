"""The Hessian of the data term of J times a vector, without the Hessian: for networks too large for it.

With R v the derivative along v, one more pass forward and one back: R z_l = V_l a~_{l-1} + W_l R a_{l-1} and so on.
Source: B. Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994).
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import Evaluation, TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture


def hessian_times(
    architecture: Architecture, theta: Array, data: TrainingSet, evaluation: Evaluation, vector: Array
) -> Array:
    """(P,) the product with `vector` (P,) at theta (P,), from its pass."""
    blocks, along = architecture.blocks(theta), architecture.blocks(vector)
    below = [data.inputs, *evaluation.activations]
    moves, scores = _forward(blocks, along, below, evaluation.slopes)
    product = np.empty_like(theta)
    products = architecture.blocks(product)
    change = LOSSES[data.loss].curvature(evaluation.output) * data.sample_weights * scores[-1]
    for level in range(len(blocks) - 1, -1, -1):
        delta = evaluation.deltas[level]
        products[level][...] = change @ below[level].T + delta @ moves[level].T
        if level:
            change = along[level][:, :-1].T @ delta + blocks[level][:, :-1].T @ change
            change *= evaluation.slopes[level - 1]
            change += _bent(architecture, evaluation, level - 1) * scores[level - 1]
    return product


def _forward(
    blocks: list[Array], along: list[Array], below: list[Array], slopes: list[Array]
) -> tuple[list[Array], list[Array]]:
    """How each layer's inputs with their row of ones (in + 1, m) and scores (out, m) change along the vector."""
    moves, scores = [np.zeros_like(below[0])], []
    for level, (block, change) in enumerate(zip(blocks, along, strict=True)):
        scores.append(change @ below[level] + block @ moves[level])
        if level < len(slopes):
            moved = slopes[level] * scores[level]
            moves.append(np.vstack([moved, np.zeros(moved.shape[1])]))
    return moves, scores


def _bent(architecture: Architecture, evaluation: Evaluation, level: int) -> Array:
    """r dz/da phi'' of a hidden layer (units, m)."""
    bend, slope = architecture.phi.bend, evaluation.slopes[level]
    if bend is None:
        return np.zeros_like(slope)
    return np.asarray(evaluation.upstream[level] * bend(evaluation.activations[level][:-1], slope))

"""The exact Hessian of one network's cross-entropy, for any number of hidden layers, from one backward pass.

With S[l,k] = d2 CE / dz_l dz_k per sample, and a~ the activations with their row of ones, two parameters
W_l[j,c] and W_k[i,d] with k <= l have the second derivative

    sum_n S[l,k][j,i] a~_{l-1}[c] a~_{k-1}[d]  +  (k < l)  sum_n delta_l[j] (d a_{l-1}[c] / dz_k[i]) a~_{k-1}[d]

so each pair of layers is a matrix product, over samples, of unit pairs by input pairs. S follows from the top:
S[L,L] = p (1 - p) w, S[l,k] = S[l,k+1] W_{k+1} phi'_k, and S[k,k] gains r dz/da_k phi''_k on its diagonal.
Source: C. Bishop, Exact calculation of the Hessian matrix, Neural Computation 4 (1992), written as products.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.objective.backpropagation import Evaluation, TrainingSet
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import Architecture

MAX_KEPT = 500_000
"""Numbers in Hessians that are kept."""


class Hessian:
    """Call it with theta (P,) and its Evaluation for the (P, P) matrix; keeps what no network changes."""

    def __init__(self, architecture: Architecture, data: TrainingSet) -> None:
        self.architecture = architecture
        self.data = data
        self._inputs = np.ascontiguousarray(data.inputs)  # samples last in memory too, as in all that they multiply
        self._input_pairs = _symmetric_products(self._inputs)
        self._kept: dict[bytes, Array] = {}
        self._most_kept = 1 + MAX_KEPT // architecture.n_parameters**2
        self._expansions = [_expansion(n_out, n_in + 1) for n_out, n_in in architecture.shapes]

    def __call__(self, theta: Array, evaluation: Evaluation) -> Array:
        """At theta (P,), from its pass. The latest are kept: where one lambda's solution ends, the next one's begins.

        Not of ReLU: on a kink, theta alone does not say what the slopes are.
        """
        if self.architecture.phi.bend is None:
            return self._assemble(theta, evaluation)
        key = theta.tobytes()
        if key not in self._kept:
            self._kept[key] = self._assemble(theta, evaluation)
            if len(self._kept) > self._most_kept:
                del self._kept[next(iter(self._kept))]  # the oldest
        return self._kept[key].copy()

    def _assemble(self, theta: Array, evaluation: Evaluation) -> Array:
        architecture = self.architecture
        weights = [block[:, :-1] for block in architecture.blocks(theta)]
        below = [self._inputs, *evaluation.activations]
        hessian = np.empty((architecture.n_parameters, architecture.n_parameters))
        second = self._second_derivatives(weights, evaluation)
        for k, columns in enumerate(architecture.slices):
            hessian[columns, columns] = self._diagonal_block(second[k, k], below[k], k)
            inside = None
            for upper in range(k + 1, len(weights)):
                rows = architecture.slices[upper]
                block = _block(hessian[rows, columns], second[upper, k], below[upper], below[k])
                if inside is None:
                    inside = evaluation.slopes[k]
                    _add_adjacent_bilinear(block, evaluation.deltas[upper], inside, below[k])
                else:
                    inside = _jacobian(weights[upper - 1], evaluation.slopes[upper - 1], inside)
                    _add_bilinear(block, evaluation.deltas[upper], inside, below[k])
                hessian[columns, rows] = hessian[rows, columns].T
        return hessian

    def _second_derivatives(self, weights: list[Array], evaluation: Evaluation) -> dict[tuple[int, int], Array]:
        """S[l,k] as (units l, units k, m) for every k <= l."""
        top = len(weights) - 1
        curvature = LOSSES[self.data.loss].curvature(evaluation.output) * self.data.sample_weights
        second = {(top, top): curvature[None, None]}
        bend = self.architecture.phi.bend
        for k in range(top - 1, -1, -1):
            slope = evaluation.slopes[k]
            n_units, m = slope.shape
            for upper in range(k + 1, top + 1):
                above = second[upper, k + 1]
                through = _times(weights[k + 1].T, above)
                through *= slope
                second[upper, k] = through
            square = _times(weights[k + 1].T, second[k + 1, k].reshape(-1, n_units * m)).reshape(n_units, n_units, m)
            square *= slope[:, None]
            if bend is not None:
                unit = np.arange(n_units)
                square[unit, unit] += evaluation.upstream[k] * bend(evaluation.activations[k][:-1], slope)
            second[k, k] = square
        return second

    def _diagonal_block(self, second: Array, below: Array, level: int) -> Array:
        """The block of a layer with itself: symmetric in units and in inputs, so each pair is computed once."""
        n_units, _, m = second.shape
        products = _symmetric_products(below) if level else self._input_pairs
        sums = second.reshape(-1, m).take(_flat_pairs(n_units), axis=0) @ products.T
        return sums.ravel().take(self._expansions[level])


@cache
def _flat_pairs(n: int) -> Indices:
    """Positions of the pairs j <= i in a flat (n, n) table."""
    return np.flatnonzero(np.triu(np.ones((n, n), dtype=np.bool_)))


def _symmetric_products(a: Array) -> Array:
    """a[c] a[d] for c <= d: (n (n + 1) / 2, m)."""
    first, second = np.divmod(_flat_pairs(len(a)), len(a))
    return a.take(first, axis=0) * a.take(second, axis=0)


def _expansion(n_units: int, n_inputs: int) -> Indices:
    """(rows, rows) positions of a layer's parameter pairs in its flat table of unit pairs by input pairs."""

    def table(n: int) -> Indices:
        position = np.zeros((n, n), dtype=np.intp)
        position.flat[_flat_pairs(n)] = np.arange(n * (n + 1) // 2)
        return np.maximum(position, position.T)

    n_input_pairs = n_inputs * (n_inputs + 1) // 2
    flat = table(n_units)[:, None, :, None] * n_input_pairs + table(n_inputs)[None, :, None, :]
    return flat.reshape(n_units * n_inputs, n_units * n_inputs)


def _times(left: Array, right: Array) -> Array:
    """left @ right; one column times one row is not worth a call of BLAS."""
    return left * right if left.shape[-1] == 1 else left @ right


def _block(target: Array, second: Array, upper: Array, lower: Array) -> Array:
    """Set the block to sum_n S[j,i] a~[c] a~[d]; a view of it as (j, c, i, d)."""
    n_j, n_i, m = second.shape
    pairs = (upper[:, None] * lower).reshape(-1, m)
    sums = second.reshape(-1, m) @ pairs.T
    block = target.reshape(n_j, len(upper), n_i, len(lower), copy=False)
    block[...] = sums.reshape(n_j, n_i, len(upper), len(lower)).transpose(0, 2, 1, 3)
    return block


def _jacobian(weights: Array, slope: Array, inside: Array) -> Array:
    """d a_l / dz_k (units l, units k, m) from that of the layer below, which is diagonal (units k, m) at first."""
    product = weights[..., None] * inside if inside.ndim == 2 else np.tensordot(weights, inside, axes=1)
    product *= slope[:, None]
    return product


def _add_adjacent_bilinear(block: Array, delta: Array, slope: Array, lower: Array) -> None:
    """Add sum_n delta[j] phi'[i] a~[d] where c = i, into block (j, c, i, d)."""
    n_units, m = slope.shape
    many = len(delta) > 1
    sums = delta @ (slope[:, None] * lower).reshape(-1, m).T if many else (delta * slope) @ lower.T
    unit = np.arange(n_units)
    block[:, unit, unit] += sums.reshape(len(delta), n_units, -1)


def _add_bilinear(block: Array, delta: Array, inside: Array, lower: Array) -> None:
    """Add sum_n delta[j] (da[c]/dz[i]) a~[d] into block (j, c, i, d)."""
    n_c, n_i, m = inside.shape
    force = (delta[:, None] * lower).reshape(-1, m)
    sums = force @ inside.reshape(-1, m).T
    block[:, :-1] += sums.reshape(len(delta), -1, n_c, n_i).transpose(0, 2, 3, 1)

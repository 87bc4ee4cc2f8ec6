"""The inverse of a Hessian, from its Cholesky factor, and what secant steps correct of it (BFGS).

B = R' R with R the inverse of the factor, and for each step s that changed the gradient by y a correction of rank two,
o s' + s o'. In large networks R' R costs as much as many steps: there corrections are kept apart until they are many.
Source: J. Nocedal and S. Wright, Numerical Optimization (2006), equation 6.17.
"""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.solvers.triangular import inverse_of_lower

LARGE = 150
"""Parameters from which on corrections are kept apart."""
PARAMETERS_PER_PAIR = 8
"""One of them for so many parameters."""
MIN_CURVATURE = 1e-10
"""Along a step, as a share of the gradient's change: flatter or bent downwards tells nothing."""


class InverseHessian:
    """(P, P); from the lower Cholesky factor (P, P) of a Hessian."""

    def __init__(self, root: Array) -> None:
        self._root = inverse_of_lower(root)
        self._whole = self._root.T @ self._root if len(root) < LARGE else None
        self._pairs = np.empty((0 if len(root) < LARGE else 1 + len(root) // PARAMETERS_PER_PAIR, 2, len(root)))
        self._n_pairs = 0

    def __matmul__(self, vector: Array) -> Array:
        """B v (P,)."""
        if self._whole is not None:
            return np.asarray(self._whole @ vector)
        image: Array = (self._root @ vector) @ self._root
        pairs = self._pairs[: self._n_pairs].reshape(-1, len(vector))
        image += (pairs @ vector).reshape(-1, 2)[:, ::-1].ravel() @ pairs
        return image

    def correct(self, step: Array, change: Array) -> None:
        """To the symmetric inverse nearest to this one that maps the gradient's change to the step."""
        product = float(step @ change)
        if product <= MIN_CURVATURE * float(change @ change):
            return
        image = self @ change
        other = (0.5 * (1.0 + float(change @ image) / product) / product) * step - image / product
        pair = np.array([step, other])
        if self._whole is not None:
            self._whole += pair.T @ pair[::-1]
            return
        self._pairs[self._n_pairs] = pair
        self._n_pairs += 1
        if self._n_pairs == len(self._pairs):
            n = len(step)
            corrections = self._pairs.reshape(-1, n).T @ self._pairs[:, ::-1].reshape(-1, n)
            self._whole = self._root.T @ self._root + corrections

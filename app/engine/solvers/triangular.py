"""The inverse of a triangular matrix, in matrix products."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array

SMALL = 64
"""Up to this size a general inverse is as fast."""


def inverse_of_lower(root: Array) -> Array:
    """L^-1 of a lower triangular L (n, n), half by half: a third of the work of a general inverse."""
    n = len(root)
    if n <= SMALL:
        return np.asarray(np.linalg.inv(root))
    half = n // 2
    inverse = np.zeros_like(root)
    upper = inverse[:half, :half] = inverse_of_lower(root[:half, :half])
    lower = inverse[half:, half:] = inverse_of_lower(root[half:, half:])
    inverse[half:, :half] = -lower @ (root[half:, :half] @ upper)
    return inverse

"""Polynomial features of one input: its powers 1 to degree, on one scale, so that one penalty fits them all.

    t = (x - mean x) / sd x        feature k = (t^k - mean t^k) / sd t^k        k = 1, ..., degree

Means and standard deviations are those of the training points, with n in the denominator (not n - 1). Taking x to t
first changes no polynomial, only which weights describe it: powers of raw x far from 0, such as years, are nearly
one column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial

from app.engine.arrays import Array
from app.engine.data.datasets import standardization

MAX_DEGREE = 12


@dataclass(frozen=True)
class PolynomialFeatures:
    """input_mean and input_scale take x to t; mean and scale (degree,) are those of the powers of t."""

    input_mean: float
    input_scale: float
    mean: Array
    scale: Array

    @classmethod
    def of(cls, x: Array, degree: int) -> PolynomialFeatures:
        """From training points x (m,)."""
        (input_mean,), (input_scale,) = standardization(x[:, None])
        mean, scale = standardization(_powers((x - input_mean) / input_scale, degree))
        return cls(float(input_mean), float(input_scale), mean, scale)

    @property
    def degree(self) -> int:
        return len(self.mean)

    def __call__(self, x: Array) -> Array:
        """Features (n, degree) of points x (n,)."""
        powers = _powers((x - self.input_mean) / self.input_scale, self.degree)
        return np.asarray((powers - self.mean) / self.scale)

    def coefficients(self, theta: Array) -> Array:
        """(L, degree + 1) of 1, x, x^2, ... from weights and bias (L, degree + 1).

        Exact as polynomials; far from 0 the coefficients are large and cancel, so that a curve is drawn from features.
        """
        t = Polynomial([-self.input_mean / self.input_scale, 1.0 / self.input_scale])
        scaled = theta[:, :-1] / self.scale
        constant = theta[:, -1] - scaled @ self.mean
        by_t = np.column_stack([constant, scaled])
        found = np.zeros_like(by_t)
        for row, in_t in zip(found, by_t, strict=True):
            in_x = Polynomial(in_t)(t).coef
            row[: len(in_x)] = in_x
        return found


def _powers(t: Array, degree: int) -> Array:
    """t, t^2, ... as columns (n, degree)."""
    return np.vander(t, degree + 1, increasing=True)[:, 1:]

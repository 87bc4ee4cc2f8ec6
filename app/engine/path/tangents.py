"""How minima move with lambda: d theta / d ln(lambda), from the Hessian. Knows no path."""

from __future__ import annotations

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import evaluate
from app.engine.objective.objective import Objective
from app.engine.solvers.kinks import kink_point
from app.engine.solvers.relu_newton import tangents

IDLE_CURVATURE = 1e-12
"""Added to Hessians, so that what moves no output stays where it is."""
FLAT = 1e-10
"""Curvature of ReLU up to this share of the largest is none: a unit that is active everywhere moves no output."""


def bends(objective: Objective, theta: Array, lambdas: Array) -> tuple[Array, Array]:
    """Hessians (n, P, P) of the data term and tangents (n, P) at solutions theta (n, P), lambdas (n,)."""
    if objective.has_simple_kinks:
        at_kinks = [_bends_on_kinks(objective, *each) for each in zip(theta, lambdas, strict=True)]
        return np.array([hessian for hessian, _ in at_kinks]), np.array([tangent for _, tangent in at_kinks])
    _, _, evaluation = evaluate(objective.architecture, theta, objective.data)
    hessians = np.array([objective.data_hessian(row, evaluation.row(i)) for i, row in enumerate(theta)])
    return hessians, _tangents(objective, hessians, theta, lambdas)


def _bends_on_kinks(objective: Objective, theta: Array, lam: float) -> tuple[Array, Array]:
    """The same for one network where kinks of ReLU may hold theta (P,), and the path stays on them."""
    here = kink_point(objective, theta, lam)
    hessian = objective.data_hessian(theta, here.evaluation)
    strengths = lam / objective.m * objective.is_weight
    directions = tangents(objective, here.kinks, here.active)
    within = directions.T @ (hessian + np.diag(strengths + IDLE_CURVATURE)) @ directions
    return hessian, -directions @ np.linalg.lstsq(within, directions.T @ (strengths * theta), rcond=FLAT)[0]


def _tangents(objective: Objective, hessians: Array, theta: Array, lambdas: Array) -> Array:
    """-(H + lambda/m D)^-1 (lambda/m) D theta; along flat directions, where the path says nothing, 0.

    With L1 -H^-1 (lambda/m) sign(w) over free biases and what is penalised and not 0.
    """
    strengths = lambdas[:, None] / objective.m * objective.is_weight
    pulls = strengths * objective.penalty.slope(theta)
    if objective.regularizer == "l1":
        free = (theta != 0.0) | ~objective.architecture.is_penalized
        matrices = hessians * (free[:, :, None] & free[:, None, :])
        diagonal = np.where(free, IDLE_CURVATURE, 1.0)
    else:
        matrices = hessians.copy()
        diagonal = strengths + IDLE_CURVATURE
    np.einsum("npp->np", matrices)[...] += diagonal
    matrices[lambdas == 0.0] = np.eye(theta.shape[1])  # nothing pulls there, and the data may leave directions flat
    return np.asarray(-np.linalg.solve(matrices, pulls[..., None])[..., 0])

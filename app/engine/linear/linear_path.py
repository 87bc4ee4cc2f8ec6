"""Networks without hidden layer, for all lambdas at once: J is convex, so no search and no start is needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.linear.constant_output import balanced_lambda
from app.engine.linear.least_squares import least_squares
from app.engine.linear.logistic_path import LogisticPath
from app.engine.objective.backpropagation import evaluate
from app.engine.objective.cost import REGULARIZERS
from app.engine.objective.objective import Objective, Solution
from app.engine.solvers.damped_newton import BALANCE, ROUNDING, TARGET


def linear_path(objective: Objective, lambdas: Sequence[float]) -> list[Solution]:
    """The minimum of J for each lambda; where many are one at lambda = 0 in regression, that of least norm.

    Separable classes have none at lambda = 0: there it is where Newton's steps end.
    """
    data, regularizer = objective.data, REGULARIZERS[objective.regularizer]
    strength = np.array(lambdas, dtype=np.float64) / objective.m
    strengths = strength[:, None] * objective.is_weight
    free_bias = not objective.architecture.penalize_biases
    if data.loss == "squared_error":
        theta, used_up = (
            least_squares(data, objective.regularizer, strength, free_bias=free_bias),
            np.zeros(len(lambdas), dtype=np.bool_),
        )
    else:
        theta, used_up = _logistic(objective, strength, strengths)
    data_cost, data_gradient, _ = evaluate(objective.architecture, theta, data)
    norm = np.abs(data_gradient + regularizer.pull(theta, strengths, data_gradient)).max(axis=1)
    weights = theta * objective.is_weight
    size, square = regularizer.size(weights), np.sum((theta * objective.architecture.is_weight) ** 2, axis=1)
    numbers = zip(data_cost.tolist(), size.tolist(), square.tolist(), norm.tolist(), used_up.tolist(), strict=True)
    tolerances = [objective.tolerance(lam) for lam in lambdas]
    return [
        Solution(lam, row, *values, tolerance=at)
        for lam, row, values, at in zip(lambdas, theta, numbers, tolerances, strict=True)
    ]


def _logistic(objective: Objective, strength: Array, strengths: Array) -> tuple[Array, Mask]:
    """theta (L, d + 1) and (L,) whether its steps were used up; at lambda = 0 from the smallest other lambda on."""
    free_bias = not objective.architecture.penalize_biases
    found = LogisticPath(objective.data, objective.regularizer, free_bias=free_bias)
    theta, used_up = np.empty(strengths.shape), np.zeros(len(strength), dtype=np.bool_)
    free = strength == 0.0
    target = np.clip(BALANCE * strength, ROUNDING, TARGET)
    theta[~free], used_up[~free] = found.minimize(strengths[~free], target[~free])
    if free.any():
        nearest = None if free.all() else theta[~free][np.argmin(strength[~free])]
        theta[free], used_up[free] = found.minimize(strengths[free], np.full(int(free.sum()), TARGET), nearest)
    return theta, used_up


def largest_lambda(objective: Objective) -> float:
    """lambda_max of L1 without hidden layer: from here on all weights are 0, max_j |sum_i (mean y - y_i) x_ij|.

    Over the samples that count; with a free bias at its best, mean y is what every output is. The same for both losses.
    """
    data = objective.data

    def pull(output: float) -> float:
        return float(np.abs(data.inputs[:-1] @ (data.sample_weights * (output - data.labels))).max())

    return balanced_lambda(objective, pull)

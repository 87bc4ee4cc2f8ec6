"""What a network without weights answers: one constant, from the bias of its output alone.

A free bias makes it the mean label. A penalised one minimises loss(b) + s size(b): with the residual r = output - mean
label, r + s b = 0 under L2, and under L1 |r| = s, or b = 0 where |r| is below s there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.engine.objective.cost import LOSSES
from app.engine.objective.objective import Objective

N_HALVINGS = 100
"""Of an interval, down to rounding."""
PLACES = np.log(np.geomspace(1e-12, 1e15, 109))
"""In ln(lambda), between which a balance is looked for; where inputs are far from 0 there may be several."""


def constant_output(objective: Objective, lam: float) -> tuple[float, float]:
    """The bias at which the constant model's J is least, and its output."""
    data = objective.data
    share = float(data.labels @ data.sample_weights / data.sample_weights.sum())
    by_class = data.loss == "cross_entropy"
    if objective.architecture.penalize_biases:
        if objective.regularizer == "l2":
            bias = _shrunk_bias(objective, share, lam / objective.m)
            return bias, float(LOSSES[data.loss].output(np.array(bias)))
        middle = 0.5 if by_class else 0.0
        share = middle + np.sign(share - middle) * max(abs(share - middle) - lam / objective.m, 0.0)
    return float(np.log(share / (1.0 - share)) if by_class else share), float(share)


def _shrunk_bias(objective: Objective, share: float, strength: float) -> float:
    """Where output(b) - share + strength b, which rises with b, is 0: between 0 and the free bias."""
    if objective.data.loss == "squared_error":
        return share / (1.0 + strength)
    ends = sorted((0.0, float(np.log(share / (1.0 - share)))))
    output = LOSSES[objective.data.loss].output
    return bisected(lambda b: float(output(np.array(b))) - share + strength * b, *ends)


def bisected(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is negative at `low` and positive at `high` changes its sign."""
    for _ in range(N_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rising(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)


def balanced_lambda(objective: Objective, pull: Callable[[float], float]) -> float:
    """The lambda from which on lambda / m is more than the data's pull on weights of 0, given the constant output.

    The largest balance, as far as PLACES tell balances apart.
    """
    if not objective.architecture.penalize_biases:
        return objective.m * pull(constant_output(objective, 0.0)[1])

    def excess(log_lam: float) -> float:
        lam = float(np.exp(log_lam))
        return lam - objective.m * pull(constant_output(objective, lam)[1])

    below = next((i for i in range(len(PLACES) - 2, 0, -1) if excess(PLACES[i]) < 0.0), 0)
    return float(np.exp(bisected(excess, PLACES[below], PLACES[below + 1])))

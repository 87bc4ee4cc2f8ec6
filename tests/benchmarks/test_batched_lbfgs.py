"""What the engine's minima are held to is as low as SciPy's L-BFGS-B from the same starts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from app.engine.objective.network import Architecture, initialize
from tests.benchmarks.batched_lbfgs import best_of, cost_and_gradient, minimize_all
from tests.benchmarks.training_sets import training_set


@pytest.mark.parametrize("hidden", [(), (4,), (8, 8)])
def test_every_network_ends_as_low_as_alone_in_scipy(hidden: tuple[int, ...]) -> None:
    data, architecture = training_set("moons", 60, 0.06, 1), Architecture(2, hidden)
    starts, lam = initialize(architecture, np.random.default_rng(1), 6), np.ones(1)

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = cost_and_gradient(architecture, data, theta[None], lam)
        return float(value[0]), gradient[0]

    alone = [minimize(cost, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-7}).fun for start in starts]
    theta, values = minimize_all(architecture, data, starts, np.repeat(lam, len(starts)))
    assert np.allclose(np.sort(values), np.sort(alone), rtol=1e-3)  # both stop where J hardly falls any more
    assert np.allclose(values, cost_and_gradient(architecture, data, theta, np.ones(len(starts)))[0])


def test_the_best_of_many_is_no_higher_than_any_of_them() -> None:
    data, architecture = training_set("circles", 60, 0.06, 1), Architecture(2, (4,))
    starts = initialize(architecture, np.random.default_rng(1), 20)
    _, values = minimize_all(architecture, data, starts, np.full(20, 0.1))
    theta, best = best_of(architecture, data, starts, 0.1)
    assert best <= values.min() * 1.001
    assert best == pytest.approx(cost_and_gradient(architecture, data, theta[None], np.array([0.1]))[0][0])

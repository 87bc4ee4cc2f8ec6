from __future__ import annotations

import numpy as np
import pytest

from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import Objective
from app.engine.solvers.kinks import kink_point
from tests.engine.conftest import training_set


def sigma(z: float) -> float:
    return float(1.0 / (1.0 + np.exp(-z)))


def one_unit(labels: list[float]) -> tuple[Objective, np.ndarray]:
    """Points -1, 0, 2 and 2 relu(x): z is 0 at the second point."""
    points = np.array([[-1.0], [0.0], [2.0]])
    objective = Objective(Architecture(1, (1,), "relu"), TrainingSet.of(points, np.array(labels)))
    return objective, np.array([1.0, 0.0, 2.0, 0.0])  # w, b, v, c


def test_a_kink_by_hand() -> None:
    # x = 0 has label 0 and p = 1/2, so u = v (p - y) / m = 2 (1/2) / 3. Only the bias feels this kink, since x = 0. The
    # third point pulls on the bias with 2 (sigma(4) - 1) / 3, balanced by the share t = 2 (1 - sigma(4)) of the kink.
    objective, theta = one_unit([0.0, 0.0, 1.0])
    here = kink_point(objective, theta, 0.5)
    assert (here.kinks.unit.tolist(), here.kinks.sample.tolist()) == ([0], [1])
    assert here.jumps[0] == pytest.approx(1.0 / 3.0)
    assert here.multipliers[0] == pytest.approx(2.0 * (1.0 - sigma(4.0)))
    assert here.gradient[1] == pytest.approx(0.0, abs=1e-15)
    assert here.gradient[0] == pytest.approx(2.0 * 2.0 * (sigma(4.0) - 1.0) / 3.0 + 0.5 / 3.0)
    assert here.active.tolist() == [True]
    assert here.norm == np.abs(here.gradient).max()


def test_a_ridge_counts_in_full() -> None:
    # With label 1 the jump is negative: J falls to one side of the kink, however small the gradient is elsewhere.
    objective, theta = one_unit([0.0, 1.0, 1.0])
    here = kink_point(objective, theta, 0.5)
    assert here.jumps[0] == pytest.approx(-1.0 / 3.0)
    assert here.multipliers.tolist() == [1.0]  # upwards, where the bias helps the second point
    assert here.norm >= 1.0 / 3.0


@pytest.mark.parametrize("lam", [0.0, 0.1, 10.0])
def test_where_no_kink_touches_it_is_the_gradient(lam: float, rng: np.random.Generator) -> None:
    objective = Objective(Architecture(2, (6,), "relu"), training_set("moons"))
    for theta in initialize(objective.architecture, rng, 20):
        here = kink_point(objective, theta, lam)
        gradient = objective.gradient(theta, lam)
        assert len(here.kinks) == 0
        np.testing.assert_array_equal(here.gradient, gradient)
        assert here.norm == np.abs(gradient).max()


def test_no_other_shares_give_a_smaller_gradient(rng: np.random.Generator) -> None:
    """Units laid through two samples each: the gradient of least norm against many others of the same kinks."""
    data = training_set("xor")
    objective = Objective(Architecture(2, (5,), "relu"), data)
    theta = initialize(objective.architecture, rng, 1)[0]
    block = objective.architecture.blocks(theta)[0]
    for unit in range(5):
        two = data.inputs[:, rng.choice(data.n_samples, 2, replace=False)]
        block[unit] = np.cross(two[:, 0], two[:, 1])
    here = kink_point(objective, theta, 0.1)
    assert len(here.kinks) == 10
    steps = np.zeros((10, len(theta)))
    for step, unit, jump, inputs in zip(steps, here.kinks.unit, here.jumps, here.kinks.inputs, strict=True):
        objective.architecture.blocks(step)[0][unit] = jump * inputs
    valleys = here.jumps > 0.0
    assert valleys.any()
    least = np.linalg.norm(here.gradient)
    for _ in range(500):
        others = np.where(valleys, rng.random(10), here.multipliers)
        assert np.linalg.norm(here.gradient + (others - here.multipliers) @ steps) >= least - 1e-12

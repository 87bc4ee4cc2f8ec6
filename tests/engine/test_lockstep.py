"""Descents alongside each other end where each would alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.hessian import Hessian
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective, inf_norm
from app.engine.path.continuation import random_starts
from app.engine.solvers.damped_newton import FRESH_DAMPING
from app.engine.solvers.lockstep import Descent, Place, Query, lockstep, run
from app.engine.solvers.newton import newton
from tests.engine.conftest import training_set

LAMBDAS = (0.3, 3.0, 0.3)


@pytest.mark.parametrize("hidden", [(3,), (3, 2)])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_each_ends_where_it_would_alone(hidden: tuple[int, ...], loss: str) -> None:
    data = replace(training_set("moons", 50), loss=loss)
    rolled = replace(data, inputs=np.roll(data.inputs, 7, axis=1), labels=np.roll(data.labels, 7))
    fewer = replace(data, sample_weights=np.where(np.arange(data.n_samples) < 20, 1.0 / 20.0, 0.0))
    objectives = [Objective(Architecture(2, hidden), part) for part in (data, rolled, fewer)]
    starts = random_starts(objectives[0], 3, np.random.default_rng(3))
    descents = [
        [
            newton(objective, start, lam, 200, FRESH_DAMPING)
            for objective, start, lam in zip(objectives, starts, LAMBDAS, strict=True)
        ]
        for _ in range(2)
    ]
    together = lockstep(descents[0])
    for objective, lam, solution, alone in zip(objectives, LAMBDAS, together, map(run, descents[1]), strict=True):
        assert solution.converged
        assert inf_norm(objective.gradient(solution.theta, lam)) <= TOLERANCE
        assert solution.lam == lam
        np.testing.assert_allclose(solution.theta, alone.theta, atol=1e-5)


def _asking_once(objective: Objective, theta: Array, lam: float) -> Descent[Place]:
    return (yield Query(objective, theta, lam))


def test_a_network_of_a_stack_has_the_pass_it_would_have_alone() -> None:
    objective = Objective(Architecture(2, (4, 3)), training_set("moons", 30))
    theta = random_starts(objective, 3, np.random.default_rng(3))
    descents = [_asking_once(objective, row, 0.5) for row in theta]
    for row, place in zip(theta, lockstep(descents), strict=True):
        value, gradient, evaluation = objective.evaluate(row, 0.5)
        assert place.value == pytest.approx(value, rel=1e-14)
        np.testing.assert_allclose(place.gradient, gradient, atol=1e-14)
        assert place.norm == pytest.approx(inf_norm(gradient), rel=1e-12)
        of_stack, of_one = (
            Hessian(objective.architecture, objective.data),
            Hessian(objective.architecture, objective.data),
        )
        np.testing.assert_allclose(of_stack(row, place.evaluation), of_one(row, evaluation), atol=1e-13)

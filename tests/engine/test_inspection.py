from __future__ import annotations

from dataclasses import astuple
from functools import cache

import numpy as np
import pytest

from app.engine.analysis.inspection import (
    Curvature,
    balancing_gradients,
    curvature,
    data_gradients,
    decision_grid,
    knock_outs,
)
from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.backpropagation import TrainingSet, data_cost_of
from app.engine.objective.network import Architecture, initialize, logits, with_ones
from app.engine.objective.objective import Objective
from app.engine.path.alignment import align
from app.engine.path.jumps import jumps
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.solver import minimize
from tests.conftest import others_slow
from tests.engine.conftest import training_set

LAMBDAS = np.geomspace(1e-4, 1e3, 41)


def test_what_is_looked_at_together_does_not_change_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    objective, path = solved((8,))
    together = bends(objective, LAMBDAS, path.theta)
    jumping = jumps(objective, LAMBDAS, path.theta, together.tangent, path.cliff)
    monkeypatch.setattr("app.engine.analysis.inspection.MAX_AT_ONCE", 0)
    monkeypatch.setattr("app.engine.path.jumps.AT_ONCE", 1)
    alone = bends(objective, LAMBDAS, path.theta)
    for one, other in zip(astuple(alone), astuple(together), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
    assert jumps(objective, LAMBDAS, path.theta, alone.tangent, path.cliff) == jumping
    assert any(jumping), "the path has a jump to be seen"


def bends(objective: Objective, lambdas: Array, theta: Array) -> Curvature:
    found = curvature(objective, lambdas, theta)
    assert found is not None
    return found


@cache
def solved(
    hidden: tuple[int, ...] = (5,), activation: str = "tanh", name: str = "moons"
) -> tuple[Objective, RegularizationPath]:
    data = training_set(name)
    objective = Objective(Architecture(len(data.inputs) - 1, hidden, activation), data)
    return objective, regularization_path(objective, tuple(LAMBDAS), 2, streams(1)["weights"])


@pytest.mark.parametrize("hidden", [(), (4,), (4, 3), (3, 2, 3)])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_knock_out_is_the_rise_of_the_cost_when_that_weight_alone_is_0(
    hidden: tuple[int, ...], activation: str, rng: np.random.Generator
) -> None:
    data = training_set(n_samples=40)
    architecture = Architecture(2, hidden, activation)
    theta = initialize(architecture, rng, 2)
    before = data_cost_of(architecture, theta, data)
    rises = np.concatenate([layer.reshape(2, -1) for layer in knock_outs(architecture, theta, data)], axis=1)
    for k, parameter in enumerate(np.flatnonzero(architecture.is_weight)):
        without = theta.copy()
        without[:, parameter] = 0.0
        np.testing.assert_allclose(rises[:, k], data_cost_of(architecture, without, data) - before, atol=1e-13)


def test_the_pulls_balance_at_every_converged_solution() -> None:
    """F2: minus the data's gradient is lambda / m times the weight."""
    objective, path = solved((4, 3))
    is_weight = objective.architecture.is_weight
    pulls = data_gradients(objective.architecture, path.theta, objective.data)[:, is_weight]
    penalty = LAMBDAS[:, None] / objective.m * path.theta[:, is_weight]
    assert np.abs(pulls + penalty)[path.converged].max() <= 1e-6


@pytest.mark.parametrize("name", others_slow(["moons", "circles"]))
def test_the_pulls_balance_on_the_kinks_of_relu_too(name: str) -> None:
    objective, path = solved((5,), "relu", name)
    is_weight = objective.architecture.is_weight
    assert path.converged.mean() > 0.9
    penalty = LAMBDAS[:, None] / objective.m * path.theta * is_weight
    balancing = balancing_gradients(objective, LAMBDAS, path.theta)
    one_sided = data_gradients(objective.architecture, path.theta, objective.data)
    assert np.abs(balancing + penalty)[path.converged].max() <= 1e-6
    assert np.abs(one_sided + penalty)[path.converged].max() > 1e-3


@pytest.mark.parametrize("i", [12, 20, 26])
def test_the_tangent_of_relu_is_the_derivative_of_the_path_along_its_kinks(i: int) -> None:
    objective, path = solved((3,), "relu")
    tangent = bends(objective, LAMBDAS, path.theta).tangent[i]
    near = [minimize(objective, path.theta[i], LAMBDAS[i] * np.exp(step)).theta for step in (-1e-4, 1e-4)]
    difference = (near[1] - near[0]) / 2e-4
    is_weight = objective.architecture.is_weight
    assert np.abs(tangent[is_weight]).max() > 0.0
    assert np.abs(difference - tangent)[is_weight].max() < 1e-2 * np.abs(tangent[is_weight]).max()


def test_effective_parameters_fall_from_all_of_them_to_0() -> None:
    objective, path = solved(())
    effective = bends(objective, LAMBDAS, path.theta).effective_parameters
    assert effective[0] == pytest.approx(2.0, abs=0.01)
    assert (np.diff(effective) < 0).all()
    assert effective[-1] < 0.1


def test_effective_parameters_of_one_input_by_hand() -> None:
    # Logistic, W all but 0: the Hessian over (w, b) is q [[mean x^2, mean x], [mean x, 1]], q = p (1 - p). Standardized
    # inputs have mean x = 0 and mean x^2 = 1, so h = q and the number is 2 q / (q + lambda / m) for two inputs
    # without correlation. At lambda = m q it is 1.
    data = training_set("moons")
    points = data.inputs[:-1]
    objective = Objective(Architecture(2, ()), data)
    share = data.labels.mean()
    q = share * (1 - share)
    theta = np.array([[1e-12, 0.0, np.log(share / (1 - share))]])
    correlation = float(np.mean(points[0] * points[1]))
    lam = objective.m * q
    expected = sum(h / (h + 1.0) for h in (1.0 + correlation, 1.0 - correlation))
    assert bends(objective, np.array([lam]), theta).effective_parameters[0] == pytest.approx(expected, rel=1e-9)


def test_effective_parameters_do_not_depend_on_where_the_inputs_lie() -> None:
    """The bias makes up for it: where it was held still, inputs far from 0 would count for more."""
    objective, path = solved(())
    points = objective.data.inputs[:-1].T + 3.0
    moved = Objective(objective.architecture, TrainingSet.of(points, objective.data.labels))
    theta = path.theta.copy()
    theta[:, -1] -= 3.0 * theta[:, :-1].sum(axis=1)
    np.testing.assert_allclose(
        bends(moved, LAMBDAS, theta).effective_parameters,
        bends(objective, LAMBDAS, path.theta).effective_parameters,
        rtol=1e-6,
    )


def test_predicted_shrinkage_is_exact_while_the_cost_is_nearly_quadratic() -> None:
    objective, path = solved(())
    predicted = bends(objective, LAMBDAS, path.theta).predicted_shrinkage
    weights = path.theta[:, objective.architecture.is_weight]
    early = LAMBDAS < 0.05
    np.testing.assert_allclose(predicted[early], (weights / weights[0])[early], rtol=1e-3)


def test_the_tangent_is_the_derivative_of_the_path() -> None:
    objective, path = solved((3,))
    i = 14
    tangent = bends(objective, LAMBDAS, path.theta).tangent[i]
    near = [minimize(objective, path.theta[i], LAMBDAS[i] * np.exp(step)).theta for step in (-1e-3, 1e-3)]
    difference = (near[1] - near[0]) / 2e-3
    assert np.abs(difference - tangent).max() < 1e-3 * np.abs(tangent).max()


def test_a_convex_path_never_jumps() -> None:
    objective, path = solved(())
    tangent = bends(objective, LAMBDAS, path.theta).tangent
    assert not any(jumps(objective, LAMBDAS, path.theta, tangent, path.cliff))


def test_there_is_a_jump_where_continuation_leads_elsewhere_and_none_where_it_leads_here() -> None:
    objective, path = solved((6,))
    is_weight = objective.architecture.is_weight
    tangent = bends(objective, LAMBDAS, path.theta).tangent
    jump = jumps(objective, LAMBDAS, path.theta, tangent, path.cliff)
    assert any(jump)
    assert not all(jump[1:])
    for i in np.flatnonzero(~path.trivial[1:]) + 1:
        leads_elsewhere = set()
        for n_steps in (5, 9, 20):
            there_and_back = []
            for start, end in ((i - 1, i), (i, i - 1)):
                theta = path.theta[start]
                for lam in np.geomspace(LAMBDAS[start], LAMBDAS[end], n_steps)[1:]:
                    theta = minimize(objective, theta, lam).theta
                off = np.linalg.norm((theta - path.theta[end])[is_weight])
                there_and_back.append(off / np.linalg.norm(path.theta[end][is_weight]))
            leads_elsewhere.add(max(there_and_back) > 0.1)
        # where alike units part, rounding decides which way a continuation goes: then steps of other lengths disagree
        assert jump[i] in leads_elsewhere


def test_without_a_hessian_only_the_collapse_is_judged() -> None:
    lambdas = np.array([0.0, 1.0, 2.0, 50.0])
    theta = np.ones((4, 9))
    theta[3] = 0.0
    objective = Objective(Architecture(2, (2,)), training_set())
    assert jumps(objective, lambdas, theta, None, True) == [None, None, None, True]
    assert jumps(objective, lambdas, theta, None, False) == [None, None, None, False]


def test_a_network_of_zeros_has_no_effective_parameters() -> None:
    objective, path = solved((6,))
    effective = bends(objective, LAMBDAS, path.theta).effective_parameters
    assert (effective[path.trivial] == 0.0).all()
    assert effective[0] > 5.0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_alignment_undoes_renamed_units_and_never_changes_what_is_computed(
    activation: str, rng: np.random.Generator
) -> None:
    architecture = Architecture(2, (5, 4), activation)
    theta = initialize(architecture, rng, 1)[0]
    renamed = theta.copy()
    first, second, output = architecture.blocks(renamed)
    order = rng.permutation(5)
    sign = np.where(rng.random(5) > 0.5, 1.0, -1.0) if architecture.phi.odd else np.ones(5)
    first[:] = (first * sign[:, None])[order]
    second[:, :-1] = (second[:, :-1] * sign)[:, order]
    order = rng.permutation(4)
    second[:] = second[order]
    output[:, :-1] = output[:, :-1][:, order]
    inputs = with_ones(rng.standard_normal((20, 2)))
    aligned = align(architecture, np.array([theta, renamed]), 0)
    np.testing.assert_allclose(
        logits(architecture, aligned[1], inputs), logits(architecture, theta, inputs), atol=1e-12
    )
    np.testing.assert_allclose(aligned[1], theta, atol=1e-12)


def test_the_grid_is_the_probability_at_its_points() -> None:
    objective, path = solved((4,))
    x1, x2 = np.linspace(-2, 2, 5), np.linspace(-1, 1, 3)
    grid = decision_grid(objective.architecture, path.theta, x1, x2)
    assert grid.shape == (41, 3, 5)
    z = logits(objective.architecture, path.theta[7], with_ones(np.array([[x1[4], x2[2]]])))
    assert grid[7, 2, 4] == pytest.approx(1 / (1 + np.exp(-z[0])))

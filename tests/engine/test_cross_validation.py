from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from app.engine.analysis.cross_validation import assign_folds, cross_validate
from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.engine.solvers.solver import minimize
from tests.engine.conftest import training_set

LAMBDAS = tuple(float(lam) for lam in np.geomspace(1e-2, 1e2, 9))


@pytest.mark.parametrize("n_folds", [2, 3, 7, 10])
def test_every_point_is_held_out_once_and_classes_are_shared_out(n_folds: int) -> None:
    labels = (np.arange(61) % 3 == 0).astype(float)
    fold = assign_folds(labels, n_folds, np.random.default_rng(1))
    assert sorted(set(fold)) == list(range(n_folds))
    for members in (fold, fold[labels == 1.0], fold[labels == 0.0]):
        sizes = np.bincount(members, minlength=n_folds)
        assert sizes.max() - sizes.min() <= 1


def test_without_hidden_layer_it_is_the_loop_over_folds_that_anyone_would_write() -> None:
    data = training_set("moons", 200)
    objective = Objective(Architecture(2, ()), data)
    fold = assign_folds(data.labels, 5, np.random.default_rng(1))
    path = regularization_path(objective, LAMBDAS, 1, streams(1)["weights"])
    found = cross_validate(objective, LAMBDAS, path, fold)
    points = data.inputs[:-1].T
    expected = np.empty((5, len(LAMBDAS)))
    for k in range(5):
        for i, lam in enumerate(LAMBDAS):
            model = LogisticRegression(C=1.0 / lam, tol=1e-10, max_iter=1000)
            model.fit(points[fold != k], data.labels[fold != k])
            p = model.predict_proba(points[fold == k])[:, 1]
            y = data.labels[fold == k]
            expected[k, i] = -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    np.testing.assert_allclose(found.costs, expected, atol=1e-6)
    np.testing.assert_allclose(found.mean, expected.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(found.standard_error, expected.std(axis=0, ddof=1) / np.sqrt(5), atol=1e-6)


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_a_networks_folds_are_minima_on_the_points_of_the_others(regularizer: str) -> None:
    data = training_set("circles", 120)
    objective = Objective(Architecture(2, (4,)), data, regularizer)
    path = regularization_path(objective, LAMBDAS, 2, streams(1)["weights"])
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    found = cross_validate(objective, LAMBDAS, path, fold)
    again = cross_validate(objective, LAMBDAS, path, fold)
    np.testing.assert_array_equal(found.costs, again.costs)
    assert np.isfinite(found.costs).all()
    # a single lambda has no neighbour to start from: the fold's solution starts at the whole set's
    for i, lam in enumerate(LAMBDAS[-1:], len(LAMBDAS) - 1):
        weights = np.where(fold == 0, 0.0, 1.0 / np.count_nonzero(fold != 0))
        part = Objective(
            objective.architecture,
            type(data)(data.inputs, data.labels, weights, data.loss),
            regularizer,
        )
        theta = minimize(part, path.theta[i], lam).theta
        z = np.tanh(theta[:12].reshape(4, 3) @ data.inputs[:, fold == 0])
        score = theta[12:16] @ z + theta[16]
        losses = np.logaddexp(0.0, score) - data.labels[fold == 0] * score
        assert found.costs[0, i] == pytest.approx(losses.mean(), rel=1e-6)


def test_progress_is_told_fold_by_fold() -> None:
    data = training_set("moons", 60)
    objective = Objective(Architecture(2, ()), data)
    path = regularization_path(objective, LAMBDAS, 1, streams(1)["weights"])
    seen: list[tuple[int, int]] = []
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    cross_validate(objective, LAMBDAS, path, fold, lambda done, of, _: seen.append((done, of)))
    assert seen[-1] == (27, 27)


def test_at_lambda_0_a_fold_knows_nothing_of_the_points_that_are_held_out() -> None:
    """A network that fits all points already costs its fold nothing: from there no descent would begin."""
    data = training_set("moons", 60)
    objective = Objective(Architecture(2, (6,)), data)
    lambdas = (0.0, *LAMBDAS)
    path = regularization_path(objective, lambdas, 1, streams(1)["weights"])
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    found = cross_validate(objective, lambdas, path, fold)
    at_0 = replace(path.solutions[0], theta=np.full_like(path.theta[0], 0.1))
    other = cross_validate(objective, lambdas, replace(path, solutions=(at_0, *path.solutions[1:])), fold)
    np.testing.assert_array_equal(found.costs, other.costs)
    assert found.mean[0] >= found.mean[1]  # fitted even closer than at the smallest lambda, which overfits


@pytest.mark.parametrize("n_points", [60, 61, 62])
@pytest.mark.parametrize("hidden", [(3,), (3, 2)])
def test_each_fold_is_solved_on_its_points_alone_though_all_go_alongside(
    n_points: int, hidden: tuple[int, ...]
) -> None:
    data = training_set("moons", n_points)
    objective = Objective(Architecture(2, hidden), data)
    lambdas = tuple(np.geomspace(0.1, 10.0, 5).tolist())
    path = regularization_path(objective, lambdas, 1, streams(1)["weights"])
    fold = assign_folds(data.labels, 4, np.random.default_rng(1))
    found = cross_validate(objective, lambdas, path, fold)
    for k in range(4):
        alone = cross_validate(objective, lambdas, path, np.where(fold == k, 0, 1))
        np.testing.assert_allclose(found.costs[k], alone.costs[0], rtol=1e-5)


def test_progress_of_a_network_is_told_solve_by_solve() -> None:
    data = training_set("moons", 60)
    objective = Objective(Architecture(2, (3,)), data)
    path = regularization_path(objective, LAMBDAS, 1, streams(1)["weights"])
    seen: list[int] = []
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    cross_validate(objective, LAMBDAS, path, fold, lambda done, *_: seen.append(done))
    assert sorted(seen) == seen
    assert set(seen) == set(range(1, 28))

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from app.engine.analysis.cross_validation import assign_folds, cross_validate
from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from tests.engine.conftest import training_set

LAMBDAS = tuple(float(lam) for lam in np.geomspace(1e-2, 1e2, 9))


def search(part: Objective) -> RegularizationPath:
    return regularization_path(part, LAMBDAS, 1, streams(1)["weights"])


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
    found = cross_validate(objective, fold, search)
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
def test_a_networks_folds_are_its_paths_on_the_points_of_the_others(regularizer: str) -> None:
    data = training_set("circles", 80)
    objective = Objective(Architecture(2, (3,)), data, regularizer)
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    found = cross_validate(objective, fold, search)
    for k in range(3):
        points, labels = data.inputs[:-1, fold != k].T, data.labels[fold != k]
        part = Objective(objective.architecture, type(data).of(points, labels), regularizer)
        theta = search(part).theta
        z = np.tanh(theta[:, :9].reshape(-1, 3, 3) @ data.inputs[:, fold == k])
        score = (theta[:, 9:12, None] * z).sum(axis=1) + theta[:, 12:]
        losses = np.logaddexp(0.0, score) - data.labels[fold == k] * score
        np.testing.assert_allclose(found.costs[k], losses.mean(axis=1), rtol=1e-6)


def test_a_fold_knows_nothing_of_the_labels_that_are_held_out() -> None:
    data = training_set("moons", 60)
    fold = assign_folds(data.labels, 3, np.random.default_rng(1))
    networks: list[list[np.ndarray]] = []
    for flipped in (False, True):
        labels = np.where((fold == 0) & flipped, 1.0 - data.labels, data.labels)
        objective = Objective(Architecture(2, (3,)), type(data).of(data.inputs[:-1].T, labels))
        seen: list[np.ndarray] = []

        def watched(part: Objective, seen: list[np.ndarray] = seen) -> RegularizationPath:
            path = search(part)
            seen.append(path.theta)
            return path

        cross_validate(objective, fold, watched)
        networks.append(seen)
    (first, *others), (again, *changed) = networks
    np.testing.assert_array_equal(first, again)
    assert not any(np.array_equal(one, other) for one, other in zip(others, changed, strict=True))

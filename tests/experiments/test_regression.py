"""Regression from an Experiment to its numbers: what goes together, what comes back, and that the numbers are true."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Lasso, Ridge

from app.engine.data.datasets import DataError
from app.experiments.address.canonical import normalised, to_query
from app.experiments.address.parsing import parse, parse_query
from app.experiments.answers.serialization import Content
from app.experiments.compute.path import compute_path
from app.experiments.compute.regression import compute_regression_dataset, draw_curve_data
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.running.admission import admit

X = [[-2.0], [-1.0], [0.5], [1.0], [3.0], [4.5]]
Y = [0.5, -1.0, 2.0, 1.5, -3.0, 0.25]


def experiment(**values: Any) -> Experiment:
    return parse(Experiment, {"task": "regression", **values})


def solve(**values: Any) -> Content:
    return compute_path(experiment(**values), lambda *_: None)


@cache
def waves(regularizer: str) -> Content:
    return solve(dataset="sine", regularizer=regularizer, inspect=True, degree=7, grid=30)


numbers = st.floats(-1e6, 1e6)


@given(
    st.lists(st.tuples(numbers, numbers), min_size=2, max_size=6),
    st.lists(st.tuples(numbers, numbers), max_size=3),
    st.sampled_from([{}, {"degree": 12}, {"regularizer": "l1", "folds": 2}]),
)
def test_own_points_survive_an_address_and_json(
    rows: list[tuple[float, float]], held_out: list[tuple[float, float]], more: dict[str, Any]
) -> None:
    values: dict[str, Any] = {"points": [[x] for x, _ in rows], "labels": [y for _, y in rows], **more}
    if held_out:
        values |= {"validation_points": [[x] for x, _ in held_out], "validation_labels": [y for _, y in held_out]}
    asked = experiment(**values)
    assert parse(Experiment, normalised(asked)) == asked
    pairs = [part.partition("=")[::2] for part in to_query(asked).split("&")]
    assert parse_query(pairs) == asked


# What comes back


def test_the_data_are_as_drawn_and_split() -> None:
    answer = compute_regression_dataset(experiment(dataset="sine", n_samples=20))
    assert answer["points"].shape == (20, 1)
    assert sorted(set(answer["split"])) == ["train", "validation"]
    assert not answer["mislabeled"].any()
    training = np.array(answer["split"]) == "train"
    assert answer["inputs"]["mean"][0] == pytest.approx(answer["points"][training].mean())


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_the_weights_are_those_of_scikit_learn(regularizer: str) -> None:
    answer = waves(regularizer)
    drawn = draw_curve_data(experiment(dataset="sine", degree=7))
    points, labels = drawn.features(drawn.x[drawn.training]), drawn.labels[drawn.training]
    for i in np.flatnonzero(answer["lambdas"] > 0.05):
        lam = answer["lambdas"][i]
        ridge = Ridge(alpha=lam, solver="svd")
        lasso = Lasso(alpha=lam / len(labels), tol=1e-14, max_iter=100_000)
        reference = (ridge if regularizer == "l2" else lasso).fit(points, labels)
        np.testing.assert_allclose(answer["layers"][0]["weights"][i, 0], reference.coef_, atol=1e-7)
        np.testing.assert_allclose(answer["layers"][0]["biases"][i, 0], reference.intercept_, atol=1e-7)


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_j_is_half_the_mean_square_plus_the_penalty(regularizer: str) -> None:
    answer = waves(regularizer)
    drawn = draw_curve_data(experiment(dataset="sine", degree=7))
    x, labels = drawn.x[drawn.training], drawn.labels[drawn.training]
    cost, m = answer["cost"], answer["n_train"]
    predictions = np.vander(x, 8, increasing=True) @ answer["coefficients"].T
    np.testing.assert_allclose(cost["squared_error"], 0.5 * np.mean((predictions.T - labels) ** 2, axis=1), atol=1e-9)
    np.testing.assert_allclose(answer["train"]["squared_error"], cost["squared_error"], atol=1e-12)
    square = np.mean((predictions.T - labels) ** 2, axis=1)
    np.testing.assert_allclose(answer["train"]["root_mean_squared_error"], np.sqrt(square), atol=1e-6)
    l2, l1 = answer["squared_weight_norm"] / 2.0, answer["absolute_weight_sum"]
    np.testing.assert_allclose(cost["penalty"], answer["lambdas"] / m * (l1 if regularizer == "l1" else l2), atol=1e-12)
    np.testing.assert_array_equal(cost["total"], cost["squared_error"] + cost["penalty"])
    assert answer["variance"] == pytest.approx(labels.var())
    assert (cost["total"] <= answer["variance"] / 2.0 + 1e-12).all()
    assert answer["converged"].all()
    assert answer["gradient_norm"].max() <= 1e-9


@pytest.mark.parametrize("regularizer", ["l1", "l2"])
def test_what_pulls_on_a_weight_is_in_balance(regularizer: str) -> None:
    answer = waves(regularizer)
    layer = answer["layers"][0]
    np.testing.assert_allclose(layer["data_gradient"] + layer["penalty_gradient"], 0.0, atol=1e-9)
    np.testing.assert_allclose(layer["price"].sum(axis=(1, 2)), answer["cost"]["penalty"], atol=1e-12)
    weights = layer["weights"][:, 0]
    hessian = np.cov(draw_features().T, bias=True)  # of unit diagonal: a knock-out costs w^2 / 2 and the pull back
    expected = 0.5 * weights**2 * np.diag(hessian) - weights * layer["data_gradient"][:, 0]
    np.testing.assert_allclose(layer["knock_out"][:, 0], expected, atol=1e-9 * np.abs(weights).max() ** 2)
    if regularizer == "l1":  # what holds a weight at 0 is the data's pull, minus the gradient
        at_zero = weights == 0.0
        pull = -layer["data_gradient"][:, 0][at_zero]
        np.testing.assert_allclose(layer["penalty_gradient"][:, 0][at_zero], pull, atol=1e-9)
        assert np.abs(pull).max() > 0.01
    if regularizer == "l2":  # J is a quadratic, so the prediction is what happens
        np.testing.assert_allclose(layer["predicted_shrinkage"][1:], layer["shrinkage"][1:], rtol=1e-3, atol=1e-3)


def draw_features() -> np.ndarray[Any, Any]:
    drawn = draw_curve_data(experiment(dataset="sine", degree=7))
    return drawn.features(drawn.x[drawn.training])


def test_effective_parameters_fall_from_all_powers_to_none() -> None:
    ridge, lasso = waves("l2")["effective_parameters"], waves("l1")["effective_parameters"]
    assert ridge[0] == pytest.approx(7.0)
    assert (np.diff(ridge) < 0.0).all()
    assert ridge[-1] < 0.3
    np.testing.assert_array_equal(lasso, (waves("l1")["layers"][0]["weights"] != 0.0).sum(axis=(1, 2)))
    assert lasso[-1] == 0.0


def test_the_lasso_collapses_at_lambda_max() -> None:
    answer = waves("l1")
    assert answer["collapse_lambda"] == answer["thresholds"]["minimum"] == answer["thresholds"]["least"]
    np.testing.assert_array_equal(answer["trivial"], answer["lambdas"] >= answer["collapse_lambda"])
    assert waves("l2")["collapse_lambda"] is None
    assert not waves("l2")["trivial"].any()


def test_the_curve_is_drawn_from_the_features_and_its_truth_beside_it() -> None:
    answer = waves("l2")
    curve = answer["curve"]
    assert curve["predictions"].shape == (len(answer["lambdas"]), 30)
    by_powers = answer["coefficients"] @ np.vander(curve["x"], 8, increasing=True).T
    np.testing.assert_allclose(curve["predictions"], by_powers, atol=1e-7)
    np.testing.assert_allclose(curve["truth"], np.sin(1.5 * np.pi * curve["x"]))
    assert solve(points=X, labels=Y, grid=4)["curve"]["truth"] is None
    assert solve()["curve"] is None


def test_ten_parameters_meet_ten_points_and_a_larger_lambda_comes_closer_to_the_line() -> None:
    answer = solve()
    assert answer["train"]["root_mean_squared_error"][0] < 1e-9
    best = int(np.argmin(answer["test"]["squared_error"]))
    assert 0 < best < len(answer["lambdas"]) - 1
    assert answer["test"]["squared_error"][best] < 0.1 * answer["test"]["squared_error"][0]
    assert answer["test"]["least_squared_error"] == 0.0


def test_lambda_is_chosen_by_folds_or_held_out_points() -> None:
    by_folds, held_out = solve(folds=5), solve(dataset="cubic")
    assert by_folds["goldilocks"]["rule"] == "cross_validation"
    assert by_folds["goldilocks"]["index"] == int(np.argmin(by_folds["cross_validation"]["mean"]))
    assert held_out["goldilocks"]["rule"] == "minimum_validation"
    assert held_out["goldilocks"]["index"] == int(np.argmin(held_out["validation"]["squared_error"]))
    assert solve()["goldilocks"] is None


def test_more_folds_than_points_are_refused() -> None:
    with pytest.raises(DataError, match="folds: expected at most 6"):
        solve(points=X, labels=Y, folds=7)


@pytest.mark.parametrize("folds", [0, 3])
def test_lambda_is_chosen_again_on_fresh_draws(folds: int) -> None:
    seen: list[tuple[int, int]] = []
    asked = experiment(dataset="sine", draws=4, folds=folds)
    answer = compute_path(asked, lambda done, of, _: seen.append((done, of)))
    again = answer["repeated_draws"]
    assert again["seeds"] == [2, 3, 4, 5]
    assert again["validation"].shape == (4, len(answer["lambdas"]))
    np.testing.assert_array_equal(again["index"], again["validation"].argmin(axis=1))
    shares = [done / of for done, of in seen]
    assert shares == sorted(shares)


@given(
    st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=12),
    st.integers(1, 12),
    st.sampled_from(["l1", "l2"]),
)
def test_any_points_have_finite_numbers(rows: list[tuple[float, float]], degree: int, regularizer: str) -> None:
    answer = solve(
        points=[[x] for x, _ in rows],
        labels=[y for _, y in rows],
        degree=degree,
        regularizer=regularizer,
        lambdas=[0.0, 1e-8, 1.0, 1e6],
        inspect=True,
        grid=3,
    )
    for values in (answer["cost"]["total"], answer["coefficients"], answer["curve"]["predictions"]):
        assert np.isfinite(values).all()
    assert answer["converged"][2:].all()


def test_the_largest_regression_is_within_the_budget_or_says_what_fits() -> None:
    lambdas = np.geomspace(1e-4, 1e3, 201).tolist()
    admit(experiment(dataset="sine", n_samples=2000, degree=12, lambdas=lambdas), 30.0)
    with pytest.raises(RequestError) as caught:
        admit(experiment(dataset="sine", n_samples=2000, degree=12, lambdas=lambdas, folds=10, draws=50), 1.0)
    assert caught.value.kind == "budget"

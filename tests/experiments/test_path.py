"""What /path and /dataset say, on every data set, the real one too: the numbers hold together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine.analysis.cross_validation import assign_folds
from app.engine.data.datasets import DATASETS, DataError, draw_test, streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import losses as cross_entropy_of_each
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.experiments.address.parsing import parse
from app.experiments.compute.classification import Classification
from app.experiments.compute.drawn_data import compute_dataset
from app.experiments.compute.path import compute_path
from app.experiments.compute.scores import scores
from app.experiments.requests.experiment import Experiment

Answer = dict[str, Any]


def experiment(**values: Any) -> Experiment:
    return parse(Experiment, {"n_samples": 100, "restarts": 1, "inspect": True, **values})


def solve(**values: Any) -> Answer:
    return compute_path(experiment(**values), lambda *_: None)


@pytest.mark.parametrize("hidden", [[], [5]])
@pytest.mark.parametrize("dataset", DATASETS)
def test_the_budget_and_the_envelope_hold_on_every_data_set(dataset: str, hidden: list[int]) -> None:
    answer = solve(dataset=dataset, hidden_layer_sizes=hidden)
    lambdas, j = np.array(answer["lambdas"])[1:], answer["cost"]["total"][1:]
    norm, m = answer["squared_weight_norm"][1:], answer["n_train"]
    assert answer["converged"][1:].all()
    assert (j <= answer["entropy"] + 1e-9).all()
    assert (norm <= 2 * m * answer["entropy"] / lambdas + 1e-9).all()
    lines = j[:, None] + (lambdas[None, :] - lambdas[:, None]) * norm[:, None] / (2 * m)
    assert (lines - j[None, :]).min() > -1e-9
    assert (np.diff(j) >= -1e-12).all()


@pytest.mark.parametrize("dataset", ["moons", "penguins"])
def test_scores_are_those_of_the_weights_on_the_points_of_the_data_set(dataset: str) -> None:
    asked = {"dataset": dataset, "hidden_layer_sizes": [4], "mislabeled": 0.1}
    answer, drawn = solve(**asked), compute_dataset(experiment(**asked))
    seen = (drawn["points"] - answer["inputs"]["mean"]) / answer["inputs"]["scale"]
    hidden, output = answer["layers"]
    a = np.tanh(np.einsum("nd,lud->lnu", seen, hidden["weights"]) + hidden["biases"][:, None])
    z = np.einsum("lnu,lu->ln", a, output["weights"][:, 0]) + output["biases"]
    loss = np.logaddexp(0.0, z) - drawn["labels"] * z
    right = (z > 0) == (drawn["labels"] == 1)
    training = np.array(drawn["split"]) == "train"
    for name, members in (("train", training), ("validation", ~training)):
        np.testing.assert_allclose(answer[name]["cross_entropy"], loss[:, members].mean(axis=1), atol=1e-9)
        np.testing.assert_allclose(answer[name]["accuracy"], right[:, members].mean(axis=1))
    np.testing.assert_allclose(answer["cost"]["cross_entropy"], answer["train"]["cross_entropy"], atol=1e-12)
    flipped = training & drawn["mislabeled"]
    assert flipped.sum() == answer["train"]["n_mislabeled"] == round(0.1 * training.sum())
    np.testing.assert_array_equal(answer["train"]["mislabeled_right"], right[:, flipped].sum(axis=1))
    squares = sum((layer["weights"] ** 2).sum(axis=(1, 2)) for layer in answer["layers"])
    np.testing.assert_allclose(answer["squared_weight_norm"], squares, rtol=1e-9)


@pytest.mark.parametrize("network", [{"hidden_layer_sizes": [4, 3]}, {"hidden_layer_sizes": [4], "activation": "relu"}])
def test_pulls_balance_and_prices_add_up_to_the_penalty(network: dict[str, Any]) -> None:
    answer = solve(**network)
    price = 0.0
    for layer in answer["layers"]:
        off = np.abs(layer["data_gradient"] + layer["penalty_gradient"])[answer["converged"]]
        assert off.max() <= 1e-6
        price = price + (0.5 * layer["penalty_gradient"] * layer["weights"]).sum(axis=(1, 2))
    np.testing.assert_allclose(price, answer["cost"]["penalty"], rtol=1e-9, atol=1e-15)


def test_goldilocks_is_the_least_validation_cost_and_its_band_lies_around_it() -> None:
    answer = solve()
    choice, validation = answer["goldilocks"], answer["validation"]
    index = choice["index"]
    assert validation["cross_entropy"][index] == validation["cross_entropy"].min()
    assert choice["from"] <= choice["lambda"] <= choice["to"]
    inside = (answer["lambdas"] >= choice["from"]) & (answer["lambdas"] <= choice["to"])
    most = validation["cross_entropy"][index] + validation["standard_error"][index]
    assert (validation["cross_entropy"][inside] <= most).all()


@pytest.mark.parametrize("seed", [1, 30])
def test_the_one_standard_error_choice_is_the_largest_lambda_within_it(seed: int) -> None:
    answer = solve(n_samples=200, seed=seed)
    choice, validation = answer["goldilocks"], answer["validation"]
    most = validation["cross_entropy"].min() + validation["standard_error"][choice["index"]]
    simplest = int(np.flatnonzero(validation["cross_entropy"] <= most)[-1])
    assert choice["one_standard_error"] == {"index": simplest, "lambda": answer["lambdas"][simplest]}
    assert choice["from"] < choice["to"] <= answer["lambdas"][simplest]
    if seed == 30:  # where the curve comes down again beyond the band
        assert choice["to"] < answer["lambdas"][simplest]


@pytest.mark.parametrize("dataset", ["blobs", "penguins"])
def test_inputs_are_standardized_by_the_training_points_alone(dataset: str) -> None:
    drawn = compute_dataset(experiment(dataset=dataset))
    training = drawn["points"][np.array(drawn["split"]) == "train"]
    np.testing.assert_allclose(drawn["inputs"]["mean"], training.mean(axis=0))
    np.testing.assert_allclose(drawn["inputs"]["scale"], training.std(axis=0))


def test_fresh_points_are_scored_as_the_network_sees_them() -> None:
    answer = solve(dataset="moons", hidden_layer_sizes=[], lambdas=[0.1])
    fresh = draw_test(DATASETS["moons"], DATASETS["moons"].noise or 0.0, 0, streams(1)["test"])
    seen = (fresh.points - answer["inputs"]["mean"]) / answer["inputs"]["scale"]
    (output,) = answer["layers"]
    z = seen @ output["weights"][0, 0] + output["biases"][0, 0]
    loss = np.logaddexp(0.0, z) - fresh.labels * z
    assert answer["test"]["cross_entropy"][0] == pytest.approx(loss.mean())
    assert answer["test"]["accuracy"][0] == np.mean((z > 0) == (fresh.labels == 1))


def test_one_held_out_point_has_no_standard_error_and_no_band() -> None:
    points = [[0, 0], [1, 1], [0, 1], [1, 0], [2, 2], [3, 1]]
    answer = solve(
        points=points,
        labels=[0, 1, 0, 1, 0, 1],
        validation_points=[[0.5, 0.5]],
        validation_labels=[1],
        n_samples=10,
        hidden_layer_sizes=[2],
    )
    assert np.isnan(answer["validation"]["standard_error"]).all()
    choice = answer["goldilocks"]
    assert choice["one_standard_error"] is None
    assert choice["from"] == choice["to"] == choice["lambda"]


def test_without_held_out_points_there_is_no_goldilocks() -> None:
    answer = solve(validation_fraction=0, hidden_layer_sizes=[2])
    assert answer["validation"] is None
    assert answer["goldilocks"] is None
    assert answer["n_validation"] == 0


def test_a_large_network_answers_without_what_needs_a_hessian() -> None:
    answer = solve(hidden_layer_sizes=[30, 30], n_samples=40, lambdas=[0, 0.1, 10, 1000])
    assert np.isnan(answer["effective_parameters"]).all()
    assert answer["trivial"][-1]
    assert answer["jump"][-1] in (True, False)
    assert answer["jump"][1] is None


def test_folds_choose_lambda_where_there_are_some() -> None:
    answer = solve(folds=4, validation_fraction=0, hidden_layer_sizes=[3])
    curve, chosen = answer["cross_validation"], answer["goldilocks"]
    assert chosen["rule"] == "cross_validation"
    assert chosen["index"] == int(np.argmin(curve["mean"]))
    within = curve["mean"] <= curve["mean"].min() + curve["standard_error"][chosen["index"]]
    assert chosen["one_standard_error"]["index"] == int(np.flatnonzero(within)[-1])
    assert solve(validation_fraction=0, hidden_layer_sizes=[])["goldilocks"] is None
    assert solve(hidden_layer_sizes=[])["cross_validation"] is None


def test_each_fold_is_searched_afresh_on_its_own_points() -> None:
    """The folds of this answer once more, from one start where it has two, with nothing of the path on all points."""
    asked = experiment(folds=2, n_samples=60, hidden_layer_sizes=[2], restarts=2, lambdas=[0.1, 0.3])
    task = Classification.draw(asked)
    data = task.objective.data
    fold = assign_folds(data.labels, 2, streams(1)["folds"])
    costs = []
    for k in range(2):
        part = TrainingSet.of(data.inputs[:-1, fold != k].T, data.labels[fold != k])
        path = regularization_path(
            Objective(task.objective.architecture, part), asked.lambdas, 1, streams(1)["weights"]
        )
        z = scores(task.objective.architecture, path.theta, data.inputs[:, fold == k])
        costs.append(cross_entropy_of_each(z, data.labels[fold == k]).mean(axis=1))
    answer = compute_path(asked, lambda *_: None)
    np.testing.assert_allclose(answer["cross_validation"]["mean"], np.mean(costs, axis=0), rtol=1e-6)


def test_folds_need_two_points_of_each_class_to_train_on() -> None:
    points, labels = [[0, 0], [1, 0], [0, 1], [1, 1]], [1, 0, 0, 0]
    with pytest.raises(DataError, match="2 training points of each class"):
        solve(points=points, labels=labels, folds=2)
    with pytest.raises(DataError, match="at most 4"):
        solve(points=points, labels=[1, 0, 0, 1], folds=5)


def test_fresh_draws_are_what_an_experiment_with_their_seed_alone_chooses() -> None:
    asked = {"hidden_layer_sizes": [], "lambdas": [0.01, 0.1, 1.0, 10.0, 100.0]}
    draws = solve(draws=3, seed=5, **asked)["repeated_draws"]
    assert draws["seeds"] == [6, 7, 8]
    for seed, lam, curve in zip(draws["seeds"], draws["lambdas"], draws["validation"], strict=True):
        alone = solve(seed=seed, **asked)
        np.testing.assert_allclose(curve, alone["validation"]["cross_entropy"], rtol=1e-12)
        assert lam == alone["goldilocks"]["lambda"]
    assert solve(**asked)["repeated_draws"] is None


def test_prices_add_up_to_the_penalty_and_pulls_balance() -> None:
    answer = solve(hidden_layer_sizes=[4])
    price = sum(layer["price"].sum(axis=(1, 2)) for layer in answer["layers"])
    np.testing.assert_allclose(price, answer["cost"]["penalty"], rtol=1e-9, atol=1e-15)
    for layer in answer["layers"]:
        assert np.abs(layer["data_gradient"] + layer["penalty_gradient"])[1:].max() <= 1e-6


@pytest.mark.parametrize("hidden", [[], [4]])
def test_with_l1_zeros_are_exact_and_held_by_the_penalty(hidden: list[int]) -> None:
    answer = solve(hidden_layer_sizes=hidden, regularizer="l1", nuisance_features=2)
    assert answer["converged"][1:].all()
    total = answer["absolute_weight_sum"]
    np.testing.assert_allclose(answer["cost"]["penalty"], answer["lambdas"] / answer["n_train"] * total, rtol=1e-9)
    assert (total[1:] <= answer["n_train"] * answer["entropy"] / answer["lambdas"][1:] + 1e-9).all()
    weights = np.concatenate([layer["weights"].reshape(len(total), -1) for layer in answer["layers"]], axis=1)
    n_weights = (weights != 0.0).sum(axis=1)
    assert n_weights[-1] == 0
    assert ((n_weights > 0) & (n_weights < weights.shape[1])).any()
    counted = [np.nan if why == "no_minimum" else n for n, why in zip(n_weights, answer["reason"], strict=True)]
    np.testing.assert_array_equal(answer["effective_parameters"], counted)
    for layer in answer["layers"]:
        assert np.abs(layer["data_gradient"] + layer["penalty_gradient"])[1:].max() <= 1e-6


def test_progress_through_all_stages_never_runs_backwards_and_arrives() -> None:
    seen: list[tuple[int, int]] = []
    asked = experiment(folds=2, draws=2, hidden_layer_sizes=[3], lambdas=np.geomspace(0.01, 10, 13).tolist())
    compute_path(asked, lambda done, of, _: seen.append((done, of)))
    shares = [done / of for done, of in seen]
    assert shares == sorted(shares)
    assert 0.8 < shares[-1] <= 1.0


@pytest.mark.parametrize("hidden", [[4], [8]])
def test_a_lambda_without_a_minimum_is_not_chosen_and_has_no_effective_parameters(hidden: list[int]) -> None:
    """Clean data that a network separates: at lambda = 0 validation costs what the number of steps makes of it."""
    answer = solve(dataset="moons", noise=0.05, mislabeled=0, hidden_layer_sizes=hidden, n_samples=60)
    assert answer["reason"][0] == "no_minimum"
    assert answer["goldilocks"]["index"] > 0
    assert answer["goldilocks"]["from"] > 0.0
    assert np.isnan(answer["effective_parameters"][0])
    assert np.isfinite(answer["effective_parameters"][1:]).all()


def test_where_zero_is_the_only_lambda_and_has_no_minimum_nothing_is_chosen() -> None:
    answer = solve(dataset="moons", noise=0.05, mislabeled=0, n_samples=60, lambdas=[0])
    assert answer["goldilocks"] is None


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
@pytest.mark.parametrize("values", [{"hidden_layer_sizes": []}, {"hidden_layer_sizes": [4]}, {"task": "regression"}])
def test_with_penalised_biases_sums_add_up_and_pulls_balance(values: dict[str, Any], regularizer: str) -> None:
    given = {name: value for name, value in values.items() if name == "task" or "task" not in values}
    answer = compute_path(
        parse(
            Experiment, {"inspect": True, "restarts": 1, "regularizer": regularizer, "penalize_biases": True} | given
        ),
        lambda *_: None,
    )
    lambdas, m = answer["lambdas"], answer["n_train"]
    parts = [layer[name] for layer in answer["layers"] for name in ("weights", "biases")]
    everything = np.concatenate([part.reshape(len(lambdas), -1) for part in parts], axis=1)
    np.testing.assert_allclose(answer["squared_weight_norm"], (everything**2).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(answer["absolute_weight_sum"], np.abs(everything).sum(axis=1), rtol=1e-12)
    size = answer["squared_weight_norm"] / 2 if regularizer == "l2" else answer["absolute_weight_sum"]
    np.testing.assert_allclose(answer["cost"]["penalty"], lambdas / m * size, rtol=1e-9, atol=1e-15)
    prices = sum(layer["price"].sum(axis=(1, 2)) + layer["bias_price"].sum(axis=1) for layer in answer["layers"])
    np.testing.assert_allclose(prices, answer["cost"]["penalty"], rtol=1e-9, atol=1e-15)
    assert (answer["cost"]["total"] <= answer["ceiling"] + 1e-9)[1:].all()
    assert (np.diff(answer["ceiling"]) >= -1e-12).all()
    for layer in answer["layers"]:
        rest = np.abs(layer["bias_data_gradient"] + layer["bias_penalty_gradient"])[1:]
        assert rest[answer["converged"][1:]].max() <= 1e-6


def test_with_free_biases_the_ceiling_is_the_entropy() -> None:
    answer = solve(hidden_layer_sizes=[3])
    np.testing.assert_allclose(answer["ceiling"], answer["entropy"], rtol=1e-12)
    assert "bias_price" not in answer["layers"][0]

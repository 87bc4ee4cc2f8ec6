"""What may be asked of regression: its defaults, what goes with it, what is refused and why."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.data.datasets import DATASETS
from app.engine.data.regression_datasets import CURVES
from app.experiments.address.canonical import share_url
from app.experiments.address.parsing import parse
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.requests.training_run import TrainingRun
from tests.experiments.test_regression import X, Y, experiment


def refused(**values: Any) -> str:
    with pytest.raises(RequestError) as caught:
        experiment(**values)
    assert caught.value.kind == "invalid"
    return caught.value.errors[0].message


# What goes together


def test_the_defaults_are_those_of_ten_points_on_a_line_and_two_far_off() -> None:
    asked = experiment()
    assert (asked.dataset, asked.n_samples, asked.noise, asked.degree) == ("line_and_two", 10, 0.0, 9)
    assert (asked.hidden_layer_sizes, asked.mislabeled, asked.validation_fraction) == ((), 0.0, 0.0)
    assert asked.standardize
    assert Experiment().degree is None


@pytest.mark.parametrize(("name", "n", "held_out"), [("line_and_two", 10, 0.0), ("sine", 30, 0.5), ("step", 30, 0.5)])
def test_a_data_set_brings_its_number_of_points(name: str, n: int, held_out: float) -> None:
    asked = experiment(dataset=name)
    assert (asked.n_samples, asked.validation_fraction, asked.noise) == (n, held_out, CURVES[name].noise)
    assert share_url(asked) == ("/?task=regression" if name == "line_and_two" else f"/?task=regression&dataset={name}")


def test_there_are_ten_points_on_a_line_and_two_far_off_however_many_are_asked_for() -> None:
    assert experiment(n_samples=500) == experiment()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"hidden_layer_sizes": [8]}, "hidden_layer_sizes: expected none for regression, got [8]"),
        ({"mislabeled": 0.1}, "mislabeled: expected 0 for regression, got 0.1"),
        ({"nuisance_features": 2}, "nuisance_features: expected 0 for regression, got 2"),
        ({"standardize": False}, "standardize: expected true for regression, got false"),
        ({"degree": 0}, "degree: expected a whole number from 1 to 12, got 0"),
        ({"degree": 13}, "degree: expected a whole number from 1 to 12, got 13"),
        ({"degree": 2.5}, "degree: expected a whole number from 1 to 12, got 2.5"),
        (
            {"dataset": "moons"},
            (
                "dataset: expected one of line_and_two, sine, cubic, step for regression (moons is for "
                'task=classification), got "moons"'
            ),
        ),
        (
            {"points": [[1, 2], [3, 4]], "labels": [0.5, 1]},
            (
                "points: expected a list of 1 to 2000 rows, each a list of 1 number from -1000000 to 1000000, "
                "got row 1 of length 2"
            ),
        ),
        (
            {"points": [[1], [2]], "labels": [0.5, None]},
            "labels: expected a list of 1 to 2000 numbers from -1000000 to 1000000, got null at position 2",
        ),
        ({"points": [[1]], "labels": [1]}, "points: expected at least 2 rows for regression, got 1"),
        ({"points": X, "labels": Y[:3]}, "labels: expected 6 labels, one for each of points, got 3"),
        ({"points": X, "labels": Y, "draws": 5}, "draws: expected 0 with points that cannot be drawn again, got 5"),
        ({"folds": 5, "draws": 5}, "draws: expected 0 with points that cannot be drawn again, got 5"),
    ],
)
def test_what_does_not_go_with_regression_is_refused(values: dict[str, Any], message: str) -> None:
    assert refused(**values) == message


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"degree": 3},
            "degree: expected none for classification (add task=regression at /api/v1/path to fit a polynomial), got 3",
        ),
        (
            {"dataset": "sine"},
            (
                f"dataset: expected one of {', '.join(DATASETS)} for classification "
                '(sine is for task=regression at /api/v1/path), got "sine"'
            ),
        ),
        (
            {"points": [[1], [2]], "labels": [0, 1]},
            (
                "points: expected a list of 1 to 2000 rows, each a list of 2 to 10 numbers from -1000000 to 1000000, "
                "got row 1 of length 1"
            ),
        ),
        (
            {"points": [[1, 2], [2, 1]], "labels": [0, 0.5]},
            "labels: expected a list of 1 to 2000 labels, each 0 or 1, got 0.5 at position 2",
        ),
    ],
)
def test_what_goes_with_regression_only_is_refused_without_it(values: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse(Experiment, values)
    assert caught.value.errors[0].message == message


def test_regression_is_not_trained_step_by_step() -> None:
    with pytest.raises(RequestError, match="classification, which is all that is trained step by step"):
        parse(TrainingRun, {"task": "regression"})

"""The budget: what is too much is refused with an experiment that is not."""

from __future__ import annotations

import json
from math import prod
from typing import Any

import pytest

from app.experiments.address.canonical import normalised
from app.experiments.address.parsing import parse
from app.experiments.requests.choices import names
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.requests.training_run import TrainingRun
from app.experiments.running.admission import admit, nearest
from app.experiments.running.cost_estimate import count_numbers, estimate_seconds
from app.experiments.running.jobs import Job, produce

LARGE = [
    Experiment(hidden_layer_sizes=(64, 64, 64, 64), n_samples=2000, restarts=20),
    Experiment(hidden_layer_sizes=(32, 32), n_samples=2000),
    Experiment(hidden_layer_sizes=(16, 16), restarts=20),
    Experiment(hidden_layer_sizes=(16, 16), restarts=1, continuous=True),
    Experiment(lambdas=tuple(float(i) for i in range(201)), hidden_layer_sizes=(64, 64), grid=200, inspect=True),
]


@pytest.mark.parametrize("experiment", LARGE)
@pytest.mark.parametrize("limit", [0.5, 5.0])
def test_the_nearest_experiment_fits_and_changes_only_what_it_names(experiment: Experiment, limit: float) -> None:
    assert estimate_seconds(experiment) > limit
    with pytest.raises(RequestError) as caught:
        admit(experiment, limit)
    refusal = caught.value
    assert refusal.kind == "budget"
    assert refusal.facts["estimate"] > refusal.facts["limit"] == limit
    assert refusal.facts["nearest"]
    smaller = parse(Experiment, normalised(experiment) | refusal.facts["nearest"])
    admit(smaller, limit)
    assert "This would fit" in refusal.detail
    assert refusal.errors[0].message.startswith(f"{refusal.errors[0].field}: expected work of at most {limit:g} s, got")


def test_own_points_are_never_thinned_out() -> None:
    points = tuple((i / 100, i % 7 / 10) for i in range(2000))
    own = Experiment(points=points, labels=(0, 1) * 1000, hidden_layer_sizes=(64, 64))
    with pytest.raises(RequestError) as caught:
        admit(own, 1.0)
    assert "n_samples" not in caught.value.facts["nearest"]


def test_of_fewer_lambdas_the_first_and_the_last_stay() -> None:
    large = Experiment(lambdas=tuple(float(i) for i in range(201)))
    fewer = nearest(large, lambda smaller: len(smaller.lambdas) <= 70)["lambdas"]
    assert (fewer[0], fewer[-1]) == (0.0, 200.0)


def test_what_is_tried_in_the_search_for_the_nearest_is_never_validated_again() -> None:
    points = tuple((i / 100, i % 7 / 10) for i in range(2000))
    own = Experiment(points=points, labels=(0, 1) * 1000, hidden_layer_sizes=(64,) * 4, restarts=20)
    tried: list[Experiment] = []

    def never_fits(smaller: Experiment) -> bool:
        tried.append(smaller)
        return False

    assert nearest(own, never_fits) == {}
    assert tried
    assert all(smaller.points is own.points for smaller in tried)


def test_an_answer_too_large_to_write_is_refused_though_it_is_quickly_computed() -> None:
    lambdas = tuple(float(i) for i in range(201))
    large = Experiment(hidden_layer_sizes=(2,), restarts=1, n_samples=20, lambdas=lambdas, grid=200)
    with pytest.raises(RequestError) as caught:
        admit(large, 60.0)
    refusal = caught.value
    message = "grid: expected an answer of at most 5 million numbers (arrays), got 8.05 million"
    assert (refusal.kind, refusal.errors[0].message) == ("budget", message)
    assert refusal.facts["nearest"] == {"grid": 150}
    admit(parse(Experiment, normalised(large) | refusal.facts["nearest"]), 60.0)
    admit(parse(Experiment, normalised(large) | {"format": "typed"}), 60.0)


@pytest.mark.parametrize("form", names("format"))
@pytest.mark.parametrize("inspect", [False, True])
def test_the_numbers_of_an_answer_are_counted(form: str, inspect: bool) -> None:
    experiment = Experiment(
        hidden_layer_sizes=(3, 2),
        n_samples=40,
        restarts=1,
        lambdas=(0.0, 0.1, 1.0),
        grid=7,
        inspect=inspect,
        format=form,
    )
    numbers = json.loads(produce(Job("path", experiment), lambda *_: None).body)
    assert count_numbers(experiment) == pytest.approx(held(numbers), abs=100)


def held(part: object) -> int:
    """Numbers in an answer, whichever way it is written."""
    if isinstance(part, dict):
        if "bdata" in part:
            return prod(int(length) for length in part["shape"].split(","))
        return sum(held(inner) for inner in part.values())
    return sum(held(inner) for inner in part) if isinstance(part, list) else 1


def test_writing_is_part_of_the_work() -> None:
    small, large = (Experiment(lambdas=(0.1, 1.0), grid=grid) for grid in (0, 200))
    passes = 2 * 4e-9 * 200**2 * 9
    assert estimate_seconds(large) - estimate_seconds(small) == pytest.approx(passes + 1.2e-6 * 2 * 200**2)


def test_the_first_view_is_admitted() -> None:
    admit(Experiment(inspect=True), 20.0)


MEASURED = [
    ({"hidden_layer_sizes": (), "n_epochs": 2000}, 0.04),
    ({"hidden_layer_sizes": (2,), "n_samples": 20, "lambdas": (1.0,), "n_epochs": 10_000}, 0.18),
    ({"hidden_layer_sizes": (8, 8), "n_epochs": 2000}, 0.18),
    ({"hidden_layer_sizes": (8, 8), "lambdas": tuple(float(i) for i in range(42)), "optimizer": "adam"}, 1.55),
    ({"hidden_layer_sizes": (8, 8), "lambdas": tuple(float(i) for i in range(42)), "snapshots": 200}, 3.4),
    ({"hidden_layer_sizes": (64,), "n_samples": 2000, "n_epochs": 300, "activation": "sigmoid"}, 0.6),
    ({"hidden_layer_sizes": (64, 64), "n_epochs": 500, "optimizer": "adam"}, 2.1),
    ({"hidden_layer_sizes": (64, 64), "n_epochs": 5000}, 4.0),
    ({"hidden_layer_sizes": (64, 64, 64, 64), "n_epochs": 200}, 5.5),
]
"""Training runs and the CPU seconds that they took once, with one BLAS thread."""


@pytest.mark.parametrize(("values", "seconds"), MEASURED)
def test_the_estimate_of_a_training_run_is_near_what_was_measured(values: dict[str, Any], seconds: float) -> None:
    """Wide enough for another machine of our day; the formula is held to the proportions between the runs."""
    assert 0.5 < seconds / estimate_seconds(TrainingRun(**values)) < 1.5

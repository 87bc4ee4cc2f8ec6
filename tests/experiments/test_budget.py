"""The budget: what is too much is refused with an experiment that is not."""

from __future__ import annotations

import pytest

from app.experiments.budget import admit
from app.experiments.experiment import Experiment
from app.experiments.reading import parse
from app.experiments.refusals import Refusal
from app.experiments.work import estimate_work
from app.experiments.writing import normalised

LARGE = [
    Experiment(hidden_layer_sizes=(64, 64, 64, 64), n_samples=2000, restarts=20),
    Experiment(hidden_layer_sizes=(32, 32), n_samples=2000),
    Experiment(hidden_layer_sizes=(16, 16), restarts=20),
    Experiment(lambdas=tuple(float(i) for i in range(201)), hidden_layer_sizes=(64, 64), grid=200, inspect=True),
]


@pytest.mark.parametrize("experiment", LARGE)
@pytest.mark.parametrize("limit", [0.5, 5.0])
def test_the_nearest_experiment_fits_and_changes_only_what_it_names(experiment: Experiment, limit: float) -> None:
    assert estimate_work(experiment) > limit
    with pytest.raises(Refusal) as caught:
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
    with pytest.raises(Refusal) as caught:
        admit(own, 1.0)
    assert "n_samples" not in caught.value.facts["nearest"]


def test_the_first_view_is_admitted() -> None:
    admit(Experiment(inspect=True), 20.0)

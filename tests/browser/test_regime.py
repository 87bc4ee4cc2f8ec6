"""The bold word and its sentence follow from the numbers of a path, for every regime there is."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from app.experiments.address.parsing import parse
from app.experiments.answers.results import PathAnswer
from app.experiments.compute.path import compute_path
from app.experiments.requests.experiment import Experiment
from tests.browser.conftest import Json, Run

LAMBDAS = [0, 0.01, 0.1, 1, 10]
VALIDATION = {
    "accuracy": [0.81, 0.82, 0.95, 0.89, 0.48],
    "cross_entropy": [1.9, 0.9, 0.2, 0.4, 0.69],
    "standard_error": [0.3, 0.2, 0.05, 0.05, 0.01],
    "larger_class": 0.52,
}


def a_path(**changes: Json) -> dict[str, Json]:
    """Five networks with one weight and one bias each: growing, overfitting, just right, underfitting, collapsed."""
    band = {
        "index": 2,
        "lambda": 0.1,
        "from": 0.1,
        "to": 0.1,
        "flat": False,
        "at_edge": False,
        "one_standard_error": None,
    }
    path = {
        "experiment": {"dataset": "moons", "direction": "best", "hidden_layer_sizes": [1]},
        "lambdas": LAMBDAS,
        "entropy": 0.68611,
        "goldilocks": band,
        "collapse_lambda": 8.0,
        "converged": [False, True, True, True, True],
        "gradient_norm": [3e-6] * 5,
        "reason": ["no_minimum", None, None, None, None],
        "trivial": [False, False, False, False, True],
        "train": {"accuracy": [1, 1, 0.91, 0.88, 0.56], "n_mislabeled": 6, "mislabeled_right": [6, 6, 1, 0, 3]},
        "validation": VALIDATION,
        "layers": [
            {
                "weights": {"data": [-123.456, 5, 3, 1, 0], "shape": [5, 1, 1]},
                "biases": {"data": [0, 0, 0, 0, -0.2412], "shape": [5, 1]},
            }
        ],
    }
    return {**path, **changes}


def words(run_module: Run, path: dict[str, Json], index: int) -> str:
    body = (
        "const { word, sentence } = module.regimeAt(...given);"
        "return `${word}. ${sentence.map((piece) => piece.maths ?? piece).join('')}`"
    )
    return str(run_module("model/regime.js", body, [path, index])).replace("\u00a0", " ")


def test_each_regime_says_its_word_and_its_numbers(run_module: Run) -> None:
    path = a_path()
    assert [words(run_module, path, index) for index in range(5)] == [
        "No minimum. The weights still grow: the largest was 123.46 when the steps ran out.",
        "Overfits. 100 % right on the points it trained on, mislabeled ones too; 82 % on new ones.",
        "Just right. It follows the two moons and lets 5 of the 6 mislabeled points go.",
        "Underfits. The weights cost too much: 89 % on new points.",
        "Collapsed. Every weight is 0, every output 0.44. J = H = 0.686: it can cost no more.",
    ]


def test_only_the_best_path_says_that_j_can_cost_no_more(run_module: Run) -> None:
    experiment = {"dataset": "moons", "direction": "down", "hidden_layer_sizes": [1]}
    collapsed = "Collapsed. Every weight is 0, every output 0.44. J = H = 0.686"
    assert words(run_module, a_path(experiment=experiment), 4) == f"{collapsed}."
    convex = {**experiment, "hidden_layer_sizes": []}
    assert words(run_module, a_path(experiment=convex), 4) == f"{collapsed}: it can cost no more."


def mislabeled(count: int, right: int) -> dict[str, Json]:
    return {"accuracy": [1.0] * 5, "n_mislabeled": count, "mislabeled_right": [right] * 5}


@pytest.mark.parametrize(
    ("count", "right", "overfits", "just_right"),
    [
        (0, 0, "trained on; 82 %", "moons: 95 % on new points."),
        (6, 0, "trained on; 82 %", "moons and lets all 6 mislabeled points go."),
        (6, 6, "mislabeled ones too; 82 %", "moons and keeps all 6 mislabeled points."),
        (6, 4, ", 4 of the 6 mislabeled ones too; 82 %", "moons and lets 2 of the 6 mislabeled points go."),
        (1, 0, "trained on; 82 %", "moons and lets the mislabeled point go."),
    ],
)
def test_mislabeled_points_are_counted_not_assumed(
    run_module: Run, count: int, right: int, overfits: str, just_right: str
) -> None:
    path = a_path(train=mislabeled(count, right))
    assert overfits in words(run_module, path, 1)
    assert words(run_module, path, 2).endswith(just_right)


def test_a_network_that_does_not_follow_its_data_is_not_said_to(run_module: Run) -> None:
    path = a_path(validation={**VALIDATION, "accuracy": [0.6] * 5}, train=mislabeled(0, 0))
    assert words(run_module, path, 2) == "Just right. The best of this path: 60 % on new points."


LARGER_CLASS = "to say the larger class for all of them"


@pytest.mark.parametrize(
    ("larger_class", "said"),
    [
        (0.52, "Just right. It follows the two moons: 90 % on new points."),
        (0.8, "Just right. The best of this path: 90 % on new points."),
        (
            0.9,
            f"No better. The best of this path, yet 90 % on new points: {LARGER_CLASS} gets 90 %.",
        ),
    ],
)
def test_right_answers_count_for_what_they_are_above_the_larger_class(
    run_module: Run, larger_class: float, said: str
) -> None:
    validation = {**VALIDATION, "accuracy": [0.9] * 5, "larger_class": larger_class}
    assert words(run_module, a_path(validation=validation, train=mislabeled(0, 0)), 2) == said


def test_weights_cost_too_much_only_where_points_are_lost(run_module: Run) -> None:
    validation = {**VALIDATION, "accuracy": [0.95, 0.95, 0.95, 0.95, 0.48]}
    path = a_path(validation=validation, train=mislabeled(0, 0))
    assert words(run_module, path, 3) == (
        "Less sure. 95 % on new points, no fewer than at the best λ, but with cross-entropy 0.400 in place of 0.200."
    )
    assert words(run_module, path, 1) == (
        "Overfits. 100 % right on the points it trained on; 95 % on new ones, "
        "with cross-entropy 0.900 in place of 0.200."
    )


def test_on_classes_that_are_easy_to_tell_apart_no_weight_costs_too_much_while_all_are_right(run_module: Run) -> None:
    answer = compute_path(parse(Experiment, {"noise": 0.05, "mislabeled": 0, "restarts": 1}), lambda *_: None)
    validation = {name: np.asarray(values).tolist() for name, values in answer["validation"].items()}
    path = {
        **a_path(validation=validation, goldilocks={**answer["goldilocks"], "one_standard_error": None}),
        **{name: np.asarray(answer[name]).tolist() for name in ("lambdas", "trivial", "reason")},
    }
    names = run_module("model/regime.js", "return given.lambdas.map((_, i) => module.regimeName(given, i))", path)
    by_name = {name: [a for n, a in zip(names, validation["accuracy"], strict=True) if n == name] for name in names}
    assert set(by_name["less_sure"]) == {1.0}
    assert max(by_name["underfits"]) < 1.0


def test_what_is_within_one_standard_error_is_as_good_beyond_the_band_too(run_module: Run) -> None:
    lambdas = [0.01, 0.1, 1, 10, 100]
    curve = {**VALIDATION, "cross_entropy": [0.22, 0.9, 0.2, 0.4, 0.24], "accuracy": [0.95] * 5}
    band = {**a_path()["goldilocks"], "lambda": 1, "from": 1, "to": 1}
    nothing = {"reason": [None] * 5, "trivial": [False] * 5, "converged": [True] * 5, "collapse_lambda": None}
    path = a_path(lambdas=lambdas, validation=curve, goldilocks=band, train=mislabeled(0, 0), **nothing)
    stretches = run_module("model/regime.js", "return module.regimeStretches(given)", path)
    assert [(one["word"], one["from"], one["to"]) for one in stretches] == [
        ("just right", 0.01, 0.01),
        ("overfits", 0.01, 1),
        ("just right", 1, 1),
        ("less sure", 1, 100),
        ("just right", 100, 100),
    ]


def test_only_the_best_lambda_is_called_the_best(run_module: Run) -> None:
    band = {**a_path()["goldilocks"], "from": 0.01}
    validation = {**VALIDATION, "accuracy": [0.6, 0.55, 0.6, 0.6, 0.5], "cross_entropy": [1.9, 0.24, 0.2, 0.21, 0.69]}
    path = a_path(validation=validation, train=mislabeled(0, 0), goldilocks=band)
    assert words(run_module, path, 1) == "Just right. Within one standard error of the best: 55 % on new points."
    edge = a_path(validation=validation, goldilocks={**band, "at_edge": True, "index": 1, "lambda": 0.01})
    at_its_edge, beside = words(run_module, edge, 1), words(run_module, edge, 2)
    assert at_its_edge == beside == "At the edge. The best λ here is 0.01: 55 % on new points."


def test_a_flat_valley_and_a_best_lambda_at_the_edge_are_said_plainly(run_module: Run) -> None:
    band = a_path()["goldilocks"]
    flat = a_path(goldilocks={**band, "flat": True, "from": 0.05, "to": 0.5})
    assert words(run_module, flat, 2) == "Flat. Any λ from 0.05 to 0.5 is as good."
    edge = a_path(goldilocks={**band, "at_edge": True, "index": 0, "lambda": 0, "from": 0}, reason=[None] * 5)
    assert words(run_module, edge, 0).startswith("At the edge. The best λ here is 0: 81 % on new points.")


def test_without_validation_points_nothing_is_judged(run_module: Run) -> None:
    path = a_path(goldilocks=None, validation=None)
    assert words(run_module, path, 1) == (
        "Not judged. 100 % right on the points it trained on, mislabeled ones too. "
        "No points are held out, so nothing says if that is too good."
    )
    assert words(run_module, path, 4).startswith("Collapsed.")
    stretches = run_module("model/regime.js", "return module.regimeStretches(given).map(({ name }) => name)", path)
    assert stretches == ["collapsed"]


REASONS = {
    "work_limit": "The steps ran out",
    "kinks": "kinks of the ReLU",
    "kinks_and_zeros": "kinks of the ReLU, with weights that L1 holds at 0",
    "saddle": "This is no minimum: J falls to a side of it.",
    "rounding": "No step lowers J any more: the gradient is 0.000003, not 0.",
}


@pytest.mark.parametrize(("reason", "said"), REASONS.items())
def test_a_solution_that_is_no_ordinary_minimum_is_said_to_be_none(run_module: Run, reason: str, said: str) -> None:
    path = a_path(converged=[False] * 5, reason=[reason] * 5)
    assert said in words(run_module, path, 1)
    assert said not in words(run_module, path, 4)


def test_every_reason_of_the_api_has_its_sentence() -> None:
    told = get_args(get_args(get_args(PathAnswer.model_fields["reason"].annotation)[0])[0])
    assert set(told) == {*REASONS, "no_minimum"}


def test_the_map_of_the_track_covers_the_path_without_gaps(run_module: Run) -> None:
    stretches = run_module("model/regime.js", "return module.regimeStretches(given)", a_path())
    assert [stretch["word"] for stretch in stretches] == ["overfits", "just right", "underfits", "collapsed"]
    assert [stretch["from"] for stretch in stretches] == [0.01, 0.1, 0.1, 8]
    assert [stretch["to"] for stretch in stretches] == [0.1, 0.1, 8, 10]


@pytest.mark.parametrize(
    ("trivial", "names"), [(True, ["collapsed"]), (False, ["overfits", "just_right", "underfits"])]
)
def test_the_map_of_the_track_stays_on_the_path(run_module: Run, trivial: bool, names: list[str]) -> None:
    path = a_path(collapse_lambda=None, trivial=[trivial] * 5)
    stretches = run_module("model/regime.js", "return module.regimeStretches(given)", path)
    assert [stretch["name"] for stretch in stretches] == names
    assert stretches[0]["from"] == 0.01
    assert stretches[-1]["to"] == 10


def test_a_sweep_takes_twelve_seconds_and_twice_as_long_for_a_decade_of_the_band(run_module: Run) -> None:
    lambdas = [10 ** (exponent / 10) for exponent in range(-40, 31)]
    path = a_path(lambdas=lambdas, goldilocks={**a_path()["goldilocks"], "from": 0.1, "to": 1})
    body = "const course = module.autoplayCourse(given); return given.lambdas.map((_, i) => course.secondsAt(i))"
    seconds = run_module("model/autoplay.js", body, path)
    assert seconds[0] == 0
    assert seconds[-1] == pytest.approx(12)
    below, band = seconds[30] - seconds[20], seconds[40] - seconds[30]
    assert band == pytest.approx(2 * below)

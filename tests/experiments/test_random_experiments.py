"""Whatever is set up: what the mathematics says of every minimum, recomputed from the answer's weights and points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.data.datasets import DATASETS
from app.experiments.address.parsing import parse
from app.experiments.compute.drawn_data import compute_dataset
from app.experiments.compute.path import compute_path
from app.experiments.requests.experiment import Experiment

Answer = dict[str, Any]
Array = np.ndarray[Any, np.dtype[np.float64]]

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "relu": lambda z: np.maximum(z, 0.0),
}
SIZES: dict[str, Callable[[Array], Array]] = {"l2": lambda w: w**2 / 2.0, "l1": np.abs}
SOLVED, UNSOLVED = 1e-8, 1e-6
"""By how much J may be above its least where every lambda converged, and where some did not."""


@st.composite
def set_ups(draw: st.DrawFn) -> dict[str, Any]:
    """Any small set-up; λ from negligible to overwhelming."""
    exponents = draw(st.lists(st.integers(-16, 12), min_size=2, max_size=6, unique=True))
    return {
        "dataset": draw(st.sampled_from(list(DATASETS))),
        "n_samples": draw(st.integers(24, 90)),
        "mislabeled": draw(st.sampled_from([0.0, 0.1, 0.3])),
        "seed": draw(st.integers(1, 10_000)),
        "hidden_layer_sizes": draw(st.sampled_from([(), (1,), (4,), (3, 2)])),
        "activation": draw(st.sampled_from(list(ACTIVATIONS))),
        "regularizer": draw(st.sampled_from(["l2", "l1"])),
        "lambdas": [10 ** (e / 4) for e in sorted(exponents)],
        "restarts": draw(st.integers(1, 3)),
    }


def solve(asked: dict[str, Any]) -> tuple[Answer, Array, Array]:
    """The answer, and the training points as the network sees them (m, d) with their labels (m,)."""
    experiment = parse(Experiment, asked)
    answer, drawn = compute_path(experiment, lambda *_: None), compute_dataset(experiment)
    training = np.array(drawn["split"]) == "train"
    seen = (np.array(drawn["points"]) - answer["inputs"]["mean"]) / answer["inputs"]["scale"]
    return answer, seen[training], np.array(drawn["labels"], dtype=float)[training]


def layers_at(answer: Answer, i: int) -> list[tuple[Array, Array]]:
    """Copies of W and b of each layer at the i-th lambda."""
    return [(np.array(layer["weights"][i]), np.array(layer["biases"][i])) for layer in answer["layers"]]


def cost(layers: list[tuple[Array, Array]], x: Array, y: Array, lam: float, asked: dict[str, Any]) -> float:
    """J as the course writes it down."""
    for weights, biases in layers[:-1]:
        x = ACTIVATIONS[asked["activation"]](x @ weights.T + biases)
    z = x @ layers[-1][0][0] + layers[-1][1][0]
    penalty = lam / len(y) * sum(float(SIZES[asked["regularizer"]](weights).sum()) for weights, _ in layers)
    return float((np.logaddexp(0.0, z) - y * z).mean()) + penalty


def steepest(layers: list[tuple[Array, Array]], x: Array, y: Array, lam: float, asked: dict[str, Any]) -> float:
    """By how much J falls at most per step in one weight or bias, in either direction: central or one-sided."""
    step, worst, here = 1e-5, 0.0, cost(layers, x, y, lam, asked)
    for block in (part for layer in layers for part in layer):
        for place in np.ndindex(block.shape):
            value, sides = block[place], []
            for sign in (1.0, -1.0):
                block[place] = value + sign * step
                sides.append(cost(layers, x, y, lam, asked) - here)
            block[place] = value
            kink = asked["activation"] == "relu" or (asked["regularizer"] == "l1" and value == 0.0)
            worst = max(worst, -min(sides) / step if kink else abs(sides[0] - sides[1]) / (2.0 * step))
    return worst


@given(set_ups())
def test_where_an_answer_says_converged_no_weight_can_lower_j(asked: dict[str, Any]) -> None:
    answer, x, y = solve(asked)
    for i, lam in enumerate(answer["lambdas"]):
        layers = layers_at(answer, i)
        assert answer["cost"]["total"][i] == pytest.approx(cost(layers, x, y, lam, asked), abs=1e-9)
        convex = not asked["hidden_layer_sizes"]
        assert answer["converged"][i] or not convex, "one convex minimum is always reached"
        if answer["converged"][i]:
            # 1e-6 is what is promised; central differences add their own step and rounding. A kink's side bends up.
            bend = 1e-5 * (1.0 + max(float(np.abs(w).max()) for w, _ in layers)) ** 2 * float(np.abs(x).max()) ** 2
            assert steepest(layers, x, y, lam, asked) <= 1e-6 + 2e-6 + bend * 1e-3


@given(set_ups())
def test_no_best_path_costs_more_than_nothing_learned_or_than_its_own_neighbours(asked: dict[str, Any]) -> None:
    """F1 and F5: J ≤ H, the budget, and J at λ is at most that of any other λ's network held still."""
    answer, _, y = solve(asked)
    lambdas, j, m = np.array(answer["lambdas"]), np.array(answer["cost"]["total"]), len(y)
    share = float(y.mean())
    entropy = -share * np.log(share) - (1.0 - share) * np.log(1.0 - share)
    size = "squared_weight_norm" if asked["regularizer"] == "l2" else "absolute_weight_sum"
    per = (2 if asked["regularizer"] == "l2" else 1) * m
    norm = np.array(answer[size])
    rounding = SOLVED if all(answer["converged"]) else UNSOLVED
    assert answer["entropy"] == pytest.approx(entropy, abs=1e-12)
    assert (j <= entropy + rounding).all()
    assert (norm <= per * (entropy + rounding) / lambdas).all()
    frozen = j[:, None] + (lambdas[None, :] - lambdas[:, None]) * norm[:, None] / per
    assert (frozen - j[None, :]).min() > -rounding * (1.0 + 1e-3 * lambdas.max())
    assert (np.diff(j) >= -rounding).all()


@given(set_ups())
def test_a_trivial_solution_is_exact_zeros_and_costs_the_entropy(asked: dict[str, Any]) -> None:
    answer, _, _ = solve(asked)
    for i, trivial in enumerate(answer["trivial"]):
        zeros = all((weights == 0.0).all() for weights, _ in layers_at(answer, i))
        assert trivial == zeros
        if trivial:
            assert answer["cost"]["penalty"][i] == 0.0
            assert answer["cost"]["cross_entropy"][i] == pytest.approx(answer["entropy"], abs=1e-9)


@given(set_ups(), st.sampled_from(["up", "down", "independent"]))
def test_no_direction_finds_less_than_nothing_or_claims_a_wrong_cost(asked: dict[str, Any], direction: str) -> None:
    """Warm-start paths are no lowest J, but each of their numbers is that of its own weights, and finite."""
    asked = asked | {"direction": direction}
    answer, x, y = solve(asked)
    for i, lam in enumerate(answer["lambdas"]):
        j = cost(layers_at(answer, i), x, y, lam, asked)
        assert np.isfinite(j)
        assert answer["cost"]["total"][i] == pytest.approx(j, abs=1e-9)

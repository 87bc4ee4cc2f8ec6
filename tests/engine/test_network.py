from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.network import Architecture, initialize, logits, probabilities, with_ones


def test_layers_and_join_are_inverse(rng: np.random.Generator) -> None:
    architecture = Architecture(2, (3, 4))
    theta = initialize(architecture, rng, 2)
    np.testing.assert_array_equal(architecture.join(architecture.layers(theta)), theta)
    assert [layer.weights.shape for layer in architecture.layers(theta)] == [(2, 3, 2), (2, 4, 3), (2, 1, 4)]
    assert architecture.n_parameters == 9 + 16 + 5
    assert architecture.is_weight.sum() == architecture.n_weights == 6 + 12 + 4


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_forward_pass_is_the_textbook_one(activation: str, rng: np.random.Generator) -> None:
    textbook: dict[str, Callable[[Array], Array]] = {
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0.0),
        "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    }
    architecture = Architecture(2, (3, 4), activation)
    theta = initialize(architecture, rng, 1)[0]
    points = rng.standard_normal((6, 2))
    first, second, output = architecture.layers(theta)
    a = textbook[activation](points @ first.weights.T + first.biases)
    a = textbook[activation](a @ second.weights.T + second.biases)
    z = (a @ output.weights.T + output.biases)[:, 0]
    np.testing.assert_allclose(logits(architecture, theta, with_ones(points)), z, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(
        probabilities(architecture, theta, with_ones(points)), 1.0 / (1.0 + np.exp(-z)), rtol=1e-12
    )


def test_enormous_scores_do_not_overflow() -> None:
    architecture = Architecture(1, ())
    p = probabilities(architecture, np.array([1e6, 0.0]), with_ones(np.array([[1.0], [-1.0]])))
    np.testing.assert_array_equal(p, [1.0, 0.0])

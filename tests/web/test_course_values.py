"""Values that a course publishes for its exercise on regularization, through /cost, to all their digits.

Source: Deep Learning Specialization (A. Ng), course 2, week 1, "Regularization": the expected outputs of
compute_cost_with_regularization and backward_propagation_with_regularization. Its networks come from NumPy's
legacy generator with seed 1 and have ReLU units.
"""

from __future__ import annotations

from typing import Any

import httpx2
import numpy as np
import pytest

COURSE_GRADIENTS = [
    [[-0.25604646, 0.12298827, -0.28297129], [-0.17706303, 0.34536094, -0.4410571]],
    [[0.79276486, 0.85133918], [-0.0957219, -0.01720463], [-0.13100772, -0.03750433]],
    [[-1.77691347, -0.11832879, -0.09397446]],
]
COURSE_PROBABILITIES = [0.40682402, 0.01629284, 0.16722898, 0.10118111, 0.40682402]
COURSE_COST = 1.78648594516
LAST_DIGIT = 0.5e-8


def course_network(lam: float) -> dict[str, Any]:
    rng = np.random.RandomState(1)
    inputs = rng.randn(3, 5)
    layers = []
    for n_out, n_in in ((2, 3), (3, 2), (1, 3)):
        weights = rng.randn(n_out, n_in)
        layers.append({"weights": weights.tolist(), "biases": rng.randn(n_out, 1)[:, 0].tolist()})
    body = {"points": inputs.T.tolist(), "labels": [1, 1, 0, 1, 0], "layers": layers}
    return body | {"activation": "relu", "lambda": lam}


def test_gradients_with_the_penalty_are_the_course_s(client: httpx2.Client) -> None:
    answer = client.post("/api/v1/cost", json=course_network(0.7)).json()
    np.testing.assert_allclose(answer["probabilities"], COURSE_PROBABILITIES, atol=LAST_DIGIT, rtol=0)
    for layer, expected in zip(answer["gradients"], COURSE_GRADIENTS, strict=True):
        np.testing.assert_allclose(layer["weights"]["total"], expected, atol=LAST_DIGIT, rtol=0)


def test_the_cost_is_the_course_s(client: httpx2.Client) -> None:
    # The course adds to the cross-entropy of these probabilities, given to 8 digits, the penalty of other weights:
    # the same generator without the inputs drawn first. 1e-7: what 8 digits of a probability of 0.016 leave open.
    answer = client.post("/api/v1/cost", json=course_network(0.1)).json()
    rng = np.random.RandomState(1)
    squares = 0.0
    for n_out, n_in in ((2, 3), (3, 2), (1, 3)):
        squares += float(np.sum(rng.randn(n_out, n_in) ** 2))
        rng.randn(n_out, 1)
    total = answer["cost"]["cross_entropy"] + 0.1 / (2 * 5) * squares
    assert total == pytest.approx(COURSE_COST, abs=1e-7)
    own_squares = sum(float(np.sum(np.square(layer["weights"]))) for layer in course_network(0.1)["layers"])
    assert answer["cost"]["penalty"] == pytest.approx(0.1 / 10 * own_squares, rel=1e-12)

"""Gradient and Hessian against central differences, for every activation and depth."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.backpropagation import TrainingSet, data_cost_of, data_gradient, evaluate
from app.engine.objective.hessian import Hessian
from app.engine.objective.network import Architecture, Layer, initialize
from app.engine.objective.objective import Objective
from tests.engine.conftest import central_difference, training_set

DEPTHS = [(), (3,), (4, 3), (3, 2, 4), (2, 3, 2, 3)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", DEPTHS)
def test_gradient_and_hessian_are_the_derivatives_of_the_cost(
    activation: str, hidden: tuple[int, ...], rng: np.random.Generator
) -> None:
    architecture = Architecture(2, hidden, activation)
    data = training_set(n_samples=40)
    theta = 1.3 * initialize(architecture, rng, 1)[0]
    _, gradient, evaluation = evaluate(architecture, theta, data)
    slope = central_difference(lambda t: data_cost_of(architecture, t, data), theta)
    bend = central_difference(lambda t: data_gradient(architecture, t, data), theta)
    # differences of step 1e-6 are true to about 1e-9; a ReLU's kinks are not within 1e-6 of a random net
    assert np.abs(gradient - slope).max() < 2e-9
    assert np.abs(Hessian(architecture, data)(theta, evaluation) - bend).max() < 2e-9


@pytest.mark.parametrize("lam", [0.0, 0.01, 1.0, 100.0])
def test_the_penalty_adds_lambda_over_m_times_w_to_weights_and_nothing_to_biases(
    lam: float, rng: np.random.Generator
) -> None:
    architecture = Architecture(2, (3, 2))
    data = training_set(n_samples=40)
    objective = Objective(architecture, data)
    theta = initialize(architecture, rng, 1)[0]
    from_penalty = objective.gradient(theta, lam) - data_gradient(architecture, theta, data)
    for part, layer in zip(architecture.layers(from_penalty), architecture.layers(theta), strict=True):
        np.testing.assert_allclose(part.weights, lam / 20 * layer.weights, atol=1e-14)
        assert np.abs(part.biases).max() == 0.0


def test_a_stack_of_networks_gives_each_network_its_own_gradient(rng: np.random.Generator) -> None:
    architecture = Architecture(3, (4, 2), "sigmoid")
    data = TrainingSet.of(rng.standard_normal((15, 3)), (rng.random(15) > 0.5).astype(float))
    stack = initialize(architecture, rng, 5)
    together = data_gradient(architecture, stack, data)
    for theta, gradient in zip(stack, together, strict=True):
        np.testing.assert_allclose(data_gradient(architecture, theta, data), gradient, atol=1e-15)


def test_one_step_by_hand() -> None:
    # One point x = 2 of class 1, w = 0.5, b = -1: z = 0, p = 1/2, CE = ln 2, dCE/dw = (p - y) x = -1, dCE/db = -1/2.
    architecture = Architecture(1, ())
    data = TrainingSet.of(np.array([[2.0]]), np.array([1.0]))
    theta = architecture.join((Layer(np.array([[0.5]]), np.array([-1.0])),))
    cross_entropy, gradient, _ = evaluate(architecture, theta, data)
    assert cross_entropy == pytest.approx(np.log(2.0))
    np.testing.assert_allclose(gradient, [-1.0, -0.5])

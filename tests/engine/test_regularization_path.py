"""The mathematics' own checks: what holds along every path of exact minima, and references where there are any."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import entropy
from app.engine.objective.network import Architecture, logits
from app.engine.objective.objective import TOLERANCE, Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.solver import minimize
from tests.engine.conftest import SYNTHETIC, training_set

LAMBDAS = (0.0, *np.geomspace(1e-4, 1e3, 41))


def solve(
    data: TrainingSet,
    hidden: tuple[int, ...] = (8,),
    activation: str = "tanh",
    restarts: int = 1,
    lambdas: tuple[float, ...] = LAMBDAS,
) -> RegularizationPath:
    objective = Objective(Architecture(len(data.inputs) - 1, hidden, activation), data)
    return regularization_path(objective, lambdas, restarts, streams(1)["weights"])


def cost(path: RegularizationPath, m: int, lambdas: tuple[float, ...] = LAMBDAS) -> np.ndarray:
    return path.data_cost + np.array(lambdas) / (2 * m) * path.squared_weight_norm


def independent_gradient_norm(
    data: TrainingSet, hidden: tuple[int, ...], activation: str, theta: Array, lam: float
) -> float:
    """Infinity norm of the gradient of J, by a plain textbook backward pass over points as rows."""
    phi: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
        "tanh": (np.tanh, lambda a: 1 - a**2),
        "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    }
    f, slope = phi[activation]
    layers = Architecture(len(data.inputs) - 1, hidden, activation).layers(theta)
    m = data.n_samples
    a = [data.inputs[:-1].T]
    for layer in layers[:-1]:
        a.append(f(a[-1] @ layer.weights.T + layer.biases))
    z = a[-1] @ layers[-1].weights.T + layers[-1].biases
    error = (1 / (1 + np.exp(-z)) - data.labels[:, None]) / m
    largest = 0.0
    for layer, below in zip(layers[::-1], a[::-1], strict=True):
        in_weights = error.T @ below + lam / m * layer.weights
        largest = max(largest, np.abs(in_weights).max(), np.abs(error.sum(axis=0)).max())
        error = (error @ layer.weights) * slope(below)
    return float(largest)


@pytest.mark.parametrize("hidden", [(), (8,), (6, 5)])
@pytest.mark.parametrize("name", SYNTHETIC)
def test_a_path_has_what_exact_minima_have(name: str, hidden: tuple[int, ...]) -> None:
    """F1 and F5, on every data set: the budget, J rising and concave with slope ||W||^2 / 2m, CE rising, W falling."""
    data = training_set(name)
    m, lambdas = data.n_samples, np.array(LAMBDAS[1:])
    path = solve(data, hidden)
    assert path.converged[1:].all()
    j, norm = cost(path, m)[1:], path.squared_weight_norm[1:]
    h = entropy(float(data.labels.mean()))
    assert (j <= h + 1e-9).all()
    assert (norm <= 2 * m * h / lambdas + 1e-9).all()
    # Every frozen network's line lies on or above J: concave, with slope ||W||^2 / 2m. 1e-9: the envelope's own step.
    lines = j[:, None] + (lambdas[None, :] - lambdas[:, None]) * norm[:, None] / (2 * m)
    assert (lines - j[None, :]).min() > -1e-9
    assert (np.diff(j) >= -1e-12).all()
    slack = 1e-8 * 2 * m / np.diff(lambdas)  # an error of 1e-8 in J, divided by the step
    assert (np.diff(norm) <= slack).all()
    assert (np.diff(path.data_cost[1:]) >= -1e-7).all()


@pytest.mark.parametrize(
    ("hidden", "activation"), [((8,), "tanh"), ((8,), "sigmoid"), ((5, 4), "tanh"), ((5, 4), "sigmoid")]
)
def test_every_converged_gradient_is_small_when_recomputed(hidden: tuple[int, ...], activation: str) -> None:
    data = training_set("moons")
    path = solve(data, hidden, activation)
    assert path.converged[1:].all()
    for lam, solution, converged in zip(LAMBDAS, path.solutions, path.converged, strict=True):
        if converged:
            norm = independent_gradient_norm(data, hidden, activation, solution.theta, lam)
            assert norm <= TOLERANCE
            assert norm == pytest.approx(solution.gradient_norm, abs=1e-12)


@pytest.mark.parametrize("name", ["moons", "xor", "blobs", "decoys"])
def test_logistic_regression_agrees_with_scikit_learn(name: str) -> None:
    data = training_set(name)
    path = solve(data, ())
    for lam, solution in zip(LAMBDAS[1:], path.solutions[1:], strict=True):
        reference = LogisticRegression(C=1 / lam, solver="newton-cholesky", tol=1e-13, max_iter=1000)
        reference.fit(data.inputs[:-1].T, data.labels)
        expected = np.append(reference.coef_, reference.intercept_)
        assert np.abs(solution.theta - expected).max() < 1e-6


def test_one_hidden_tanh_layer_slides_to_0_at_the_norm_of_the_class_direction() -> None:
    """F7: W = 0 is a minimum exactly from ||sum (mean y - y) x||_2 on, whatever the width; moons slide into it."""
    data = training_set("moons", n_samples=200)
    pull = float(np.linalg.norm((data.labels.mean() - data.labels) @ data.inputs[:-1].T))
    for width, activation, expected in ((3, "tanh", pull), (8, "tanh", pull), (4, "sigmoid", pull / 4)):
        path = solve(data, (width,), activation)
        assert path.collapse_lambda == pytest.approx(expected, rel=1e-9)
        assert not path.cliff
        around = solve(data, (width,), activation, lambdas=(0.5 * expected, 0.98 * expected, 1.02 * expected))
        assert around.trivial.tolist() == [False, False, True]


def test_circles_fall_off_a_cliff() -> None:
    data = training_set("circles", n_samples=200)
    pull = float(np.linalg.norm((data.labels.mean() - data.labels) @ data.inputs[:-1].T))
    path = solve(data, (8,), restarts=3)
    assert path.cliff
    assert path.collapse_lambda is not None
    assert path.collapse_lambda > pull
    last = path.solutions[int(np.flatnonzero(~path.trivial)[-1])]
    edge = minimize(Objective(Architecture(2, (8,)), data), last.theta, path.collapse_lambda)
    assert edge.squared_weight_norm > 0.1
    h = entropy(float(data.labels.mean()))
    assert edge.cost(data.n_samples, path.collapse_lambda) == pytest.approx(h, abs=1e-8)


def test_collapsed_networks_are_exactly_0_and_cost_exactly_the_entropy() -> None:
    data = training_set("moons")
    path = solve(data, (8,))
    h = entropy(float(data.labels.mean()))
    assert path.collapse_lambda is not None
    assert path.trivial[-1]
    assert path.collapse_lambda < LAMBDAS[-1]
    is_weight = Architecture(2, (8,)).is_weight
    for i in np.flatnonzero(path.trivial):
        assert LAMBDAS[i] >= path.collapse_lambda
        assert not path.solutions[i].theta[is_weight].any()
        assert path.data_cost[i] == h


def test_logistic_regression_never_collapses_under_l2() -> None:
    path = solve(training_set("moons"), ())
    assert path.collapse_lambda is None
    assert not path.trivial.any()


def test_separable_data_have_no_minimum_at_lambda_0_and_the_path_says_so() -> None:
    data = TrainingSet.of(np.array([[-1.0, 0.0], [1.0, 0.0], [-2.0, 1.0], [2.0, 1.0]]), np.array([0.0, 1.0, 0.0, 1.0]))
    path = solve(data, ())
    assert path.reasons[0] == "no_minimum"
    assert not path.converged[0]
    assert path.converged[1:].all()


def test_overlapping_classes_have_a_minimum_at_lambda_0_for_logistic_regression() -> None:
    path = solve(training_set("blobs", n_samples=200), ())
    assert path.converged[0]
    assert path.reasons[0] is None


def test_more_restarts_never_cost_more() -> None:
    data = training_set("xor")
    one, four = (cost(solve(data, (4,), restarts=n), data.n_samples)[1:] for n in (1, 4))
    assert (four <= one + 1e-9).all()


def test_the_same_seed_gives_the_same_bits() -> None:
    data = training_set("spirals")
    first, second = solve(data, (6,)), solve(data, (6,))
    assert first.theta.tobytes() == second.theta.tobytes()


@pytest.mark.parametrize("lambdas", [(0.0,), (1.0,), (1e6,), (0.0, 5.0), (0.01, 0.1, 1e9)])
def test_any_list_of_lambdas_is_solved(lambdas: tuple[float, ...]) -> None:
    data = training_set("moons")
    path = solve(data, (4,), lambdas=lambdas)
    assert len(path.solutions) == len(lambdas)
    assert np.isfinite(path.theta).all()


def test_progress_rises_to_the_end_and_what_it_raises_stops_the_work() -> None:
    data = training_set("moons")
    objective = Objective(Architecture(2, (4,)), data)
    seen = []
    regularization_path(objective, LAMBDAS, 2, streams(1)["weights"], lambda *report: seen.append(report))
    done = [report[0] for report in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1]

    class EnoughError(Exception):
        pass

    def stop(_done: int, _of: int, _lam: float) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        regularization_path(objective, LAMBDAS, 2, streams(1)["weights"], stop)


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_other_activations_keep_the_envelope_too(activation: str) -> None:
    data = training_set("moons")
    path = solve(data, (6,), activation)
    j, norm, lambdas = cost(path, data.n_samples)[1:], path.squared_weight_norm[1:], np.array(LAMBDAS[1:])
    lines = j[:, None] + (lambdas[None, :] - lambdas[:, None]) * norm[:, None] / (2 * data.n_samples)
    assert (lines - j[None, :]).min() > -1e-7
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        assert (reason is None) == solution.converged or solution.lam == 0.0


def test_large_networks_are_solved_without_a_hessian_and_say_where_they_stopped() -> None:
    data = training_set("moons", n_samples=60)
    path = solve(data, (32, 32), lambdas=(0.1, 10.0))
    z = logits(Architecture(2, (32, 32)), path.theta, data.inputs)
    assert np.mean((z[0] > 0) == (data.labels > 0.5)) > 0.8
    for solution, reason in zip(path.solutions, path.reasons, strict=True):
        assert (reason is None) == (solution.gradient_norm <= TOLERANCE)


@pytest.mark.parametrize(("sizes", "regularizer"), [((4, 4), "l2"), ((6,), "l1")])
def test_where_kinks_of_relu_hold_the_steps_it_is_said(sizes: tuple[int, ...], regularizer: str) -> None:
    objective = Objective(Architecture(2, sizes, "relu"), training_set("moons", n_samples=60), regularizer)
    path = regularization_path(objective, (0.01, 0.1, 0.3, 1.0), 1, np.random.default_rng(1))
    at_kinks = "kinks" if regularizer == "l2" else "kinks_and_zeros"
    assert at_kinks in path.reasons
    assert set(path.reasons) <= {None, at_kinks, "work_limit"}


@pytest.mark.parametrize("lambdas", [(0.0, 1000.0), (0.0, 50.0, 100.0)])
def test_lambda_0_is_solved_from_a_network_with_weights_even_beside_collapsed_ones(lambdas: tuple[float, ...]) -> None:
    path = solve(training_set("moons"), (8,), lambdas=lambdas)
    assert path.trivial.tolist() == [False] + [True] * (len(lambdas) - 1)
    assert path.data_cost[0] < 0.1


def test_no_solution_is_a_saddle() -> None:
    for name, seed in (("xor", 3), ("moons", 1)):
        data = training_set(name, n_samples=200, seed=seed)
        objective = Objective(Architecture(2, (8,)), data)
        path = regularization_path(objective, LAMBDAS, 2, streams(seed)["weights"])
        for solution in path.solutions[1:]:
            _, _, evaluation = objective.evaluate(solution.theta, solution.lam)
            least = np.linalg.eigvalsh(objective.hessian(solution.theta, solution.lam, evaluation))[0]
            assert least > -1e-8


@pytest.mark.slow
def test_a_coarse_list_finds_what_a_fine_one_finds() -> None:
    for name in ("circles", "xor"):
        data = training_set(name, n_samples=200)
        coarse = (0.01, 3.0, 50.0)
        few = cost(solve(data, (8, 8), restarts=2, lambdas=coarse), data.n_samples, coarse)
        fine = (0.01, *np.geomspace(0.02, 2.0, 20).tolist(), 3.0, 50.0)
        many = cost(solve(data, (8, 8), restarts=2, lambdas=fine), data.n_samples, fine)
        assert few[1] <= 1.02 * many[-2]


def test_the_collapse_is_found_below_the_list_and_nowhere_if_nothing_was_ever_learned() -> None:
    data = training_set("moons")
    full, late = solve(data, (8,)), solve(data, (8,), lambdas=(500.0, 1000.0))
    assert late.trivial.all()
    assert late.collapse_lambda == pytest.approx(full.collapse_lambda, rel=1e-6)
    same = TrainingSet.of(np.ones((6, 2)), np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]))
    assert solve(same, (4,)).collapse_lambda is None

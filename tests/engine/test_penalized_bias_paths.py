"""Paths whose biases pay like weights: between their lambdas, at their knots, followed, and of inputs far from 0."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize

from app.engine.analysis.inspection import curvature
from app.engine.linear.constant_output import constant_output
from app.engine.linear.knots import linear_knots
from app.engine.linear.linear_path import largest_lambda, linear_path
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.jumps import jumps
from app.engine.path.linear_pieces import lasso_pieces
from app.engine.path.nodes import Picture, between, surroundings
from app.engine.path.pieces import continuous_path
from app.engine.path.regularization_path import regularization_path
from app.engine.path.zero_solution import constant_cost
from tests.engine.test_penalized_biases import LAMBDAS, by_hand, objective_of, unbalanced

SMALL = tuple(np.geomspace(1e-4, 1e-2, 6).tolist())


@pytest.mark.parametrize("sizes", [(3,), (2, 2)])
def test_between_lambdas_the_path_is_continuous_up_to_the_constant_model_and_along_it(sizes: tuple[int, ...]) -> None:
    """Weights slide to 0 with one hidden layer, and fall to it with two; then the output's bias goes on shrinking."""
    objective = Objective(Architecture(2, sizes, penalize_biases=True), unbalanced())
    path = regularization_path(objective, LAMBDAS, 3, np.random.default_rng(1))
    picture = Picture(objective, surroundings(objective.data.inputs[:-1].T))
    slide = None if path.cliff else path.collapse_lambda
    found = continuous_path(objective, list(path.searched), slide, picture)
    end = found.events[-1]
    assert end.kind == "vanish"
    lam, m = end.right.lam, objective.m
    assert end.right.cost(m, lam) == pytest.approx(constant_cost(objective, lam), abs=1e-12)
    assert end.left.cost(m, lam) == pytest.approx(end.right.cost(m, lam), abs=1e-9)
    for piece in found.pieces:
        for left, right in pairwise(piece.nodes):
            at = float(left.lam**0.3 * right.lam**0.7)
            theta = between(left, right, at)
            lower = scipy_minimize(lambda theta, at=at: objective.evaluate(theta, at)[:2], theta, jac=True, tol=1e-10)
            assert by_hand(objective, theta, at) <= lower.fun + 1e-5  # COSTLY, and what is between middles
    after = [node for node in found.pieces[-1].nodes if node.is_zero]
    assert len(after) > 2
    for node in after:
        rise = 1e-4
        ends = [constant_output(objective, node.lam * np.exp(way * rise))[0] for way in (-1.0, 1.0)]
        assert node.slope[-1] == pytest.approx((ends[1] - ends[0]) / (2.0 * rise), rel=1e-5)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_a_penalised_bias_has_knots_as_weights_do(loss: str) -> None:
    """Both sides of each, by paths that know no knots."""
    source = unbalanced()
    labels = source.labels if loss == "cross_entropy" else source.labels + source.inputs[0] ** 2 + 2.0
    data = TrainingSet.of(source.inputs[:-1].T, labels, loss)
    objective = Objective(Architecture(2, (), penalize_biases=True), data, "l1")
    knots = linear_knots(objective, 1e-2)
    assert 2 in {knot.weight for knot in knots}
    for knot in knots:
        above, below = (linear_path(objective, (knot.lam * side,))[0].theta[knot.weight] for side in (1.001, 0.999))
        assert (above == 0.0) == knot.enters
        assert (below == 0.0) != knot.enters
    pieces = lasso_pieces(objective, 1e-2, 1e3, Picture(objective, data.inputs))
    assert all(piece.refined for piece in pieces.pieces)
    (end,) = (event for event in pieces.events if event.kind == "vanish")
    assert end.right.lam == pytest.approx(largest_lambda(objective))


def test_weights_are_zero_from_the_largest_balance_on_where_inputs_are_far_from_0() -> None:
    """Here they are 0 around lambda = 31 too: between there and the largest balance this input is a cheaper bias."""
    labels = np.repeat([0.0, 1.0], [150, 50])
    points = np.where(labels == 1.0, 13.06, 6.31) + np.random.default_rng(0).normal(0.0, 0.1, 200)
    data = TrainingSet.of(points[:, None], labels)
    objective = Objective(Architecture(1, (), penalize_biases=True), data, "l1")
    largest = largest_lambda(objective)
    around = np.geomspace(25.0, 40.0, 20).tolist()
    assert any(solution.squared_weight_norm == 0.0 for solution in linear_path(objective, around))
    beyond = linear_path(objective, np.geomspace(1.0001 * largest, 1e4 * largest, 60).tolist())
    assert all(solution.squared_weight_norm == 0.0 for solution in beyond)
    assert linear_path(objective, (0.9999 * largest,))[0].squared_weight_norm > 0.0


def test_a_known_path_is_followed_and_its_zeros_stay_zero() -> None:
    objective = objective_of((3,))
    known = regularization_path(objective, LAMBDAS, 3, np.random.default_rng(1))
    moved = TrainingSet.of(objective.data.inputs[:-1].T + 0.01, objective.data.labels)
    beside = Objective(objective.architecture, moved)
    path = regularization_path(beside, LAMBDAS, 1, np.random.default_rng(1), near=known.theta)
    assert path.converged.all()
    assert path.trivial[-1]
    for solution in path.solutions:
        assert solution.cost(beside.m, solution.lam) <= constant_cost(beside, solution.lam) + 1e-9
        if solution.squared_weight_norm == 0.0:
            assert solution.theta[-1] == pytest.approx(constant_output(beside, solution.lam)[0])


def test_weights_that_slide_to_0_do_not_jump() -> None:
    objective = objective_of((3,))
    path = regularization_path(objective, LAMBDAS, 3, np.random.default_rng(1))
    assert not path.cliff
    bends = curvature(objective, np.array(LAMBDAS), path.theta)
    assert bends is not None
    jump = jumps(objective, np.array(LAMBDAS), path.theta, bends.tangent, path.cliff)
    assert not any(jump[i] for i in range(1, len(LAMBDAS)) if path.trivial[i])


@pytest.mark.slow
def test_inputs_far_from_0_are_searched_near_it_too() -> None:
    """Each lambda beside own descents from the best networks of the inputs near 0, moved."""
    near = unbalanced()
    far = Objective(Architecture(2, (4,), penalize_biases=True), TrainingSet.of(near.inputs[:-1].T + 60.0, near.labels))
    path = regularization_path(far, SMALL, 5, np.random.default_rng(0))
    centred = Objective(far.architecture, near)
    for solution, there in zip(
        path.solutions, regularization_path(centred, SMALL, 5, np.random.default_rng(0)).solutions, strict=True
    ):
        start = there.theta.copy()
        first = far.architecture.blocks(start)[0]
        first[:, -1] -= 60.0 * first[:, :-1].sum(axis=1)
        own = scipy_minimize(
            lambda theta, lam=solution.lam: far.evaluate(theta, lam)[:2], start, jac=True, options={"maxiter": 3000}
        )
        assert solution.cost(far.m, solution.lam) <= 1.02 * own.fun

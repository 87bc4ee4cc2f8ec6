"""The path between its lambdas is the path: solved anew there, it is what its cubics say, and its ties are exact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize
from scipy.special import expit

from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.linear.linear_path import linear_path
from app.engine.objective.network import Architecture, logits, with_ones
from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import Names, nearest_names, renamed
from app.engine.path.linear_pieces import lasso_pieces
from app.engine.path.nodes import Picture, between, surroundings
from app.engine.path.pieces import ContinuousPath, Piece, agreeing, continuous_path
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from app.engine.solvers.solver import minimize
from tests.engine.conftest import training_set
from tests.engine.test_unit_groups import reference

LAMBDAS = tuple(np.geomspace(1e-3, 100.0, 25).tolist())
CASES = {
    "moons, tanh [5]": ("moons", (5,), "tanh"),
    "circles, tanh [4]": ("circles", (4,), "tanh"),
    "xor, sigmoid [4]": ("xor", (4,), "sigmoid"),
    "moons, tanh [4, 4]": ("moons", (4, 4), "tanh"),
}


@dataclass(frozen=True)
class Case:
    objective: Objective
    path: RegularizationPath
    found: ContinuousPath

    def cost(self, theta: Array, lam: float) -> float:
        return self.objective.evaluate(theta, lam)[0]


@cache
def case(name: str) -> Case:
    dataset, hidden, activation = CASES[name]
    data = training_set(dataset, 80)
    objective = Objective(Architecture(2, hidden, activation), data)
    path = regularization_path(objective, LAMBDAS, 8, streams(1)["weights"])
    slide = None if path.cliff else path.collapse_lambda
    picture = Picture(objective, surroundings(data.inputs[:-1].T))
    return Case(objective, path, continuous_path(objective, list(path.solutions), slide, picture))


@pytest.fixture(params=CASES)
def solved(request: pytest.FixtureRequest) -> Case:
    return case(request.param)


def at(piece: Piece, lam: float) -> Array:
    nodes = piece.nodes
    i = min(int(np.searchsorted([node.lam for node in nodes], lam, side="right")), len(nodes) - 1)
    return between(nodes[i - 1], nodes[i], lam)


def everywhere() -> Array:
    """Inputs (3, n) on a grid of this test's own."""
    axis = np.linspace(-2.2, 2.2, 41)
    return with_ones(np.array([(x, y) for x in axis for y in axis]))


def test_between_nodes_an_independent_descent_finds_nothing_lower_and_sees_no_difference(solved: Case) -> None:
    rng, objective, inputs = np.random.default_rng(3), solved.objective, everywhere()
    refined = [piece for piece in solved.found.pieces if piece.refined and piece.nodes[0].theta.any()]
    ends = np.log([(piece.nodes[0].lam, piece.nodes[-1].lam) for piece in refined])
    share = np.diff(ends)[:, 0] / np.diff(ends).sum()
    for _ in range(25):
        k = int(rng.choice(len(refined), p=share))
        lam = float(np.exp(rng.uniform(*ends[k])))
        theta = at(refined[k], lam)
        end = scipy_minimize(
            lambda x, lam=lam: objective.evaluate(x, lam)[:2],
            theta,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": 3000, "gtol": 1e-8, "ftol": 1e-16},
        )
        assert solved.cost(theta, lam) - end.fun <= 1e-5
        before, after = expit(logits(objective.architecture, np.array([theta, end.x]), inputs))
        assert np.abs(after - before).max() <= 0.01


def test_pieces_follow_each_other_without_a_gap_over_all_lambdas(solved: Case) -> None:
    pieces = solved.found.pieces
    assert (pieces[0].nodes[0].lam, pieces[-1].nodes[-1].lam) == (LAMBDAS[0], LAMBDAS[-1])
    for left, right in pairwise(pieces):
        assert left.nodes[-1].lam == right.nodes[0].lam
    for piece in pieces:
        assert (np.diff([node.lam for node in piece.nodes]) > 0.0).all()


def test_slopes_are_those_of_solutions_beside_each_node(solved: Case) -> None:
    step = 1e-4
    for piece in solved.found.pieces:
        node = piece.nodes[len(piece.nodes) // 2]
        if node.is_zero or len(piece.nodes) < 3:
            continue
        beside = [minimize(solved.objective, node.theta, node.lam * np.exp(sign * step)).theta for sign in (-1, 1)]
        difference = (beside[1] - beside[0]) / (2.0 * step)
        # where a merge is near, the path bends so much that the difference is off by some thousandths
        assert np.linalg.norm(difference - node.slope) <= 2e-2 * np.linalg.norm(node.slope) + 1e-4


def test_at_a_tie_what_is_given_up_is_what_is_saved(solved: Case) -> None:
    ties = [event for event in solved.found.events if event.kind == "tie"]
    assert ties
    for event in ties:
        left, right, lam, m = event.left, event.right, event.right.lam, solved.objective.m
        assert left.lam == right.lam
        assert solved.cost(left.theta, lam) == pytest.approx(solved.cost(right.theta, lam), abs=1e-8)
        saved = lam / (2 * m) * (left.squared_weight_norm - right.squared_weight_norm)
        assert right.data_cost - left.data_cost == pytest.approx(saved, abs=1e-8)
        assert saved > 0.0
        assert max(np.abs(solved.objective.gradient(end.theta, lam)).max() for end in (left, right)) <= 1e-6
        assert np.linalg.norm(left.theta - right.theta) > 1e-3


def test_at_the_end_of_all_weights_j_is_what_no_weights_cost(solved: Case) -> None:
    (end,) = [event for event in solved.found.events if event.kind == "vanish"]
    lam, entropy = end.right.lam, end.right.data_cost
    assert not end.right.theta[solved.objective.architecture.is_weight].any()
    assert solved.cost(end.left.theta, lam) == pytest.approx(entropy, abs=1e-8)
    before = next(piece for piece in solved.found.pieces if piece.nodes[-1].lam == lam)
    assert solved.cost(at(before, 0.99 * lam), 0.99 * lam) < entropy


def test_units_become_alike_where_it_is_said(solved: Case) -> None:
    architecture, inputs = solved.objective.architecture, solved.objective.data.inputs
    pieces = solved.found.pieces
    for event in solved.found.events:
        if event.kind != "merge":
            continue
        lam = event.right.lam
        before, after = (next(p for p in pieces if lam == p.nodes[k].lam) for k in (-1, 0))
        for piece, units, place in (
            (before, event.distinct_units[0], 1.0 - 1.5e-3),
            (after, event.distinct_units[1], 1),
        ):
            lam_there = max(lam * place, piece.nodes[0].lam)
            theta = minimize(solved.objective, at(piece, lam_there), lam_there).theta
            a = inputs[:-1]
            counts = []
            for layer in architecture.layers(theta)[:-1]:
                z = layer.weights @ a + layer.biases[:, None]
                a = np.tanh(z) if architecture.activation == "tanh" else expit(z)
                counts.append(reference(a)[0])
            assert tuple(counts) == units


def test_the_cost_at_the_lambdas_asked_is_never_higher_than_without_refining(solved: Case) -> None:
    after = agreeing(solved.path, solved.found)
    for before, solution in zip(solved.path.solutions, after.solutions, strict=True):
        assert solved.cost(solution.theta, before.lam) <= solved.cost(before.theta, before.lam) + 1e-9
    assert after.converged.all()


def linear(regularizer: str, loss: str = "cross_entropy") -> tuple[Objective, Picture]:
    data = training_set("moons", 80)
    rng = np.random.default_rng(0)
    points = np.vstack([data.inputs[:-1], rng.standard_normal((3, data.n_samples))]).T
    objective = Objective(Architecture(5, ()), type(data).of(points, data.labels, loss), regularizer)
    return objective, Picture(objective, surroundings(points))


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_under_l1_a_weight_leaves_0_or_returns_at_each_knot_and_nowhere_else(loss: str) -> None:
    objective, picture = linear("l1", loss)
    found = lasso_pieces(objective, 0.01, 100.0, picture)
    signs = []
    for piece in found.pieces:
        first, last = piece.nodes[0].lam, piece.nodes[-1].lam
        inside = linear_path(objective, (first * (1 + 1e-7), np.sqrt(first * last), last * (1 - 1e-7)))
        of_piece = [tuple(np.sign(solution.theta[:-1])) for solution in inside]
        assert len(set(of_piece)) == 1
        signs.append(of_piece[0])
        assert piece.refined
    assert all(left != right for left, right in pairwise(signs))
    assert [event.kind for event in found.events] == ["knot"] * (len(found.events) - 1) + ["vanish"]


@pytest.mark.parametrize("regularizer", ["l2", "l1"])
def test_without_hidden_layer_the_cubics_are_the_path(regularizer: str) -> None:
    objective, picture = linear(regularizer)
    if regularizer == "l1":
        found = lasso_pieces(objective, 0.01, 100.0, picture)
    else:
        found = continuous_path(objective, linear_path(objective, tuple(np.geomspace(0.01, 100.0, 9))), None, picture)
        assert len(found.pieces) == 1
    for lam in np.exp(np.random.default_rng(1).uniform(np.log(0.01), np.log(100.0), 40)).tolist():
        piece = next(p for p in found.pieces if p.nodes[0].lam <= lam <= p.nodes[-1].lam)
        (solution,) = linear_path(objective, (lam,))
        assert picture.change(at(piece, lam), solution.theta) <= 0.01
        assert objective.evaluate(at(piece, lam), lam)[0] - solution.cost(objective.m, lam) <= 1e-5


def test_one_lambda_is_one_node(solved: Case) -> None:
    one: list[Solution] = [solved.path.solutions[5]]
    picture = Picture(solved.objective, surroundings(solved.objective.data.inputs[:-1].T))
    found = continuous_path(solved.objective, one, None, picture)
    assert [len(piece.nodes) for piece in found.pieces] == [1]
    assert not found.events


def test_two_runs_say_the_same_to_the_last_bit() -> None:
    first = case("circles, tanh [4]")
    picture = Picture(first.objective, surroundings(first.objective.data.inputs[:-1].T))
    slide = None if first.path.cliff else first.path.collapse_lambda
    again = continuous_path(first.objective, list(first.path.solutions), slide, picture)
    for one, other in zip(first.found.pieces, again.pieces, strict=True):
        assert [node.lam for node in one.nodes] == [node.lam for node in other.nodes]
        for left, right in zip(one.nodes, other.nodes, strict=True):
            assert left.theta.tobytes() == right.theta.tobytes()
            assert left.slope.tobytes() == right.slope.tobytes()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_a_network_whose_units_were_exchanged_and_mirrored_gets_its_names_back(activation: str) -> None:
    architecture = Architecture(2, (5, 3), activation)
    theta = np.random.default_rng(5).standard_normal(architecture.n_parameters)
    other: Names = [
        (0, np.array([3, 1, 0, 4, 2]), np.array([1.0, -1, -1, 1, -1])),
        (1, np.array([1, 2, 0]), -np.ones(3)),
    ]
    changed = renamed(architecture, theta, other)
    inputs = everywhere()
    np.testing.assert_allclose(logits(architecture, changed, inputs), logits(architecture, theta, inputs), atol=1e-12)
    names = nearest_names(architecture, changed, theta, mirrored=True)
    np.testing.assert_allclose(renamed(architecture, changed, names), theta, atol=1e-12)

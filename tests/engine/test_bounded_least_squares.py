from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import lsq_linear

from app.engine.solvers.bounded_least_squares import bounded_least_squares


def distance(matrix: np.ndarray, target: np.ndarray, t: np.ndarray) -> float:
    return float(np.linalg.norm(target + matrix @ t))


@pytest.mark.parametrize("shape", [(3, 1), (3, 2), (3, 3), (3, 8), (12, 5), (5, 40)])
def test_it_agrees_with_scipy(shape: tuple[int, int], rng: np.random.Generator) -> None:
    for scale in (0.3, 1.0, 10.0):
        matrix, target = rng.standard_normal(shape), scale * rng.standard_normal(shape[0])
        t = bounded_least_squares(matrix, target)
        reference = lsq_linear(matrix, -target, bounds=(0.0, 1.0), tol=1e-14, method="bvls").x
        assert ((t >= 0.0) & (t <= 1.0)).all()
        assert distance(matrix, target, t) == pytest.approx(distance(matrix, target, reference), abs=1e-9)


def test_no_unknown_can_move_to_a_smaller_distance(rng: np.random.Generator) -> None:
    """The conditions of Karush, Kuhn and Tucker: slope 0 inside, outward at bounds."""
    at_bounds = 0
    for _ in range(50):
        matrix, target = rng.standard_normal((4, 6)), rng.standard_normal(4)
        t = bounded_least_squares(matrix, target)
        slope = matrix.T @ (target + matrix @ t)
        inside = (t > 0.0) & (t < 1.0)
        assert np.abs(slope[inside]).max(initial=0.0) < 1e-10
        assert (slope[t == 0.0] > -1e-10).all()
        assert (slope[t == 1.0] < 1e-10).all()
        at_bounds += int(np.count_nonzero(~inside))
    assert at_bounds > 0


def test_columns_that_are_equal_or_0_are_no_obstacle() -> None:
    matrix = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    t = bounded_least_squares(matrix, np.array([-1.5, 2.0]))
    assert t[0] + t[1] == pytest.approx(1.5)
    assert distance(matrix, np.array([-1.5, 2.0]), t) == pytest.approx(2.0)

"""The path without hidden layer under L1: between knots, at which a weight leaves 0 or returns to it, it is smooth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from app.engine.arrays import Array
from app.engine.linear.knots import linear_knots
from app.engine.linear.linear_path import linear_path
from app.engine.objective.objective import Objective, Solution
from app.engine.path.nodes import Node, Picture, between, middle
from app.engine.path.pieces import ContinuousPath, Event, Piece
from app.engine.path.tangents import IDLE_CURVATURE

WIDTH = 0.5
"""Of the intervals in ln(lambda) that pieces begin with."""
MAX_INTERVALS = 2000
"""Of a piece: with more they are not halved."""
APART = 1e-9
"""Knots nearer to each other than this in ln(lambda) are one."""


def lasso_pieces(objective: Objective, lowest: float, highest: float, picture: Picture) -> ContinuousPath:
    """Pieces from knot to knot between two lambdas > 0."""
    places = [lowest, *_knots(objective, lowest, highest), highest]
    pieces = [_piece(objective, *ends, picture) for ends in pairwise(places) if ends[0] < ends[1]]
    events = [_event(left, right) for left, right in pairwise(pieces)]
    return ContinuousPath(tuple(pieces), tuple(events))


def _knots(objective: Objective, lowest: float, highest: float) -> list[float]:
    """Ascending, strictly between both."""
    found: list[float] = []
    for lam in sorted(knot.lam for knot in linear_knots(objective, lowest)):
        if np.log(lam / (found[-1] if found else lowest)) > APART and lam < highest:
            found.append(lam)
    return found


def _piece(objective: Objective, lowest: float, highest: float, picture: Picture) -> Piece:
    """With intervals halved until halfway in each the cubic is hardly off."""
    free = _free(objective, lowest, highest)
    n = int(np.ceil(np.log(highest / lowest) / WIDTH))
    while True:
        places = [lowest, *np.geomspace(lowest, highest, n + 1)[1:-1].tolist(), highest]
        nodes = tuple(_node(objective, solution, free) for solution in linear_path(objective, tuple(places)))
        piece = Piece(nodes, _error(objective, nodes, picture))
        if piece.refined or n > MAX_INTERVALS:
            return piece
        n *= 2


def _error(objective: Objective, nodes: tuple[Node, ...], picture: Picture) -> float:
    """Of the cubics, the largest that is visible halfway between nodes."""
    halfway = linear_path(objective, tuple(middle(left, right) for left, right in pairwise(nodes)))
    return max(
        picture.change(between(left, right, solution.lam), solution.theta)
        for (left, right), solution in zip(pairwise(nodes), halfway, strict=True)
    )


def _free(objective: Objective, lowest: float, highest: float) -> Array:
    """(P,) the sign of each weight on a piece, which no weight changes there; 0 where it is 0, NaN for a free bias."""
    (inside,) = linear_path(objective, (float(np.sqrt(lowest * highest)),))
    return np.where(objective.architecture.is_penalized, np.sign(inside.theta), np.nan)


def _node(objective: Objective, solution: Solution, signs: Array) -> Node:
    """With the slope inside its piece, -H^-1 (lambda / m) sign(w) over a free bias and what is penalised and not 0."""
    free = np.flatnonzero(signs != 0.0)
    _, _, evaluation = objective.evaluate(solution.theta, solution.lam)
    hessian = objective.hessian(solution.theta, solution.lam, evaluation)[np.ix_(free, free)]
    pull = solution.lam / objective.m * np.nan_to_num(signs[free])
    slope = np.zeros_like(solution.theta)
    slope[free] = -np.linalg.solve(hessian + IDLE_CURVATURE * np.eye(len(free)), pull)
    return Node(solution, slope)


def _event(left: Piece, right: Piece) -> Event:
    """A knot of a penalised bias may come after the weights have gone."""
    (before, at), after = left.nodes[-2:], right.nodes[-1]
    vanishes = not before.is_zero and at.is_zero and after.is_zero
    return Event("vanish" if vanishes else "knot", at.solution, at.solution, ((), ()))

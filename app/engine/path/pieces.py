"""The path as a function of lambda: pieces on which it is smooth, and the events at which one gives way to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import Names
from app.engine.path.continuation import middle_lambda, nearest
from app.engine.path.nodes import Node, Picture, named, names_like
from app.engine.path.refinement import VISIBLE, Refinement, State
from app.engine.path.regularization_path import RegularizationPath


@dataclass(frozen=True)
class Piece:
    """Nodes in ascending order, between which theta is Hermite's cubic in ln(lambda).

    visible_error: the largest change of a probability from a cubic to the solution, halfway between nodes; NaN where
    that was not measured. refined: it was, and is at most VISIBLE.
    """

    nodes: tuple[Node, ...]
    visible_error: float

    @property
    def refined(self) -> bool:
        return self.visible_error <= VISIBLE


@dataclass(frozen=True)
class Event:
    """Where one piece ends and the next begins, and the networks on both sides.

    kind: "tie", two networks cost the same; "merge", units become alike or cease to be; "vanish", all weights are 0
    from here on; "knot", weights become 0 or cease to be. distinct_units: of each hidden layer, on both sides.
    """

    kind: str
    left: Solution
    right: Solution
    distinct_units: tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class ContinuousPath:
    pieces: tuple[Piece, ...]
    events: tuple[Event, ...]


def continuous_path(
    objective: Objective, solutions: list[Solution], slide: float | None, picture: Picture
) -> ContinuousPath:
    """From the lowest solutions at ascending lambdas > 0 of a smooth J; slide: where weights slide to 0, if they do."""
    refinement = Refinement(objective, picture, solutions, slide)
    refinement.refine()
    nodes = _named(objective, refinement.nodes)
    return ContinuousPath(tuple(_pieces(nodes, refinement)), tuple(_events(nodes, refinement)))


def agreeing(path: RegularizationPath, found: ContinuousPath) -> RegularizationPath:
    """The path with the networks that its pieces have at its lambdas: refining may have met lower ones."""
    nodes = {node.lam: node.solution for piece in reversed(found.pieces) for node in piece.nodes}
    solutions = tuple(nodes.get(solution.lam, solution) for solution in path.solutions)
    reasons = tuple(
        None if solution.converged and solution.lam > 0.0 else reason
        for solution, reason in zip(solutions, path.reasons, strict=True)
    )
    trivial = np.array([solution.squared_weight_norm == 0.0 for solution in solutions])
    end = next((event for event in reversed(found.events) if event.kind == "vanish"), None)
    if end is None:
        return replace(path, solutions=solutions, reasons=reasons, trivial=trivial)
    cliff = end.left.squared_weight_norm > 0.0
    return replace(
        path, solutions=solutions, reasons=reasons, trivial=trivial, collapse_lambda=end.right.lam, cliff=cliff
    )


def without_slopes(solutions: list[Solution], jump: list[bool | None]) -> ContinuousPath:
    """Pieces between jumps where J has no slopes to refine by: theirs are of the straight lines beside each node."""
    pieces: list[list[Solution]] = []
    for solution, is_elsewhere in zip(solutions, jump, strict=True):
        if not pieces or is_elsewhere:
            pieces.append([])
        pieces[-1].append(solution)
    return ContinuousPath(tuple(Piece(_with_secants(piece), np.nan) for piece in pieces), ())


def _with_secants(solutions: list[Solution]) -> tuple[Node, ...]:
    theta = np.array([solution.theta for solution in solutions])
    places = np.log([solution.lam for solution in solutions])
    slopes = np.gradient(theta, places, axis=0) if len(solutions) > 1 else np.zeros_like(theta)
    return tuple(Node(solution, slope) for solution, slope in zip(solutions, slopes, strict=True))


def _named(objective: Objective, nodes: list[Node]) -> list[Node]:
    """Units called alike from node to node, outwards from where a path's other solutions are named from."""
    begin = nearest([node.lam for node in nodes], middle_lambda(objective)) if nodes else 0
    found = list(nodes)
    for order, before in ((range(begin + 1, len(nodes)), -1), (range(begin - 1, -1, -1), 1)):
        names: Names = []  # by which the neighbour's units go now
        for i in order:
            names = names_like(objective, nodes[i], nodes[i + before]) + names
            found[i] = named(objective, nodes[i], names)
    return found


def _pieces(nodes: list[Node], refinement: Refinement) -> Iterator[Piece]:
    """Runs of smooth intervals; one that is not refined is a piece of its own."""
    run, errors = nodes[:1], [0.0]
    for (left, right), interval in zip(pairwise(nodes), refinement.intervals, strict=True):
        if interval.state is State.SMOOTH:
            run, errors = [*run, right], [*errors, interval.error]
        if interval.state is not State.SMOOTH or right.lam in refinement.merges or _vanishes(left, right):
            if len(run) > 1:
                yield Piece(tuple(run), max(errors))
            run, errors = [right], [0.0]
        if interval.state in (State.SPLIT, State.LEFT):
            yield Piece((left, right), interval.error if interval.state is State.LEFT else np.inf)
    if len(run) > 1 or len(nodes) == 1:
        yield Piece(tuple(run), max(errors))


def _events(nodes: list[Node], refinement: Refinement) -> Iterator[Event]:
    for (left, right), interval in zip(pairwise(nodes), refinement.intervals, strict=True):
        units = refinement.units(left.theta), refinement.units(right.theta)
        if _vanishes(left, right):
            is_tie = interval.state is State.TIE
            yield Event("vanish", left.solution if is_tie else right.solution, right.solution, units)
        elif interval.state is State.TIE:
            yield Event("tie", left.solution, right.solution, units)
        elif right.lam in refinement.merges and interval.state is State.SMOOTH:
            yield Event("merge", right.solution, right.solution, refinement.merges[right.lam])


def _vanishes(left: Node, right: Node) -> bool:
    return right.is_zero and not left.is_zero

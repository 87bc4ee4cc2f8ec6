"""Places at which a path is known, and what it is between them: a cubic in ln(lambda), and how far that is off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.cost import LOSSES
from app.engine.objective.network import logits, with_ones
from app.engine.objective.objective import Objective, Solution
from app.engine.path.alignment import NEAR, Names, nearest_names, renamed
from app.engine.path.tangents import bends

MARGIN = 0.08
"""Share of the points' range that is looked at beyond them."""
RESOLUTION = 32
"""Places along each of the first two inputs."""
AT_ONCE = 200_000
"""Numbers in Hessians that are made together."""


@dataclass(frozen=True, eq=False)
class Node:
    """A minimum with its slope (P,) = d theta / d ln(lambda)."""

    solution: Solution
    slope: Array

    @property
    def lam(self) -> float:
        return self.solution.lam

    @property
    def theta(self) -> Array:
        return self.solution.theta

    @property
    def is_zero(self) -> bool:
        return self.solution.squared_weight_norm == 0.0


def nodes_at(objective: Objective, solutions: list[Solution]) -> list[Node]:
    """Solutions with their slopes; where all weights are 0, that of a penalised bias of the output alone."""
    slopes = np.zeros((len(solutions), objective.architecture.n_parameters))
    alive = [i for i, solution in enumerate(solutions) if solution.squared_weight_norm > 0.0]
    at_once = 1 + AT_ONCE // objective.architecture.n_parameters**2
    for rows in (alive[begin : begin + at_once] for begin in range(0, len(alive), at_once)):
        theta = np.array([solutions[i].theta for i in rows])
        slopes[rows] = bends(objective, theta, np.array([solutions[i].lam for i in rows]))[1]
    if objective.architecture.penalize_biases:
        for i in set(range(len(solutions))).difference(alive):
            slopes[i, -1] = _slope_of_constant_output(objective, solutions[i])
    return [Node(solution, slope) for solution, slope in zip(solutions, slopes, strict=True)]


def _slope_of_constant_output(objective: Objective, solution: Solution) -> float:
    """d b / d ln(lambda) of a penalised bias b of the output, under L2: with no weight it depends on nothing else."""
    strength, bias = solution.lam / objective.m, solution.theta[-1]
    loss = LOSSES[objective.data.loss]
    return float(-strength * bias / (loss.curvature(loss.output(bias)) + strength))


def between(left: Node, right: Node, lam: float) -> Array:
    """theta (P,) of the cubic in ln(lambda) with the values and slopes of both nodes: Hermite's interpolant."""
    width = np.log(right.lam / left.lam)
    u = np.log(lam / left.lam) / width
    values = (1.0 + 2.0 * u) * (1.0 - u) ** 2 * left.theta + u * u * (3.0 - 2.0 * u) * right.theta
    slopes = u * (1.0 - u) ** 2 * left.slope - u * u * (1.0 - u) * right.slope
    return np.asarray(values + width * slopes)


def middle(left: Node, right: Node) -> float:
    return float(np.sqrt(left.lam * right.lam))


def named_like(objective: Objective, node: Node, other: Node) -> Node:
    """The same network with its units called as those of the other that are nearest."""
    return named(objective, node, names_like(objective, node, other))


def names_like(objective: Objective, node: Node, other: Node) -> Names:
    """What its units are to be called for that; nothing else where both are on one branch already."""
    difference = np.linalg.norm(node.theta - other.theta)
    if node.is_zero or other.is_zero or difference <= NEAR * np.linalg.norm(other.theta):
        return []
    return nearest_names(objective.architecture, node.theta, other.theta, mirrored=True)


def named(objective: Objective, node: Node, names: Names) -> Node:
    """The same network under other names."""
    if not names:
        return node
    theta, slope = (renamed(objective.architecture, vector, names) for vector in (node.theta, node.slope))
    return Node(replace(node.solution, theta=theta), slope)


class Picture:
    """What can be seen of a network: its answers at the given inputs."""

    def __init__(self, objective: Objective, inputs: Array) -> None:
        """inputs (d + 1, n) with a row of ones."""
        self._objective = objective
        self._inputs = inputs
        squared = objective.data.loss == "squared_error"
        self._unit = (float(objective.data.labels.std()) or 1.0) if squared else None

    def change(self, before: Array, after: Array) -> float:
        """The largest difference of a probability between two networks (P,).

        In regression of a prediction, in standard deviations of the labels.
        """
        z = logits(self._objective.architecture, np.array([before, after]), self._inputs)
        answers = z / self._unit if self._unit else 0.5 * np.tanh(0.5 * z)
        return float(np.abs(answers[1] - answers[0]).max())


def surroundings(points: Array) -> Array:
    """Inputs (d + 1, n) all around points (n, d) as the network sees them.

    A grid over the first two inputs, others 0; where there are others, the points themselves too.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    margin = MARGIN * np.where(high > low, high - low, 1.0)
    axes = np.linspace(low - margin, high + margin, RESOLUTION)
    grid = np.zeros((RESOLUTION**2, points.shape[1]))
    first, second = np.meshgrid(axes[:, 0], axes[:, 1])
    grid[:, 0], grid[:, 1] = first.ravel(), second.ravel()
    return with_ones(np.vstack([grid, points]) if points.shape[1] > 2 else grid)

"""Descents that run alongside each other, so that one pass serves all of them.

A pass of a small network is mostly calls of NumPy, and one over a stack of networks takes hardly more of them. So a
descent is a generator: it yields where it wants to know J, and is sent the Place there.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import Evaluation, TrainingSet, evaluate
from app.engine.objective.objective import Objective, inf_norm


class Query(NamedTuple):
    """A network theta (P,) of which a descent wants to know J."""

    objective: Objective
    theta: Array
    lam: float


class Place(NamedTuple):
    """theta with J, its gradient, the infinity norm of that, and the pass they came from: its row of a stack."""

    theta: Array
    value: float
    gradient: Array
    norm: float
    passed: Evaluation
    row: int | None = None

    @property
    def evaluation(self) -> Evaluation:
        return self.passed if self.row is None else self.passed.row(self.row)


End = TypeVar("End")
Descent = Generator[Query, Place, End]


def run(descent: Descent[End]) -> End:
    """The end of one descent."""
    try:
        query = next(descent)
        while True:
            query = descent.send(look(query))
    except StopIteration as end:
        result: End = end.value
        return result


def lockstep(descents: Sequence[Descent[End]]) -> list[End]:
    """The ends of descents in networks of one architecture, with one loss and regularizer, on as many samples each.

    What a descent finds depends on the others in the rounding of its passes only.
    """
    ends: dict[int, End] = {}
    asking: dict[int, Query] = {}
    seen: dict[int, Place | None] = dict.fromkeys(range(len(descents)))
    passes = _Passes()
    while len(ends) < len(descents):
        for i, place in seen.items():
            try:
                asking[i] = descents[i].send(place)  # type: ignore[arg-type]  # a generator begins with None
            except StopIteration as end:
                ends[i] = end.value
                asking.pop(i, None)
        seen = dict(zip(asking, passes.over(list(asking.values())), strict=True))
    return [ends[i] for i in range(len(descents))]


def look(query: Query) -> Place:
    """The answer to one descent alone."""
    objective, theta, lam = query
    value, gradient, evaluation = objective.evaluate(theta, lam)
    return Place(theta, value, gradient, inf_norm(gradient), evaluation)


class _Passes:
    """One pass for all that is asked at once. Keeps what it has stacked, for the next will be by the same descents."""

    def __init__(self) -> None:
        self._objectives: list[Objective] = []
        self._data: TrainingSet | None = None

    def over(self, queries: list[Query]) -> list[Place]:
        if len(queries) > 1:
            return self._stacked(queries)
        return [look(query) for query in queries]

    def _stacked(self, queries: list[Query]) -> list[Place]:
        first = queries[0].objective
        theta = np.array([query.theta for query in queries])
        strengths = np.array([query.lam / query.objective.m for query in queries])
        data_cost, gradients, evaluation = evaluate(
            first.architecture, theta, self._stack([q.objective for q in queries])
        )
        weights = theta * first.is_weight
        gradients += strengths[:, None] * first.penalty.slope(weights)
        values = (data_cost + strengths * first.penalty.size(weights)).tolist()
        norms = np.abs(gradients).max(axis=1).tolist()
        return [Place(theta[i], values[i], gradients[i], norms[i], evaluation, i) for i in range(len(queries))]

    def _stack(self, objectives: list[Objective]) -> TrainingSet:
        """The samples of each network, where they are not the same."""
        if self._data is None or objectives != self._objectives:
            self._objectives = objectives
            self._data = objectives[0].data
            if any(objective is not objectives[0] for objective in objectives):
                every = [objective.data for objective in objectives]
                self._data = replace(
                    every[0],
                    inputs=np.array([data.inputs for data in every]),
                    labels=np.array([data.labels for data in every]),
                    sample_weights=np.array([data.sample_weights for data in every]),
                )
        return self._data

"""Every named choice of an Experiment with its title and description."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.data.datasets import DATASETS
from app.engine.data.regression_datasets import CURVES
from app.engine.objective.activations import ACTIVATIONS
from app.engine.objective.cost import REGULARIZERS
from app.engine.path.regularization_path import DIRECTIONS
from app.engine.training.gradient_descent import OPTIMIZERS

OWN = "own"
"""The data set's name when the points are the sender's own."""


@dataclass(frozen=True)
class Choice:
    """One value of a field that names its values; `task`: of the one task that it is for."""

    name: str
    title: str
    description: str
    task: str | None = None


CHOICES: dict[str, tuple[Choice, ...]] = {
    "task": (
        Choice("classification", "classification", "Two classes, cross-entropy cost."),
        Choice("regression", "regression", "One input, polynomial features, squared cost."),
    ),
    "dataset": (
        *(Choice(name, kind.title, kind.description, task="classification") for name, kind in DATASETS.items()),
        *(Choice(name, curve.title, curve.description, task="regression") for name, curve in CURVES.items()),
        Choice(OWN, "own points", "The points and labels that are sent along."),
    ),
    "activation": (
        *(Choice(name, activation.title, activation.description) for name, activation in ACTIVATIONS.items()),
    ),
    "regularizer": (*(Choice(name, kind.title, kind.description) for name, kind in REGULARIZERS.items()),),
    "direction": (*(Choice(name, direction.title, direction.description) for name, direction in DIRECTIONS.items()),),
    "optimizer": (*(Choice(name, kind.title, kind.description) for name, kind in OPTIMIZERS.items()),),
    "format": (
        Choice("arrays", "arrays", "Nested lists, for people."),
        Choice("typed", "typed", "Arrays of two or more dimensions as base64 float32 with their shape."),
    ),
}


def names(field: str, *, task: str | None = None) -> tuple[str, ...]:
    """The values a field takes, in the order they are shown; with `task`, those for no other one."""
    return tuple(choice.name for choice in CHOICES[field] if task is None or choice.task in (None, task))

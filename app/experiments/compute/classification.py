"""The task of telling two classes apart: data, cross-entropy, accuracy, and the picture of the probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.engine.analysis.inspection import decision_grid
from app.engine.arrays import Array, Mask
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.cost import entropy, losses
from app.engine.objective.network import Architecture, with_ones
from app.engine.objective.objective import Objective
from app.engine.path.nodes import surroundings
from app.experiments.answers.serialization import Content
from app.experiments.compute.drawn_data import Draw, draw_data
from app.experiments.compute.scores import scores, test_scores, training_scores, validation_scores

if TYPE_CHECKING:
    from app.experiments.requests.experiment import Experiment

MARGIN = 0.08
"""Share of the points' range that the picture shows beyond them."""


@dataclass(frozen=True)
class Classification:
    """The points of one Experiment, J on those that are trained on, and what networks theta (L, P) make of them."""

    experiment: Experiment
    drawn: Draw
    objective: Objective

    @classmethod
    def draw(cls, experiment: Experiment) -> Classification:
        """From the Experiment's seed. Raises DataError where the data allow no training."""
        drawn = draw_data(experiment)
        seen = drawn.seen(drawn.points)[drawn.training]
        sizes = tuple(experiment.hidden_layer_sizes)
        architecture = Architecture(seen.shape[1], sizes, experiment.activation, experiment.penalize_biases)
        data = TrainingSet.of(seen, drawn.labels[drawn.training])
        return cls(experiment, drawn, Objective(architecture, data, experiment.regularizer))

    @property
    def training(self) -> Mask:
        return self.drawn.training

    def facts(self) -> Content:
        share = float(self.objective.data.labels.mean())
        return {"entropy": entropy(share), "inputs": {"mean": self.drawn.mean, "scale": self.drawn.scale}}

    def scores(self, theta: Array) -> Content:
        architecture, drawn = self.objective.architecture, self.drawn
        return {
            "train": training_scores(architecture, theta, drawn, self.objective.data),
            "validation": self.validation(theta),
            "test": test_scores(architecture, theta, self.experiment, drawn, streams(self.experiment.seed)["test"]),
        }

    @property
    def mislabeled(self) -> Mask:
        return self.drawn.mislabeled

    def validation(self, theta: Array) -> Content | None:
        points, labels = self._held_out()
        return validation_scores(self.objective.architecture, theta, points, labels)

    def surroundings(self) -> Array:
        return surroundings(self.drawn.seen(self.drawn.points))

    def held_out_losses(self, theta: Array) -> Array:
        points, labels = self._held_out()
        return losses(scores(self.objective.architecture, theta, with_ones(points)), labels)

    def readings(self, theta: Array) -> Content:  # noqa: ARG002  # a network's weights say all there is
        return {}

    def picture(self, theta: Array) -> Content:
        """Probabilities over the training and validation points' surroundings, axes in the units of the points."""
        drawn, n = self.drawn, self.experiment.grid
        if n == 0:
            return {"grid": None}
        low, high = drawn.points[:, :2].min(axis=0), drawn.points[:, :2].max(axis=0)
        margin = MARGIN * np.where(high > low, high - low, 1.0)
        axes = [np.linspace(low[i] - margin[i], high[i] + margin[i], n) for i in (0, 1)]
        x1, x2 = ((axis - drawn.mean[i]) / drawn.scale[i] for i, axis in enumerate(axes))
        probabilities = decision_grid(self.objective.architecture, theta, x1, x2)
        return {"grid": {"x1": axes[0], "x2": axes[1], "probabilities": probabilities}}

    def _held_out(self) -> tuple[Array, Array]:
        """Points as the network sees them, and labels."""
        held_out = ~self.drawn.training
        return self.drawn.seen(self.drawn.points)[held_out], self.drawn.labels[held_out]

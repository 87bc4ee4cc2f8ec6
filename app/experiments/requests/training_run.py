"""TrainingRun: an Experiment, and how it is trained step by step. Body, query string and cache key like its parent."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_rules import (
    MAX_LAMBDA,
    MIN_LAMBDA,
    Number,
    OneOf,
    TrainedLambdas,
    Whole,
    invalid,
    plain,
)
from app.experiments.requests.request_errors import quoted


class TrainingRun(Experiment):
    """What is trained step by step. What only a path has, such as `restarts` or `folds`, changes nothing here."""

    task: Annotated[str, OneOf("task")] = Field(
        "classification", title="task", description="what is learned; step by step only classification"
    )
    lambdas: TrainedLambdas = Field(
        (0.0, 0.1, 1.0, 10.0),
        title="λ",
        description=f"regularization strengths, ascending: 0 or from {plain(MIN_LAMBDA)} to {plain(MAX_LAMBDA)}; all "
        "start from the same weights",
    )
    learning_rate: Number = Field(
        0.3, ge=1e-6, le=10.0, title="learning rate", description="α, the length of a step over that of the gradient"
    )
    n_epochs: Whole = Field(
        2000, ge=1, le=20_000, title="epochs", description="full-batch updates: each sees every training point once"
    )
    optimizer: Annotated[str, OneOf("optimizer")] = Field(
        "gradient_descent", title="optimizer", description="how a gradient becomes a step"
    )
    snapshots: Whole = Field(
        60,
        ge=2,
        le=1000,
        title="snapshots",
        description="epochs that the answer holds: 0, the last, between them evenly on a log axis, or all if they fit",
    )

    @model_validator(mode="after")
    def _trainable(self) -> Self:
        if self.task != "classification":
            raise invalid("classification, which is all that is trained step by step", quoted(self.task), "task")
        if self.optimizer == "adamw" and self.regularizer != "l2":
            what = f"gradient_descent or adam with {self.regularizer}, since decoupled decay is L2's"
            raise invalid(what, quoted(self.optimizer), "optimizer")
        return self

    def set_up(self) -> Experiment:
        """The data, the network, the regularizer and the λ's: what a page shows the path of."""
        return Experiment.model_construct(**{name: getattr(self, name) for name in Experiment.model_fields})


TRAINING_FIELDS = ("lambdas", *(name for name in TrainingRun.model_fields if name not in Experiment.model_fields))
"""Fields that a training run has beside those of an Experiment, or with another default."""

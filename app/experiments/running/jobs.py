"""What can be computed: a kind of answer and the request it answers, with the key that makes equal jobs one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.engine import ENGINE_VERSION
from app.experiments.address.canonical import normalised, share_url
from app.experiments.answers.serialization import Answer, Content, answer
from app.experiments.compute.cost import compute_cost
from app.experiments.compute.drawn_data import compute_dataset
from app.experiments.compute.path import compute_path
from app.experiments.compute.regression import compute_regression_dataset
from app.experiments.compute.training import compute_training
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.path_request import PathRequest
from app.experiments.requests.training_run import TrainingRun

Report = Callable[[int, int, float], None]
"""Takes progress: solves done (each λ takes several), of about how many, the λ just solved; in training epochs."""


@dataclass(frozen=True)
class Job:
    """One answer that is wanted. `kind` is the last word of its address."""

    kind: str
    request: Experiment | CostRequest

    @property
    def is_quick(self) -> bool:
        """Done in milliseconds: not worth a place in the queue."""
        return self.kind == "dataset"

    @cached_property
    def key(self) -> str:
        text = f"{ENGINE_VERSION} {self.kind} {self.request.model_dump_json()}"
        return hashlib.sha256(text.encode()).hexdigest()


def produce(job: Job, report: Report) -> Answer:
    """Compute and write the answer. Raises the engine's DataError where the data allow none."""
    request = job.request
    if isinstance(request, CostRequest):
        return answer(compute_cost(request))
    set_up = request.set_up() if isinstance(request, PathRequest) else request
    head = {"experiment": normalised(set_up), "engine_version": ENGINE_VERSION, "share_url": share_url(set_up)}
    return answer(head | _computed(job.kind, request, report), typed=request.format == "typed")


def _computed(kind: str, experiment: Experiment, report: Report) -> Content:
    if kind == "dataset":
        return (
            compute_regression_dataset(experiment) if experiment.task == "regression" else compute_dataset(experiment)
        )
    if isinstance(experiment, TrainingRun):
        return compute_training(experiment, report)
    return compute_path(experiment, report)

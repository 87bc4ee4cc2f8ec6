"""What a form is built from: every field with its meaning, limits, default and named choices, as plain data."""

from __future__ import annotations

from typing import Any

from app.engine import ENGINE_VERSION
from app.engine.data.datasets import DATASETS
from app.experiments.address.canonical import MAX_ADDRESS, MAX_QR_ADDRESS, normalised
from app.experiments.address.parsing import limits
from app.experiments.requests.choices import CHOICES, OWN, Choice
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_rules import (
    MAX_INPUTS,
    MAX_LAMBDA,
    MAX_LAMBDAS,
    MAX_LAYERS,
    MAX_NUMBER,
    MAX_POINTS,
    MAX_TRAINED,
    MAX_UNITS,
    MIN_LAMBDA,
)
from app.experiments.requests.training_run import TRAINING_FIELDS, TrainingRun


def catalogue(task: str | None = None) -> dict[str, Any]:
    """The answer of /choices; with `task`, what a form for that one is built from."""
    return {
        "engine_version": ENGINE_VERSION,
        "limits": {
            "lambdas": MAX_LAMBDAS,
            "layers": MAX_LAYERS,
            "units": MAX_UNITS,
            "inputs": MAX_INPUTS,
            "points": MAX_POINTS,
            "trained_lambdas": MAX_TRAINED,
            "min_lambda": MIN_LAMBDA,
            "max_lambda": MAX_LAMBDA,
            "max_number": MAX_NUMBER,
            "address": MAX_ADDRESS,
            "qr_address": MAX_QR_ADDRESS,
        },
        "fields": _fields(Experiment, tuple(Experiment.model_fields), task),
        "training": _fields(TrainingRun, TRAINING_FIELDS, task),
    }


def _fields(model: type[Experiment], names: tuple[str, ...], task: str | None) -> dict[str, Any]:
    defaults = normalised(model())
    return {
        name: _field(model, name, defaults[name], task)
        for name in names
        if task != "classification" or name != "degree"
    }


def _field(model: type[Experiment], name: str, default: object, task: str | None) -> dict[str, Any]:
    info = model.model_fields[name]
    minimum, maximum = limits(model, name)
    return {
        "title": info.title,
        "description": info.description,
        "default": default,
        "minimum": minimum,
        "maximum": maximum,
        "choices": _choices(name, task) if name in CHOICES else None,
    }


def _choices(field: str, task: str | None) -> list[dict[str, Any]]:
    """Own points are not picked from a list: they come with the points. The form for a task has no other one."""
    return [_choice(field, choice) for choice in CHOICES[field] if choice.name != OWN and _fits(field, choice, task)]


def _fits(field: str, choice: Choice, task: str | None) -> bool:
    return task is None or (choice.name == task if field == "task" else choice.task in (None, task))


def _choice(field: str, choice: Choice) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": choice.name,
        "title": choice.title,
        "description": choice.description,
    }
    if field == "dataset" and choice.task is not None:
        largest = Experiment(task=choice.task, dataset=choice.name, n_samples=MAX_POINTS)
        kind = DATASETS.get(choice.name)
        entry |= {
            "task": choice.task,
            "noise": largest.noise,
            "mislabeled": largest.mislabeled,
            "max_samples": largest.n_samples,
            "n_inputs": kind.n_inputs if kind else 1,
            "real": kind is not None and kind.real,
            "has_noise": largest.noise is not None,
        }
    return entry

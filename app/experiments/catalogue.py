"""What a form is built from: every field with its meaning, limits, default and named choices, as plain data."""

from __future__ import annotations

from typing import Any

from app.engine import ENGINE_VERSION
from app.engine.datasets import DATASETS
from app.experiments.choices import CHOICES, OWN, Choice
from app.experiments.experiment import Experiment
from app.experiments.field_rules import MAX_INPUTS, MAX_LAMBDAS, MAX_LAYERS, MAX_POINTS, MAX_TRAINED, MAX_UNITS
from app.experiments.reading import limits
from app.experiments.training_run import TRAINING_FIELDS, TrainingRun
from app.experiments.writing import normalised


def catalogue() -> dict[str, Any]:
    """The answer of /choices."""
    return {
        "engine_version": ENGINE_VERSION,
        "limits": {
            "lambdas": MAX_LAMBDAS,
            "layers": MAX_LAYERS,
            "units": MAX_UNITS,
            "inputs": MAX_INPUTS,
            "points": MAX_POINTS,
            "trained_lambdas": MAX_TRAINED,
        },
        "fields": _fields(Experiment, tuple(Experiment.model_fields)),
        "training": _fields(TrainingRun, TRAINING_FIELDS),
    }


def _fields(model: type[Experiment], names: tuple[str, ...]) -> dict[str, Any]:
    defaults = normalised(model())
    return {name: _field(model, name, defaults[name]) for name in names}


def _field(model: type[Experiment], name: str, default: object) -> dict[str, Any]:
    info = model.model_fields[name]
    minimum, maximum = limits(model, name)
    return {
        "title": info.title,
        "description": info.description,
        "default": default,
        "minimum": minimum,
        "maximum": maximum,
        "choices": _choices(name) if name in CHOICES else None,
    }


def _choices(field: str) -> list[dict[str, Any]]:
    """Own points are not picked from a list: they come with the points."""
    return [_choice(field, choice) for choice in CHOICES[field] if choice.name != OWN]


def _choice(field: str, choice: Choice) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": choice.name,
        "title": choice.title,
        "description": choice.description,
        "offered": choice.offered,
    }
    kind = DATASETS.get(choice.name) if field == "dataset" else None
    if kind is not None:
        largest = Experiment(dataset=choice.name, n_samples=MAX_POINTS)
        entry |= {
            "noise": kind.noise,
            "mislabeled": largest.mislabeled,
            "max_samples": largest.n_samples,
            "n_inputs": kind.n_inputs,
            "real": kind.real,
            "has_noise": kind.noise is not None,
        }
    return entry

"""An Experiment out: its normalised JSON, its canonical query string and the page address that opens it."""

from __future__ import annotations

from typing import Any

from app.experiments.address.lambda_grids import lambdas_text
from app.experiments.address.number_text import number_text
from app.experiments.address.own_points import DATA_FIELDS, own_points_text
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun

ANSWER_FIELDS = ("inspect", "continuous", "grid", "format")
"""They say what an answer holds, not what is set up: no part of a page address."""
OF_THE_RECIPE = ("learning_rate", "n_epochs", "optimizer")
"""What the page knows of a training run. It has defaults of its own, so that all of them are written."""
MAX_ADDRESS = 60_000
"""Characters of the longest address that is handed out; servers and browsers cut off longer ones."""
MAX_QR_ADDRESS = 2000
"""Characters that a QR code holds with room for the host, and a phone still reads."""


def normalised(experiment: Experiment) -> dict[str, Any]:
    """Every field as JSON has it."""
    return experiment.model_dump(mode="json")


def to_query(experiment: Experiment, *, leave_out: tuple[str, ...] = ()) -> str:
    """The canonical query string: only what differs from the defaults, in the order of the model."""
    parts = []
    for field in type(experiment).model_fields:
        value = getattr(experiment, field)
        if field in leave_out or field in DATA_FIELDS or value == experiment.default_of(field):
            continue
        parts.append(f"{field}={lambdas_text(value) if field == 'lambdas' else _text(value)}")
    if experiment.points is not None:
        parts.append(f"data={_data(experiment)}")
    return "&".join(parts)


def share_url(experiment: Experiment) -> str | None:
    """The page address that opens the set-up, or training it step by step; None where own points make it too long."""
    if isinstance(experiment, TrainingRun):
        set_up = to_query(experiment.set_up(), leave_out=ANSWER_FIELDS)
        recipe = [f"{name}={_text(getattr(experiment, name))}" for name in OF_THE_RECIPE]
        query = "&".join([*([set_up] if set_up else []), "film=1", *recipe])
    else:
        query = to_query(experiment, leave_out=ANSWER_FIELDS)
    return None if len(query) > MAX_ADDRESS else f"/?{query}" if query else "/"


def _data(experiment: Experiment) -> str:
    points, labels = experiment.points or (), experiment.labels or ()
    return own_points_text(
        (*points, *(experiment.validation_points or ())),
        (*labels, *(experiment.validation_labels or ())),
        len(points),
        experiment.mislabeled_points,
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(_text(item) for item in value)
    return number_text(value) if isinstance(value, float) else str(value)

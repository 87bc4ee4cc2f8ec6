"""What classification and regression want of the other fields: their defaults, and what does not go together."""

from __future__ import annotations

from typing import Any

from app.engine.data import real_data
from app.engine.data.datasets import DATASETS
from app.engine.data.regression_datasets import CURVES, CurveKind
from app.experiments.requests.choices import OWN, names
from app.experiments.requests.field_rules import Matrix, invalid
from app.experiments.requests.request_errors import quoted

Fields = dict[str, Any]

FIRST_DATASET = {"classification": "moons", "regression": "line_and_two"}
DEFAULT_DEGREE = 9
"""Ten parameters: as many as there are points on a line and two far off."""
NOT_IN_REGRESSION = {"hidden_layer_sizes": (), "mislabeled": 0.0, "nuisance_features": 0, "standardize": True}
"""Fields that have one value only there: a polynomial, its features on one scale, labels that are no classes."""


def is_regression(fields: Fields) -> bool:
    return fields.get("task") == "regression"


def is_own(fields: Fields) -> bool:
    return fields.get("points") is not None


def is_real(fields: Fields) -> bool:
    kind = DATASETS.get(fields.get("dataset", ""))
    return kind is not None and kind.real and not is_own(fields)


def curve_of(fields: Fields) -> CurveKind | None:
    """The regression data set; None for own points."""
    return CURVES.get(fields.get("dataset", "")) if is_regression(fields) and not is_own(fields) else None


def default_noise(fields: Fields) -> float | None:
    """The data set's own jitter; None for real data and own points, which are as they are."""
    kind = CURVES.get(fields.get("dataset", "")) or DATASETS.get(fields.get("dataset", ""))
    return None if kind is None or is_own(fields) else kind.noise


def default_n_samples(fields: Fields) -> int:
    curve = curve_of(fields)
    return curve.n_samples if curve else 200


def default_mislabeled(fields: Fields) -> float:
    return 0.0 if is_regression(fields) or is_own(fields) or is_real(fields) else 0.06


def default_validation_fraction(fields: Fields) -> float:
    """None of own points, nor of ten that are all needed."""
    curve = curve_of(fields)
    return 0.0 if is_own(fields) or (curve is not None and curve.is_fixed) else 0.5


def fitting_n_samples(fields: Fields) -> int:
    """As many as asked for, as far as there are so many."""
    if is_own(fields):
        return len(fields["points"]) + len(fields["validation_points"] or ())
    curve = curve_of(fields)
    if curve is not None and curve.is_fixed:
        return curve.n_samples
    asked: int = fields["n_samples"]
    return min(asked, real_data.n_penguins()) if is_real(fields) else asked


def check_task(fields: Fields) -> None:
    """Raises where a field does not go with the task."""
    task = fields["task"]
    own_or_fitting = names("dataset", task=task)
    if fields["dataset"] not in own_or_fitting:
        fitting = ", ".join(name for name in own_or_fitting if name != OWN)
        other = next(other for other in names("task") if other != task)
        where = f"task={other}" + ("" if is_regression(fields) else " at /api/v1/path")
        what = f"one of {fitting} for {task} ({fields['dataset']} is for {where})"
        raise invalid(what, quoted(fields["dataset"]), "dataset")
    if not is_regression(fields):
        if fields["degree"] is not None:
            what = "none for classification (add task=regression at /api/v1/path to fit a polynomial)"
            raise invalid(what, quoted(fields["degree"]), "degree")
        return
    for field, only in NOT_IN_REGRESSION.items():
        if fields[field] != only:
            wanted = "none" if only == () else str(only).lower() if isinstance(only, bool) else f"{only:g}"
            raise invalid(f"{wanted} for regression", quoted(fields[field]), field)


def check_labels(fields: Fields, points: Matrix, labels: tuple[float, ...]) -> None:
    """Raises where own training points are too few, or of one class."""
    if is_regression(fields):
        if len(points) < 2:
            raise invalid("at least 2 rows for regression", f"{len(points)}", "points")
    elif len(set(labels)) < 2:
        raise invalid("both classes, 0 and 1", f"only {labels[0]}", "labels")


def can_be_drawn_again(fields: Fields) -> bool:
    """Whether another seed gives other points."""
    curve = curve_of(fields)
    same = curve is not None and curve.is_fixed and not fields["noise"] and not fields["validation_fraction"]
    return not (is_own(fields) or is_real(fields) or same)

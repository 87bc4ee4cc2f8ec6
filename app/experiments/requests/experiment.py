"""Experiment: the one flat, validated model that is JSON body, query string, page address and cache key at once."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.engine.data.polynomial import MAX_DEGREE
from app.experiments.requests.choices import OWN
from app.experiments.requests.field_rules import (
    MAX_DRAWS,
    MAX_FOLDS,
    MAX_LAMBDA,
    MAX_POINTS,
    MIN_LAMBDA,
    Draws,
    Flags,
    Folds,
    Labels,
    Lambdas,
    LayerSizes,
    Matrix,
    Number,
    OneOf,
    Points,
    Whole,
    invalid,
    plain,
)
from app.experiments.requests.task_rules import (
    DEFAULT_DEGREE,
    FIRST_DATASET,
    Fields,
    can_be_drawn_again,
    check_labels,
    check_task,
    default_mislabeled,
    default_n_samples,
    default_noise,
    default_validation_fraction,
    fitting_n_samples,
    is_own,
    is_regression,
)

DEFAULT_LAMBDAS = (0.0, *(float(f"{10 ** (-4 + 7 * i / 40):.6g}") for i in range(41)))
"""0 and 41 values from 1e-4 to 1e3, evenly spaced on a log axis, to six digits so that they can be read and typed."""


DEFAULT_RESTARTS, MAX_RESTARTS = 60, 100


def _has_many_minima(fields: Fields) -> bool:
    """Whether J has, and the direction looks for the lowest."""
    return bool(fields.get("hidden_layer_sizes")) and fields.get("direction") == "best"


class Experiment(BaseModel):
    """What is set up: data, network, regularizer and the λ to solve for. Equal experiments get equal bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    task: Annotated[str, OneOf("task")] = Field("classification", title="task", description="what is learned")
    dataset: Annotated[str, OneOf("dataset")] = Field(
        default_factory=lambda data: FIRST_DATASET[data.get("task", "classification")],
        title="data set",
        description="where the points come from: moons by default, line_and_two in regression",
    )
    points: Points | None = Field(
        None,
        title="own points",
        description="own data in place of a data set: rows of 2 to 10 numbers, in regression of 1 (in an address: "
        "`data`)",
    )
    labels: Labels | None = Field(
        None, title="own labels", description="0 or 1 for each own point, in regression any number"
    )
    validation_points: Points | None = Field(
        None, title="own validation points", description="own held-out data, rows as long as those of `points`"
    )
    validation_labels: Labels | None = Field(
        None, title="own validation labels", description="a label for each own validation point, as in `labels`"
    )
    mislabeled_points: Flags | None = Field(
        None,
        title="own mislabeled points",
        description="whether each own point, training points first, is known to have the wrong label; it is trained on "
        "as it is, and among training points the scores count it; a wrong label that `mislabeled` flips is right; "
        "classification only",
    )
    n_samples: Whole = Field(
        default_factory=default_n_samples,
        ge=10,
        le=MAX_POINTS,
        title="points",
        description="training and validation points together: 200, in regression 30; real data have no more than were "
        "measured, line_and_two has 10, and own points are as many as are given",
    )
    noise: float | None = Field(
        default_factory=default_noise,
        ge=0.0,
        le=1.0,
        title="noise",
        description="standard deviation of the jitter, in units of the data set's scale; by default the data set's "
        "own; real data and own points have none",
    )
    mislabeled: Number = Field(
        default_factory=default_mislabeled,
        ge=0.0,
        le=0.5,
        title="mislabeled",
        description="fraction of the training labels that are flipped: 0.06, or 0 for real data, own points and in "
        "regression",
    )
    nuisance_features: Whole = Field(
        0, ge=0, le=8, title="nuisance inputs", description="extra inputs of pure noise, unit variance"
    )
    validation_fraction: Number = Field(
        default_factory=default_validation_fraction,
        ge=0.0,
        le=0.9,
        title="held out",
        description="share of the points held out: 0.5, or 0 for own points and line_and_two",
    )
    standardize: bool = Field(
        default_factory=lambda data: is_regression(data) or not is_own(data),
        title="standardize",
        description="inputs by the training set's mean and standard deviation: true, or false for own points; always "
        "true in regression",
    )
    hidden_layer_sizes: LayerSizes = Field(
        default_factory=lambda data: () if is_regression(data) else (8,),
        title="hidden layers",
        description="units of each hidden layer: one of 8; none is logistic regression, and all there is in regression",
    )
    degree: Whole | None = Field(
        default_factory=lambda data: DEFAULT_DEGREE if is_regression(data) else None,
        ge=1,
        le=MAX_DEGREE,
        title="degree",
        description=f"of the polynomial, 1 to {MAX_DEGREE}: {DEFAULT_DEGREE}; regression only",
    )
    activation: Annotated[str, OneOf("activation")] = Field(
        "tanh", title="activation", description="what a hidden unit makes of its sum; nothing without hidden layers"
    )
    regularizer: Annotated[str, OneOf("regularizer")] = Field(
        "l2", title="regularizer", description="the penalty on the weights; biases are free unless they are penalised"
    )
    penalize_biases: bool = Field(
        False,
        title="penalise biases",
        description="whether biases are penalised like weights; with it ‖W‖² and Σ|W| count them",
    )
    lambdas: Lambdas = Field(
        DEFAULT_LAMBDAS,
        title="λ",
        description=f"regularization strengths, ascending: 0 or from {plain(MIN_LAMBDA)} to {plain(MAX_LAMBDA)} (in an "
        "address also a grid, such as `0,0.0001..1000..6`: 0, and from 0.0001 to 1000 six to a decade)",
    )
    direction: Annotated[str, OneOf("direction")] = Field(
        "best",
        title="direction",
        description="where the search for each λ begins; without hidden layers there is nothing to search",
    )
    restarts: Whole = Field(
        default_factory=lambda data: DEFAULT_RESTARTS if _has_many_minima(data) else 1,
        ge=1,
        le=MAX_RESTARTS,
        title="restarts",
        description=f"random starts at each of several λ, of which the lowest J is kept: {DEFAULT_RESTARTS} with "
        "hidden layers and the direction `best`, else 1; without hidden layers one finds all there is",
    )
    folds: Folds = Field(
        0,
        ge=0,
        le=MAX_FOLDS,
        title="folds",
        description="k of the cross-validation on the training points, 2 to 10, each fold searched afresh; 0 is none",
    )
    draws: Draws = Field(
        0,
        ge=0,
        le=MAX_DRAWS,
        title="fresh draws",
        description="on how many fresh data sets of the same kind λ is chosen again, 2 to 50; 0 is none",
    )
    seed: Whole = Field(1, ge=0, le=2**32 - 1, title="seed", description="everything random comes from it")
    inspect: bool = Field(
        False, title="inspect", description="also the pulls, the knock-out and the shrinkage of every weight"
    )
    continuous: bool = Field(
        False,
        title="continuous",
        description="also `pieces` and `events`: the path at every λ between the smallest above 0 and the largest, "
        "and where one network gives way to another; with hidden layers for the direction `best`",
    )
    grid: Whole = Field(
        0,
        ge=0,
        le=200,
        title="grid",
        description="n: also the n × n probabilities on the first two inputs, in regression the curve at n places; 0: "
        "none",
    )
    format: Annotated[str, OneOf("format")] = Field(
        "arrays",
        title="format",
        description="how arrays of two or more dimensions are written: as lists, or `typed`, as base64 "
        "of little-endian float32 with their shape",
    )

    @model_validator(mode="before")
    @classmethod
    def _own_data_first(cls, values: object) -> object:
        """Own points take the place of a data set and of all that describes one."""
        if not isinstance(values, dict) or values.get("points") is None:
            return values
        kept = {name: value for name, value in values.items() if name not in ("n_samples", "noise")}
        return kept | {"dataset": OWN}

    @model_validator(mode="after")
    def _resolved(self) -> Self:
        """What hangs on other fields takes its value, so that equal experiments are equal."""
        check_task(self.__dict__)
        if self.points is None:
            self._check_no_points()
        else:
            self._check_points(self.points)
            self._check_mislabeled(len(self.points) + len(self.validation_points or ()))
        self._resolve("n_samples", fitting_n_samples(self.__dict__))
        own_noise = default_noise(self.__dict__)
        has_noise = own_noise is not None and self.noise is not None
        self._resolve("noise", abs(self.noise or 0.0) if has_noise else own_noise)
        if self.draws:
            self._check_draws()
        if self.continuous and self.hidden_layer_sizes and self.direction != "best":
            raise invalid("best beside continuous", self.direction, "direction")
        return self

    def _resolve(self, field: str, value: object) -> None:
        self.__dict__[field] = value  # frozen for everyone else

    def default_of(self, field: str) -> object:
        """What the field would be, had only the data been given."""
        if field in ("dataset", "n_samples") and self.points is not None:
            return getattr(self, field)
        info = type(self).model_fields[field]
        return info.get_default(call_default_factory=True, validated_data=self.__dict__)

    def _check_no_points(self) -> None:
        for field in ("labels", "validation_points", "validation_labels", "mislabeled_points"):
            if getattr(self, field) is not None:
                raise invalid(f"own points beside {field}", "none", "points")
        if self.dataset == OWN:
            raise invalid(f"own points for the data set {OWN}", "none", "points")

    def _check_draws(self) -> None:
        if not can_be_drawn_again(self.__dict__):
            raise invalid("0 with points that cannot be drawn again", str(self.draws), "draws")
        if not self.folds and not self.validation_fraction:
            raise invalid("folds or held-out points beside draws, to choose λ by", "neither", "draws")

    def _check_points(self, points: Matrix) -> None:
        check_labels(self.__dict__, points, _paired("points", points, "labels", self.labels))
        held_out = self.validation_points
        if held_out is None and self.validation_labels is None:
            return
        _paired("validation_points", held_out, "validation_labels", self.validation_labels)
        if held_out is not None and len(held_out[0]) != len(points[0]):
            what = f"rows of {len(points[0])} numbers like those of points"
            raise invalid(what, f"rows of {len(held_out[0])}", "validation_points")
        if self.validation_fraction:
            raise invalid("0 beside own validation points", f"{self.validation_fraction:g}", "validation_fraction")

    def _check_mislabeled(self, n_points: int) -> None:
        flags = self.mislabeled_points
        if flags is None:
            return
        if len(flags) != n_points:
            what = f"{n_points} values, each true or false, one for each own point"
            raise invalid(what, f"{len(flags)}", "mislabeled_points")
        if any(flags) and self.task == "regression":
            raise invalid("none for regression, where no label is a class", f"{sum(flags)} true", "mislabeled_points")
        self._resolve("mislabeled_points", flags if any(flags) else None)


def _paired(points_field: str, points: Matrix | None, labels_field: str, labels: Labels | None) -> Labels:
    """The labels, one for each point."""
    if points is None:
        raise invalid(f"a row for each of {labels_field}", "none", points_field)
    if labels is None:
        raise invalid(f"a label for each of {points_field}", "none", labels_field)
    if len(points) != len(labels):
        raise invalid(f"{len(points)} labels, one for each of {points_field}", f"{len(labels)}", labels_field)
    return labels

"""What comes back, field by field: the models behind the API page. The bytes themselves are written elsewhere."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.experiments.answers.continuous_results import PathEvent, PathPiece
from app.experiments.answers.parts import Array, Gaps, Numbers


class Inputs(BaseModel):
    """Network inputs are (points - mean) / scale."""

    mean: Numbers
    scale: Numbers


class CostParts(BaseModel):
    """On the training set, for each λ; total = J = cross-entropy + penalty."""

    cross_entropy: Numbers
    penalty: Numbers
    total: Numbers


class TrainScores(BaseModel):
    cross_entropy: Numbers
    accuracy: Numbers = Field(description="a fraction")
    n_mislabeled: int = Field(
        description="training points known to have the wrong label: flipped here, or said to be (`mislabeled_points`)"
    )
    mislabeled_right: list[int] = Field(description="how many of them the network gives that wrong label")


class ValidationScores(BaseModel):
    """At λ = 0 without a minimum, of the network at which the steps ended."""

    cross_entropy: Numbers
    accuracy: Numbers
    standard_error: Gaps = Field(description="of the mean cross-entropy; null where one point is all there is")
    larger_class: float = Field(description="share of the larger class: what saying it for every point gets right")


class TestScores(BaseModel):
    """On a large fresh draw with true labels."""

    cross_entropy: Numbers
    accuracy: Numbers
    bayes_accuracy: float = Field(
        description="mean over this draw of the larger true class probability, which no classifier beats on average"
    )


class PathLayer(BaseModel):
    """From the first hidden layer to the output, each at every λ; all but weights and biases only with `inspect`."""

    weights: Array = Field(description="[L][out][in]")
    biases: Array = Field(description="[L][out]")
    data_gradient: Array | None = Field(
        None,
        description="of the cross-entropy, [L][out][in]; where kinks of the ReLU hold a network of one hidden layer "
        "under L2, the one between those of both sides that balances the penalty best",
    )
    penalty_gradient: Array | None = Field(
        None,
        description="(λ/m) W, [L][out][in]; L1: (λ/m) sign W, at weights of 0 the data's pull, which is minus "
        "`data_gradient`, as far as λ/m reaches",
    )
    price: Array | None = Field(None, description="the weight's share of the penalty, λw²/2m; L1: λ|w|/m")
    knock_out: Array | None = Field(None, description="rise of the cross-entropy with that weight alone set to 0")
    shrinkage: Array | None = Field(None, description="weight over its value at the smallest λ > 0")
    predicted_shrinkage: Array | None = Field(None, description="what curvature predicts for it")
    bias_data_gradient: Array | None = Field(
        None, description="as for weights, [L][out]; this and the next two with `inspect` and `penalize_biases`"
    )
    bias_penalty_gradient: Array | None = Field(None, description="(λ/m) b, [L][out]; L1 as for weights")
    bias_price: Array | None = Field(None, description="the bias's share of the penalty, λb²/2m; L1: λ|b|/m")


class Place(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    index: int = Field(description="in `lambdas`, from 0")
    lam: float = Field(alias="lambda")


class Goldilocks(Place):
    """The λ of least validation cost and the unbroken stretch around it that is as good, to one standard error.

    λ = 0 only where J has a minimum there: elsewhere the cost tells how far the steps went.
    """

    rule: Literal["minimum_validation", "cross_validation"]
    start: float = Field(alias="from", description="λ at which the stretch begins")
    to: float = Field(description="λ at which it ends")
    one_standard_error: Place | None = Field(
        description="the largest λ within one standard error of the least, as a rule `to`, further up where the curve "
        "comes down again; null where no standard error is known"
    )
    flat: bool = Field(description="the stretch is a thousandfold or more in λ: it hardly matters here")
    at_edge: bool = Field(
        description="it is the first or the last of several λ's: unless that is 0, the least cost may lie beyond"
    )


class CrossValidation(BaseModel):
    """k folds of the training points; for each the path is searched afresh on the points of the others.

    It has a third of the random starts, and sees inputs scaled as for all training points.
    """

    mean: Numbers = Field(description="over the folds of the mean held-out cost")
    standard_error: Numbers = Field(
        description="of that mean, estimated as the deviation of the folds over √k; they share training points, so "
        "that it can be off"
    )


class RepeatedDraws(BaseModel):
    """λ chosen again on fresh data sets of the same kind, each solved from one start."""

    seeds: list[int]
    index: list[int] = Field(description="of the chosen λ")
    lambdas: Numbers = Field(description="the chosen λ of each draw")
    validation: Array = Field(description="[draws][L], the cost that λ was chosen by")


class Thresholds(BaseModel):
    """From which λ on W = 0 is a minimum, from the data alone."""

    minimum: float | None = Field(
        description="from here on W = 0 is a minimum; 0: for every λ > 0; null: for no λ, or with `penalize_biases` "
        "and ReLU not known; exact, but for ReLU with other than two inputs, where it is found by search"
    )
    least: float | None = Field(
        description="from here on no network costs less than W = 0, for tanh and sigmoid perhaps from a smaller λ on "
        "already; null where that is not known, or for no λ"
    )
    least_by_search: bool = Field(
        description="whether `least` is not exact but the largest value that a search found, up to about 1 % too small"
    )


class Grid(BaseModel):
    """Probabilities of class 1 over the first two inputs as drawn; other inputs at 0 as the network sees them."""

    x1: Numbers
    x2: Numbers
    probabilities: Array = Field(description="[L][n][n]")


class Head(BaseModel):
    """What every answer with trained networks begins with."""

    experiment: dict[str, Any] = Field(description="every field, defaults filled in")
    engine_version: str
    share_url: str | None = Field(description="page address of this set-up; null when own points make it too long")
    n_train: int
    n_validation: int
    n_parameters: int
    n_weights: int


class PathAnswer(Head):
    """The solutions over λ. L is the number of λ's, m the number of training points."""

    entropy: float = Field(
        description="H of the training labels' class shares, what W = 0 costs with free biases: the lowest J is at "
        "most this"
    )
    inputs: Inputs
    lambdas: Numbers
    cost: CostParts
    train: TrainScores
    validation: ValidationScores | None
    test: TestScores | None = Field(description="only where the distribution is known")
    layers: list[PathLayer]
    squared_weight_norm: Numbers = Field(
        description="‖W‖² as it is penalised: without biases, with `penalize_biases` with them; the penalty is λ/2m "
        "times it with L2, so that it is at most 2m/λ times `ceiling` wherever J is at most `ceiling`, as with the "
        "direction `best` and without hidden layers"
    )
    absolute_weight_sum: Numbers = Field(
        description="Σ|W| likewise; with L1 at most m/λ times `ceiling` where J is at most that"
    )
    ceiling: Numbers = Field(
        description="J of the best network without weights, the most that the least J can be: `entropy` with free "
        "biases; with `penalize_biases` more, since the output's bias pays too"
    )
    effective_parameters: Gaps = Field(
        description="sum over the positive eigenvalues h of the cross-entropy's Hessian over the weights, biases "
        "profiled out, of h/(h + λ/m), 0 where all weights are 0; with `penalize_biases` over weights and biases; "
        "directions in which the cross-entropy bends down, which the penalty alone holds, count as 0; with L1 the "
        "number of weights other than 0, penalised biases among them; null for networks with more than 640 "
        "parameters, and at λ = 0 where J has no minimum"
    )
    distinct_units: Array = Field(
        description="how many different units each hidden layer has, [L][hidden layers]: two are alike if their "
        "outputs over the training points, centred, are equal up to sign and factor within 2 %; constant ones are none"
    )
    alive_units: Array = Field(description="how many units of each hidden layer are not constant, [L][hidden layers]")
    unit_groups: list[list[list[int | None]]] | None = Field(
        description="only with `inspect`: for each hidden layer, at every λ, the group of alike units that each unit "
        "is in, from 0, [L][units]; null for a constant unit"
    )
    gradient_norm: Numbers = Field(
        description="largest entry of the gradient of J; for L1, and for ReLU with one hidden layer and L2, where J "
        "has kinks, of the generalized gradient of least norm, or of a kink's whole jump where J falls from the kink; "
        "for other ReLU networks of the gradient on one side, with L1 the least at weights of 0"
    )
    converged: list[bool] = Field(
        description="whether it is at most 1e-6 and at most a hundredth of λ/m (no less than rounding), and J bends "
        "down in no direction; beyond 1600 parameters, in none that 60 Lanczos steps find; at λ = 0, a further Newton "
        "step would not move the weights"
    )
    reason: list[Literal["no_minimum", "kinks", "kinks_and_zeros", "work_limit", "saddle", "rounding"] | None] = Field(
        description="why not converged: J has no minimum, the steps ended among kinks of the ReLU, the same where L1 "
        "also holds weights at 0, the steps ran out, the gradient vanishes but J bends down in some direction, or no "
        "step lowers J any more in double precision"
    )
    trivial: list[bool] = Field(description="whether W = 0 is the best found")
    jump: list[bool | None] = Field(
        description="true where the network is not the continuation of the one at the λ before; judged only between "
        "λ's at most a factor of 4 apart; null where it was not judged"
    )
    starts_made: int = Field(
        description="random starts made at each λ at which they are tried: as many as `restarts`, or fewer where the "
        "network is large; 1 without hidden layers"
    )
    collapse_lambda: float | None = Field(
        description="from there on W = 0 is the best found; for the directions `up` and `down`, what the path has; "
        "null outside the range of the λ's, and with hidden layers for `independent`"
    )
    thresholds: Thresholds | None = Field(description="only with `inspect`")
    goldilocks: Goldilocks | None
    cross_validation: CrossValidation | None
    repeated_draws: RepeatedDraws | None
    grid: Grid | None
    pieces: list[PathPiece] | None = Field(description="only with `continuous`: the path over all λ, ascending")
    events: list[PathEvent] | None = Field(description="only with `continuous`: between pieces, ascending")


class DatasetAnswer(BaseModel):
    """The data part of an Experiment."""

    experiment: dict[str, Any]
    engine_version: str
    share_url: str | None
    points: Array = Field(description="[n][d], as drawn")
    labels: list[int] | Numbers = Field(description="[n], as trained on: classes, in regression numbers")
    split: list[Literal["train", "validation"]]
    mislabeled: list[bool]
    inputs: Inputs
    class_names: list[str] = Field(description="none in regression")
    input_names: list[str]
    real: bool = Field(description="measured, not drawn")


class ProblemField(BaseModel):
    field: str
    message: str = Field(description="`<field>: expected <what>, got <value>`")


class Problem(BaseModel):
    """A refusal, RFC 9457."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="`/problems/<kind>`, the address of a page about it")
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []
    estimate: float | None = Field(None, description="budget: CPU seconds this experiment was estimated at")
    limit: float | None = Field(None, description="budget: CPU seconds allowed")
    nearest: dict[str, Any] | None = Field(None, description="budget: fields to change so that it fits")

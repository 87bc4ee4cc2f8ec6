"""What comes back for regression, field by field: the models behind the API page."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from app.experiments.answers.continuous_results import RegressionEvent, RegressionPiece
from app.experiments.answers.parts import Array, Gaps, Numbers
from app.experiments.answers.results import (
    CrossValidation,
    Goldilocks,
    Head,
    Inputs,
    PathLayer,
    RepeatedDraws,
    Thresholds,
)


class RegressionCost(BaseModel):
    """On the training set, for each λ; total = J = squared error + penalty."""

    squared_error: Numbers = Field(description="(1/2m) Σ (ŷ - y)²")
    penalty: Numbers
    total: Numbers


class RegressionTrainScores(BaseModel):
    squared_error: Numbers = Field(description="half of the mean square")
    root_mean_squared_error: Numbers = Field(description="in the units of the labels")


class RegressionValidationScores(RegressionTrainScores):
    standard_error: Gaps = Field(description="of the mean squared error / 2; null where one point is all there is")


class RegressionTestScores(RegressionTrainScores):
    """On a large fresh draw from the curve and its jitter, with no point far off."""

    least_squared_error: float = Field(description="noise² / 2, which no curve beats on average")


class Curve(BaseModel):
    """The fitted curve for each λ, a little beyond the points on both sides."""

    x: Numbers
    truth: Numbers | None = Field(description="the curve that the data set is drawn from; null for own points")
    predictions: Array = Field(description="[L][n]")


class RegressionAnswer(Head):
    """With `task=regression`: polynomials of one input over λ, the exact minimum of J for each."""

    n_weights: int = Field(description="the degree: one for each power of x")
    entropy: None = Field(description="there are no classes")
    variance: float = Field(
        description="of the training labels; half of it is what W = 0 costs with a free bias, the most J can be"
    )
    inputs: Inputs = Field(description="x to t = (x - mean) / scale, by the training points' deviation with n, not n-1")
    features: Inputs = Field(description="powers of t to what the network sees: (t^k - mean) / scale, k = 1 to degree")
    lambdas: Numbers
    cost: RegressionCost
    train: RegressionTrainScores
    validation: RegressionValidationScores | None
    test: RegressionTestScores | None = Field(description="only where the curve is known")
    layers: list[PathLayer] = Field(description="one, with one output: [L][1][degree]; knock-outs raise squared error")
    coefficients: Array = Field(description="[L][degree + 1], the same polynomials by 1, x, x², … as drawn")
    squared_weight_norm: Numbers = Field(
        description="‖W‖² as it is penalised: without bias, with `penalize_biases` with it; with L2 at most 2m/λ times "
        "`ceiling`"
    )
    absolute_weight_sum: Numbers = Field(description="Σ|W| likewise; with L1 at most m/λ times `ceiling`")
    ceiling: Numbers = Field(
        description="J of W = 0 with the best bias, the most that J can be: half the `variance`, with "
        "`penalize_biases` more"
    )
    effective_parameters: Numbers = Field(
        description="with L2 the sum of h/(h + λ/m) over the eigenvalues h > 0 of the features' covariance, with L1 "
        "the number of weights other than 0; a bias that is penalised is one of them"
    )
    distinct_units: Array = Field(description="[L][0]: there are no hidden layers")
    alive_units: Array = Field(description="[L][0]")
    unit_groups: list[list[list[int | None]]] | None = Field(description="only with `inspect`, and empty")
    gradient_norm: Numbers = Field(
        description="largest entry of the gradient of J, for L1 of its element of least norm"
    )
    converged: list[bool] = Field(
        description="whether it is at most 1e-6 and a hundredth of λ/m; where many weights fit equally well at λ = 0, "
        "they are those of least norm"
    )
    reason: list[Literal["rounding"] | None] = Field(description="why not converged")
    trivial: list[bool] = Field(description="whether W = 0, one value everywhere, is the minimum")
    jump: list[bool | None] = Field(description="never true: there is one minimum; null after λ = 0")
    starts_made: int = Field(description="1: there is one minimum")
    collapse_lambda: float | None = Field(description="with L1, from there on W = 0; null outside the range of the λ's")
    thresholds: Thresholds | None = Field(description="only with `inspect`")
    goldilocks: Goldilocks | None
    cross_validation: CrossValidation | None
    repeated_draws: RepeatedDraws | None
    curve: Curve | None = Field(description="with `grid` > 0, on so many places")
    pieces: list[RegressionPiece] | None = Field(description="only with `continuous`: the path over all λ, ascending")
    events: list[RegressionEvent] | None = Field(description="only with `continuous`: between pieces, ascending")

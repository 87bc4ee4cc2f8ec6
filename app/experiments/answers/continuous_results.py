"""What comes back of a path as a function of λ, with `continuous`: the models behind the API page."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.experiments.answers.parts import Array, Numbers


class NodeLayer(BaseModel):
    """From the first hidden layer to the output, each at every node."""

    weights: Array = Field(description="[N][out][in]")
    biases: Array = Field(description="[N][out]")


class AnyNodes(BaseModel):
    """Places at which the path is known. N is their number."""

    model_config = ConfigDict(populate_by_name=True)

    lam: Numbers = Field(alias="lambda", description="[N], ascending; between two of them θ is the cubic in ln λ")
    layers: list[NodeLayer] = Field(description="hidden units are named alike within a piece")
    slopes: list[NodeLayer] = Field(
        description="dθ/d ln λ; 0 at weights that slide to 0, where it has no end; where a piece is not refined for "
        "lack of slopes, those of straight lines between nodes"
    )
    penalty: Numbers
    squared_weight_norm: Numbers = Field(description="as it is penalised: with `penalize_biases` with biases")


class Nodes(AnyNodes):
    cross_entropy: Numbers


class RegressionNodes(AnyNodes):
    squared_error: Numbers


class AnyPiece(BaseModel):
    """A stretch of λ on which the path is smooth: Hermite's cubic in ln λ from node to node."""

    start: float = Field(alias="from", description="λ")
    to: float
    refined: bool = Field(
        description="whether the visible error is known and at most 0.01; false where work ran out, where two networks "
        "are nearer than their tie could be told, and for ReLU, L1 with hidden layers and more than 640 parameters"
    )
    visible_error: float | None = Field(
        description="halfway between nodes, the largest change of a probability from the cubic to the solution, on a "
        "32 × 32 grid around the points, with more than 2 inputs at the points too; in regression of a prediction, in "
        "standard deviations of the labels; null where it was not measured"
    )


class PathPiece(AnyPiece):
    nodes: Nodes


class RegressionPiece(AnyPiece):
    nodes: RegressionNodes


class ChangedPoint(BaseModel):
    """A training point that the network on the left of an event has on its side and that on the right has not."""

    index: int = Field(description="in `points` of /dataset, from 0")
    mislabeled: bool = Field(description="whether its label is known to be wrong")
    right: list[bool] = Field(description="whether the network answers its label, [left, right]")


class EventScores(BaseModel):
    """On the held-out points, [left, right]."""

    cross_entropy: Numbers
    accuracy: Numbers


class RegressionEventScores(BaseModel):
    """On the held-out points, [left, right]."""

    squared_error: Numbers
    root_mean_squared_error: Numbers


class AnyEvent(BaseModel):
    """Where one piece ends and the next begins. Left is what holds just below λ, right just above it."""

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["tie", "merge", "vanish", "knot"] = Field(
        description="two networks cost the same; units become alike or cease to be, without a jump; all weights are 0 "
        "from here on; a weight or penalised bias leaves 0 or returns to it, with L1 without hidden layer"
    )
    lam: float = Field(
        alias="lambda",
        description="at a tie J is equal to the last digit, so that what is given up in the cost on the data is what "
        "is saved in penalty: ΔCE = (λ/2m) Δ‖W‖²; merges are known to a thousandth",
    )
    cost: float = Field(description="J")
    squared_weight_norm: Numbers = Field(description="[left, right], as it is penalised")
    absolute_weight_sum: Numbers = Field(description="[left, right], as it is penalised")
    distinct_units: list[list[int]] = Field(description="of each hidden layer, [left, right]")
    changed_points: list[ChangedPoint] = Field(description="training points that change sides")


class PathEvent(AnyEvent):
    cross_entropy: Numbers = Field(description="[left, right]")
    validation: EventScores | None


class RegressionEvent(AnyEvent):
    squared_error: Numbers = Field(description="[left, right]")
    validation: RegressionEventScores | None

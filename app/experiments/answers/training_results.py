"""What comes back from training step by step, field by field: the models behind the API page."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.experiments.answers.parts import Array, Numbers
from app.experiments.answers.results import Head, Inputs


class SnapshotCosts(BaseModel):
    """On the training set, [L][S] each; total = J = cross-entropy + penalty."""

    cross_entropy: Array
    penalty: Array
    total: Array


class SnapshotTrainScores(BaseModel):
    """[L][S] each."""

    cross_entropy: Array
    accuracy: Array = Field(description="a fraction")
    n_mislabeled: int = Field(
        description="training points known to have the wrong label: flipped here, or said to be (`mislabeled_points`)"
    )
    mislabeled_right: Array = Field(description="how many of them the network gives that wrong label")


class SnapshotValidationScores(BaseModel):
    """[L][S] each."""

    cross_entropy: Array
    accuracy: Array
    standard_error: Array = Field(description="of the mean cross-entropy; null where one point is all there is")
    larger_class: float = Field(description="share of the larger class: what saying it for every point gets right")


class SnapshotTestScores(BaseModel):
    """On a large fresh draw with true labels, [L][S] each."""

    cross_entropy: Array
    accuracy: Array
    bayes_accuracy: float = Field(
        description="mean over this draw of the larger true class probability, which no classifier beats on average"
    )


class SnapshotLayer(BaseModel):
    """From the first hidden layer to the output, each at every λ and snapshot."""

    weights: Array = Field(description="[L][S][out][in]")
    biases: Array = Field(description="[L][S][out]")


class TrainingAnswer(Head):
    """Training step by step. L is the number of λ's, S of snapshots, m of training points.

    From the epoch of divergence on, all numbers of that λ are null, or NaN in typed arrays.
    """

    share_url: str | None = Field(
        description="page address of this training, epoch by epoch; null when own points make it too long"
    )
    entropy: float = Field(description="H of the training labels' class shares: the cost of the best constant answer")
    inputs: Inputs
    lambdas: Numbers
    epochs: list[int] = Field(description="[S], 0 is the start")
    cost: SnapshotCosts
    train: SnapshotTrainScores
    validation: SnapshotValidationScores | None
    test: SnapshotTestScores | None = Field(description="only where the distribution is known")
    squared_weight_norm: Array = Field(
        description="‖W‖² as it is penalised: with `penalize_biases` with biases, else without, [L][S]"
    )
    gradient_norm: Array = Field(description="largest entry of the gradient of J, [L][S]")
    layers: list[SnapshotLayer]
    weight_decay: Numbers = Field(
        description="αλ/m: with L2, the share of every weight that gradient descent and AdamW take away in an epoch"
    )
    diverged_at: list[int | None] = Field(
        description="epoch after which a parameter was past a million times the largest at the start, or 1, having "
        "grown over several epochs; from it on all numbers of that λ are null, or NaN in typed arrays; null where "
        "training did not diverge: weights that are thrown to and fro, always as far, have not"
    )
    reason: list[str | None] = Field(description="why it diverged, or will with more epochs; null where it does not")

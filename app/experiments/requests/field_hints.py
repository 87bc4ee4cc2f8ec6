"""Which fields an address has no use for: those it takes for the page's sake, and those it refuses, with a hint."""

from __future__ import annotations

import difflib

from pydantic import BaseModel

from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun

OF_TRAINING = tuple(name for name in TrainingRun.model_fields if name not in Experiment.model_fields)
OF_THE_PAGE = ("weight", "view", "present", "pin", "film", "epoch")
ELSEWHERE = {
    **dict.fromkeys(OF_TRAINING, "it belongs to /api/v1/train"),
    **dict.fromkeys(OF_THE_PAGE, "it belongs to the address of the page"),
    "as": "it belongs to /api/v1/export",
    "data": "in a JSON body own points are points and labels",
    "lambda": "here it is lambdas; lambda belongs to the page, /api/v1/export and /api/v1/cost",
    "penalty": "perhaps regularizer",
    "layers": "perhaps hidden_layer_sizes; layers with weights belong to /api/v1/cost",
}
"""Names that mean something, but not among the fields of an Experiment."""

OF_A_PATH = ("direction", "restarts", "folds", "draws", "inspect", "continuous", "grid")
NOT_USED = {
    "path": (),
    "train": OF_A_PATH,
    "dataset": ("hidden_layer_sizes", "degree", "activation", "regularizer", "penalize_biases", "lambdas", *OF_A_PATH),
    "export": ("draws", "inspect", "continuous", "grid", "format"),
}
"""Fields of an Experiment that change nothing in an answer but its `experiment` and `share_url`.

They are taken all the same: the query of a page is that of every answer it shows.
"""


def known_field(field: str, model: type[BaseModel]) -> str:
    """What is expected in place of `field`, which the model lacks."""
    if issubclass(model, Experiment) and field in ELSEWHERE:
        return f"a known field ({ELSEWHERE[field]})"
    known = [info.alias or name for name, info in model.model_fields.items()]
    close = difflib.get_close_matches(field, known, n=1)
    if close:
        return f"a known field (perhaps {close[0]})"
    return "a known field (it belongs to /api/v1/path)" if field in Experiment.model_fields else "a known field"

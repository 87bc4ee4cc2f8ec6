"""What can be taken along: the path over λ as a table, or a stand-alone script that reproduces one of its networks."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.experiments.address.parsing import parse_query
from app.experiments.answers.scripting import script
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.field_rules import MAX_LAMBDA, MIN_LAMBDA, plain
from app.experiments.requests.request_errors import RequestError, expected

Json = dict[str, Any]

KINDS = {
    "csv": "a table with a row for each λ: cost, scores, norms, every weight and bias",
    "python": "a script that needs NumPy only",
    "sklearn": "a script for scikit-learn, which for networks with hidden layers has no L1 and leaves biases free",
    "pytorch": "a script for PyTorch",
}


@dataclass(frozen=True)
class Export:
    """What is wanted of an Experiment, and for a script at which λ; None is the Goldilocks λ."""

    kind: str
    lam: float | None
    experiment: Experiment

    @property
    def solved(self) -> Experiment:
        """What has to be computed: nothing that stands neither in a table nor in a script."""
        return self.experiment.model_copy(
            update={"inspect": False, "continuous": False, "grid": 0, "draws": 0, "format": "arrays"}
        )

    @property
    def media_type(self) -> str:
        return f"text/{'csv' if self.kind == 'csv' else 'x-python'}; charset=utf-8"


def read_export(pairs: Sequence[tuple[str, str]]) -> Export:
    """The wish of a query string, or a RequestError."""
    kind = _only("as", pairs)
    kind = "csv" if kind is None else kind
    if kind not in KINDS:
        raise _refused("as", f"one of {', '.join(KINDS)} (JSON is what /api/v1/path answers)", kind)
    experiment = parse_query([(name, text) for name, text in pairs if name not in ("as", "lambda")])
    if kind != "csv" and experiment.task == "regression":
        raise _refused("as", "csv in regression", kind)
    if kind == "sklearn" and experiment.regularizer == "l1" and experiment.hidden_layer_sizes:
        raise _refused("as", "csv, python or pytorch for L1 with hidden layers, which scikit-learn lacks", kind)
    if kind == "sklearn" and experiment.penalize_biases and experiment.hidden_layer_sizes:
        what = "csv, python or pytorch for penalised biases with hidden layers, which scikit-learn leaves free"
        raise _refused("as", what, kind)
    return Export(kind, _lambda(_only("lambda", pairs)), experiment)


def written(export: Export, path: Json, dataset: Json) -> bytes:
    """The text, from the answers of /path and /dataset as JSON."""
    if export.kind == "csv":
        return _table(path).encode()
    index = nearest_index(path, export.lam)
    return script(export.kind, path, dataset, index, why_this_lambda(path, export.lam, index)).encode()


def file_name(export: Export, path: Json) -> str:
    """Tells the set-up, in letters that every system takes."""
    experiment = export.experiment
    layers = "-".join(str(size) for size in experiment.hidden_layer_sizes) or "logistic"
    biases = ["biases"] if experiment.penalize_biases else []
    parts = ["goldilambda", experiment.dataset, layers, experiment.regularizer, *biases, f"seed{experiment.seed}"]
    if export.kind == "csv":
        return "-".join(parts).replace("_", "-") + ".csv"
    at = f"lambda{path['lambdas'][nearest_index(path, export.lam)]:.3g}"
    return "-".join([*parts, at, export.kind]).replace("_", "-") + ".py"


def nearest_index(path: Json, lam: float | None) -> int:
    """The solved λ nearest to the wanted one, on a log scale: what the page shows for it."""
    lambdas = path["lambdas"]
    if lam is None:
        lam = path["goldilocks"]["lambda"] if path["goldilocks"] else 1.0
    if lam == 0.0 or not any(lambdas):
        return 0

    def distance(i: int) -> float:
        return abs(math.log(lambdas[i] / lam)) if lambdas[i] > 0.0 else math.inf

    return min(range(len(lambdas)), key=distance)


def why_this_lambda(path: Json, lam: float | None, index: int) -> str:
    """How the λ of a script came to be it, in letters that every editor takes."""
    if lam is None:
        if path["goldilocks"]:
            return "the Goldilocks lambda, since none was asked for"
        return "the nearest to 1 of those solved: none was asked for, and without held-out points or folds none is best"
    if lam == path["lambdas"][index]:
        return "as asked for"
    wanted = repr(lam).removesuffix(".0")
    can_be_solved = lam == 0.0 or lam >= MIN_LAMBDA
    return f"the nearest to {wanted} of those solved" + (f"; lambdas={wanted} solves that one" if can_be_solved else "")


def _table(path: Json) -> str:
    columns = dict(_columns(path))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))
    return text.getvalue()


def _columns(path: Json) -> Iterator[tuple[str, list[Any]]]:
    """Every list over λ by its name in the API, then each weight `W<layer>_<to>_<from>` and bias `b<layer>_<to>`."""
    n = len(path["lambdas"])
    yield "lambda", path["lambdas"]
    for name, value in path.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, values in parts:
            over_lambda = isinstance(values, list) and len(values) == n and not isinstance(values[0], list | dict)
            if over_lambda and name not in ("lambdas", "inputs", "experiment", "repeated_draws"):
                yield f"{name}_{part}".removesuffix("_"), values
    for layer, parts in enumerate(path["layers"], 1):
        for to in range(len(parts["biases"][0])):
            for source in range(len(parts["weights"][0][0])):
                yield f"W{layer}_{to + 1}_{source + 1}", [matrix[to][source] for matrix in parts["weights"]]
            yield f"b{layer}_{to + 1}", [biases[to] for biases in parts["biases"]]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def _only(name: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    given = [text for key, text in pairs if key == name]
    if len(given) > 1:
        raise _refused(name, "one value", f"{given[1]} as another")
    return given[0] if given else None


def _lambda(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= MAX_LAMBDA:
        raise _refused("lambda", f"a number from 0 to {plain(MAX_LAMBDA)}", text)
    return value


def _refused(field: str, what: str, got: object) -> RequestError:
    error = expected(field, what, got)
    return RequestError("invalid", error.message, [error])

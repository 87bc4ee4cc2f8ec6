"""A stand-alone script with the data and the weights of one λ written into it."""

from __future__ import annotations

from pathlib import Path
from string import Template
from textwrap import indent
from typing import Any

Json = dict[str, Any]

FOLDER = Path(__file__).parent / "scripts"
ROUGH = 2
"""Decimals of the weights that a descent starts from: far enough away to have something to do."""
SMALL = 3
"""The same for L1, whose descent is slower."""


def script(kind: str, path: Json, dataset: Json, index: int, why: str) -> str:
    """The script `kind` for the λ at `index`, and `why` it is that, from the answers of /path and /dataset."""
    experiment = path["experiment"]
    logistic = not experiment.get("hidden_layer_sizes", [8])
    name = {"python": "numpy", "pytorch": "pytorch", "sklearn": "sklearn_logistic" if logistic else "sklearn_network"}
    text = (FOLDER / f"{name[kind]}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(_values(path, dataset, index), why=why)


def _values(path: Json, dataset: Json, index: int) -> dict[str, str]:
    experiment = path["experiment"]
    activation, regularizer = experiment["activation"], experiment["regularizer"]
    training = [k for k, part in enumerate(dataset["split"]) if part == "train"]
    weights = [layer["weights"][index] for layer in path["layers"]]
    biases = [layer["biases"][index] for layer in path["layers"]]
    at_minimum = path["converged"][index]
    smooth = activation != "relu" and at_minimum
    digits = (ROUGH if regularizer == "l2" else SMALL) if smooth else None
    return {
        "address": path["share_url"] or "(own points)",
        "lam": repr(path["lambdas"][index]),
        "regularizer": regularizer,
        "activation": activation,
        "penalize_biases": repr(experiment.get("penalize_biases", False)),
        "sklearn_activation": "logistic" if activation == "sigmoid" else activation,
        "hidden": repr(tuple(len(bias) for bias in biases[:-1])),
        "descend": repr(at_minimum),
        "smooth_descend": repr(at_minimum and regularizer == "l2"),
        "digits": repr(digits),
        "rounded": f" rounded to {digits} decimals" if digits is not None else "",
        "points": _rows([dataset["points"][k] for k in training]),
        "labels": _flat([float(dataset["labels"][k]) for k in training]),
        "mean": repr(path["inputs"]["mean"]),
        "scale": repr(path["inputs"]["scale"]),
        "weights": _arrays(weights, "np.array"),
        "biases": _arrays(biases, "np.array"),
        "torch_weights": _arrays(weights, "torch.tensor"),
        "torch_biases": _arrays(biases, "torch.tensor"),
        "flat_weights": repr(weights[-1][0]),
        "bias": repr(biases[-1][0]),
    }


def _rows(rows: list[list[float]]) -> str:
    """A list of rows, one on each line."""
    return indent("[\n" + "".join(f"    {row!r},\n" for row in rows) + "]", "    ")


def _flat(values: list[float], in_a_line: int = 20) -> str:
    lines = [values[k : k + in_a_line] for k in range(0, len(values), in_a_line)]
    return indent("[\n" + "".join(f"    {', '.join(map(repr, line))},\n" for line in lines) + "]", "    ")


def _arrays(arrays: list[Any], make: str) -> str:
    written = [_rows(array) if isinstance(array[0], list) else indent(repr(array), "    ") for array in arrays]
    return indent("\n".join(f"{make}(\n{text}\n)," for text in written), "    ")

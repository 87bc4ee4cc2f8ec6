"""Random set-ups over all that the API takes, small enough to be solved in a blink. Knows names and limits, no code."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

Fields = dict[str, Any]
Draw = Callable[[Random], Any]

DATASETS = ["moons", "circles", "xor", "spirals", "blobs", "linear", "decoys", "penguins"]
REGRESSION_DATASETS = ["line_and_two", "sine", "cubic", "step"]
LAYERS: list[list[int]] = [[], [1], [2], [4], [3, 2], [2, 2, 2]]
ACTIVATIONS = ["tanh", "relu", "sigmoid"]
GRIDS = ["0,0.01..100..2", "0.001..1000..1", "0,0.1..10..3,100", "1e-8..1e6..1", "0.1..10..0"]
"""λ's as an address has them; the last is none."""
DATA = [
    "2.2.8.2.gAAgAygB9f_OgBLgBkf-cgAZgCWgCWgAKf-IgAogAof_EgBa.69.40",
    "2.2.6.2.gAAgAygB9f_OgBLgBkf-cgAZgCWgCWgAKf-IgAogAof_EgBa.69.01",
    "1_2_4_0_0_0_1_0_1_0_1_1_1_1_0",
    "1_2_5_.5_0_0_1_.25_1_-1.5_1_1_1_1e-3_0_2_2_1_3_1_0_r44",
    "1_3_4_0_0_1_0_1_0_2_1_0_1_3_1_1_1_-1_0",
    "2.2.8.2.gAAgAyiB9",
    "1_2_4_0_0_0_1",
    "3_2",
]
"""Own points as an address has them, in both forms, with and without held-out and mislabeled ones; three are broken."""


def choice(*values: object) -> Draw:
    return lambda rng: rng.choice(values)


def between(low: float, high: float) -> Draw:
    return lambda rng: round(rng.uniform(low, high), 3)


ANY_TASK: dict[str, Draw] = {
    "seed": lambda rng: rng.choice([0, 1, 2**32 - 1, rng.randrange(10_000)]),
    "noise": between(0.0, 1.0),
    "validation_fraction": choice(0, 0.2, 0.5, 0.9),
    "regularizer": choice("l2", "l1"),
    "direction": choice("best", "up", "down", "independent"),
    "folds": choice(0, 2, 3, 5),
    "draws": choice(0, 0, 2, 3),
    "inspect": choice(True, False),
    "grid": choice(0, 4, 9),
    "format": choice("arrays", "typed"),
}
CLASSIFICATION: dict[str, Draw] = {
    **ANY_TASK,
    "task": choice("classification"),
    "dataset": choice(*DATASETS),
    "mislabeled": between(0.0, 0.5),
    "nuisance_features": choice(0, 1, 3),
    "standardize": choice(True, False),
    "penalize_biases": choice(True, False),
    "activation": choice(*ACTIVATIONS),
}
REGRESSION: dict[str, Draw] = {**ANY_TASK, "dataset": choice(*REGRESSION_DATASETS), "degree": choice(1, 2, 5, 9, 15)}
TRAINING: dict[str, Draw] = {
    "learning_rate": between(0.01, 2.0),
    "n_epochs": choice(1, 20, 150),
    "optimizer": choice("gradient_descent", "adam", "adamw"),
    "snapshots": choice(2, 7, 1000),
}
BAD: dict[str, list[Any]] = {
    "task": ["clustering", 1],
    "dataset": ["moon", "sine", "line_and_two", "own", ""],
    "points": [[[0]], [], [[0, 0], [1, 2e6]], [[0, 0], [1]], "0,0", [[0, 0], [1, 1]]],
    "labels": [[0, 1], [0, 0], [0, 2], "0,1"],
    "validation_points": [[[0, 0]]],
    "mislabeled_points": [[True], [0, 1]],
    "n_samples": [5, 2001, 20.5, "many", True, None],
    "noise": [-0.1, 1.5, "loud"],
    "mislabeled": [0.51, -1, "nan"],
    "nuisance_features": [9, 1.5],
    "validation_fraction": [0.95, "half"],
    "standardize": ["yes", 1],
    "hidden_layer_sizes": [[0], [65], [8] * 5, "8;8", [1.5], 8],
    "degree": [3, 0, 16, 99, "two"],
    "activation": ["Tanh", "gelu", None],
    "regularizer": ["l3", "L2"],
    "lambdas": [[], [1, 0.1], [1, 1], [-1], [1e-9], [1e7], "much", "0.1,1;10", 1],
    "direction": ["sideways"],
    "restarts": [0, 101, "all"],
    "folds": [1, 11, "2.5"],
    "draws": [1, 51],
    "seed": [-1, 2**32, "abc"],
    "inspect": ["maybe"],
    "grid": [201, -1],
    "format": ["json"],
    "learning_rate": [0, 11],
    "n_epochs": [0, 20_001],
    "optimizer": ["sgd"],
    "snapshots": [1, 1001],
    "weight": ["1-1-1"],
    "lambda": [0.5, -1, "big"],
    "film": [1],
    "alpha": [0.1],
    "hidden_layers": [[8]],
    "n_restarts": [3],
    "λ": [1],
}
"""What a field refuses: not all of it is wrong in every task and at every address."""
MANY: Fields = {"hidden_layer_sizes": [64] * 4, "n_samples": 2000, "lambdas": [float(k) for k in range(1, 43)]}
TOO_MUCH = {"path": MANY | {"restarts": 100, "folds": 10}, "train": MANY | {"n_epochs": 20_000, "snapshots": 1000}}
"""More work than a server takes on."""


def set_up(rng: Random) -> Fields:
    """A set-up that is most often valid: a quarter regression, a fifth on own points."""
    fields: Fields
    if rng.random() < 0.25:
        fields = {"task": "regression"} | some(rng, REGRESSION) | ({"n_samples": 24} if rng.random() < 0.5 else {})
    else:
        fields = some(rng, CLASSIFICATION)
        fields |= {"n_samples": rng.randrange(12, 60), "hidden_layer_sizes": rng.choice(LAYERS)}
    fields |= {"lambdas": _lambdas(rng), "restarts": rng.choice([1, 1, 2, 4])}
    return _with_own_points(rng, fields) if rng.random() < 0.2 else fields


def training(rng: Random, fields: Fields) -> Fields:
    """The set-up, trained step by step."""
    return fields | some(rng, TRAINING) | {"n_epochs": rng.choice([1, 20, 150])}


def spoiled(rng: Random, fields: Fields, endpoint: str) -> Fields:
    """The set-up with one to four fields that hold what they can't, or with more work than is taken on."""
    if rng.random() < 0.15 and endpoint != "dataset":
        return fields | TOO_MUCH["train" if endpoint == "train" else "path"]
    return fields | {name: rng.choice(BAD[name]) for name in rng.sample(list(BAD), rng.choice([1, 1, 2, 4]))}


def network_to_weigh(rng: Random) -> Fields:
    """A body of /cost; one in six does not fit together."""
    sizes = [rng.randrange(1, 4), *rng.choice(LAYERS), 1]
    n = rng.randrange(1, 9)
    layers = [
        {"weights": _matrix(rng, n_out, n_in), "biases": _matrix(rng, 1, n_out)[0]} for n_in, n_out in pairwise(sizes)
    ]
    body: Fields = {"points": _matrix(rng, n, sizes[0]), "labels": [rng.randrange(2) for _ in range(n)]}
    body |= {"layers": layers, "activation": rng.choice(ACTIVATIONS), "regularizer": rng.choice(["l2", "l1"])}
    if rng.random() < 0.17:
        body |= rng.choice([{"labels": [1] * (n + 1)}, {"layers": []}, {"lambda": -1}, {"seed": 1}, {"points": 7}])
    return {"lambda": rng.choice([0, 0.7, 30])} | body


def some(rng: Random, draws: dict[str, Draw]) -> Fields:
    """About half of the fields."""
    return {name: draw(rng) for name, draw in draws.items() if rng.random() < 0.5}


def _lambdas(rng: Random) -> list[float] | str:
    """A list, with or without 0, or now and then a grid in words."""
    if rng.random() < 0.15:
        return rng.choice(GRIDS)
    exponents = sorted(rng.sample(range(-16, 13), rng.randrange(1, 6)))
    return [0.0] * (rng.random() < 0.4) + [float(f"{10 ** (exponent / 4):.4g}") for exponent in exponents]


def _with_own_points(rng: Random, fields: Fields) -> Fields:
    """The set-up on own points, as `data` of an address or as lists."""
    fields = {name: value for name, value in fields.items() if name not in ("dataset", "n_samples", "draws")}
    if rng.random() < 0.5:
        return fields | {"data": rng.choice(DATA)}
    is_regression = fields.get("task") == "regression"
    n, width = rng.randrange(4, 15), 1 if is_regression else rng.choice([2, 2, 3])
    labels = [value for (value,) in _matrix(rng, n, 1)] if is_regression else [k % 2 for k in range(n)]
    fields |= {"points": _matrix(rng, n, width), "labels": labels}
    if rng.random() < 0.3:
        fields |= {"validation_points": _matrix(rng, 3, width), "validation_labels": [0, 1, 1]}
        fields.pop("validation_fraction", None)
    elif rng.random() < 0.3 and not is_regression:
        fields |= {"mislabeled_points": [rng.random() < 0.2 for _ in range(n)]}
    return fields


def _matrix(rng: Random, rows: int, columns: int) -> list[list[float]]:
    return [[round(rng.gauss(0.0, 1.0), 3) for _ in range(columns)] for _ in range(rows)]

"""Real data sets, read from the files beside this module."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from app.engine.arrays import Array

CLASS_NAMES = ("Adélie", "Chinstrap")
INPUT_NAMES = ("bill length (mm)", "bill depth (mm)")
_SPECIES = ("Adelie", "Chinstrap")


@cache
def _table() -> tuple[Array, Array]:
    """points (n, 2) and labels (n,) of every bird of the two species that was measured.

    Source: Palmer Archipelago penguins, CC0. Gorman, Williams and Fraser, PLOS ONE 9 (2014) e90081; collected in
    Horst, Hill and Gorman, palmerpenguins (2020).
    """
    with (files("app.engine.data") / "penguins.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["species"] in _SPECIES and row["bill_length_mm"] != "NA"]
    points = np.array([[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows])
    return points, np.array([float(_SPECIES.index(row["species"])) for row in rows])


def penguins(n_samples: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """At most n_samples birds, drawn without replacement."""
    points, labels = _table()
    chosen = rng.permutation(len(points))[:n_samples]
    return points[chosen], labels[chosen]


def n_penguins() -> int:
    return len(_table()[0])

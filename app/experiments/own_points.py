"""Own points as text that fits an address: `data=1_2_3_0.5_1.25_1_...`. Version 1 of the form.

Numbers joined by `_`, which no encoder of addresses touches: the version, the number of inputs d, the number of
training points, then each point as its d coordinates and its label, the training points first, then the validation
points. Coordinates have as few digits as give back the same float64, so the text loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.experiments.field_rules import MAX_INPUTS, MAX_POINTS, Matrix
from app.experiments.refusals import shown

VERSION = "1"
DATA_FIELDS = ("points", "labels", "validation_points", "validation_labels")
COORDINATE = re.compile(r"-?(\d{1,20}\.?\d{0,20}|\.\d{1,20})(e-?\d{1,3})?")

Rows = list[list[float]]


def number_text(value: float) -> str:
    """A number in its shortest exact form, without the signs that an address would encode."""
    text = repr(value).replace("e+", "e")
    text = text.removesuffix(".0")
    return re.sub(r"^(-?)0\.", r"\1.", text)


def own_points_text(
    points: Matrix, labels: Sequence[float], validation_points: Matrix | None, validation_labels: Sequence[float] | None
) -> str:
    """The text of own data."""
    parts = [VERSION, str(len(points[0])), str(len(points))]
    for rows, row_labels in ((points, labels), (validation_points or (), validation_labels or ())):
        for row, label in zip(rows, row_labels, strict=True):
            parts += [*(number_text(value) for value in row), number_text(label)]
    return "_".join(parts)


def read_own_points(text: str) -> dict[str, object]:
    """The fields of own data that the text stands for. Raises ValueError: `expected <what>, got <value>`."""
    version, *parts = text.split("_")
    if version != VERSION:
        raise ValueError(f"expected own points in form {VERSION}, got form {shown(version)}")
    if len(parts) < 2 or not all(re.fullmatch(r"\d{1,4}", part) for part in parts[:2]):
        raise ValueError(f"expected the number of inputs and of training points, got {shown('_'.join(parts[:2]))}")
    n_inputs, n_training = int(parts[0]), int(parts[1])
    return _fields(parts[2:], n_inputs, n_training)


def _fields(cells: list[str], n_inputs: int, n_training: int) -> dict[str, object]:
    width = n_inputs + 1
    if n_inputs > MAX_INPUTS or len(cells) > 2 * MAX_POINTS * width:
        raise ValueError(f"expected at most {MAX_INPUTS} inputs and {MAX_POINTS} points, got {len(cells)} numbers")
    if len(cells) % width or len(cells) < n_training * width:
        raise ValueError(
            f"expected {n_training} or more points of {n_inputs} numbers and a label, got {len(cells)} numbers"
        )
    rows = list(_numbers(cells, width))
    training, held_out = rows[:n_training], rows[n_training:]
    fields: dict[str, object] = {"points": [row[:-1] for row in training], "labels": [row[-1] for row in training]}
    if held_out:
        fields["validation_points"] = [row[:-1] for row in held_out]
        fields["validation_labels"] = [row[-1] for row in held_out]
    return fields


def _numbers(cells: list[str], width: int) -> Iterator[list[float]]:
    for cell in cells:
        if not COORDINATE.fullmatch(cell):
            raise ValueError(f"expected numbers joined by _, got {shown(cell)}")
    for start in range(0, len(cells), width):
        yield [float(cell) for cell in cells[start : start + width]]

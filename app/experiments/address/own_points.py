"""Own points as text that fits an address: `data=1_2_3_0.5_1.25_1_...` or `data=2.2.3.4.hAAgAA...`.

Form 1, for any numbers: joined by `_`, which no encoder of addresses touches, the version, the number of inputs d, the
number of training points, then each point as its d coordinates and its label, the training points first, then the
validation points. Coordinates have as few digits as give back the same float64, so the text loses nothing. Where points
are known to be mislabeled, `r` and their bits follow as the last part.

Form 2, for labels 0 and 1, a third as long: joined by `.`, the version, d, the number of training points, the number of
decimals p, the coordinates, the labels. A coordinate k / 10^p is the 18 bits of k + 2^17 as three characters of
base64url; labels are bits, four to a hexadecimal digit, the first point's the highest, zeros at the end. The bits of
mislabeled points follow in the same way. The page writes it wherever it is exact, the server where there are such
points. Both forms stay readable: a link from today opens tomorrow.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence

from app.experiments.address.number_text import shortest_text
from app.experiments.requests.field_rules import MAX_INPUTS, MAX_POINTS, Matrix
from app.experiments.requests.request_errors import quoted

VERSION = "1"
FIXED_POINT = "2"
RINGS = "r"
"""Begins the last part of form 1 where some points have a ring: those known to be mislabeled."""
EXAMPLE = "1_2_2_0_0_0_1_1_1"
"""(0, 0) of class 0 and (1, 1) of class 1."""
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
"""Of base64url."""
DIGITS = {digit: k for k, digit in enumerate(ALPHABET)}
"""What each of its characters stands for."""
HALF = 2**17
"""Form 2 holds whole numbers from -HALF to HALF - 1."""
MAX_DECIMALS = 9
DATA_FIELDS = ("points", "labels", "validation_points", "validation_labels", "mislabeled_points")
COORDINATE = re.compile(r"-?(\d{1,20}\.?\d{0,20}|\.\d{1,20})(e-?\d{1,3})?")


def own_points_text(
    points: Matrix, labels: Sequence[float], n_training: int, mislabeled: Sequence[bool] | None = None
) -> str:
    """The text of own data, training points first; nothing is lost."""
    rings = [_bits_text(mislabeled)] if mislabeled and any(mislabeled) else []
    decimals = _exact_decimals(points) if rings and set(labels) <= {0, 1} else None
    if decimals is not None:
        whole = [round(value * 10**decimals) + HALF for row in points for value in row]
        coordinates = "".join(ALPHABET[k >> 12] + ALPHABET[k >> 6 & 63] + ALPHABET[k & 63] for k in whole)
        head = f"{FIXED_POINT}.{len(points[0])}.{n_training}.{decimals}"
        return ".".join([head, coordinates, _bits_text(labels), *rings])
    rows = ((*row, label) for row, label in zip(points, labels, strict=True))
    counts = (VERSION, str(len(points[0])), str(n_training))
    return "_".join(
        [*counts, *(shortest_text(value) for row in rows for value in row), *(RINGS + bits for bits in rings)]
    )


def _exact_decimals(points: Matrix) -> int | None:
    """The fewest decimals with which form 2 holds every coordinate, None where it can't."""
    for decimals in range(MAX_DECIMALS + 1):
        unit = 10**decimals
        pairs = [(value, round(value * unit)) for row in points for value in row]
        if any(not -HALF <= whole < HALF for _, whole in pairs):
            return None
        if all(whole / unit == value for value, whole in pairs):
            return decimals
    return None


def _bits_text(bits: Sequence[float]) -> str:
    """Four to a hexadecimal digit, the first the highest, zeros at the end."""
    padded = [*(int(bit) for bit in bits), 0, 0, 0]
    fours = (padded[start : start + 4] for start in range(0, len(bits), 4))
    return "".join(f"{a << 3 | b << 2 | c << 1 | d:x}" for a, b, c, d in fours)


def read_own_points(text: str) -> dict[str, object]:
    """The fields of own data that the text stands for. Raises ValueError: `expected <what>, got <value>`."""
    if text.startswith(f"{FIXED_POINT}."):
        return _read_fixed_point(text)
    version, *parts = text.split("_")
    if version != VERSION:
        raise ValueError(
            f"expected own points in a form that begins with 1_ or 2., such as {EXAMPLE}, got {quoted(text)}"
        )
    if len(parts) < 2 or not all(re.fullmatch(r"\d{1,4}", part) for part in parts[:2]):
        raise ValueError(f"expected the number of inputs and of training points, got {quoted('_'.join(parts[:2]))}")
    n_inputs, n_training = int(parts[0]), int(parts[1])
    *cells, last = parts[2:] or [""]
    if not last.startswith(RINGS):
        return _fields(parts[2:], n_inputs, n_training)
    fields = _fields(cells, n_inputs, n_training)
    return fields | _read_rings(last.removeprefix(RINGS), len(cells) // (n_inputs + 1))


def _fields(cells: list[str], n_inputs: int, n_training: int) -> dict[str, object]:
    width = n_inputs + 1
    if n_inputs > MAX_INPUTS or len(cells) > 2 * MAX_POINTS * width:
        raise ValueError(f"expected at most {MAX_INPUTS} inputs and {MAX_POINTS} points, got {len(cells)} numbers")
    if len(cells) % width or len(cells) < n_training * width:
        raise ValueError(
            f"expected {n_training} or more points of {n_inputs} numbers and a label, got {len(cells)} numbers"
        )
    rows = list(_numbers(cells, width))
    return _parted([row[:-1] for row in rows], [row[-1] for row in rows], n_training)


def _parted(points: list[list[float]], labels: list[float], n_training: int) -> dict[str, object]:
    """Training points, and those behind them for validation, where there are any."""
    fields: dict[str, object] = {"points": points[:n_training], "labels": labels[:n_training]}
    if n_training < len(points):
        fields |= {"validation_points": points[n_training:], "validation_labels": labels[n_training:]}
    return fields


def _numbers(cells: list[str], width: int) -> Iterator[list[float]]:
    for cell in cells:
        if not COORDINATE.fullmatch(cell):
            raise ValueError(f"expected numbers joined by _, got {quoted(cell)}")
    for start in range(0, len(cells), width):
        yield [float(cell) for cell in cells[start : start + width]]


def _read_fixed_point(text: str) -> dict[str, object]:
    parts = text.split(".")
    counts = parts[1:4]
    if len(parts) not in (6, 7) or not all(re.fullmatch(r"[0-9]{1,4}", part) for part in counts):
        raise ValueError(f"expected inputs, training points, decimals, coordinates and labels, got {quoted(text)}")
    n_inputs, n_training, decimals = (int(part) for part in counts)
    coordinates, labels, *rings = parts[4:]
    width = 3 * n_inputs
    n_points = len(coordinates) // width if width else 0
    if not 1 <= n_inputs <= MAX_INPUTS or n_points > 2 * MAX_POINTS or decimals > MAX_DECIMALS:
        raise ValueError(
            f"expected 1 to {MAX_INPUTS} inputs, {MAX_POINTS} points and {MAX_DECIMALS} decimals at most, "
            f"got {n_inputs} inputs, {n_points} points and {decimals} decimals"
        )
    if len(coordinates) % width or not set(coordinates) <= DIGITS.keys():
        raise ValueError(f"expected {width} letters or digits for each point, got {quoted(coordinates)}")
    if n_training > n_points:
        raise ValueError(f"expected {n_training} training points, got {n_points}")
    rows = [_coordinates(coordinates[start : start + width], decimals) for start in range(0, len(coordinates), width)]
    fields = _parted(rows, _read_bits(labels, n_points, "label"), n_training)
    return fields | _read_rings(rings[0], n_points) if rings else fields


def _read_rings(digits: str, n: int) -> dict[str, object]:
    return {"mislabeled_points": [bit == 1 for bit in _read_bits(digits, n, "ring or none")]}


def _read_bits(digits: str, n: int, what: str) -> list[float]:
    """`what` of each of n points."""
    if len(digits) != -(-n // 4) or not re.fullmatch(r"[0-9a-f]*", digits):
        raise ValueError(f"expected a {what} for each of {n} points, got {quoted(digits)}")
    return [float(int(digit, 16) >> place & 1) for digit in digits for place in (3, 2, 1, 0)][:n]


def _coordinates(text: str, decimals: int) -> list[float]:
    values = [DIGITS[character] for character in text]
    whole = [(a << 12 | b << 6 | c) - HALF for a, b, c in zip(values[::3], values[1::3], values[2::3], strict=True)]
    return [k / 10**decimals for k in whole]

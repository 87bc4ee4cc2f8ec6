"""Numbers as text of an address, and back."""

from __future__ import annotations

import re

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", re.IGNORECASE)
MAX_LENGTH = 40
"""Characters of what is read as a number."""


def number_text(value: float) -> str:
    """A number as people write it: 1, not 1.0."""
    return repr(value).removesuffix(".0")


def shortest_text(value: float) -> str:
    """A number in its shortest exact form, without the signs that an address would encode."""
    return re.sub(r"^(-?)0\.", r"\1.", number_text(value).replace("e+", "e"))


def read_number(text: str) -> object:
    """A number as JSON would have it, or the text itself."""
    if len(text) > MAX_LENGTH or not NUMBER.fullmatch(text):
        return text
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)

"""The page's own type: every character that a page is made with, small files, their licence beside them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.web.static_files import folder

FONTS = folder("static") / "fonts"
MAX_BYTES = 150_000
ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    path
    for directory in ("templates", "static/js", "static/css", "app")
    for path in sorted((ROOT / directory).rglob("*"))
    if path.suffix in {".html", ".js", ".css", ".py", ".txt"}
]
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def characters(font: str) -> set[int]:
    return set(TTFont(FONTS / f"{font}.woff2").getBestCmap())


def written(path: Path) -> set[int]:
    """What a file may put on a page, escaped or not."""
    text = (
        COMMENT.sub("", path.read_text(encoding="utf-8")) if path.suffix in {".js", ".css"} else path.read_text("utf-8")
    )
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), unescape(text))
    return {ord(sign) for sign in text if sign.isprintable() or sign.isspace()} - {ord("\n"), ord("\t")}


@pytest.mark.parametrize("font", ["inter", "stix-two-math-italic", "stix-two-math"])
def test_a_font_has_every_character_that_a_page_is_made_with(font: str) -> None:
    assert len(WRITTEN) > 200
    known = characters(font)
    missing = {f"{path.relative_to(ROOT)}: {chr(sign)}" for path in WRITTEN for sign in written(path) - known}
    assert missing == set()


def test_a_formula_has_its_table_and_the_letters_of_mathematics() -> None:
    font = TTFont(FONTS / "stix-two-math.woff2")
    assert "MATH" in font
    italic = {0x1D434 + k for k in range(52)} - {0x1D455} | {0x210E, 0x1D6FC, 0x1D706}
    assert italic <= set(font.getBestCmap())


def test_every_figure_of_the_text_face_is_as_wide_as_the_next() -> None:
    font = TTFont(FONTS / "inter.woff2")
    assert len({font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_all_fonts_together_are_small_and_come_with_their_licence() -> None:
    fonts = list(FONTS.glob("*.woff2"))
    assert len(fonts) == 4
    assert sum(font.stat().st_size for font in fonts) <= MAX_BYTES
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    for font in fonts:
        assert TTFont(font)["name"].getDebugName(0) in licence

"""Makes static/fonts anew: the page's typefaces, cut down to the characters that the page may show.

    pip install fonttools brotli && python tools/subset_fonts.py

It fetches the packages named below with npm and pip, and writes the fonts with their licences. Inter's figures are its
tabular ones from the start, so that a canvas, which knows no `tabular-nums`, writes them too. The italic of formulas is
the mathematical italic of STIX Two Math under the letters' plain codes: running text has the letters of the formulas.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"

INTER = "inter-ui@4.1.1"
JETBRAINS_MONO = "@fontsource/jetbrains-mono@5.3.0"
STIX_MATH = "ziamath==0.13"  # carries STIX Two Math 2.11 as it was published

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
GREEK = [*map(ord, "ΓΔΘΛΞΠΣΦΨΩ"), *range(0x3B1, 0x3CA)]
SIGNS = [
    *map(ord, "ŷ–—‖‘’“”†•…‹›⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋←↑→↓∂∆∈∏∑−∗√∝∞∫≈≠≤≥⋅"),
    *(0x302, 0x304, 0x2009, 0x200A, 0x202F),  # hat and bar, thin spaces
]
FORMULA_SIGNS = [*map(ord, "|‖‾^¯√(){}[]"), *range(0x239B, 0x23AE)]  # with the pieces that they grow from
ITALIC = {
    **{ord("A") + k: 0x1D434 + k for k in range(26)},
    **{ord("a") + k: 0x1D44E + k for k in range(26)},
    ord("h"): 0x210E,
    **{0x3B1 + k: 0x1D6FC + k for k in range(25)},
    ord("∂"): 0x1D715,
}
"""What stands for a letter in a formula."""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inter, mono, stix = npm(INTER, folder), npm(JETBRAINS_MONO, folder), pip(STIX_MATH, folder)
        text = TTFont(inter / "variable" / "InterVariable.woff2")
        text = instantiateVariableFont(text, {"opsz": 14, "wght": (400, 700)})
        code = TTFont(mono / "files" / "jetbrains-mono-latin-400-normal.woff2")
        formulas = stix / "ziamath" / "fonts" / "STIXTwoMath-Regular.ttf"
        owners = [font["name"].getDebugName(0) for font in (text, code, TTFont(formulas))]
        letters = {*LATIN, *GREEK, *SIGNS, *FORMULA_SIGNS, *ITALIC.values()}
        write(tabular(text), "inter", [*LATIN, *GREEK, *SIGNS], ["kern", "mark", "mkmk", "ccmp", "locl"])
        write(code, "jetbrains-mono", LATIN, [])
        write(TTFont(formulas), "stix-two-math", letters, ["ssty", "dtls", "ccmp", "mark", "mkmk"])
        write(italic(TTFont(formulas)), "stix-two-math-italic", [*LATIN, *GREEK, *SIGNS], ["mark"], drop=["MATH"])
        licence = (inter / "LICENSE.txt").read_text(encoding="utf-8").partition("\n\n")[2]
        (FONTS / "OFL.txt").write_text("\n".join(owners) + "\n\n" + licence, encoding="utf-8")


def npm(package: str, folder: Path) -> Path:
    """Where the contents of an npm package are."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), package]
    packed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    with tarfile.open(folder / packed) as archive:
        archive.extractall(folder / packed.removesuffix(".tgz"), filter="data")
    return folder / packed.removesuffix(".tgz") / "package"


def pip(package: str, folder: Path) -> Path:
    """Where the contents of a wheel are."""
    target = folder / package
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(target), package]
    subprocess.run(command, check=True)  # noqa: S603
    with zipfile.ZipFile(next(target.glob("*.whl"))) as archive:
        archive.extractall(target)  # noqa: S202
    return target


def tabular(font: TTFont) -> TTFont:
    """Every figure in the width of all figures."""
    for table in font["cmap"].tables:
        for code, glyph in table.cmap.items():
            if unicodedata.category(chr(code)) == "Nd" and f"{glyph}.tf" in font.getGlyphSet():
                table.cmap[code] = f"{glyph}.tf"
    return font


def italic(font: TTFont) -> TTFont:
    """The letters of the formulas under the codes of plain letters."""
    known = font.getBestCmap()
    for table in font["cmap"].tables:
        table.cmap.update({plain: known[code] for plain, code in ITALIC.items() if table.isUnicode()})
    return font


def write(font: TTFont, name: str, codes: Iterable[int], features: list[str], drop: Iterable[str] = ()) -> None:
    options = Options()
    options.flavor = "woff2"
    options.layout_features = features
    options.drop_tables += ["DSIG", *drop]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 5, 13, 14]  # the copyright and the licence among them
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same bytes every time
    font.recalcTimestamp = False
    font.save(FONTS / f"{name}.woff2")
    print(f"{name}.woff2: {(FONTS / name).with_suffix('.woff2').stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()

"""Export: every figure on screen as PNG and SVG, boundary included, the path and the scripts; failures are said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Json, OpenLab, Run, Watch
from tests.browser.test_accessibility import violations
from tests.conftest import others_slow

SVG = "{http://www.w3.org/2000/svg}"
SMALL = "?n_samples=60&restarts=2&hidden_layer_sizes=4"
PNG_START = b"\x89PNG\r\n\x1a\n"


def open_export(page: Page) -> None:
    page.wait_for_selector("html[data-charts]", state="attached")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("dialog", name="Export")).to_be_visible()


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """Name and content of the file that a button of the dialog makes."""
    with page.expect_download() as waiting:
        page.locator("#export").get_by_role("button", name=button, exact=True).click()
    name = waiting.value.suggested_filename
    expect(page.locator("[data-export-said]")).to_have_text(f"Saved as {name}.")
    return name, Path(waiting.value.path()).read_bytes()


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_the_picture_is_saved_with_its_boundary_points_and_words(open_lab: OpenLab) -> None:
    page = open_lab(f"{SMALL}&lambda=0.1")
    open_export(page)
    name, content = saved(page, "Where it draws the line as SVG")
    assert name == "goldilambda-moons-4-l2-seed1-lambda0.1-decision-boundary.svg".replace(
        "0.1", str(lambda_shown(page))
    )
    root = ElementTree.fromstring(content)  # noqa: S314  # our own file
    assert {"class 0", "class 1"} <= set(texts(root))
    field = root.find(f".//{SVG}image")
    assert field is not None
    assert field.attrib["href"].startswith("data:image/png;base64,")
    ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")
    lines = [path for path in root.iter(f"{SVG}path") if path.attrib.get("stroke") == ink]
    assert any(len(path.attrib["d"]) > 200 and float(path.attrib["stroke-width"]) > 2 for path in lines)
    dataset = page.evaluate(f"fetch('/api/v1/dataset{SMALL}').then((answer) => answer.json())")
    circles = [path for path in root.iter(f"{SVG}path") if path.attrib.get("fill") == color(page, "class-0")]
    assert len(circles) == dataset["labels"].count(0) + 1  # and the one beside the name
    description = root.findtext(f"{SVG}desc") or ""
    assert page.locator("#decision-boundary-alternative").inner_text() in description


def lambda_shown(page: Page) -> str:
    return page.locator('#lambda-slider [data-value="lambda"]').inner_text()


def color(page: Page, token: str) -> Json:
    return page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{token}').trim()")


@pytest.mark.parametrize("theme", others_slow(["light", "dark"]))
def test_every_figure_on_screen_is_saved_as_png_and_svg(page: Page, open_lab: OpenLab, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_lab(SMALL)
    open_export(page)
    rows = page.locator("#export li")
    figures = page.locator("main .view:visible").count()
    assert rows.count() == figures >= 6
    for row in rows.all():
        title = row.locator("span").inner_text()
        _, picture = saved(page, f"{title} as PNG")
        assert picture.startswith(PNG_START)
        assert len(picture) > 4000
        _, drawing = saved(page, f"{title} as SVG")
        root = ElementTree.fromstring(drawing)  # noqa: S314  # our own file
        assert f"{title}, λ = {lambda_shown(page)}" in texts(root)
        ground = root.find(f"{SVG}rect")
        assert ground is not None
        assert ground.attrib["fill"] == color(page, "bg")


def test_a_chart_is_saved_with_curves_cursor_dots_words_and_its_lambda_axis(open_lab: OpenLab) -> None:
    page = open_lab(SMALL)
    open_export(page)
    _, content = saved(page, "Cost J = cross-entropy + penalty as SVG")
    root = ElementTree.fromstring(content)  # noqa: S314  # our own file
    assert {"penalty", "cross-entropy", "0.001", "1000"} <= set(texts(root))
    assert len(list(root.iter(f"{SVG}circle"))) >= 2
    assert any("js-line" in path.attrib.get("class", "") for path in root.iter(f"{SVG}path"))


@pytest.mark.slow
def test_the_png_shows_what_the_screen_shows(open_lab: OpenLab, page: Page) -> None:
    open_lab(SMALL)
    open_export(page)
    _, content = saved(page, "Where it draws the line as PNG")
    inner = "[...document.querySelectorAll('#decision-boundary canvas')][0]"
    distance = page.evaluate(
        f"""async (bytes) => {{
          const png = await createImageBitmap(new Blob([new Uint8Array(bytes)], {{ type: "image/png" }}));
          const shown = {inner};
          const across = 60;
          const read = (image, ...from) => {{
            const context = Object.assign(document.createElement("canvas"), {{ width: across, height: across }})
              .getContext("2d");
            context.drawImage(image, ...from, 0, 0, across, across);
            return context.getImageData(0, 0, across, across).data;
          }};
          const [w, h] = [2 * shown.clientWidth, 2 * shown.clientHeight];
          const a = read(png, 24, png.height - 24 - h, w, h);
          const b = read(shown, 0, 0, shown.width, shown.height);
          return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) / a.length;
        }}""",
        list(content),
    )
    assert distance < 6


@pytest.mark.slow
def test_a_figure_of_the_film_is_saved_with_its_epoch_in_its_title(open_lab: OpenLab) -> None:
    page = open_lab(f"{SMALL}&film=1&epoch=100&lambda=0.1")
    page.wait_for_selector(".lab[data-training=ready]")
    page.get_by_role("button", name="Export").click()
    epoch = page.locator('.epoch-readout [data-value="epoch"]').inner_text().replace("\u202f", "")
    assert int(epoch) > 0
    titles = page.locator("#export li span").all_inner_texts()
    assert len(titles) >= 5
    for title in titles:
        name, drawing = saved(page, f"{title} as SVG")
        root = ElementTree.fromstring(drawing)  # noqa: S314  # our own file
        assert f"{title}, λ = {lambda_shown(page)}, epoch {epoch}" in texts(root), name
        assert root.findtext(f"{SVG}title") == f"{title}, λ = {lambda_shown(page)}, epoch {epoch}"


def test_a_is_saved_beside_b(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=40&restarts=1&lambda=0.1&pin=1~regularizer~l1")
    expect(page.locator('[data-compared="total"] [data-of="A"]')).not_to_contain_text("–")
    open_export(page)
    title = page.locator("#export li span").filter(has_text=re.compile("^A ")).inner_text()
    _, drawing = saved(page, f"{title} as SVG")
    root = ElementTree.fromstring(drawing)  # noqa: S314  # our own file
    assert f"{title}, λ = {lambda_shown(page)}" in texts(root)
    assert "L1" in texts(root)
    assert page.locator("#pinned-boundary-alternative").inner_text() in (root.findtext(f"{SVG}desc") or "")


def test_the_path_and_the_scripts_are_saved_under_names_that_tell_the_set_up(open_lab: OpenLab) -> None:
    page = open_lab(SMALL)
    open_export(page)
    name, content = saved(page, "CSV")
    assert name == "goldilambda-moons-4-l2-seed1.csv"
    assert content.startswith(b"lambda,cost_cross_entropy,")
    name, content = saved(page, "JSON")
    assert name == "goldilambda-moons-4-l2-seed1-path.json"
    assert json.loads(content)["n_train"] == 30
    for button, kind in (("NumPy", "python"), ("scikit-learn", "sklearn"), ("PyTorch", "pytorch")):
        name, content = saved(page, button)
        assert name == f"goldilambda-moons-4-l2-seed1-lambda{lambda_shown(page)}-{kind}.py"
        compile(content, name, "exec")
        wanted = re.search(r"LAMBDA = ([\d.e-]+)", content.decode())
        assert wanted
        assert float(wanted.group(1)) == pytest.approx(float(lambda_shown(page)), rel=0.01)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="goldilambda-moons-4-l2-seed1.csv"', "goldilambda-moons-4-l2-seed1.csv"),
        ("attachment; filename=path.csv", "path.csv"),
        ('Attachment; FileName = "a; b.csv" ; size=3', "a; b.csv"),
        (r'attachment; filename="a \"b\".csv"', 'a "b".csv'),
        ("attachment; filename=\"l.py\"; filename*=UTF-8''%CE%BB%201.py", "λ 1.py"),
        ("inline", ""),
        (None, ""),
    ],
)
def test_a_file_is_called_what_the_server_calls_it(run_module: Run, header: str | None, name: str) -> None:
    assert run_module("model/file_names.js", "return module.nameFromHeader(given)", header) == name


def test_what_cannot_be_saved_is_said(open_lab: OpenLab, watch: Watch) -> None:
    watch.allow("422")
    page = open_lab(f"{SMALL}&regularizer=l1")
    open_export(page)
    page.locator("#export").get_by_role("button", name="scikit-learn").click()
    expect(page.locator("[data-export-said]")).to_contain_text("Not saved. as: expected csv, python or pytorch for L1")
    watch.allow("export")
    page.route("**/api/v1/export*", lambda route: route.abort())
    page.locator("#export").get_by_role("button", name="CSV").click()
    expect(page.locator("[data-export-said]")).to_have_text("Not saved. The server can't be reached.")


@pytest.mark.slow
def test_axe_finds_nothing_in_the_dialog(open_lab: OpenLab) -> None:
    page = open_lab(SMALL)
    open_export(page)
    assert violations(page) == []


def test_it_fits_on_a_phone(open_lab: OpenLab) -> None:
    page = open_lab(SMALL, width=390, height=844)
    page.wait_for_selector("html[data-charts]", state="attached")
    page.get_by_role("button", name="Menu and set-up").click()
    page.get_by_role("button", name="Export").click()
    box = page.get_by_role("dialog", name="Export").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390

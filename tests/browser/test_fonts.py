"""The page's own type on the page: no other beside it, nothing moves or is drawn anew when it comes, files carry it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenLab, Run, Watch, two_frames
from tests.conftest import others_slow

LAYOUT_SHIFT = """
window.shifted = [];
new PerformanceObserver((list) => window.shifted.push(...list.getEntries().map(JSON.stringify)))
  .observe({ type: "layout-shift" });
"""


@pytest.mark.parametrize(
    "path", others_slow(["/", "/lessons/eight-and-two?step=curve", "/docs", "/problems/not-found"])
)
def test_words_are_in_the_page_s_own_type_alone(page: Page, path: str) -> None:
    page.goto(path)
    if path not in ("/docs", "/problems/not-found"):
        page.wait_for_selector("html[data-ready][data-status=ready][data-charts]", state="attached")
    page.evaluate("document.fonts.ready.then(() => null)")
    protocol = page.context.new_cdp_session(page)
    protocol.send("DOM.enable")
    protocol.send("CSS.enable")
    root = protocol.send("DOM.getDocument")["root"]["nodeId"]
    nodes = protocol.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})["nodeIds"]
    used = [protocol.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    elsewhere = {font["familyName"] for fonts in used for font in fonts if not font["isCustomFont"]}
    assert any(used)
    assert elsewhere == set()


@pytest.mark.parametrize("path", ["/", "/lessons/goldilocks", "/docs"])
def test_nothing_moves_when_a_font_comes_late(page: Page, path: str) -> None:
    """Answers of the API are held back: what they bring is another matter."""
    fonts: list[Route] = []
    page.route(re.compile(r"\.woff2$"), lambda route: fonts.append(route))
    page.route("**/api/**", lambda _: None)
    page.add_init_script(LAYOUT_SHIFT)
    page.goto(path, wait_until="commit")
    page.wait_for_function("() => document.readyState !== 'loading' && document.fonts.status === 'loading'")
    two_frames(page)
    while fonts:
        fonts.pop().continue_()
    page.unroute(re.compile(r"\.woff2$"))
    page.evaluate("document.fonts.ready.then(() => null)")
    two_frames(page)
    assert page.evaluate("document.fonts.check('16px Inter')")
    assert page.evaluate("window.shifted") == []


def test_a_page_whose_font_cannot_be_had_is_shown_all_the_same(page: Page, watch: Watch) -> None:
    watch.allow(r"\.woff2$")
    page.route(re.compile(r"\.woff2$"), lambda route: route.abort())
    page.goto("/docs")
    expect(page.locator("h1")).to_be_visible()


def test_a_figure_is_saved_after_an_attempt_without_its_font(run_module_alone: Run, page: Page, watch: Watch) -> None:
    watch.allow(r"\.woff2$")
    page.goto("/docs")
    page.route(re.compile(r"\.woff2$"), lambda route: route.abort(), times=1)
    script = """
    const attempt = () => module.fontFacesFor('<text font-family="Inter">').then(() => "saved", () => "failed");
    return [await attempt(), await attempt()];
    """
    assert run_module_alone("charts/font_faces.js", script) == ["failed", "saved"]


def test_no_canvas_is_written_on_before_the_font_is_there(page: Page) -> None:
    page.add_init_script("""
      window.early = 0;
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...given) {
        if (!document.fonts.check(this.font)) window.early += 1;
        window.written = true;
        return fillText.apply(this, given);
      };""")
    page.goto("/")
    page.wait_for_function("() => window.written")
    page.wait_for_selector("html[data-charts]", state="attached")
    assert page.evaluate("window.early") == 0


def test_a_saved_figure_carries_the_fonts_that_it_writes_with(open_lab: OpenLab) -> None:
    page = open_lab("?n_samples=60&restarts=2&hidden_layer_sizes=4")
    page.wait_for_selector("html[data-charts]", state="attached")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as waiting:
        page.locator("#export").get_by_role("button", name="The network as SVG", exact=True).click()
    markup = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert re.findall(r'font-family: "?([\w ]+)', markup.partition("</style>")[0]) == ["Inter", "STIX Two Math"]
    assert markup.count('src: url("data:font/woff2;base64,') == 2

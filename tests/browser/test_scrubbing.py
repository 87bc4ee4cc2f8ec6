"""Moving λ must be cheap and exact: no server, no Plotly, and one x for thumb, plumb line and charts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Run, Watch, opened_once, resize, settled

PHONE_TABS = ("cost", "validation", "weights")

COUNT_PLOTLY = """() => {
  window.plotly_calls = [];
  for (const name of ["newPlot", "react", "restyle", "relayout", "update", "redraw", "animate", "addTraces"]) {
    const real = Plotly[name];
    Plotly[name] = (...given) => { window.plotly_calls.push(name); return real(...given); };
  }
}"""

STEP = """async (index) => {
  const input = document.querySelector("#lambda");
  input.value = String(index);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}"""

PLACES = """() => {
  const middle = (element) => { const box = element.getBoundingClientRect(); return box.left + box.width / 2; };
  const shown = [...document.querySelectorAll(".cursor-dot")].filter((dot) => dot.offsetParent && !dot.hidden);
  return {
    thumb: middle(document.querySelector("[data-thumb]")),
    line: middle(document.querySelector("[data-cursor]")),
    dots: shown.map(middle),
  };
}"""

CURVE_X = """([index]) => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => {
  if (!plot.offsetParent) return null;
  const { xaxis } = plot._fullLayout;
  const trace = plot.data.find(({ name }) => ["total", "training", "ceiling"].includes(name));
  const x = trace?.name === "ceiling" ? trace.x[0] + (index * (trace.x[1] - trace.x[0])) / 40 : trace?.x[index] ?? null;
  return x === null ? null : plot.getBoundingClientRect().left + xaxis._offset + xaxis.l2p(x);
}).filter((x) => x !== null)"""


def charts(page: Page) -> None:
    page.wait_for_selector("html[data-charts]", state="attached")


@pytest.fixture(scope="module")
def first_view(second_page: Page, base_url: str) -> Iterator[Page]:
    with opened_once(second_page, base_url) as page:
        yield page


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080), (390, 844), (1111, 777)])
def test_thumb_plumb_line_dots_and_curves_stand_at_one_x(first_view: Page, size: tuple[int, int]) -> None:
    lab = first_view
    resize(lab, *size)
    for index in (0, 1, 9, 22, 32, 41):
        lab.evaluate(STEP, index)
        places = lab.evaluate(PLACES)
        assert places["line"] == pytest.approx(places["thumb"], abs=0.5)
        assert places["dots"], "no dots on the curves"
        assert places["dots"] == pytest.approx([places["thumb"]] * len(places["dots"]), abs=0.5)
        if 1 <= index <= 32:
            curves = lab.evaluate(CURVE_X, [index - 1])
            assert curves == pytest.approx([places["thumb"]] * len(curves), abs=0.5)


def test_scrubbing_asks_neither_plotly_nor_the_server(lab: Page, watch: Watch) -> None:
    charts(lab)
    lab.evaluate(COUNT_PLOTLY)
    watch.requests.clear()
    for index in range(42):
        lab.evaluate(STEP, index)
    assert lab.evaluate("window.plotly_calls") == []
    asked = [
        url for url in watch.requests if not url.endswith("favicon.svg")
    ]  # the browser's own, when the address changes
    assert asked == []


def test_lambda_stands_at_the_solved_one_nearest_to_it_and_still_while_a_point_is_dragged(run_module: Run) -> None:
    places = run_module(
        "state/state.js",
        """
        const solved = { lambdas: [0, 0.1, 1, 10], goldilocks: { lambda: 1 } };
        const coarse = { lambdas: [0, 0.1, 10], goldilocks: { lambda: 10 }, held_lambda: 0.1 };
        const at = (path, lambda) => module.lambdaIndex({ path, lambda });
        return {
          nowhere: at(null, 10), star: at(solved, null), between: at(solved, 0.15), zero: at(solved, 0),
          beyond: at(solved, 1e6), held: at(coarse, null), moved: at(coarse, 10),
        };
        """,
    )
    assert places == {"nowhere": 0, "star": 2, "between": 1, "zero": 0, "beyond": 3, "held": 1, "moved": 2}


def test_every_dot_moves_with_lambda(first_view: Page) -> None:
    lab = first_view
    resize(lab, 1280, 720)
    read = """() => [...document.querySelectorAll(".cursor-dot")]
      .filter((dot) => dot.offsetParent).map((dot) => dot.style.transform)"""
    lab.evaluate(STEP, 5)
    before = lab.evaluate(read)
    lab.evaluate(STEP, 25)
    after = lab.evaluate(read)
    assert len(before) >= 5
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_step_of_lambda_is_all_there_in_the_next_frame(first_view: Page) -> None:
    resize(first_view, 1280, 720)
    first_view.evaluate(STEP, 5)
    found = first_view.evaluate(
        """async (index) => {
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          const pictures = [...document.querySelectorAll("main canvas")].filter((canvas) => canvas.offsetParent);
          const seen = () => [
            ...[...document.querySelectorAll("main [data-value]")].map((one) => one.textContent),
            ...[...document.querySelectorAll(".cursor-dot")].map((dot) => dot.style.transform),
            ...pictures.slice(1).map((canvas) => canvas.toDataURL()), // the first is refined in idle moments
          ].join("|");
          const before = seen();
          const input = document.querySelector("#lambda");
          input.value = String(index);
          input.dispatchEvent(new Event("input", { bubbles: true }));
          await frame(); // in which it is drawn
          await frame();
          const next = seen();
          for (let k = 0; k < 5; k += 1) await frame();
          return { moved: next !== before, complete: next === seen() };
        }""",
        25,
    )
    assert found == {"moved": True, "complete": True}


@pytest.mark.parametrize(("size", "tab"), [((1280, 720), ""), *(((390, 844), tab) for tab in PHONE_TABS)])
def test_a_label_makes_way_for_the_cursor(first_view: Page, size: tuple[int, int], tab: str) -> None:
    lab = first_view
    resize(lab, *size)
    if tab:
        lab.locator(f".tabs [data-tab={tab}]").click()
        settled(lab)
    for index in range(42):
        lab.evaluate(STEP, index)
        under = lab.evaluate(
            """() => {
              const line = document.querySelector("[data-cursor]").getBoundingClientRect();
              return [...document.querySelectorAll(".chart-label")].filter((label) => {
                const box = label.getBoundingClientRect();
                return label.offsetParent && box.left < line.right && box.right > line.left;
              }).map((label) => label.textContent);
            }"""
        )
        assert under == []


def test_a_simplified_line_keeps_its_ends_and_stays_close_to_every_point(run_module: Run) -> None:
    for turns in (0.4, 1, 3):  # an arc, a circle that closes, a spiral
        whole, kept, farthest, ends = run_module(
            "model/line_simplification.js",
            """
            const line = Float32Array.from({ length: 1600 }, (_, i) => {
              const along = (i >> 1) / 799;
              const angle = 2 * Math.PI * given.turns * along;
              const radius = given.turns === 1 ? 0.3 : 0.1 + 0.3 * along;
              return 0.5 + radius * (i % 2 ? Math.sin(angle) : Math.cos(angle));
            });
            const fewer = module.simplified(line, 1e-3);
            const points = (of) => Array.from({ length: of.length / 2 }, (_, k) => [of[2 * k], of[2 * k + 1]]);
            const toSegment = ([x, y], [ax, ay], [bx, by]) => {
              const squared = (bx - ax) ** 2 + (by - ay) ** 2;
              const along = (x - ax) * (bx - ax) + (y - ay) * (by - ay);
              const share = squared && Math.min(1, Math.max(0, along / squared));
              return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
            };
            const few = points(fewer);
            const toLine = (point) => Math.min(...few.slice(1).map((end, k) => toSegment(point, few[k], end)));
            const off = points(line).map(toLine);
            const same = (k) => line.at(k) === fewer.at(k) && line.at(k - 1) === fewer.at(k - 1);
            return [line.length / 2, few.length, Math.max(...off), same(1) && same(-1)];
            """,
            {"turns": turns},
        )
        assert kept < whole / 5
        assert farthest <= 1.001e-3
        assert ends


def test_canvases_are_drawn_once_the_words_are_written(lab: Page) -> None:
    """A canvas that writes a word has the page laid out first: once, unless other words change after it."""
    charts(lab)
    lab.wait_for_selector("html[data-status=ready]", state="attached")  # no other path comes meanwhile
    lab.evaluate(STEP, 8)
    found = lab.evaluate(
        """async (index) => {
          const written = [...document.querySelectorAll("[data-value], [data-alternative]")];
          const words = () => written.map((one) => one.textContent).join("|");
          const before = words();
          const { prototype } = CanvasRenderingContext2D;
          const real = prototype.clearRect;
          const seen = [];
          prototype.clearRect = function (...box) { seen.push(words()); real.apply(this, box); };
          const input = document.querySelector("#lambda");
          input.value = String(index);
          input.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          prototype.clearRect = real;
          const early = seen.filter((then) => then !== before && then !== words()).length;
          return { changed: words() !== before, drawn: seen.length, early };
        }""",
        20,
    )
    assert found["changed"]
    assert found["drawn"] >= 4, "picture, pulls, network and bars"
    assert found["early"] == 0

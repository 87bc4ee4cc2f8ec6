"""What a page's one script takes for a module's exports is what a browser takes for them."""

from __future__ import annotations

from app.web.bundling import EXPORT
from app.web.static_files import BUNDLES, folder
from tests.browser.conftest import Run

MODULES = {
    path.relative_to(folder("static") / "js").as_posix(): path.read_text(encoding="utf-8")
    for path in (folder("static") / "js").rglob("*.js")
}
RUN_BY_PAGES = {entry.removeprefix("js/") for entry in BUNDLES.values()} | {"pages/first_paint.js"}


def test_every_module_exports_what_the_linked_script_hands_on(run_module: Run) -> None:
    names = sorted(set(MODULES) - RUN_BY_PAGES)
    body = """
      const all = given.map((name) => import(path.replace("dom/elements.js", name)).then(Object.keys));
      return await Promise.all(all);"""
    found = run_module("dom/elements.js", body, names)
    assert len(found) > 100
    assert dict(zip(names, map(sorted, found), strict=True)) == {
        name: sorted(EXPORT.findall(MODULES[name])) for name in names
    }

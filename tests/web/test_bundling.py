"""The one script of a page runs as its modules would."""

from __future__ import annotations

import re

import pytest

from app.web.bundling import bundle
from app.web.static_files import BUNDLES, folder

MODULES = {
    path.relative_to(folder("static")).as_posix(): path.read_text(encoding="utf-8")
    for path in (folder("static") / "js").rglob("*.js")
}
SMALL = {
    "main.js": """import "./first.js";
import { a, b as c } from "./model/two.js";
import * as two from "./model/two.js";
a(c, two.b);
""",
    "first.js": "start();\n",
    "model/two.js": 'import { start } from "../first.js";\nexport function a() {}\nexport const b = 1;\nlet own = 2;\n',
}


def test_modules_run_in_the_order_of_their_imports() -> None:
    text = bundle(SMALL, "main.js")
    assert re.findall(r"^\{ // (.*)", text, re.MULTILINE) == ["first.js", "model/two.js", "main.js"]


def test_names_are_taken_from_the_module_that_exports_them() -> None:
    text = bundle(SMALL, "main.js")
    assert 'const { a, b: c } = modules["model/two.js"];' in text
    assert 'const two = modules["model/two.js"];' in text
    assert 'modules["model/two.js"] = { a, b };' in text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('import { a } from "./main.js";\n', r"main\.js: .* circle, got main\.js → first\.js → main\.js"),
        ('import { a } from "./nothing.js";\n', r"first\.js: expected imports of modules that exist, got nothing\.js"),
        ("export let a = 1;\n", r"first\.js: .* got export let a = 1;"),
        ("export default 1;\n", r"first\.js: .* got export default 1;"),
        ('export * from "./model/two.js";\n', r"first\.js: .* got export \* from"),
        ('import a from "./model/two.js";\n', r"first\.js: .* got import a from"),
    ],
)
def test_what_cannot_be_linked_is_refused_with_the_module_and_the_line(body: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        bundle(SMALL | {"first.js": body}, "main.js")


@pytest.mark.parametrize("entry", BUNDLES.values())
def test_every_line_of_every_module_is_in_the_script_of_its_page(entry: str) -> None:
    text = bundle(MODULES, entry)
    lines = set(text.splitlines())
    bundled = [name for name in MODULES if f"{{ // {name}\n" in text]
    assert len(bundled) > 100
    for name in bundled:
        own = [line for line in MODULES[name].splitlines() if not line.startswith(("import ", "export ", "} from"))]
        assert set(own) - lines == set()


def test_every_module_is_on_a_page() -> None:
    text = "".join(bundle(MODULES, entry) for entry in BUNDLES.values())
    missing = {name for name in MODULES if f"{{ // {name}\n" not in text}
    types_only = {"js/state/types.js", "js/state/api_types.js"}
    assert missing == {"js/pages/first_paint.js", *types_only}  # the first is a script of its own

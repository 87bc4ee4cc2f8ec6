"""The rules of direction, for Python and JavaScript: who imports whom, who touches what, what nothing is called."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from posixpath import join, normpath

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
SCRIPTS = ROOT / "static" / "js"

PYTHON = sorted(APP.rglob("*.py"))
JAVASCRIPT = sorted(SCRIPTS.rglob("*.js"))

LAYERS = ["app.engine", "app.experiments", "app.web", "app.main", "app.__main__"]
"""From the bottom to the top."""
ENGINE_ORDER = [
    {"arrays"},
    {"activations", "bounded_least_squares", "datasets", "quadratic_l1"},
    {"network", "polynomial", "curves"},
    {"cost", "alignment", "goldilocks"},
    {"backpropagation"},
    {"hessian", "gradient_descent", "least_squares", "logistic_path", "triangular"},
    {"objective"},
    {"quasi_newton", "kinks", "alongside"},
    {"newton"},
    {"orthant_wise", "piecewise_newton"},
    {"solver", "linear_path"},
    {"envelope"},
    {"collapse"},
    {"continuation", "rough_descents", "inspection", "jumps", "thresholds"},
    {"restarts"},
    {"best_path"},
    {"sweeps"},
    {"regularization_path"},
    {"cross_validation"},
]
"""Every file of the engine; each imports from the lines above its own only."""
INSPECTION_NEEDS = {"network", "backpropagation", "arrays", "objective", "kinks", "piecewise_newton"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "service", "data", "info", "result2"}
MOST_LINES = 300


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Every module that a Python file imports, also for types only, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer_of(module: str) -> int | None:
    return next((i for i, layer in enumerate(LAYERS) if module == layer or module.startswith(f"{layer}.")), None)


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_no_module_imports_from_a_layer_above(path: Path) -> None:
    here = layer_of(module_of(path))
    if here is None:
        return
    above = {name for name in imports_of(path) if (layer_of(name) or 0) > here}
    assert not above


@pytest.mark.parametrize("path", [path for path in PYTHON if "engine" in path.parts], ids=named)
def test_the_engine_imports_numpy_the_standard_library_and_itself(path: Path) -> None:
    strangers = {
        name
        for name in imports_of(path)
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "__future__"}
        and not name.startswith("app.engine")
    }
    assert not strangers


@pytest.mark.parametrize("path", [path for path in PYTHON if "web" in path.parts], ids=named)
def test_the_web_imports_neither_numpy_nor_the_engine(path: Path) -> None:
    assert not {name for name in imports_of(path) if name.startswith(("numpy", "app.engine"))}


@pytest.mark.parametrize("path", [path for path in PYTHON if "experiments" in path.parts], ids=named)
def test_the_bridge_knows_no_web_framework_and_no_settings(path: Path) -> None:
    foreign = ("fastapi", "starlette", "uvicorn", "jinja2", "app.settings")
    assert not {name for name in imports_of(path) if name.startswith(foreign)}


def engine_imports(name: str) -> set[str]:
    path = APP / "engine" / f"{name}.py"
    return {parts[2] for module in imports_of(path) if len(parts := module.split(".")) > 2 and parts[1] == "engine"}


def test_every_file_of_the_engine_has_its_place() -> None:
    files = {path.stem for path in (APP / "engine").glob("*.py")} - {"__init__"}
    assert sum(len(names) for names in ENGINE_ORDER) == len(set().union(*ENGINE_ORDER))
    assert set().union(*ENGINE_ORDER) == files


@pytest.mark.parametrize("level", range(len(ENGINE_ORDER)))
def test_the_engine_keeps_its_order(level: int) -> None:
    below = set().union(*ENGINE_ORDER[:level])
    for name in ENGINE_ORDER[level]:
        assert engine_imports(name) <= below, name


def test_inspection_needs_networks_and_their_cost_only() -> None:
    assert engine_imports("inspection") <= INSPECTION_NEEDS | {"inspection"}


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_randomness_is_an_argument(path: Path) -> None:
    allowed = {"Generator", "SeedSequence", "default_rng"}
    used = set(re.findall(r"np\.random\.(\w+)", path.read_text(encoding="utf-8")))
    assert used <= allowed
    assert "random" not in imports_of(path)


# JavaScript

IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"'();=]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)


def code_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def script_imports(path: Path) -> set[str]:
    """Paths below static/js of all that a module imports when it is loaded."""
    here = path.relative_to(SCRIPTS).parent.as_posix()
    return {normpath(join(here, target)) for target in IMPORT.findall(code_of(path))}


def scripts(folder: str) -> list[Path]:
    return sorted((SCRIPTS / folder).rglob("*.js"))


@pytest.mark.parametrize("path", JAVASCRIPT, ids=named)
def test_every_import_is_relative_and_is_there(path: Path) -> None:
    for target in IMPORT.findall(code_of(path)):
        assert target.startswith("."), target
        assert (path.parent / target).is_file(), target


@pytest.mark.parametrize("path", scripts("views"), ids=named)
def test_a_view_imports_neither_the_server_nor_the_address_nor_the_store_nor_another_view(path: Path) -> None:
    forbidden = {"api.js", "url.js", "store.js", "main.js", "registry.js", "loading.js", "address.js"}
    imported = script_imports(path)
    assert not imported & forbidden
    assert not {name for name in imported if name.startswith("views/")}


@pytest.mark.parametrize("path", scripts("model"), ids=named)
def test_a_model_is_pure_and_imports_nothing_with_a_face(path: Path) -> None:
    pure = {"format.js", "state.js", "types.js"}
    assert all(name.startswith("model/") or name in pure for name in script_imports(path))
    if path.name != "lambda_scale.js":  # it measures the one column that all λ charts stand in
        assert not re.search(r"\b(document|window|localStorage|fetch)\b", code_of(path))


@pytest.mark.parametrize("path", scripts("charts"), ids=named)
def test_a_chart_knows_no_view_no_server_no_store(path: Path) -> None:
    assert not {name for name in script_imports(path) if name.startswith("views/")}
    assert not script_imports(path) & {"api.js", "url.js", "store.js", "main.js", "loading.js", "address.js"}


@pytest.mark.parametrize("name", ["api.js", "url.js", "store.js", "state.js", "format.js"])
def test_what_has_no_face_never_touches_the_page(name: str) -> None:
    assert not re.search(r"\b(document|window)\b", code_of(SCRIPTS / name))


PAGES = {"main.js", "lesson.js"}
"""What a page loads: it connects store, actions and views."""


@pytest.mark.parametrize("path", [path for path in JAVASCRIPT if path.name not in {*PAGES, "registry.js"}], ids=named)
def test_only_a_page_knows_everybody(path: Path) -> None:
    known = {*PAGES, "registry.js"}
    assert not {name for name in script_imports(path) if name.startswith("views/") or name in known}


@pytest.mark.parametrize("path", [path for path in JAVASCRIPT if path.parent.name != "charts"], ids=named)
def test_only_charts_touch_plotly_or_a_canvas(path: Path) -> None:
    assert not re.search(r"\bPlotly\b|plotly\.min|getContext\(", code_of(path))


# Names and sizes


SOURCES = sorted(
    path
    for folder in ("app", "static", "templates", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".js", ".css", ".html"}
)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_name_says_what_is_in_it(path: Path) -> None:
    assert path.stem.lstrip("_") not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[len(ROOT.parts)] != "tests"], ids=named)
def test_a_file_holds_one_idea(path: Path) -> None:
    assert path.name == "plotly.css" or len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", [path for path in PYTHON if path.read_text(encoding="utf-8").strip()], ids=named)
def test_a_python_file_begins_with_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", scripts("views"), ids=named)
def test_a_view_exports_one_function_named_after_its_file(path: Path) -> None:
    name = "create" + "".join(part.capitalize() for part in path.stem.split("_"))
    assert re.findall(r"^export (?:async )?function (\w+)", code_of(path), re.MULTILINE) == [name]


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "browser").glob("*.py")), ids=named)
def test_what_a_test_waits_for_is_a_function(path: Path) -> None:
    """The page's policy forbids evaluating text, which is how a bare expression would be tried a second time."""
    waits = re.findall(r"wait_for_function\(\s*f?\"([^\"]*)", path.read_text(encoding="utf-8"))
    assert [wait for wait in waits if "=>" not in wait] == []

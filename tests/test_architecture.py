"""The rules of direction, for Python and JavaScript: who imports whom, who touches what, what nothing is called."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from posixpath import join, normpath

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "static" / "js"

APP_ORDER = ["__main__", "main", "web", "settings", "experiments", "engine"]
EXPERIMENTS_ORDER = ["running", "compute", "answers", "address", "requests"]
ENGINE_ORDER = ["analysis training", "path", "linear", "solvers", "objective", "data", "arrays"]
PAGE_ORDER = ["pages", "views controllers", "charts controls server lessons", "address", "model", "state", "dom"]
"""Who stands higher may use who stands lower. Folders on one line do not know each other."""

MAY_NOT_USE = {
    "app/engine": "anything but numpy, the standard library and itself",
    "app/experiments": "fastapi starlette uvicorn jinja2 app.settings",
    "app/web": "numpy app.engine",
}
"""Modules by folder, where the orders alone do not say it."""

MAY_NOT_TOUCH = {
    "server address model state": r"\b(document|window|localStorage)\b",
    "model state": r"\bfetch\(",
    "pages views controllers controls server lessons address model state dom": r"\bPlotly\b|plotly-basic|getContext\(",
}
"""What is no business of these folders of static/js."""
MEASURES_A_COLUMN = "model/lambda_scale.js"  # the one in which all λ charts stand

FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "service", "data", "info", "result2"}
MAX_LINES = 300
THIRD_PARTY = {"plotly.css"}
GENERATED = {"api_types.js"}

PYTHON = sorted((ROOT / "app").rglob("*.py"))
JAVASCRIPT = sorted(SCRIPTS.rglob("*.js"))
SOURCES = sorted(
    path
    for folder in ("app", "static", "templates", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".js", ".css", ".html"} and "vendor" not in path.parts
)

IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"'();=]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)
TAKEN = re.compile(r"^import \{([^}]*)\}|\w\.(steps)\b", re.MULTILINE)  # `steps` is what every lesson exports
EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def code_of(path: Path) -> str:
    return COMMENT.sub("", text_of(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module that a Python file imports, also for types only, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


@cache
def script_imports(path: Path) -> frozenset[str]:
    """Paths below static/js of all that a module imports when it is loaded."""
    here = path.relative_to(SCRIPTS).parent.as_posix()
    return frozenset(normpath(join(here, target)) for target in IMPORT.findall(code_of(path)))


def levels(order: list[str]) -> Mapping[str, int]:
    return {name: level for level, names in enumerate(order) for name in names.split()}


def against(order: list[str], uses: Iterator[tuple[str, str, str]]) -> list[str]:
    """The uses of a folder that stands higher, or beside. A use is a file, its folder and the folder that it uses."""
    level = levels(order)
    return [
        f"{file}: {here} uses {there}"
        for file, here, there in uses
        if here != there and there in level and level[there] <= level[here]
    ]


def python_uses(package: str) -> Iterator[tuple[str, str, str]]:
    root = ROOT.joinpath(*package.split("."))
    for path in sorted(root.rglob("*.py")):
        here = path.relative_to(root).parts[0].removesuffix(".py")
        for module in sorted(imports_of(path)):
            if module.startswith(f"{package}."):
                yield named(path), here, module.removeprefix(f"{package}.").partition(".")[0]


def script_uses() -> Iterator[tuple[str, str, str]]:
    for path in JAVASCRIPT:
        for target in sorted(script_imports(path)):
            yield named(path), path.relative_to(SCRIPTS).parts[0], target.partition("/")[0]


def test_python_keeps_its_order() -> None:
    assert against(APP_ORDER, python_uses("app")) == []
    assert against(EXPERIMENTS_ORDER, python_uses("app.experiments")) == []
    assert against(ENGINE_ORDER, python_uses("app.engine")) == []


def test_javascript_keeps_its_order() -> None:
    assert against(PAGE_ORDER, script_uses()) == []


def test_an_arrow_upward_would_be_seen() -> None:
    upward = [("cost.py", "objective", "path"), ("view.js", "training", "analysis"), ("path.py", "path", "objective")]
    assert len(against(ENGINE_ORDER, iter(upward))) == 2


def test_every_folder_has_its_place() -> None:
    def folders(root: Path, suffix: str) -> set[str]:
        return {path.stem for path in root.iterdir() if path.is_dir() or path.suffix == suffix} - {
            "__init__",
            "__pycache__",
        }

    assert folders(ROOT / "app", ".py") == set(levels(APP_ORDER))
    assert folders(ROOT / "app" / "experiments", ".py") == set(levels(EXPERIMENTS_ORDER))
    assert folders(ROOT / "app" / "engine", ".py") == set(levels(ENGINE_ORDER))
    assert folders(SCRIPTS, ".js") == set(levels(PAGE_ORDER))


def test_nobody_uses_what_is_no_business_of_his() -> None:
    strangers = [
        f"{named(path)}: {module}"
        for path in PYTHON
        for folder, forbidden in MAY_NOT_USE.items()
        if named(path).startswith(f"{folder}/")
        for module in imports_of(path)
        if (is_foreign(module) if folder == "app/engine" else module.startswith(tuple(forbidden.split())))
    ]
    assert strangers == []


def is_foreign(module: str) -> bool:
    known = {*sys.stdlib_module_names, "numpy", "__future__"}
    return module.partition(".")[0] not in known and not module.startswith("app.engine")


def test_randomness_is_an_argument() -> None:
    allowed = {"Generator", "SeedSequence", "default_rng"}
    for path in PYTHON:
        assert set(re.findall(r"np\.random\.(\w+)", text_of(path))) <= allowed, named(path)
        assert "random" not in imports_of(path), named(path)


def test_every_import_of_a_script_is_relative_and_is_there() -> None:
    for path in JAVASCRIPT:
        for target in IMPORT.findall(code_of(path)):
            assert target.startswith("."), f"{named(path)}: {target}"
            assert (path.parent / target).is_file(), f"{named(path)}: {target}"


def test_what_a_script_exports_another_imports() -> None:
    taken = {names for path in JAVASCRIPT for found in TAKEN.findall(code_of(path)) for names in found}
    imported = set(re.findall(r"\w+", " ".join(taken)))
    exported = {name: named(path) for path in JAVASCRIPT for name in EXPORTED.findall(code_of(path))}
    assert len(exported) > 200
    assert {name: file for name, file in exported.items() if name not in imported} == {}


def test_no_view_knows_another() -> None:
    known = {named(path) for path in JAVASCRIPT if path.parent.name == "views" and views_in(path)}
    assert known == set()


def views_in(path: Path) -> set[str]:
    return {name for name in script_imports(path) if name.startswith("views/")}


def test_no_folder_touches_what_is_no_business_of_its() -> None:
    for folders, pattern in MAY_NOT_TOUCH.items():
        for path in (path for folder in folders.split() for path in (SCRIPTS / folder).rglob("*.js")):
            if path != SCRIPTS / MEASURES_A_COLUMN:
                assert not re.search(pattern, code_of(path)), f"{named(path)}: {pattern}"


def test_a_view_exports_one_function_named_after_its_file() -> None:
    for path in (SCRIPTS / "views").glob("*.js"):
        name = "create" + "".join(part.capitalize() for part in path.stem.split("_"))
        assert re.findall(r"^export (?:async )?function (\w+)", code_of(path), re.MULTILINE) == [name], named(path)


def test_a_name_says_what_is_in_it() -> None:
    assert [named(path) for path in SOURCES if path.stem.lstrip("_") in FORBIDDEN_NAMES] == []


def test_a_limit_is_called_a_maximum_or_a_minimum() -> None:
    words = "MOST|LEAST|LARGEST|SMALLEST|FEWEST|LONGEST|SHORTEST|FURTHEST|HIGHEST|LOWEST"
    other = re.compile(rf"\b_?(?:{words})(?:_[A-Z_]+)?\b")
    named_otherwise = {
        f"{named(path)}: {found}"
        for path in SOURCES
        if path != Path(__file__)
        for found in other.findall(code_of(path))
    }
    assert named_otherwise == set()


def test_a_file_holds_one_idea() -> None:
    long = [named(path) for path in SOURCES if len(text_of(path).splitlines()) > MAX_LINES]
    assert [name for name in long if Path(name).name not in THIRD_PARTY | GENERATED] == []


def test_a_python_file_begins_with_what_it_holds() -> None:
    assert [named(path) for path in PYTHON if not ast.get_docstring(ast.parse(text_of(path)))] == []


def test_a_script_begins_with_what_it_holds() -> None:
    assert [named(path) for path in JAVASCRIPT if not text_of(path).startswith("// ")] == []


def test_what_a_test_waits_for_is_a_function() -> None:
    """The page's policy forbids evaluating text, which is how a bare expression would be tried a second time."""
    for path in (ROOT / "tests" / "browser").glob("*.py"):
        waits = re.findall(r"wait_for_function\(\s*f?\"([^\"]*)", text_of(path))
        assert [wait for wait in waits if "=>" not in wait] == [], named(path)

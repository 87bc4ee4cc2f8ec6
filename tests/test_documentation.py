"""What the documentation says is so: commands, addresses, settings, files, names, versions."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import app
from app.experiments.address.parsing import parse, parse_query
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun
from app.main import create_app
from app.settings import Settings
from tests.test_architecture import APP_ORDER, ENGINE_ORDER, EXPERIMENTS_ORDER, PAGE_ORDER

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
}
EVERYTHING = "\n".join(PAGES.values())
ARCHITECTURE = PAGES["docs/architecture.md"]
SETTINGS = PAGES["docs/guide.md"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAX_README_LINES = 100

CURL = re.compile(r"^curl (?P<rest>(?:[^\n']|'[^']*')*)$", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z-]+)")
PATH = re.compile(r"`((?:app|static|templates|tests|docs)/[\w/.-]*)`")
NAME_IN_FILE = re.compile(r"`(\w+)`\s+in\s+`([\w/.]+\.(?:py|js|html))`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


@cache
def openapi() -> dict[str, Any]:
    return create_app(Settings(workers=1)).openapi()


def curls() -> list[tuple[str, str | None]]:
    """Address and JSON body of every curl in the documentation."""
    found = []
    for match in CURL.finditer(EVERYTHING):
        quoted = re.findall(r"'([^']*)'", match["rest"])
        address = next(text for text in quoted if text.startswith("http://127.0.0.1:8000/"))
        body = next((text for text in quoted if text.startswith("{")), None)
        found.append((address.removeprefix("http://127.0.0.1:8000"), body))
    return found


def table_after(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading of the architecture page, without its head."""
    below = ARCHITECTURE.partition(f"## {heading}\n")[2]
    rows = re.findall(r"^\|(.*)\|$", below.partition("\n## ")[0], re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows[2:]]


def test_there_are_examples() -> None:
    assert len(curls()) >= 10


@pytest.mark.parametrize(("address", "body"), curls())
def test_every_example_is_a_valid_request_to_an_address_that_exists(address: str, body: str | None) -> None:
    path, _, query = address.partition("?")
    methods = openapi()["paths"][path]
    assert ("post" if body else "get") in methods
    if body:
        parse(CostRequest if path.endswith("cost") else Experiment, json.loads(body))
    else:
        pairs: list[tuple[str, str]] = [tuple(part.split("=", 1)) for part in query.split("&") if part]  # type: ignore[misc]
        parse_query(pairs, TrainingRun if path.endswith("train") else Experiment)


def test_the_refusal_that_is_quoted_is_the_refusal() -> None:
    with TestClient(create_app(Settings(workers=1))) as client:
        message = client.get("/api/v1/dataset?n_samples=5").json()["detail"]
    assert message in re.sub(r"\s+", " ", EVERYTHING)


@pytest.mark.parametrize("target", sorted(set(TARGET.findall(EVERYTHING + CI))))
def test_every_make_target_that_is_named_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_make_target_is_in_the_guide() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert targets
    assert set(targets[1].split()) - {"help"} <= set(TARGET.findall(PAGES["docs/guide.md"]))


def test_every_setting_is_documented_with_its_default() -> None:
    for name, info in Settings.model_fields.items():
        row = next((line for line in SETTINGS.splitlines() if f"`GOLDILAMBDA_{name.upper()}`" in line), None)
        assert row, name
        default = str(info.default).lower() if isinstance(info.default, bool) else f"{info.default}".removesuffix(".0")
        assert default in row, name
    for named in re.findall(r"GOLDILAMBDA_([A-Z]+(?:_[A-Z]+)*)", EVERYTHING):
        assert named.lower() in Settings.model_fields


def test_every_file_and_folder_that_is_named_exists() -> None:
    named = [(page, path) for page, text in PAGES.items() for path in PATH.findall(text)]
    assert len(named) > 50
    assert [f"{page}: {path}" for page, path in named if not (ROOT / path).exists()] == []


def test_every_name_that_is_said_to_be_in_a_file_is_in_it() -> None:
    named = [(page, *found) for page, text in PAGES.items() for found in NAME_IN_FILE.findall(text)]
    assert len(named) > 8
    assert [f"{page}: {name} in {path}" for page, name, path in named if not stands_in(name, path)] == []


def stands_in(name: str, path: str) -> bool:
    return bool(re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")))


def test_every_link_between_pages_leads_somewhere() -> None:
    links = [(page, link) for page, text in PAGES.items() for link in LINK.findall(text)]
    assert len(links) > 10
    assert [f"{page}: {link}" for page, link in links if not ((ROOT / page).parent / link).exists()] == []


def test_the_readme_is_short_and_has_a_picture() -> None:
    assert len(PAGES["README.md"].splitlines()) <= MAX_README_LINES
    assert any((ROOT / picture).is_file() for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", PAGES["README.md"]))


def test_the_house_is_drawn_as_it_stands() -> None:
    drawn = re.search(r"## The house.*?```\n(.*?)```", ARCHITECTURE, re.DOTALL)
    assert drawn
    paths: list[str] = []
    folders: list[str] = []
    for line in drawn[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], line.split()[0]]
        paths.append("".join(folders))
    assert [path for path in paths if not (ROOT / path).exists()] == []
    built = [path for top in ("app", "static/js") for path in (ROOT / top).rglob("*") if is_ours(path)]
    assert {f"{path.relative_to(ROOT).as_posix()}/" for path in built} <= set(paths)


def is_ours(folder: Path) -> bool:
    """Whether code of ours is in it."""
    return folder.is_dir() and any(path.suffix in {".py", ".js"} for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize("order", [APP_ORDER, EXPERIMENTS_ORDER, ENGINE_ORDER, PAGE_ORDER])
def test_the_orders_are_those_that_are_tested(order: list[str]) -> None:
    assert f" {' → '.join(names.replace(' ', ' | ') for names in order)}\n" in ARCHITECTURE


def test_every_step_of_lambdas_way_is_where_it_is_said_to_be() -> None:
    steps = [
        (cells[1].strip("`"), cells[2].strip("`")) for cells in table_after("λ's way from the address to the pixel")
    ]
    assert len(steps) > 20
    assert [f"{path}: {name}" for path, name in steps if not stands_in(name, path)] == []


def test_every_word_of_the_glossary_is_used() -> None:
    words = [word for cells in table_after("Glossary of the code") for word in re.findall(r"`(\w+)`", cells[0])]
    assert len(words) > 20
    code = "\n".join(path.read_text(encoding="utf-8") for top in ("app", "static/js") for path in sources(ROOT / top))
    assert [word for word in words if not re.search(rf"\b{word}\b", code)] == []


def sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in {".py", ".js"} and "vendor" not in path.parts]


def test_every_decision_says_what_decided_it() -> None:
    records = {page: text for page, text in PAGES.items() if re.match(r"docs/decisions/\d{4}-", page)}
    assert len(records) >= 6
    for page, text in records.items():
        assert re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE) == PARTS_OF_A_DECISION, page
        assert re.search(r"\d", text.partition("**Figure that decided it.**")[2].partition("**Consequences.**")[0]), (
            page
        )
        assert Path(page).name in PAGES["docs/decisions/README.md"], page


PARTS_OF_A_DECISION = ["Context", "Decision", "Figure that decided it", "Consequences"]


def test_the_version_is_the_same_everywhere() -> None:
    releases = re.findall(r"^## (\S+)", PAGES["CHANGELOG.md"], re.MULTILINE)
    assert releases[0] == app.__version__ == PROJECT["version"]


def test_the_command_line_that_is_named_is_the_command_line() -> None:
    source = (ROOT / "app" / "__main__.py").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w-])--(host|port|workers|open)\b", EVERYTHING))
    assert named == {"host", "port", "workers", "open"}
    assert all(f'"--{option}"' in source for option in named)


def test_the_container_runs_what_the_package_installs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.count("FROM ") == 2
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile
    assert all(f"bin/{command}" in dockerfile for command in PROJECT["scripts"])

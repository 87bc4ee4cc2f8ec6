"""The page's typedefs (static/js/types.js) name only fields that the API's models have."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from app.experiments.answers.results import (
    ChoiceAnswer,
    ChoicesAnswer,
    CrossValidation,
    DatasetAnswer,
    FieldAnswer,
    Goldilocks,
    PathAnswer,
    PathLayer,
    Problem,
    RepeatedDraws,
    TypedArray,
)
from app.experiments.answers.training_results import SnapshotLayer, TrainingAnswer
from app.experiments.requests.experiment import Experiment
from app.web.static_files import folder

MODELS: dict[str, type[BaseModel]] = {
    "Settings": Experiment,
    "TypedArray": TypedArray,
    "PathLayer": PathLayer,
    "Goldilocks": Goldilocks,
    "CrossValidation": CrossValidation,
    "RepeatedDraws": RepeatedDraws,
    "Path": PathAnswer,
    "Training": TrainingAnswer,
    "TrainingLayer": SnapshotLayer,
    "Dataset": DatasetAnswer,
    "Problem": Problem,
    "Choice": ChoiceAnswer,
    "Field": FieldAnswer,
    "Choices": ChoicesAnswer,
}


def typedef(name: str) -> str:
    """The body of a typedef: what stands between its outer braces."""
    text = (folder("static") / "js" / "state/types.js").read_text(encoding="utf-8")
    match = re.search(r"@typedef \{(\{(?:(?!@typedef).)*?\})\} " + name + r"\b", text, re.DOTALL)
    assert match, f"no typedef {name}"
    return match.group(1)


def fields(body: str) -> set[str]:
    """The names at the outermost level."""
    depth, outer = 0, ""
    for character in body:
        depth -= character in "})]>"
        outer += character if depth == 1 else ""
        depth += character in "{([<"
    return set(re.findall(r"(\w+)\??:", outer))


@pytest.mark.parametrize("name", MODELS)
def test_a_typedef_names_only_fields_of_its_model(name: str) -> None:
    named = fields(typedef(name))
    known = {info.alias or field for field, info in MODELS[name].model_fields.items()}
    assert named
    assert named <= known, named - known


def test_the_path_typedef_leaves_out_only_what_the_page_does_not_ask_for() -> None:
    known = {info.alias or field for field, info in PathAnswer.model_fields.items()}
    assert known - fields(typedef("Path")) == {"grid"}

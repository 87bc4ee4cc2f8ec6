"""Whatever is sent, the server answers as its OpenAPI says and never breaks: schemathesis against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.main import create_app
from app.settings import Settings
from tests.web.conftest import serving

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
app = create_app(Settings(workers=1, work_limit=0.1))
"""Small experiments only: the many others are refused by the budget, which is an answer too."""
schema = schemathesis.openapi.from_dict(app.openapi())


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[str]:
    with serving(app) as address:
        yield address


@schema.parametrize()
@pytest.mark.slow
@settings(database=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_of_those_documented(case: schemathesis.Case[Any], fuzzed: str) -> None:
    case.call_and_validate(base_url=fuzzed, checks=CHECKS, timeout=60)

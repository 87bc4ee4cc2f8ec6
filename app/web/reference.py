"""The API page's content: OpenAPI as rows that a template can write down."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def reference(openapi: Schema) -> Schema:
    """Operations in their order, with parameters, body and answer as rows of name, type, meaning."""
    return {"operations": []}

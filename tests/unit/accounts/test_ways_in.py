"""Every way into an account stands in the manual, and none asks for what others may know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.support.all_routes import whole_app

from niaga.web.openapi import openapi_document

MANUAL = Path(__file__).parents[3] / "docs" / "accounts.md"
KNOWN_TO_OTHERS = ("question", "answer", "hint", "birth", "mother")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made = openapi_document(whole_app().app, version="0", server_url="https://toko.example.com")
    found: dict[str, Any] = json.loads(json.dumps(made))
    return found


def fields_of(document: dict[str, Any], content: dict[str, Any]) -> set[str]:
    """The fields of a JSON body, from its struct or any of its structs."""
    schema = content.get("application/json", {}).get("schema", {})
    found: set[str] = set()
    for one in schema.get("anyOf", [schema]):
        known = document["components"]["schemas"].get(one.get("$ref", "").rpartition("/")[2], one)
        found |= known.get("properties", {}).keys()
    return found


def test_the_manual_tells_every_way_in(document: dict[str, Any]):
    ways = {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        if status[0] == "2" and "token" in fields_of(document, answer.get("content", {}))
    }
    assert set(re.findall(r"^\| `([A-Z]+ /[^`]+)` \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)) == ways


def test_nobody_is_asked_for_what_others_may_know(document: dict[str, Any]):
    fields = {
        (path, name)
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for name in fields_of(document, operation.get("requestBody", {}).get("content", {}))
    }
    assert ("/store/v1/customers", "password") in fields
    assert [one for one in fields if any(word in one[1] for word in KNOWN_TO_OTHERS)] == []

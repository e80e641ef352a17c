"""The OpenAPI document: valid, closed, bounded, with examples that obey it, and one answer for each refusal."""

import json
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate
from tests.support.all_routes import whole_app

from niaga.web.openapi import openapi_document


@pytest.fixture(scope="module")
def document():
    made = openapi_document(whole_app().app, version="0", server_url="https://toko.example.com")
    return json.loads(json.dumps(made))


def operations(document: dict[str, Any]):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def bodies(document: dict[str, Any]):
    for name, operation in operations(document):
        body = operation.get("requestBody")
        if body:
            yield name, body["content"]["application/json"]


def resolve(schema: dict[str, Any], document: dict[str, Any]):
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def walk(schema: dict[str, Any], document: dict[str, Any], path: str = "", seen: tuple[str, ...] = ()):
    """Every schema inside, with its path."""
    reference = schema.get("$ref")
    if reference in seen:
        return
    seen = (*seen, reference) if reference else seen
    schema = resolve(schema, document)
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from walk(inner, document, f"{path}.{name}", seen)
    for key in ("anyOf", "oneOf"):
        for inner in schema.get(key, ()):
            yield from walk(inner, document, path, seen)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from walk(schema[key], document, f"{path}[]", seen)


def test_the_document_is_valid_and_says_something(document: dict[str, Any]):
    validate(document)
    assert len(list(operations(document))) > 2


def test_every_operation_is_described(document: dict[str, Any]):
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["tags"], name
        assert "503" in operation["responses"], name
        assert any(status[0] in "23" for status in operation["responses"]), name


def test_bodies_take_no_unknown_fields(document: dict[str, Any]):
    open_ones = [
        f"{name}{path}"
        for name, body in bodies(document)
        for path, schema in walk(body["schema"], document)
        if "properties" in schema and schema.get("additionalProperties") is not False
    ]
    assert open_ones == [], "give these structs forbid_unknown_fields=True"


def test_every_number_text_and_list_of_a_body_has_an_upper_bound(document: dict[str, Any]):
    ends = {"integer": "maximum", "string": "maxLength", "array": "maxItems"}
    endless = [
        f"{name}{path}: {schema['type']}"
        for name, body in bodies(document)
        for path, schema in walk(body["schema"], document)
        if schema.get("type") in ends
        and ends[schema["type"]] not in schema
        and not {"enum", "const", "format"} & schema.keys()
    ]
    assert endless == []


def patterns_in(node: Any):
    """Every regular expression of the document."""
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for inner in node.values():
            yield from patterns_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from patterns_in(inner)


def test_no_pattern_lets_a_line_break_stand_at_the_end(document: dict[str, Any]):
    found = set(patterns_in(document))
    assert len(found) > 8
    # To Python's `$` a text that ends in a line break ends before it.
    assert [one for one in found if one.endswith("$")] == [], r"end these with $(?!\n)"


def test_limits_are_whole_numbers(document: dict[str, Any]):
    text = json.dumps(document)
    assert '"maximum": 100' in text
    assert not [word for word in (".0,", ".0}") if f'"maximum": 100{word}' in text]


def test_examples_obey_their_schemas(document: dict[str, Any]):
    for name, operation in operations(document):
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in operation["responses"].values()]
        for content in contents:
            for media in content.values():
                values = (
                    [media["example"]] if "example" in media else [one["value"] for one in media["examples"].values()]
                )
                for value in values:
                    schema = {**media["schema"], "components": document["components"]}
                    try:
                        jsonschema.validate(value, schema)
                    except jsonschema.ValidationError as error:
                        pytest.fail(f"{name}: {error.message} at {list(error.absolute_path)}")


def test_the_same_routes_give_the_same_document():
    made = [json.dumps(openapi_document(whole_app().app, version="0", server_url="x")) for _ in range(2)]
    assert made[0] == made[1]

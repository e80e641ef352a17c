"""msgspec's messages become codes, paths and sentences of ours."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from niaga.foundation.errors import InvalidFields
from niaga.platform.http import Amount, Line, Metadata, Quantity, ShortLine, WireId, decode_body
from niaga.platform.http.bodies import body_texts
from niaga.platform.language import translate


class Size(StrEnum):
    S = "s"
    M = "m"


class Inner(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    sku: ShortLine
    quantity: Quantity


class Body(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    lines: Annotated[list[Inner], Meta(min_length=1, max_length=3)]
    name: Line = "x"
    price: Amount = 0
    note: ShortLine | None = None
    size: Size = Size.S
    at: datetime | None = None
    paid: bool = False
    order: WireId = "ord_0"
    metadata: Metadata = {}


def problem(body: bytes):
    with pytest.raises(InvalidFields) as refused:
        decode_body(body, Body)
    (found,) = refused.value.fields
    return found.path, found.code, found.message.format(**found.facts)


def with_line(quantity: bytes):
    return b'{"lines":[{"sku":"A","quantity":1},{"sku":"B","quantity":' + quantity + b"}]}"


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (b"0", "request.too_small"),
        (b"-1", "request.too_small"),
        (b"1.5", "request.wrong_type"),
        (b"1.0", "request.wrong_type"),
        (b"1e3", "request.wrong_type"),
        (b'"1"', "request.wrong_type"),
        (b"true", "request.wrong_type"),
        (b"null", "request.wrong_type"),
        (b"10000", "request.too_large"),
        (b"2147483648", "request.too_large"),
        (b"9223372036854775808", "request.too_large"),
        (b"99999999999999999999999", "request.too_large"),
        (b"1e400", "request.number_too_large"),
        (b"NaN", "request.not_a_number"),
    ],
)
def test_a_bad_quantity_is_named_with_its_line(quantity: bytes, code: str):
    path, found, _ = problem(with_line(quantity))
    assert (path, found) == ("lines[1].quantity", code)


@pytest.mark.parametrize(
    ("body", "path", "code", "words"),
    [
        (b"{}", "lines", "request.field_missing", "This field is required."),
        (b'{"lines":[{"sku":"A"}]}', "lines[0].quantity", "request.field_missing", "This field is required."),
        (b'{"lines":[],"name":"a"}', "lines", "request.too_few", "Must have at least 1 entries."),
        (b'{"lines":[1]}', "lines[0]", "request.wrong_type", "Must be an object."),
        (b'{"lines":{}}', "lines", "request.wrong_type", "Must be a list."),
        (b"[]", "", "request.wrong_type", "Must be an object."),
        (b'{"role":"owner"}', "role", "request.unknown_field", "There is no such field."),
        (b'{"lines":[{"price":1}]}', "lines[0].price", "request.unknown_field", "There is no such field."),
        (b'{"name":"a\\nb"}', "name", "request.wrong_format", "Does not have the expected form."),
        (b'{"name":"   "}', "name", "request.wrong_format", "Does not have the expected form."),
        (b'{"name":""}', "name", "request.too_short", "Must have at least 1 characters."),
        (b'{"note":5}', "note", "request.wrong_type", "Must be a text."),
        (b'{"size":"xl"}', "size", "request.unknown_value", "Is not one of the allowed values."),
        (b'{"at":"yesterday"}', "at", "request.wrong_format", "Does not have the expected form."),
        (b'{"paid":"yes"}', "paid", "request.wrong_type", "Must be true or false."),
        (b'{"price":-1}', "price", "request.too_small", "Must be at least 0."),
        (b'{"order":"1 or 1=1"}', "order", "request.wrong_format", "Does not have the expected form."),
        (b'{"metadata":{"a":1}}', "metadata", "request.wrong_type", "Must be a text."),
    ],
)
def test_every_rule_is_named_with_field_and_words(body: bytes, path: str, code: str, words: str):
    found = problem(body)
    assert (found[0][: len(path)], *found[1:]) == (path, code, words)


def test_every_sentence_has_a_translation():
    same = [text for text in body_texts() if translate(text, "id", limit=1) == translate(text, "en", limit=1)]
    assert same == []

"""Bodies become structs here: strictly, and when they do not, every refusal names the field and the rule.

`ShopRequest` replaces the framework's lenient conversion (which would take "1" for 1): handlers still declare
`data: SomeStruct`, so the OpenAPI document is generated from the same struct that decodes.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.platform.http.errors import BodyIncomplete, NotJson
from niaga.platform.http.exchange import exchange_in
from niaga.platform.http.json_text import join_path, read_json

BODY_SECONDS = 20.0
_JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})


class ShopRequest(Request[Any, Any, Any]):
    """A request whose JSON body is checked, then decoded strictly into the type of the handler's `data`."""

    __slots__ = ()

    async def body(self) -> bytes:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await super().body()
        except (TimeoutError, InternalServerException) as error:
            raise BodyIncomplete from error

    async def json(self) -> Any:
        self._require_json()
        tree = read_json(await self.body())
        exchange_in(self.scope).tree = tree  # type: ignore[arg-type]
        return convert_tree(tree, self.route_handler.parsed_data_field.annotation)  # type: ignore[union-attr]

    def _require_json(self) -> None:
        kind = self.headers.get("content-type", "")
        if kind == "application/json" and "content-encoding" not in self.headers:
            return
        media, _, parameters = kind.lower().partition(";")
        charset = parameters.strip().removeprefix("charset=").strip('"') if parameters else "utf-8"
        if media.strip() not in _JSON_TYPES or charset != "utf-8" or self.headers.get("content-encoding", "identity") != "identity":
            raise NotJson


def decode_body(body: bytes, shape: Any) -> Any:
    """A JSON text as a value of that type, checked as a request's body would be; for bodies read by hand."""
    return convert_tree(read_json(body), shape)


def convert_tree(tree: Any, shape: Any) -> Any:
    """The decoded JSON as a value of the type. Raises InvalidFields naming the first field at fault."""
    try:
        return msgspec.convert(tree, shape, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidFields((field_problem(str(error)),)) from error


_AT = re.compile(r" - at `(key in )?\$?(?P<path>.*)`$", re.DOTALL)
_KIND_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
    "datetime": "a time such as 2026-11-24T06:05:00Z",
    "date": "a date such as 2026-11-24",
}
_NOTHING: dict[str, str] = {}
# What msgspec says -> our code, our words. The first that matches counts.
_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), code, message)
    for pattern, code, message in (
        (r"^Object missing required field `(?P<field>.+)`$", "request.field_missing", "This field is required."),
        (r"^Object contains unknown field `(?P<field>.*)`$", "request.unknown_field", "There is no such field."),
        (r"^Expected `(?:int|float)` >= (?P<limit>\S+)$", "request.too_small", "Must be at least {limit}."),
        (r"^Expected `(?:int|float)` > (?P<limit>\S+)$", "request.too_small", "Must be more than {limit}."),
        (r"^Expected `(?:int|float)` <= (?P<limit>\S+)$", "request.too_large", "Must be at most {limit}."),
        (r"^Expected `(?:int|float)` < (?P<limit>\S+)$", "request.too_large", "Must be less than {limit}."),
        (r"^Expected `str` of length >= (?P<limit>\d+)$", "request.too_short", "Must have at least {limit} characters."),
        (r"^Expected `str` of length <= (?P<limit>\d+)$", "request.too_long", "Must have at most {limit} characters."),
        (r"^Expected `(?:array|object)` of length >= (?P<limit>\d+)$", "request.too_few", "Must have at least {limit} entries."),
        (r"^Expected `(?:array|object)` of length <= (?P<limit>\d+)$", "request.too_many", "Must have at most {limit} entries."),
        (r"^Expected `str` matching regex", "request.wrong_format", "Does not have the expected form."),
        (r"^Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`$", "request.wrong_type", "Must be {expected}."),
        (r"^Invalid enum value", "request.unknown_value", "Is not one of the allowed values."),
        (r"^Invalid (?:RFC3339|datetime|date|time)", "request.wrong_format", "Does not have the expected form."),
        (r"out of range$", "request.number_too_large", "This number is too large."),
    )
)


def field_problem(message: str, path: str = "") -> FieldProblem:
    """msgspec's message as a problem of ours; `path` is where the value stood when the message does not say."""
    found = _AT.search(message)
    if found:
        message = message[: found.start()]
        inside = found["path"].lstrip(".")
        path = inside if not path else (f"{path}{inside}" if inside.startswith("[") else join_path(path, inside))
    for pattern, code, words in _RULES:
        match = pattern.search(message)
        if match:
            facts = match.groupdict()
            field = facts.pop("field", None)
            if "expected" in facts:
                facts = {"expected": _kinds(facts["expected"])}
            return FieldProblem(join_path(path, field) if field is not None else path, code, words, facts)
    return FieldProblem(path, "request.invalid_value", "This value is not allowed.")


def _kinds(expected: str) -> str:
    return " / ".join(_KIND_WORDS.get(kind.strip(), kind.strip()) for kind in expected.split("|"))

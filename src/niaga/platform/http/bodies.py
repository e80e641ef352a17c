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
from litestar.types.empty import Empty

from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.platform.http.errors import BodyIncomplete, BodyTooLarge, NotJson
from niaga.platform.http.exchange import Exchange, exchange_of
from niaga.platform.http.forms import TOKEN_FIELD, read_form, require_form
from niaga.platform.http.json_text import join_path, read_json
from niaga.platform.http.turns import turns

BODY_SECONDS = 20.0
_JSON_TYPES = frozenset({b"application/json", b"application/merge-patch+json"})
_NO_LIMIT = 2**62
_MAX_LENGTH_DIGITS = 19


class _Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request that needs none."""


class ShopRequest(Request[Any, Any, Any]):
    """A request whose JSON body is checked, then decoded strictly into the type of the handler's `data`."""

    __slots__ = ()

    async def body(self) -> bytes:
        """The whole body. Raises BodyTooLarge before it is read (or as soon as too much came), BodyIncomplete."""
        if self._body is Empty:
            limit = self.route_handler.resolve_request_max_body_size() or _NO_LIMIT
            announced = exchange_of(self).header(b"content-length")
            if announced is not None and announced.isdecimal() and int(announced[:_MAX_LENGTH_DIGITS]) > limit:
                raise BodyTooLarge(limit)
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    self._body = self._connection_state.body = await self._read(limit)
            except TimeoutError as error:
                raise BodyIncomplete from error
        return self._body

    async def json(self) -> Any:
        """The JSON body as the type of the handler's `data`. Raises NotJson and whatever `read_json` refuses.

        Where the route says `form=True` the body is a form instead: every field a text, its token left out.
        """
        if self.route_handler.opt.get("form"):
            require_form(self)
            fields = read_form(await self.body())
            fields.pop(TOKEN_FIELD, None)
            return convert_tree(fields, self._shape())
        exchange = exchange_of(self)
        _require_json(exchange)
        body = await self.body()
        await turns().wait()
        exchange.tree = read_json(body)
        return convert_tree(exchange.tree, self._shape())

    async def expect_no_body(self) -> None:
        """For handlers that take none: a body may still be sent, with nothing in it. Raises as `json` does."""
        if (await self.body()).strip():
            _require_json(exchange_of(self))
            convert_tree(read_json(await self.body()), _Nothing)

    def _shape(self) -> Any:
        field = self.route_handler.parsed_data_field
        assert field is not None, "a body is decoded for handlers that ask for `data`"
        return field.annotation

    async def _read(self, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self.receive()
            if message["type"] != "http.request":
                raise BodyIncomplete
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise BodyTooLarge(limit)
            if not message.get("more_body"):
                return b"".join((*parts, part)) if parts else part
            parts.append(part)


def _require_json(exchange: Exchange) -> None:
    seen = exchange.seen
    kind = seen.get(b"content-type", b"")
    if kind == b"application/json" and b"content-encoding" not in seen:
        return
    media, _, parameters = kind.lower().partition(b";")
    charset = parameters.strip().removeprefix(b"charset=").strip(b'"') if parameters else b"utf-8"
    plain = seen.get(b"content-encoding", b"identity") == b"identity"
    if media.strip() not in _JSON_TYPES or charset != b"utf-8" or not plain:
        raise NotJson


def decode_body(body: bytes, shape: Any) -> Any:
    """A JSON text as a value of that type, checked as a request's body would be; for bodies read by hand."""
    return convert_tree(read_json(body), shape)


def convert_tree(tree: Any, shape: Any) -> Any:
    """The decoded JSON as a value of the type. Raises InvalidFields naming the first field at fault."""
    try:
        return msgspec.convert(tree, shape, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidFields((field_problem(_with_key(str(error), tree, shape)),)) from error


_AT = re.compile(r" - at `(?:key` in `)?\$?(?P<path>.*)`$", re.DOTALL)
_ANY_KEY = "[...]"
_MOST_KEYS = 100
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_WRONG_TYPE = "This value is of the wrong kind."
_MUST_BE = {
    "int": "Must be a whole number.",
    "float": "Must be a number.",
    "str": "Must be a text.",
    "bool": "Must be true or false.",
    "object": "Must be an object.",
    "array": "Must be a list.",
    "datetime": "Must be a time such as 2026-11-24T06:05:00Z.",
    "date": "Must be a date such as 2026-11-24.",
}
# What msgspec says -> our code, our words. The first that matches counts.
_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), code, message)
    for pattern, code, message in (
        (
            r"^Object missing required field `(?P<field>.+)`$",
            "request.field_missing",
            "This field is required.",
        ),
        (
            r"^Object contains unknown field `(?P<field>.*)`$",
            "request.unknown_field",
            "There is no such field.",
        ),
        (
            r"^Expected `(?:int|float)` >= (?P<limit>\S+)$",
            "request.too_small",
            "Must be at least {limit}.",
        ),
        (
            r"^Expected `(?:int|float)` > (?P<limit>\S+)$",
            "request.too_small",
            "Must be more than {limit}.",
        ),
        (
            r"^Expected `(?:int|float)` <= (?P<limit>\S+)$",
            "request.too_large",
            "Must be at most {limit}.",
        ),
        (
            r"^Expected `(?:int|float)` < (?P<limit>\S+)$",
            "request.too_large",
            "Must be less than {limit}.",
        ),
        (
            r"^Expected `str` of length >= (?P<limit>\d+)$",
            "request.too_short",
            "Must have at least {limit} characters.",
        ),
        (
            r"^Expected `str` of length <= (?P<limit>\d+)$",
            "request.too_long",
            "Must have at most {limit} characters.",
        ),
        (
            r"^Expected `(?:array|object)` of length >= (?P<limit>\d+)$",
            "request.too_few",
            "Must have at least {limit} entries.",
        ),
        (
            r"^Expected `(?:array|object)` of length <= (?P<limit>\d+)$",
            "request.too_many",
            "Must have at most {limit} entries.",
        ),
        (
            r"^Expected `str` matching regex",
            "request.wrong_format",
            "Does not have the expected form.",
        ),
        (
            r"^Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`$",
            "request.wrong_type",
            _WRONG_TYPE,
        ),
        (
            r"^Invalid enum value",
            "request.unknown_value",
            "Is not one of the allowed values.",
        ),
        (
            r"^Expected `datetime` with a timezone component$",
            "request.wrong_format",
            "Must be a time such as 2026-11-24T06:05:00Z.",
        ),
        (
            r"^Invalid (?:RFC3339|datetime|date|time)",
            "request.wrong_format",
            "Does not have the expected form.",
        ),
        (r"out of range$", "request.number_too_large", "This number is too large."),
    )
)


def _with_key(message: str, tree: Any, shape: Any) -> str:
    """The message with the caller's own key in its path: msgspec writes `[...]` for every key of a mapping.

    Which key it was shows by asking again with each of them alone.
    """
    place = message.rpartition(" - at ")[2].strip("`").removeprefix("$")
    before, any_key, _ = place.partition(_ANY_KEY)
    if not any_key:
        return message
    steps = [int(index) if index else name for name, index in _STEP.findall(before)]
    mapping = tree
    for step in steps:
        mapping = mapping[step]
    for key in list(mapping)[:_MOST_KEYS]:
        try:
            msgspec.convert(_replaced(tree, steps, {key: mapping[key]}), shape, strict=True)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return message.replace(_ANY_KEY, f".{key}", 1)
    return message.replace(_ANY_KEY, "", 1)


def _replaced(node: Any, steps: list[int | str], value: Any) -> Any:
    """A copy of the tree with another value at the end of the steps."""
    if not steps:
        return value
    copy: Any = list(node) if isinstance(node, list) else dict(node)
    copy[steps[0]] = _replaced(copy[steps[0]], steps[1:], value)
    return copy


def field_problem(message: str, path: str = "") -> FieldProblem:
    """Msgspec's message as a problem of ours; `path` is where the value stood when the message does not say."""
    found = _AT.search(message)
    if found:
        message = message[: found.start()]
        inside = found["path"].lstrip(".")
        path = inside if not path else (f"{path}{inside}" if inside.startswith("[") else join_path(path, inside))
    for pattern, code, usual in _RULES:
        match = pattern.search(message)
        if match:
            facts = match.groupdict()
            field = facts.pop("field", None)
            words = _must_be(facts["expected"]) if "expected" in facts else usual
            if "expected" in facts:
                facts = {}
            return FieldProblem(
                join_path(path, field) if field is not None else path,
                code,
                words,
                facts,
            )
    return FieldProblem(path, "request.invalid_value", "This value is not allowed.")


def _must_be(expected: str) -> str:
    """The sentence for the one kind that is expected (`int | null` is one: the field may also be left out)."""
    kinds = [kind for kind in expected.split(" | ") if kind != "null"]
    return _MUST_BE.get(kinds[0], _WRONG_TYPE) if len(kinds) == 1 else _WRONG_TYPE


def body_texts() -> list[str]:
    """Every template above, for the test that looks for missing translations."""
    return [*_MUST_BE.values(), *(words for _, _, words in _RULES)]

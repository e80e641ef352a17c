"""JSON from strangers: what is checked before any struct sees it.

Nested at most 64 levels; no key twice in one object; no NUL, control characters or lone surrogates; no NaN, no number
that a double cannot hold; every text in NFC. The quick way answers for the usual body with one decoding and a count of
keys: an object without a repeated key has as many keys as the text has colons, if no text holds a colon. Whatever the
quick way cannot vouch for is parsed again with a slower parser that can name the place.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec

from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.platform.http.errors import TooDeep, UnreadableJson, UnreadableText

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 64
_MAX_PROBLEMS = 20
_MAX_PATH = 200
_MAX_DIGITS = 4300  # what the quick way takes too, so that both name the bound that was passed

_decode = msgspec.json.Decoder().decode
# A string (closed or not, so that no input makes the search start over) or one bracket.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)?|[\[\]{}]', re.DOTALL)
# Tabs and line breaks are text; the other controls, and halves of surrogate pairs, are not.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class _Rejected:
    """Stands in the slow parser's tree for something that cannot be a value."""

    __slots__ = ("code", "message")

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message


_NOT_A_NUMBER = _Rejected("request.not_a_number", "NaN and Infinity are not numbers.")
_TOO_LARGE = _Rejected("request.number_too_large", "This number is too large.")


class _Pairs(list[tuple[str, Any]]):
    """An object as the slow parser sees it: its keys may repeat."""


def read_json(body: bytes) -> Any:
    """The value of a JSON text, safe and in NFC. Raises UnreadableJson, UnreadableText, TooDeep or InvalidFields."""
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        _check_depth(body)
    try:
        tree = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _read_slowly(body)
    plain = body.isascii() and b"\\" not in body and b"\x7f" not in body
    if plain and _count_keys(tree) == body.count(b":"):
        return tree
    return _read_slowly(body)


def clean_text(text: str) -> str | None:
    """The text in NFC; None when it holds characters that no text of ours may hold."""
    if text.isascii() and text.isprintable():
        return text
    if _CONTROL.search(text):
        return None
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _count_keys(tree: Any) -> int:
    count = 0
    todo = [tree]
    while todo:
        node = todo.pop()
        if type(node) is dict:
            count += len(node)
            todo += [value for value in node.values() if type(value) is dict or type(value) is list]
        elif type(node) is list:
            todo += [value for value in node if type(value) is dict or type(value) is list]
    return count


def _check_depth(body: bytes) -> None:
    depth = 0
    for token in _TOKEN.finditer(body):
        first = body[token.start()]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise TooDeep(MAX_DEPTH)
        elif first in b"]}":
            depth -= 1


def _read_slowly(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText(error.start) from error
    try:
        raw = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_constant=lambda _: _NOT_A_NUMBER,
            parse_int=_parse_int,
            parse_float=_parse_float,
        )
    except json.JSONDecodeError as error:
        raise UnreadableJson(error.lineno, error.colno) from error
    problems: list[FieldProblem] = []
    tree = _clean(raw, "", problems)
    if problems:
        raise InvalidFields(tuple(problems[:_MAX_PROBLEMS]))
    return tree


def _parse_int(digits: str) -> Any:
    return int(digits) if len(digits) <= _MAX_DIGITS else _TOO_LARGE


def _parse_float(digits: str) -> Any:
    value = float(digits)
    return value if math.isfinite(value) else _TOO_LARGE


def _clean(node: Any, path: str, problems: list[FieldProblem]) -> Any:
    """The node with its texts in NFC; what is wrong with it is added to the problems."""
    if isinstance(node, str):
        clean = clean_text(node)
        if clean is None:
            problems.append(
                FieldProblem(
                    path,
                    "request.control_character",
                    "This text holds characters that are not text.",
                )
            )
        return clean
    if isinstance(node, _Pairs):
        return dict(_clean_pairs(node, path, problems))
    if isinstance(node, list):
        return [_clean(item, f"{path}[{place}]", problems) for place, item in enumerate(node)]
    if isinstance(node, _Rejected):
        problems.append(FieldProblem(path, node.code, node.message))
    return node


def _clean_pairs(pairs: _Pairs, path: str, problems: list[FieldProblem]) -> Iterator[tuple[str, Any]]:
    seen = set()
    for key, value in pairs:
        clean = clean_text(key)
        here = join_path(path, clean if clean is not None else _CONTROL.sub("?", key))
        if clean is None:
            problems.append(
                FieldProblem(
                    here,
                    "request.control_character",
                    "This text holds characters that are not text.",
                )
            )
        elif clean in seen:
            problems.append(
                FieldProblem(
                    here,
                    "request.repeated_key",
                    "The field stands here more than once.",
                )
            )
        else:
            seen.add(clean)
            yield clean, _clean(value, here, problems)


def join_path(path: str, key: str) -> str:
    """`lines[0]`, `sku` → `lines[0].sku`, never longer than a person reads."""
    return f"{path}.{key}"[:_MAX_PATH] if path else key[:_MAX_PATH]

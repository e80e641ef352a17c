"""JSON before it becomes a struct: what is refused, where it stood, and what is quietly put right."""

import json
import time
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.foundation.errors import InvalidFields
from niaga.platform.http.errors import TooDeep, UnreadableJson, UnreadableText
from niaga.platform.http.json_text import MAX_DEPTH, read_json

PRINTABLE = st.characters(blacklist_categories=["Cs", "Cc", "Cn"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(PRINTABLE, max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(PRINTABLE, max_size=5), inner, max_size=4),
    max_leaves=20,
)


def problems(body: bytes):
    with pytest.raises(InvalidFields) as refused:
        read_json(body)
    return [(problem.path, problem.code) for problem in refused.value.fields]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        (b'{"a":1,"a":2}', "a", "request.repeated_key"),
        (b'{"l":[{"q":1,"q":1}]}', "l[0].q", "request.repeated_key"),
        (b'{"a":1,"\\u0061":2}', "a", "request.repeated_key"),
        (b'{"x":":","a":1,"a" :2}', "a", "request.repeated_key"),
        (b'{"l":[{"q":NaN}]}', "l[0].q", "request.not_a_number"),
        (b'{"q":-Infinity}', "q", "request.not_a_number"),
        (b'{"q":1e400}', "q", "request.number_too_large"),
        (b'{"q":' + b"9" * 10**5 + b"}", "q", "request.number_too_large"),
        (b'{"n":"a\\u0000b"}', "n", "request.control_character"),
        (b'{"n":{"m":"\\b"}}', "n.m", "request.control_character"),
        (b'{"n":"\x7f"}', "n", "request.control_character"),
        (b'{"n":"\xc2\x85"}', "n", "request.control_character"),
        (b'{"n":"\\ud800"}', "n", "request.control_character"),
        (b'{"\\ud800":1}', "?", "request.control_character"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(body: bytes, path: str, code: str):
    assert problems(body) == [(path, code)]


@pytest.mark.parametrize(
    "body", [b"{", b"", b"{} x", b"{'a':1}", b'{"a":"\n"}', b'{"a":"\x00"}', b"\xef\xbb\xbf{}", b"[1,]"]
)
def test_what_is_not_json_is_refused_with_line_and_column(body: bytes):
    with pytest.raises(UnreadableJson):
        read_json(body)


def test_what_is_not_utf8_is_refused():
    with pytest.raises(UnreadableText):
        read_json(b'{"n":"\xff"}')


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_a_hundred_thousand_levels_are_refused_at_once(opening: bytes):
    began = time.process_time()
    with pytest.raises(TooDeep):
        read_json(opening * 100_000)
    assert time.process_time() - began < 0.2


def test_exactly_the_permitted_depth_is_read():
    body = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert read_json(body)
    with pytest.raises(TooDeep):
        read_json(b"[" + body + b"]")


def test_brackets_inside_texts_are_no_depth():
    assert read_json(b'{"n":"' + b"[{" * 500 + b'"}') == {"n": "[{" * 500}


def test_an_unclosed_text_of_escapes_costs_linear_time():
    body = b'{"n":' + b"[" * 65 + b'"' + b'\\"' * 120_000
    began = time.process_time()
    with pytest.raises(TooDeep):
        read_json(body)
    assert time.process_time() - began < 0.2


def test_texts_become_nfc_and_keep_their_line_breaks():
    assert read_json('{"n":"Cafe\u0301\\n2"}'.encode()) == {"n": "Caf\u00e9\n2"}


def test_two_spellings_of_one_key_are_a_repeated_key():
    assert problems('{"Cafe\u0301":1,"Caf\u00e9":2}'.encode()) == [("Caf\u00e9", "request.repeated_key")]


def test_every_fault_is_reported_up_to_a_bound():
    body = b'{"l":[' + b",".join([b'"\\u0000"'] * 50) + b"]}"
    assert len(problems(body)) == 20


@given(TREES)
def test_what_we_write_we_read_back(tree: Any) -> None:
    """Where two keys become one in NFC, that is a repeated key; everything else comes back."""
    body = unicodedata.normalize("NFC", msgspec.json.encode(tree).decode()).encode()
    slow = json.loads(body, object_pairs_hook=lambda pairs: pairs if len(dict(pairs)) == len(pairs) else repeated)
    if repeated in _inside(slow):
        assert {code for _, code in problems(body)} == {"request.repeated_key"}
    else:
        assert read_json(body) == msgspec.json.decode(body)


repeated = object()


def _inside(tree: Any) -> list[Any]:
    return [tree, *(one for item in tree for one in _inside(item))] if isinstance(tree, list | tuple) else [tree]

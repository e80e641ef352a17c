"""Cursors nobody can turn into something else, and errors that say what they must."""

import base64
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.foundation.errors import IllegalMove, Kind, NiagaError, invalid_field
from niaga.foundation.events import Event
from niaga.foundation.paging import BadCursor, decode_cursor, encode_cursor

STORABLE = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=50)


@given(st.tuples(STORABLE, st.integers(-(2**63), 2**63 - 1)))
def test_a_cursor_leads_back_to_its_place(place: tuple[str, int]) -> None:
    assert decode_cursor(encode_cursor(place), tuple[str, int]) == place


@given(st.text(max_size=100))
def test_whatever_is_no_cursor_is_refused(text: str) -> None:
    try:
        found = decode_cursor(text, tuple[str, int])
    except BadCursor:
        return
    assert decode_cursor(encode_cursor(found), tuple[str, int]) == found


@pytest.mark.parametrize(
    "inside",
    ['["\\u0000",1]', '["a",9223372036854775808]', '["a",-9223372036854775809]', '["a"]', "null", '["a",1.5]', ""],
)
def test_a_cursor_with_what_no_database_holds_is_refused(inside: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(base64.urlsafe_b64encode(inside.encode()).decode().rstrip("="), tuple[str, int])


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(BadCursor):
        decode_cursor(encode_cursor("only text"), tuple[str, int])


def test_an_error_must_say_its_kind_its_code_and_what_happened() -> None:
    with pytest.raises(TypeError):
        type("Nameless", (NiagaError,), {"__doc__": "Something."})
    with pytest.raises(TypeError):
        type("Silent", (NiagaError,), {"kind": Kind.CONFLICT, "code": "a.b", "__doc__": None})


def test_an_error_tells_its_facts() -> None:
    @dataclass(eq=False)
    class SoldOut(NiagaError):
        """Only {left} of {sku} are left."""

        kind = Kind.CONFLICT
        code = "test.sold_out"

        sku: str
        left: int

    assert str(SoldOut("KOPI", 2)) == "Only 2 of KOPI are left."
    assert SoldOut("KOPI", 2).facts() == {"sku": "KOPI", "left": 2}
    assert invalid_field("a.b", "c.d", "No {x}.", x=1).problems()[0].facts == {"x": 1}
    assert "cancelled" in str(IllegalMove("order", "cancelled", "shipped"))


def test_an_event_must_state_its_aggregate() -> None:
    with pytest.raises(TypeError):
        type(Event)("Loose", (Event,), {"__module__": __name__, "kind": "order.lost"})
    assert msgspec.structs.fields(Event)[0].name == "aggregate_id"

"""Packed answers: the very bytes come back, those of before packing too, and an order's are small."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from niaga.platform.idempotency.packing import pack, unpack

# Never change this: it is what shops already hold.
KEPT = bytes.fromhex("0103165230df630969a4b0252234731381c15794a9545b0b00")


@given(st.binary())
def test_the_very_bytes_come_back(body: bytes) -> None:
    assert unpack(pack(body)) == body


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_answers_kept_before_there_was_packing_come_back_as_they_are(value: object) -> None:
    body = msgspec.json.encode(value)
    assert unpack(body) == body


def test_what_was_packed_by_an_older_niaga_is_still_read() -> None:
    assert unpack(KEPT) == b'{"status":"awaiting_payment","payment":{"method":"bank_transfer","channel":"mandiri"}}'


def test_an_answer_made_of_known_words_shrinks_to_less_than_half() -> None:
    body = b'{"id":"pay_01m86m3cf9yx38yjbv27bgrt8a","method":"bank_transfer","channel":"load","status":"pending"}'
    assert len(pack(body)) < len(body) / 2

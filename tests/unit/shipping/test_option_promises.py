"""Option ids: promises that hold for these lines and this place, until they expire, and that nobody else can write."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.shipping.errors import OptionExpired, OptionForged, OptionMismatch
from niaga.shipping.model import Freight, ShippingLine, ShippingOption, Source
from niaga.shipping.rules.promises import (
    open_option,
    option_terms,
    promise_scope,
    seal_option,
    seal_terms,
    spell_terms,
)
from niaga.shipping.rules.quote import shipping_request

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LINES = [("KAOS-M", 2), ("TOPI", 1)]
OPTION = ShippingOption(
    "jne", "REG", "JNE REG", 22_000, 5_400, 0, 1, 2, Source.TABLE,
    Freight(22_000, 1400, 400, 1400, 2000, 6000, 11_000, 1000, 11_000, 1000, 1000, 0),
)  # fmt: skip


class Seal:
    """The vault's part in it: one purpose, the present key and those that are still honoured."""

    def __init__(self, key: bytes = b"key", *older: bytes) -> None:
        self.keys = (key, *older)

    def mac(self, purpose: str, message: bytes) -> bytes:
        return self.macs(purpose, message)[0]

    def macs(self, purpose: str, message: bytes) -> list[bytes]:
        return [hmac.digest(key + purpose.encode(), message, hashlib.sha256) for key in self.keys]


def scope(
    lines: list[tuple[str, int]] = LINES, *, to: str = "31.74.02", insured: bool = True, cod: bool = False
) -> bytes:
    goods = [ShippingLine(sku, quantity, 500, 100, 100, 100, 50_000) for sku, quantity in lines]
    return promise_scope(shipping_request(goods, origin_code="31.74", destination_code=to, insured=insured, cod=cod))


def promised(seal: Seal | None = None, *, minutes: int = 60) -> str:
    return seal_option(seal or Seal(), OPTION, scope=scope(), expires_at=NOW + timedelta(minutes=minutes))


def test_a_promise_opens_as_the_option_it_was() -> None:
    assert open_option(Seal(), promised(), scope=scope(), now=NOW) == OPTION


def test_an_id_is_short_and_fit_for_a_url() -> None:
    assert len(promised()) < 200
    assert promised().startswith("opt_")
    assert set(promised()) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def test_lines_in_another_order_or_split_are_the_same_lines() -> None:
    lines = [("TOPI", 1), ("KAOS-M", 1), ("KAOS-M", 1)]
    assert open_option(Seal(), promised(), scope=scope(lines), now=NOW) == OPTION


@pytest.mark.parametrize(
    "other",
    [
        scope([("KAOS-M", 3), ("TOPI", 1)]),
        scope([("KAOS-M", 2)]),
        scope([("KAOS-M", 2), ("TOPI-2", 1)]),
        scope(to="31.74.03"),
        scope(insured=False),
        scope(cod=True),
    ],
)
def test_a_promise_is_for_nothing_else(other: bytes) -> None:
    with pytest.raises(OptionMismatch):
        open_option(Seal(), promised(), scope=other, now=NOW)


def test_a_promise_ends_at_its_second() -> None:
    ends = NOW + timedelta(minutes=60)
    open_option(Seal(), promised(), scope=scope(), now=ends - timedelta(seconds=1))
    with pytest.raises(OptionExpired):
        open_option(Seal(), promised(), scope=scope(), now=ends)


def test_another_shop_cannot_promise_for_us() -> None:
    with pytest.raises(OptionForged) as forged:
        open_option(Seal(), promised(Seal(b"other")), scope=scope(), now=NOW)
    assert forged.value.problems()[0].path == "shipping.option_id"


def test_a_promise_outlives_the_key_it_was_sealed_with_for_as_long_as_that_is_honoured() -> None:
    assert open_option(Seal(b"new", b"key"), promised(), scope=scope(), now=NOW) == OPTION
    with pytest.raises(OptionForged):
        open_option(Seal(b"new"), promised(), scope=scope(), now=NOW)


def test_options_of_one_answer_cannot_be_mixed() -> None:
    terms_of_both = [option_terms(OPTION), option_terms(msgspec.structs.replace(OPTION, insurance_fee=0))]
    begins = seal_terms(Seal(), terms_of_both, scope=scope(), expires_at=NOW + timedelta(minutes=60))
    ids = [[(beginning + spell_terms(terms)).decode() for terms in terms_of_both] for beginning in begins]
    assert open_option(Seal(), ids[1][1], scope=scope(), now=NOW).insurance_fee == 0
    for mixed in (ids[0][1], ids[1][0]):
        with pytest.raises(OptionForged):
            open_option(Seal(), mixed, scope=scope(), now=NOW)


def test_a_promise_does_not_pass_into_another_answer() -> None:
    old, new = promised(minutes=1), promised(minutes=60)
    assert old[60:] == new[60:], "what is promised is the same, until when is not"
    with pytest.raises(OptionForged):
        open_option(Seal(), new[:36] + old[36:], scope=scope(), now=NOW)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(promised()[4:] + "=="))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(OptionForged):
        open_option(Seal(), "opt_" + base64.urlsafe_b64encode(sealed).decode().rstrip("="), scope=scope(), now=NOW)


@given(
    st.text(max_size=600)
    | st.text(max_size=600).map("opt_".__add__)
    | st.binary(max_size=64).map(lambda raw: "opt_" + raw.hex())
)
def test_whatever_else_is_sent_is_not_an_option(text: str) -> None:
    with pytest.raises(OptionForged):
        open_option(Seal(), text, scope=scope(), now=NOW)

"""Option ids: promises that hold for these lines and this place, until they expire, and that nobody else can write."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.shipping.errors import OptionExpired, OptionForged, OptionMismatch
from niaga.shipping.model import Freight, ShippingLine, ShippingOption, Source
from niaga.shipping.rules.promises import open_option, promise_scope, seal_option
from niaga.shipping.rules.quote import shipping_request

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LINES = [("KAOS-M", 2), ("TOPI", 1)]
OPTION = ShippingOption(
    "jne", "REG", "JNE REG", 22_000, 5_400, 0, 1, 2, Source.TABLE,
    Freight(22_000, 1400, 400, 1400, 2000, 6000, 11_000, 1000, 11_000, 1000, 1000, 0),
)  # fmt: skip


class Seal:
    """The vault's part in it: one key, one purpose."""

    def __init__(self, key: bytes = b"key") -> None:
        self.key = key

    def mac(self, purpose: str, message: bytes) -> bytes:
        return hmac.digest(self.key + purpose.encode(), message, hashlib.sha256)

    def verify(self, purpose: str, message: bytes, mac: bytes) -> bool:
        return hmac.compare_digest(self.mac(purpose, message), mac)


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

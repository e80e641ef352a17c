"""Choosing at checkout: a promise holds though the price list has changed; a service is priced at the moment."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from niaga.shipping.errors import OptionMismatch
from niaga.shipping.public import (
    ByOption,
    ByService,
    Freight,
    ShippingLine,
    ShippingRequest,
    TableRates,
    Tariff,
    choose_option,
    freight_steps,
    quote_shipping,
    shipping_request,
)
from niaga.shipping.rules.book import TariffBook
from niaga.shipping.rules.promises import promise_scope, seal_option

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
GOODS = [ShippingLine("KAOS-M", 2, 700, 300, 200, 20, 100_000), ShippingLine("TOPI", 1, 100, 200, 200, 100, 50_000)]


class Seal:
    """The vault's part in it."""

    def mac(self, purpose: str, message: bytes) -> bytes:
        return hmac.digest(purpose.encode(), message, hashlib.sha256)

    def macs(self, purpose: str, message: bytes) -> list[bytes]:
        return [self.mac(purpose, message)]


def rates(price: int) -> TableRates:
    return TableRates(TariffBook([Tariff("31.74", "*", "jne", "REG", price, 1000, price, 1000, 0, 0, 1, 2)]))


def request(goods: list[ShippingLine] = GOODS, *, insured: bool = True) -> ShippingRequest:
    return shipping_request(goods, origin_code="31.74", destination_code="32.73.02", insured=insured)


def promised(price: int) -> ByOption:
    option = quote_shipping(rates(price), request()).options[0]
    expires_at = NOW + timedelta(minutes=60)
    return ByOption(seal_option(Seal(), option, scope=promise_scope(request()), expires_at=expires_at))


def test_a_promised_price_holds_when_the_list_has_changed() -> None:
    chosen = choose_option(rates(99_000), Seal(), request(), promised(11_000), now=NOW)
    assert (chosen.price, chosen.insurance_fee, chosen.name) == (22_000, 5_500, "JNE REG")


def test_a_service_is_priced_at_the_moment() -> None:
    chosen = choose_option(rates(12_000), Seal(), request(), ByService("jne", "REG"), now=NOW)
    assert (chosen.price, chosen.etd_min_days, chosen.etd_max_days, chosen.billed_grams) == (24_000, 1, 2, 2000)


def test_a_promise_for_insured_goods_is_none_for_uninsured_ones() -> None:
    with pytest.raises(OptionMismatch):
        choose_option(rates(11_000), Seal(), request(insured=False), promised(11_000), now=NOW)


def test_a_stored_freight_explains_itself_later() -> None:
    chosen = choose_option(rates(11_000), Seal(), request(), promised(11_000), now=NOW)
    stored = msgspec.json.encode(chosen.freight)
    assert freight_steps(msgspec.json.decode(stored, type=Freight)) == freight_steps(chosen.freight)

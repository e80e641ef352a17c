"""Quotes that are kept ready say the same, byte for byte, as those that are worked out anew."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from niaga.platform.language import Language
from niaga.shipping.model import ShippingLine, ShippingRequest, Tariff
from niaga.shipping.ready import ReadyQuotes
from niaga.shipping.rules.book import TableRates, TariffBook
from niaga.shipping.rules.quote import quote_shipping, shipping_request
from niaga.shipping.rules.sample import sample_tariffs
from niaga.shipping.wire import quote_answer

JAKSEL = "31.74"
PLACES = ("31.74.02", "31.74.02.1001", "31.75.01", "32.73.02", "91.71.01")
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SAMPLE = TableRates(TariffBook(sample_tariffs(JAKSEL, ["31.74", "31.75", "32.73"])))
# Few of each, so that the same parcels come again with other goods in them.
LINES = st.builds(
    ShippingLine,
    st.sampled_from(["KOPI", "KAOS-M", "TOPI"]),
    st.integers(1, 3) | st.integers(1, 9_999),
    st.sampled_from([1, 100, 650, 1_000]) | st.integers(1, 60_000),
    st.sampled_from([10, 200]) | st.integers(1, 2_000),
    st.sampled_from([10, 100]),
    st.sampled_from([10, 100]),
    st.sampled_from([1_000, 50_000]) | st.integers(1, 50_000_000),
)
ASKED = st.builds(
    lambda lines, place, insured, cod: shipping_request(
        lines, origin_code=JAKSEL, destination_code=place, insured=insured, cod=cod
    ),
    st.lists(LINES, min_size=1, max_size=4),
    st.sampled_from(PLACES),
    st.booleans(),
    st.booleans(),
)


class Seal:
    """The vault's part in it."""

    def mac(self, purpose: str, message: bytes) -> bytes:
        return hmac.digest(purpose.encode(), message, hashlib.sha256)

    def macs(self, purpose: str, message: bytes) -> list[bytes]:
        return [self.mac(purpose, message)]


def ready(quotes: ReadyQuotes, asked: ShippingRequest, language: Language, rates: TableRates = SAMPLE) -> bytes:
    return quotes.answer(rates, Seal(), asked, expires_at=NOW, language=language)


def anew(asked: ShippingRequest, language: Language, rates: TableRates = SAMPLE) -> bytes:
    quote = quote_shipping(rates, asked)
    return msgspec.json.encode(quote_answer(Seal(), asked, quote, expires_at=NOW, language=language))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ASKED, st.sampled_from(Language)), min_size=10, max_size=20))
def test_what_is_kept_is_what_would_be_worked_out(questions: list[tuple[ShippingRequest, Language]]) -> None:
    quotes = ReadyQuotes()
    for asked, language in (*questions, *questions):
        assert ready(quotes, asked, language) == anew(asked, language)


def request(sku: str = "KOPI", price: int = 50_000, **more: bool) -> ShippingRequest:
    line = ShippingLine(sku, 2, 700, 200, 100, 80, price)
    return shipping_request([line], origin_code=JAKSEL, destination_code=PLACES[0], **more)


def test_other_goods_in_the_same_parcel_share_what_is_kept_and_not_the_promise() -> None:
    quotes = ReadyQuotes()
    one, other = (msgspec.json.decode(ready(quotes, request(sku), Language.ID)) for sku in ("KOPI", "TEH"))
    assert len(quotes) == 1
    assert [option.pop("id") for option in one["options"]] != [option.pop("id") for option in other["options"]]
    assert one == other


def test_goods_of_another_value_are_insured_for_another_fee() -> None:
    quotes = ReadyQuotes()
    for price in (50_000, 5_000_000):
        asked = request(price=price, insured=True)
        assert ready(quotes, asked, Language.ID) == anew(asked, Language.ID)
    assert len(quotes) == 2


def test_another_price_list_is_another_answer() -> None:
    quotes = ReadyQuotes()
    before = ready(quotes, request(), Language.ID)
    dearer = TableRates(TariffBook([Tariff(JAKSEL, "*", "jne", "REG", 99_000, 1000, 99_000, 1000, 0, 0, 1, 2)]))
    after = ready(quotes, request(), Language.ID, dearer)
    assert after == anew(request(), Language.ID, dearer) != before
    assert len(quotes) == 1


def test_a_promise_of_a_later_moment_is_another_promise() -> None:
    quotes = ReadyQuotes()
    ready(quotes, request(), Language.ID)
    later = NOW + timedelta(minutes=5)
    answer = quotes.answer(SAMPLE, Seal(), request(), expires_at=later, language=Language.ID)
    assert msgspec.json.decode(answer)["expires_at"] == "2026-11-24T06:05:00Z"


def test_what_is_kept_stays_within_its_budget_and_what_is_asked_often_stays() -> None:
    quotes = ReadyQuotes(budget_bytes=100_000)
    often = request(insured=True)
    ready(quotes, often, Language.ID)
    first = quotes.bytes
    for price in range(1, 200):
        ready(quotes, request(price=price, insured=True), Language.ID)
        ready(quotes, often, Language.ID)
        assert quotes.bytes <= 100_000
    kept = len(quotes)
    ready(quotes, often, Language.ID)
    assert (len(quotes), kept * first > 50_000) == (kept, True)

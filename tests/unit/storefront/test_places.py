"""Every place has an address in each language, and no text breaks out of its part of it."""

from __future__ import annotations

import pytest

from niaga.platform.language import Language
from niaga.storefront.places import PLACES, address, language_at, own_path


@pytest.mark.parametrize("name", PLACES)
def test_an_address_tells_its_language(name: str):
    parts = dict.fromkeys(("slug", "line_id", "order_id", "address_id", "way", "provider"), "x")
    for language in Language:
        assert language_at(address(name, language, parts)) is language


@pytest.mark.parametrize("path", ["/english", "/enak", "/produk/en", "//en"])
def test_what_only_looks_english_is_not(path: str):
    assert language_at(path) is Language.ID


def test_no_text_breaks_out_of_its_part():
    assert address("product", Language.EN, {"slug": "../a b?c#d/&"}) == "/en/products/..%2Fa%20b%3Fc%23d%2F%26"


def test_what_is_empty_stays_out_of_the_query():
    assert address("catalogue", Language.ID, query={"q": "a&b", "sort": "", "cursor": None}) == "/produk?q=a%26b"


@pytest.mark.parametrize(
    "path", ["/", "/en", "/akun?x=y&z=%20", "/produk/kopi-gayo", "/en/account/addresses/adr_1", "/pesanan/ord_1"]
)
def test_back_leads_to_places_of_ours(path: str):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "//evil.example", "/\\evil.example", "https://evil.example/akun", "javascript:alert(1)", "/akun?x=//evil.example",
     "/produk/a/b", "/store/v1/me", "/akun\n", "/akun#x", " /akun", "/nowhere", "/link/order.x.1.2.y", "/dev/mailbox"],
)  # fmt: skip
def test_and_nowhere_else(path: str):
    assert own_path(path) == ""

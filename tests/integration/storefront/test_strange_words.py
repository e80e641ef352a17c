"""Whatever an owner or a stranger writes is shown as it was written, and nothing of it becomes markup."""

from __future__ import annotations

from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from tests.support.catalogue import a_product, a_variant, feature, words
from tests.support.markup import Page
from tests.support.pages import Look, opened
from tests.support.shop import REGIONS, SYSTEM, OpenShop

from niaga.catalogue.public import CategoryDraft, create_categories, create_products
from niaga.shop.public import SettingsPatch, Tagline, change_settings

STRANGE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><x>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;&amp;",
    "\u2028\u2029\u202e",
    "${alert(1)}`",
)
PAGES = ("/", "/produk", "/kategori/aneh", "/produk/aneh", "/en/products/aneh", "/luring", "/nowhere")


def shown(page: Page, markup: str) -> None:
    """Nothing of the strange words became an element or an attribute."""
    assert not [name for one in page.elements for name in one.attributes if name.startswith("on")]
    assert not [one for one in page.all("a") if one.attributes["href"].startswith("javascript")]
    for script in page.all("script"):
        assert (
            script.attributes.get("src", "").startswith("/assets/")
            or script.attributes["type"] == "application/ld+json"
        )
    assert "alert(1)</script>" not in markup
    assert len(page.all("title")) == len(page.all("body")) == 1
    page.data()


@pytest.mark.parametrize("strange", STRANGE)
async def test_words_of_the_owner_stay_words(shop: OpenShop, strange: str):
    def write(tx: Any) -> None:
        create_categories(tx, [CategoryDraft(slug="aneh", name=words(strange))])
        odd = feature("aneh", "aneh")
        option = type(odd)(odd.code, words(strange), odd.value_code, words(strange))
        goods = a_product(
            words(strange),
            slug="aneh",
            category="aneh",
            description=words(strange),
            attributes=(option,),
            variants=(a_variant("ANEH-1", name=words(strange), options=(option,)),),
        )
        create_products(tx, [goods])
        line = strange.replace("\u2028", "").replace("\u2029", "").replace("\u202e", "") or "x"
        change_settings(tx, SYSTEM, SettingsPatch(name=line, tagline=Tagline(id=line, en=line)), None, places=REGIONS)

    await shop.database.write(write)
    for path in PAGES:
        answer = await opened(shop, path)
        shown(Page(answer.text), answer.text)
    page = Page((await opened(shop, "/produk/aneh")).text)
    assert page.one("h1").text == " ".join(strange.split())
    assert page.data()[0]["name"] == strange


@pytest.mark.parametrize("name", ["q", "sort", "price_min", "cursor", "attr.bahan", "variant"])
async def test_words_in_an_address_stay_words(shop: OpenShop, look: Look, name: str):
    for path, strange in product(("/produk", "/kategori/kopi", "/produk/kopi-gayo"), STRANGE):
        answer = await opened(shop, f"{path}?{quote(name)}={quote(strange)}")
        assert answer.status_code == 200, answer.text
        shown(Page(answer.text), answer.text)

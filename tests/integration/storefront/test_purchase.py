"""Buying by forms: what a visitor's browser holds opens her own cart and orders, and nothing else."""

from __future__ import annotations

import pytest
from tests.integration.storefront.test_strange_words import STRANGE, shown
from tests.support.markup import Page
from tests.support.purchases import WHERE, WHO, Shopper
from tests.support.shop import OpenShop

FOREIGN = {"sec-fetch-site": "cross-site"}


@pytest.fixture
def sari(shop: OpenShop) -> Shopper:
    return Shopper(shop)


async def test_from_product_to_order(shop: OpenShop, sari: Shopper) -> None:
    cart = await sari.add("kemeja-batik", "MERAH-M", quantity="2")
    assert "Rp300.000" in cart.text
    order = await sari.order()
    assert order.one("h1").text == "Menunggu pembayaran Anda"
    assert "Jl. Melati 3" in order.text
    assert "niaga_cart" not in sari.client.cookies
    kept = (await shop.client.get("/admin/v1/orders", headers={"authorization": f"Bearer {shop.owner_key}"})).json()
    assert [one["buyer_name"] for one in kept["items"]] == ["Sari Dewi"]


async def test_the_same_thing_twice_adds_up(sari: Shopper) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    cart = await sari.add("kemeja-batik", "MERAH-M", quantity="3")
    assert [one.attributes["value"] for one in cart.all("input", name="quantity")] == ["4"]


async def test_a_form_that_is_sent_twice_counts_once(sari: Shopper) -> None:
    page = await sari.open("/produk/kemeja-batik")
    once = page.one("input", name="once").attributes["value"]
    await sari.send("/keranjang", {"sku": "MERAH-M", "once": once})
    cart = await sari.send("/keranjang", {"sku": "MERAH-M", "once": once})
    assert [one.attributes["value"] for one in cart.all("input", name="quantity")] == ["1"]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "abc", "1e3", "", "99999999999", "\u0661"])
async def test_a_quantity_that_is_none_is_refused_beside_its_line(sari: Shopper, quantity: str) -> None:
    cart = await sari.add("kemeja-batik", "MERAH-M")
    line = next(
        one.attributes["action"] for one in cart.all("form") if one.attributes["action"].startswith("/keranjang/")
    )
    refused = await sari.send(line, {"quantity": quantity, "deed": "set"})
    assert sari.answer is not None
    assert sari.answer.status_code == 422
    assert refused.one("p", role="alert").text
    assert (await sari.open("/keranjang")).one("input", name="quantity").attributes["value"] == "1"


async def test_more_than_there_is_may_stand_in_the_cart_but_not_be_ordered(sari: Shopper) -> None:
    cart = await sari.add("kemeja-batik", "MERAH-L", quantity="5")
    assert "Tinggal 3" in cart.text or "3" in cart.one("p", class_="bad").text
    assert not cart.all("a", href="/checkout")
    back = await sari.open("/checkout")
    assert back.one("h1").text == "Keranjang"


async def test_forms_from_elsewhere_are_refused(sari: Shopper) -> None:
    await sari.open("/produk/kemeja-batik")
    await sari.send("/keranjang", {"sku": "MERAH-M"}, **FOREIGN)
    assert sari.answer is not None
    assert sari.answer.status_code == 403
    await sari.open("/keranjang")
    assert "Keranjang Anda kosong" in sari.page.text


async def test_a_stranger_with_the_address_sees_no_order(shop: OpenShop, sari: Shopper) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    await sari.order()
    assert sari.answer is not None
    address = str(sari.answer.url)
    budi = Shopper(shop)
    page = await budi.open(address)
    assert page.one("h1").text == "Cek pesanan"
    assert "Jl. Melati" not in page.text
    token = sari.client.cookies["niaga_order"]
    budi.client.cookies.set("niaga_order", token[:-1] + ("a" if token[-1] != "a" else "b"))
    assert "Jl. Melati" not in (await budi.open(address)).text


async def test_personal_pages_are_kept_by_nobody(sari: Shopper) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    for path in ("/keranjang", "/checkout"):
        await sari.open(path)
        assert sari.answer is not None
        assert "private" in sari.answer.headers["cache-control"] or "no-store" in sari.answer.headers["cache-control"]
        assert "noindex" in sari.answer.text
    await sari.order()
    assert sari.answer is not None
    assert sari.answer.headers["cache-control"] == "no-store"


async def test_other_words_in_the_district_want_another_choice(sari: Shopper) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    await sari.open("/checkout")
    await sari.send("/checkout", {**WHO, **WHERE, "deed": "save"})
    page = await sari.send("/checkout", {**WHO, **WHERE, "district": "coblong", "searched": "x", "deed": "order"})
    assert "Pilih kecamatan dari daftar ini." in page.text
    assert any("Coblong" in one.text for one in page.all("label"))
    assert page.one("input", id="district").attributes["value"] == "coblong"


async def test_words_of_a_buyer_stay_words(shop: OpenShop) -> None:
    for strange in STRANGE:
        sari = Shopper(shop)
        line = "".join(letter for letter in strange if letter not in "\u2028\u2029\u202e") or "x"
        words = {"name": line, "street": line, "address_notes": line, "notes": line, "recipient": line}
        await sari.add("kemeja-batik", "MERAH-M")
        await sari.open("/checkout")
        wrong = await sari.send("/checkout", {**words, "phone": line, "email": line, "district": line, "deed": "order"})
        assert sari.answer is not None
        shown(wrong, sari.answer.text)
        assert wrong.one("input", id="name").attributes["value"] == line
        order = await sari.order(**words)
        shown(order, sari.answer.text)
        assert line.split()[0] in order.one("address").text


async def test_strange_words_find_no_order(sari: Shopper) -> None:
    for strange in STRANGE:
        await sari.open("/cek-pesanan")
        page = await sari.send("/cek-pesanan", {"number": strange, "contact": strange})
        assert sari.answer is not None
        assert sari.answer.status_code in {404, 422, 429}
        shown(page, sari.answer.text)


async def test_a_link_from_a_letter_opens_the_order_page(shop: OpenShop, sari: Shopper) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    await sari.order()
    assert sari.answer is not None
    from niaga.notifications.public import order_link

    order_id = str(sari.answer.url).rpartition("ord_")[2]
    link = order_link("", shop.database.vault, order_id=order_id, token_version=1, at=shop.database.clock.now())
    page: Page = await Shopper(shop).open(link)
    assert page.one("h1").text == "Menunggu pembayaran Anda"

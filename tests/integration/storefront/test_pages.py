"""The pages of the shop: there in both languages, found by engines, safe, light, and whole without scripts."""

from __future__ import annotations

import re

import pytest
from tests.support.pages import Look, opened
from tests.support.shop import OpenShop

PAGES = (
    "/",
    "/produk",
    "/produk?q=kopi",
    "/kategori/kopi",
    "/produk/kemeja-batik",
    "/luring",
    "/masuk",
    "/daftar",
    "/lupa-kata-sandi",
)
ENGLISH = (
    "/en",
    "/en/products",
    "/en/products?q=kopi",
    "/en/categories/kopi",
    "/en/products/kemeja-batik",
    "/en/offline",
    "/en/sign-in",
    "/en/sign-up",
    "/en/forgotten-password",
)
BUDGET_BYTES = 60 * 1024


@pytest.mark.parametrize("path", [*PAGES, *ENGLISH])
async def test_a_page_speaks_the_language_of_its_address(shop: OpenShop, look: Look, path: str):
    page = await look(path, **{"Accept-Language": "en" if path in PAGES else "id"})
    language = "en" if path in ENGLISH else "id"
    assert page.one("html").attributes["lang"] == language
    assert (("Langsung ke isi" in page.text), ("Skip to the content" in page.text)) == (
        language == "id",
        language == "en",
    )
    assert (await opened(shop, path)).headers["content-language"] == language


@pytest.mark.parametrize(("path", "english"), list(zip(PAGES, ENGLISH, strict=True)))
async def test_each_page_links_to_itself_in_the_other_language(look: Look, path: str, english: str):
    for here, there in ((path, english), (english, path)):
        page = await look(here)
        assert page.one("a", class_="language").attributes["href"] == there


@pytest.mark.parametrize(("path", "english"), list(zip(PAGES, ENGLISH, strict=True))[:5])
async def test_engines_learn_which_address_counts(look: Look, path: str, english: str):
    page = await look(english)
    root = "http://127.0.0.1:8000"
    assert page.one("link", rel="canonical").attributes["href"] == root + english
    known = {one.attributes["hreflang"]: one.attributes["href"] for one in page.all("link", rel="alternate")}
    assert known == {"id": root + path, "en": root + english, "x-default": root + path}


@pytest.mark.parametrize("path", [*PAGES, "/produk/none"])
async def test_nothing_runs_that_is_not_ours(shop: OpenShop, path: str):
    answer = await opened(shop, path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)


@pytest.mark.parametrize("path", ["/", "/produk/kemeja-batik", "/cek-pesanan", "/masuk", "/produk/none"])
async def test_other_hosts_learn_nothing_of_a_page(shop: OpenShop, path: str):
    answer = await opened(shop, path)
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not re.search(r'<(?:script|link rel="stylesheet|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', answer.text)


@pytest.mark.parametrize("path", ["/", "/produk", "/produk/kemeja-batik"])
async def test_a_first_page_is_light(shop: OpenShop, look: Look, path: str):
    packed = {"Accept-Encoding": "gzip"}
    page = await look(path)
    addresses = [path, *(one.attributes["src"] for one in page.all("script") if "src" in one.attributes)]
    addresses += [one.attributes["href"] for one in page.all("link", rel="stylesheet")]
    size = 0
    for address in addresses:
        async with shop.client.stream("GET", address, headers=packed) as answer:
            size += len(b"".join([part async for part in answer.aiter_raw()]))
            assert answer.headers["content-encoding"] == "gzip"
    assert len(addresses) > 2
    assert size <= BUDGET_BYTES


async def test_everything_a_page_names_is_there(shop: OpenShop, look: Look):
    page = await look("/")
    names = [
        one.attributes["href"] for one in page.all("link") if one.attributes["rel"] not in ("canonical", "alternate")
    ]
    names += [one.attributes["src"] for one in page.all("script")]
    assert len(names) > 4
    for name in names:
        assert (await shop.client.get(name)).status_code == 200, name


async def test_links_inside_the_shop_lead_somewhere(shop: OpenShop, look: Look):
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        page = await look(path)
        links = {one.attributes["href"].partition("#")[0] for one in page.all("a")}
        waiting += [one for one in links if one.startswith("/") and one not in seen and one not in waiting]
        assert len(seen) < 400, "links without end"
    assert {"/", "/en", "/produk/kopi-gayo", "/kategori/busana"} <= seen


async def test_a_file_is_kept_for_a_year_and_another_hash_leads_nowhere(shop: OpenShop, look: Look):
    sheet = (await look("/")).one("link", rel="stylesheet").attributes["href"]
    assert "immutable" in (await shop.client.get(sheet)).headers["cache-control"]
    assert (await shop.client.get(re.sub(r"[0-9a-f]{16}", "0" * 16, sheet))).status_code == 404


async def test_whoever_comes_by_a_link_with_more_in_it_is_let_in(look: Look):
    assert "Kemeja Batik" in (await look("/produk/kemeja-batik?utm_source=wa&variant=NONE")).text


@pytest.mark.parametrize("path", ["/nowhere", "/produk/none", "/kategori/none", "/produk/%F0%9F%98%80"])
async def test_what_is_not_there_is_a_page_of_the_shop(look: Look, path: str):
    page = await look(path, status=404)
    assert "Tidak ada apa-apa di sini" in page.text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"


async def test_programs_that_go_astray_get_a_problem(shop: OpenShop):
    answer = await shop.client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.json()["code"] == "request.route_not_found"
    page = await opened(shop, "/store/v1/products/none")
    assert page.headers["content-type"] == "application/problem+json"


async def test_engines_find_every_page(shop: OpenShop):
    robots = (await shop.client.get("/robots.txt")).text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots
    sitemap = (await shop.client.get("/sitemap.xml")).text
    for path in ("/produk/kemeja-batik", "/en/products/kemeja-batik", "/kategori/kopi", "/en"):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in sitemap


async def test_the_shop_can_be_put_on_a_home_screen(shop: OpenShop, look: Look):
    manifest = (await shop.client.get((await look("/")).one("link", rel="manifest").attributes["href"])).json()
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Toko Uji", "/", "standalone")
    for icon in manifest["icons"]:
        assert (await shop.client.get(icon["src"])).headers["content-type"].split(";")[0] == icon["type"]


async def test_the_worker_keeps_files_that_exist(shop: OpenShop):
    worker = (await shop.client.get("/sw.js")).text
    kept = re.findall(r'"(/(?:assets/[^"]+|luring|en/offline))"', worker)
    assert len(kept) > 4
    for name in kept:
        assert (await shop.client.get(name)).status_code == 200, name

"""The pages of the documents stand on their own: nothing from other hosts, nothing inline, every name answered."""

import json
import re

import pytest
from tests.support.edge_app import call, edge_app

from niaga.web.gate import Gate


@pytest.fixture(scope="module")
def shop():
    return edge_app()


@pytest.mark.parametrize("page", ["/docs", "/docs/errors"])
async def test_a_page_loads_only_what_we_serve(shop: Gate, page: str):
    answer = await call(shop, "GET", page)
    html = answer.body.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "unsafe" not in answer.headers["content-security-policy"]
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', html)
    assert loaded
    for address in loaded:
        assert (await call(shop, "GET", address)).status == 200
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)


async def test_the_reference_shows_every_operation_with_a_curl_line_and_a_form(shop: Gate):
    document = json.loads((await call(shop, "GET", "/openapi.json")).body)
    html = (await call(shop, "GET", "/docs")).body.decode()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f'id="{operation["operationId"]}"' in html
            assert f'data-method="{method}" data-path="{path}"' in html
    assert html.count("<pre") >= html.count('class="operation"')


async def test_every_code_a_refusal_links_to_is_explained(shop: Gate):
    html = (await call(shop, "GET", "/docs/errors")).body.decode()
    for target in (
        "/nowhere",
        "/admin/v1/cups",
        "/store/v1/failures/busy",
        "/store/v1/hello?limit=0",
        "/store/v1/failures/bug",
    ):
        code = (await call(shop, "GET", target)).json()["type"].partition("#")[2]
        assert f'id="{code}"' in html, code


async def test_text_of_a_route_cannot_become_markup():
    from niaga.web.pages import _prose

    assert str(_prose("`<img src=x>` **<b>**")) == "<p><code>&lt;img src=x&gt;</code> <strong>&lt;b&gt;</strong></p>"


@pytest.mark.parametrize("name", ["..%2fserver.py", "docs.css.bak", "frame.html.j2", ".", "%2e%2e"])
async def test_no_name_leads_out_of_the_static_files(shop: Gate, name: str):
    assert (await call(shop, "GET", f"/static/{name}")).status == 404

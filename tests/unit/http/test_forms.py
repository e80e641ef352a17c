"""Forms: read strictly, and taken only from our own pages."""

from __future__ import annotations

import msgspec
import pytest
from litestar import Response, post
from tests.support.edge_app import call, edge_app

from niaga.foundation.clock import ShopClock
from niaga.foundation.errors import InvalidFields
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Database
from niaga.platform.http import OUR_FORM
from niaga.platform.http.forms import UnreadableForm, form_token, is_token_of, new_visit, read_form
from niaga.web.gate import Gate

FORM = "application/x-www-form-urlencoded"
VAULT = Vault(Keyring.random())


class Wish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What somebody wants."""

    wish: str


@post("/wish", policy=OUR_FORM, include_in_schema=False, form=True, status_code=303)
async def make_wish(data: Wish) -> Response[bytes]:
    """Remember it."""
    return Response(data.wish.encode(), media_type="text/plain")


@pytest.fixture(scope="module")
def shop():
    database = Database("sqlite://", vault=VAULT, clock=ShopClock())
    return edge_app(database, handlers=[make_wish])


async def wished(shop: Gate, *, visit: str, token: str, body: str = "wish=kopi", **headers: str):
    sent = {"content-type": FORM, "cookie": f"__Host-niaga_visit={visit}", **headers}
    return await call(shop, "POST", "/wish", body=f"{body}&form_token={token}".encode(), headers=sent)


async def test_a_form_of_our_page_is_taken(shop: Gate):
    visit = new_visit()
    answer = await wished(shop, visit=visit, token=form_token(VAULT, visit), body="wish=kopi+dan+te%C3%A9")
    assert answer.status == 303
    assert answer.body.decode() == "kopi dan teé"


async def test_another_visitors_token_opens_nothing(shop: Gate):
    answer = await wished(shop, visit=new_visit(), token=form_token(VAULT, new_visit()))
    assert (answer.status, answer.json()["code"]) == (403, "request.form_stale")


@pytest.mark.parametrize(
    "said",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
async def test_a_form_on_another_site_is_refused_even_with_a_token(shop: Gate, said: dict[str, str]):
    visit = new_visit()
    assert (await wished(shop, visit=visit, token=form_token(VAULT, visit), **said)).status == 403


async def test_a_page_of_the_same_origin_is_ours(shop: Gate):
    visit = new_visit()
    answer = await wished(shop, visit=visit, token=form_token(VAULT, visit), origin="http://toko.example.com")
    assert answer.status == 303


async def test_fields_that_nobody_asked_for_are_refused(shop: Gate):
    visit = new_visit()
    answer = await wished(shop, visit=visit, token=form_token(VAULT, visit), body="wish=kopi&price=1")
    assert answer.json()["errors"][0]["path"] == "price"


async def test_json_is_no_form(shop: Gate):
    assert (await call(shop, "POST", "/wish", json={"wish": "kopi"})).status == 415


def test_two_tokens_of_one_visitor_differ_and_both_hold():
    visit = new_visit()
    one, other = form_token(VAULT, visit), form_token(VAULT, visit)
    assert one != other
    assert is_token_of(VAULT, visit, one)
    assert is_token_of(VAULT, visit, other)


@pytest.mark.parametrize("token", ["", "a.b", "x" * 12 + "." + "A" * 43, "é" * 12 + "." + "A" * 43])
def test_rubbish_is_no_token(token: str):
    assert not is_token_of(VAULT, new_visit(), token)


@pytest.mark.parametrize("body", [b"a", b"a=1&b", b"a=%ff", "a=é".encode(), b"&".join(b"f%d=" % n for n in range(70))])
def test_what_is_no_form_is_not_read(body: bytes):
    with pytest.raises(UnreadableForm):
        read_form(body)


@pytest.mark.parametrize("body", [b"a=1&a=2", b"a=%00"])
def test_a_field_stands_once_and_holds_text(body: bytes):
    with pytest.raises(InvalidFields):
        read_form(body)


def test_line_breaks_of_browsers_become_plain_ones():
    assert read_form(b"notes=satu%0D%0Adua&empty=") == {"notes": "satu\ndua", "empty": ""}

"""The gate: what every answer wears, and what never reaches a handler."""

import asyncio
import re
from typing import Any

import pytest
from tests.support.edge_app import call, cup_order, edge_app, edge_settings

from niaga.web.gate import Gate

ORIGIN = "https://kopi.example.com"


@pytest.fixture(scope="module")
def shop():
    return edge_app(allowed_origins=lambda: {ORIGIN})


async def test_every_answer_wears_the_security_headers(shop: Gate):
    for target in ("/store/v1/hello", "/nowhere", "/store/v1/failures/bug", "/docs"):
        headers = (await call(shop, "GET", target)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
        assert "server" not in headers


async def test_without_https_no_browser_is_told_to_insist_on_it():
    plain = edge_app(settings=edge_settings(NIAGA_PUBLIC_URL="http://127.0.0.1:8000"))
    assert "strict-transport-security" not in (await call(plain, "GET", "/store/v1/hello")).headers


async def test_answers_are_not_stored_unless_a_route_says_so(shop: Gate):
    assert (await call(shop, "POST", "/store/v1/echoes", json=cup_order())).headers["cache-control"] == "no-store"
    assert (await call(shop, "GET", "/store/v1/hello")).headers["cache-control"] == "no-cache"
    assert (await call(shop, "GET", "/static/docs.css")).headers["cache-control"] == "public, max-age=3600"


async def test_a_sane_request_id_is_echoed_and_another_is_not(shop: Gate):
    sane = await call(shop, "GET", "/store/v1/hello", headers={"x-request-id": "caller-42.a"})
    assert sane.headers["x-request-id"] == "caller-42.a"
    for wild in ("a", "x" * 65, "a b c d e f", 'ab"<script>'):
        answer = await call(shop, "GET", "/store/v1/hello", headers={"x-request-id": wild})
        assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


async def test_a_trace_that_comes_along_is_continued(shop: Gate):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    assert (await call(shop, "GET", "/nowhere", headers=headers)).json()["trace_id"] == trace


@pytest.mark.parametrize("trace", ["0" * 32, "z" * 32, "4bf9"])
async def test_a_broken_trace_is_replaced(shop: Gate, trace: str):
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    assert (await call(shop, "GET", "/nowhere", headers=headers)).json()["trace_id"] != trace


@pytest.mark.parametrize(
    ("accept", "language", "text"),
    [
        ("", "id", "Halo"),
        ("en", "en", "Hello"),
        ("en-GB,en;q=0.8", "en", "Hello"),
        ("fr", "id", "Halo"),
        ("en;q=0.1, in", "id", "Halo"),
    ],
)
async def test_the_language_is_the_one_asked_for_and_is_said(shop: Gate, accept: str, language: str, text: str):
    answer = await call(shop, "GET", "/store/v1/hello", headers={"accept-language": accept})
    assert (answer.json()["text"], answer.headers["content-language"]) == (text, language)
    assert "Accept-Language" in answer.headers["vary"]


async def test_a_tag_that_still_holds_saves_the_body(shop: Gate):
    first = await call(shop, "GET", "/store/v1/hello")
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = await call(shop, "GET", "/store/v1/hello", headers={"if-none-match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "content-length" not in again.headers
    other = await call(shop, "GET", "/store/v1/hello", headers={"if-none-match": tag, "accept-language": "en"})
    assert other.status == 200


async def test_head_is_get_without_the_body(shop: Gate):
    got, asked = await call(shop, "GET", "/store/v1/hello"), await call(shop, "HEAD", "/store/v1/hello")
    assert (asked.status, asked.body) == (200, b"")
    assert asked.headers["content-length"] == str(len(got.body))
    assert (await call(shop, "HEAD", "/nowhere")).body == b""


async def test_an_allowed_page_elsewhere_may_read_and_another_may_not(shop: Gate):
    allowed = await call(shop, "GET", "/store/v1/hello", headers={"origin": ORIGIN})
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert "Idempotency-Replayed" in allowed.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    for origin in ("https://evil.example.com", "null", ORIGIN + ".evil.com"):
        other = await call(shop, "GET", "/store/v1/hello", headers={"origin": origin})
        assert "access-control-allow-origin" not in other.headers
        assert "Origin" in other.headers["vary"]


async def test_a_cacheable_answer_varies_by_origin_even_without_one(shop: Gate):
    assert "Origin" in (await call(shop, "GET", "/store/v1/hello")).headers["vary"]


async def test_a_preflight_learns_what_it_may_send(shop: Gate):
    asking = {"origin": ORIGIN, "access-control-request-method": "POST"}
    allowed = await call(shop, "OPTIONS", "/store/v1/echoes", headers=asking)
    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert "Idempotency-Key" in allowed.headers["access-control-allow-headers"]
    refused = await call(shop, "OPTIONS", "/store/v1/echoes", headers={**asking, "origin": "https://evil.example.com"})
    assert not [name for name in refused.headers if name.startswith("access-control-")]


async def test_in_development_only_this_machine_is_answered():
    own = edge_app(settings=edge_settings(NIAGA_ENV="development"))
    for host in ("127.0.0.1:8000", "localhost", "[::1]:8000", "toko.localhost:8000"):
        assert (await call(own, "GET", "/store/v1/hello", headers={"host": host})).status == 200
    for host in ("evil.example.com", "127.0.0.1.evil.com", "", "[::1"):
        refused = await call(own, "GET", "/store/v1/hello", headers={"host": host})
        assert (refused.status, refused.json()["code"]) == (400, "request.host_refused")


@pytest.mark.parametrize(
    "target",
    [
        "/" + "a" * 3000,
        "/store/v1/failures/a\x00b",
        "/store/v1/failures/\ufffd",
        "/store/v1/hello?" + "a=1&" * 80,
        "/store/v1/hello?limit=" + "1" * 5000,
        "/store/v1/hello?cursor=%ff",
    ],
)
async def test_an_address_that_cannot_be_read_is_refused(shop: Gate, target: str):
    answer = await call(shop, "GET", target)
    assert (answer.status, answer.json()["code"]) == (400, "request.unreadable_address")


async def test_a_control_character_in_the_query_is_named(shop: Gate):
    answer = await call(shop, "GET", "/store/v1/hello?cursor=a%00b")
    assert answer.status == 422
    assert answer.paths() == [("cursor", "request.control_character")]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("limit=0", ("limit", "request.too_small")),
        ("limit=101", ("limit", "request.too_large")),
        ("limit=ten", ("limit", "request.wrong_type")),
        ("limit=1.5", ("limit", "request.wrong_type")),
        ("limit=99999999999999999999", ("limit", "request.too_large")),
        ("cursor=" + "x" * 601, ("cursor", "request.too_long")),
        ("lmit=5", ("lmit", "request.unknown_parameter")),
        ("limit=5&limit=6", ("limit", "request.repeated_parameter")),
        ("sort=name;DROP TABLE product", ("sort", "request.unknown_parameter")),
    ],
)
async def test_a_bad_parameter_is_named_with_its_rule(shop: Gate, query: str, problem: tuple[str, str]):
    answer = await call(shop, "GET", f"/store/v1/hello?{query}")
    assert (answer.status, answer.paths()) == (422, [problem])


async def test_what_no_handler_caught_is_a_bare_500(shop: Gate, caplog: pytest.LogCaptureFixture):
    answer = await call(shop, "GET", "/store/v1/failures/wulandari")
    assert (answer.status, answer.json()["code"]) == (500, "request.failed_unexpectedly")
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "wulandari" not in answer.body.decode() + logged
    assert answer.json()["trace_id"] in logged


async def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch, shop: Gate):
    monkeypatch.setattr("niaga.platform.http.bodies.BODY_SECONDS", 0.05)
    sent = []

    async def receive() -> None:
        await asyncio.sleep(10)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/store/v1/echoes",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
    }
    scope |= {
        "headers": [(b"host", b"x"), (b"content-type", b"application/json"), (b"content-length", b"10")],
        "client": None,
    }
    await shop({**scope, "server": ("127.0.0.1", 80), "http_version": "1.1"}, receive, send)
    assert sent[0]["status"] == 400
    assert b"request.body_incomplete" in sent[1]["body"]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG"])
async def test_no_request_is_echoed_by_its_method(shop: Gate, method: str):
    answer = await call(shop, method, "/store/v1/hello", headers={"cookie": "visit=canary"})
    assert (answer.status, b"canary" in answer.body) == (405, False)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/store/v1/hello", "application/json"),
        ("/nowhere", "application/problem+json"),
        ("/docs", "text/html; charset=utf-8"),
        ("/static/docs.css", "text/css; charset=utf-8"),
        ("/static/docs.js", "text/javascript; charset=utf-8"),
        ("/static/niaga.svg", "image/svg+xml; charset=utf-8"),
    ],
)
async def test_every_answer_says_what_it_is_and_text_in_which_letters(shop: Gate, target: str, kind: str):
    assert (await call(shop, "GET", target)).headers["content-type"] == kind


async def test_an_answer_to_a_program_is_no_page_in_a_browser(shop: Gate):
    policy = set((await call(shop, "GET", "/store/v1/hello")).headers["content-security-policy"].split("; "))
    assert {"default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"} <= policy


async def test_what_was_encoded_twice_is_decoded_once(shop: Gate):
    assert (await call(shop, "GET", "/store/v1/hello?limit=%35")).json()["limit"] == 5
    answer = await call(shop, "GET", "/store/v1/hello?limit=%2535")
    assert (answer.status, answer.paths()[0][0]) == (422, "limit")

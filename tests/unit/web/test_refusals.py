"""Every refusal is problem+json with one shape, in both languages, from one table of statuses."""

import pytest
from tests.support.edge_app import call, cup_order, edge_app
from tests.support.log_lines import log_lines

from niaga.foundation.errors import Kind
from niaga.platform.language import translate
from niaga.web.application import MAX_BODY_BYTES
from niaga.web.gate import Gate
from niaga.web.problems import STATUS, TITLES

MEMBERS = {"type", "title", "status", "detail", "code", "errors", "trace_id"}


@pytest.fixture(scope="module")
def shop():
    return edge_app()


async def echo(shop: Gate, body: bytes | list[bytes], **headers: str):
    return await call(
        shop, "POST", "/store/v1/echoes", body=body, headers={"content-type": "application/json", **headers}
    )


def test_every_kind_has_a_status_and_every_status_a_title_in_both_languages():
    assert set(STATUS) == set(Kind)
    assert set(STATUS.values()) <= set(TITLES)
    assert all(translate(title, "id") != title for title in TITLES.values())


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [
        ("GET", "/nowhere", 404, "request.route_not_found"),
        ("PUT", "/store/v1/echoes", 405, "request.method_not_allowed"),
        ("POST", "/store/v1/echoes", 400, "request.body_missing"),
        ("GET", "/admin/v1/cups", 401, "request.unauthenticated"),
        ("GET", "/store/v1/failures/busy", 503, "request.overloaded"),
        ("GET", "/store/v1/failures/field", 422, "request.invalid"),
        ("GET", "/store/v1/failures/bug", 500, "request.failed_unexpectedly"),
    ],
)
async def test_refusals_have_one_shape(shop: Gate, method: str, target: str, status: int, code: str):
    headers = {"content-type": "application/json"} if method == "POST" else {}
    answer = await call(shop, method, target, headers=headers)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status, problem["status"], problem["code"]) == (status, status, code)
    assert problem.keys() >= MEMBERS
    assert problem["type"] == f"/docs/errors#{code}"


@pytest.mark.parametrize(
    ("method", "target", "headers", "code"),
    [
        ("GET", "/admin/v1/cups", {}, "request.unauthenticated"),
        ("GET", "/store/v1/hello?limit=0", {}, "request.invalid"),
        ("GET", "/store/v1/hello?sari=081234567890", {}, "request.invalid"),
        ("GET", "/store/v1/hello?x=%ff", {}, "request.unreadable_address"),
        ("POST", "/store/v1/echoes", {"content-type": "text/plain"}, "request.body_missing"),
    ],
)
async def test_an_attempt_is_logged_without_what_was_sent(
    shop: Gate, method: str, target: str, headers: dict[str, str], code: str
):
    with log_lines("info") as logged:
        answer = await call(shop, method, target, headers=headers)
    (line,) = logged.all()
    assert (line["event"], line["code"], line["method"]) == ("request.refused", code, method)
    assert (line["actor_kind"], line["trace_id"]) == ("guest", answer.json()["trace_id"])
    assert not [word for word in ("sari", "0812", "%ff") if word in str(line)]


async def test_what_nobody_is_to_blame_for_is_no_attempt(shop: Gate):
    with log_lines("info") as logged:
        for target in ("/nowhere", "/store/v1/failures/busy", "/store/v1/hello"):
            await call(shop, "GET", target)
    assert logged.of("request.refused") == []


async def test_texts_follow_the_language(shop: Gate):
    indonesian = (await call(shop, "GET", "/nowhere")).json()
    english = (await call(shop, "GET", "/nowhere", headers={"accept-language": "en"})).json()
    assert (indonesian["title"], english["title"]) == ("Tidak ditemukan", "Not found")
    assert indonesian["detail"] == "Tidak ada apa-apa di alamat ini."
    assert english["detail"] == "There is nothing at this address."


async def test_field_messages_follow_the_language(shop: Gate):
    body = {"lines": [{"sku": "A", "quantity": 0}], "name": "Sari"}
    indonesian = await call(shop, "POST", "/store/v1/echoes", json=body)
    english = await call(shop, "POST", "/store/v1/echoes", json=body, headers={"accept-language": "en"})
    assert indonesian.json()["errors"] == [
        {"path": "lines[0].quantity", "code": "request.too_small", "message": "Paling sedikit 1."}
    ]
    assert english.json()["errors"][0]["message"] == "Must be at least 1."


async def test_refusals_say_what_to_do_next(shop: Gate):
    assert (await call(shop, "GET", "/store/v1/failures/busy")).headers["retry-after"] == "1"
    assert (await call(shop, "GET", "/admin/v1/cups")).headers["www-authenticate"] == "Bearer"
    assert (await call(shop, "DELETE", "/store/v1/hello")).headers["allow"] == "GET, HEAD"


async def test_the_policy_learns_who_came(shop: Gate):
    assert (await call(shop, "GET", "/admin/v1/cups", headers={"authorization": "Bearer wati"})).status == 200
    for header in ("wati", "Basic wati", "Bearer ", "Bearer " + "x" * 600, "Bearer a\x01b"):
        assert (await call(shop, "GET", "/admin/v1/cups", headers={"authorization": header})).status == 401


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ('Application/JSON; charset="UTF-8"', 201),
        ("application/json; charset=latin-1", 415),
        ("application/x-www-form-urlencoded", 415),
        ("text/plain", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
    ],
)
async def test_only_json_is_taken(shop: Gate, kind: str, status: int):
    body = b'{"lines":[{"sku":"A","quantity":1}],"name":"Sari"}'
    assert (await call(shop, "POST", "/store/v1/echoes", body=body, headers={"content-type": kind})).status == status


async def test_a_compressed_body_is_not_unpacked(shop: Gate):
    answer = await echo(shop, b"\x1f\x8b" + b"\0" * 50, **{"content-encoding": "gzip"})
    assert (answer.status, answer.json()["code"]) == (415, "request.not_json")


async def test_a_body_is_refused_by_its_announced_length_before_it_is_read(shop: Gate):
    answer = await echo(shop, [b"never read"], **{"content-length": str(100 * 1024 * 1024)})
    assert (answer.status, answer.json()["limit_bytes"]) == (413, MAX_BODY_BYTES)


async def test_a_body_without_a_length_is_refused_as_soon_as_too_much_came(shop: Gate):
    chunks = [b"x" * 65_536] * 2_000
    answer = await echo(shop, chunks)
    assert (answer.status, answer.json()["code"]) == (413, "request.body_too_large")


async def test_the_largest_permitted_body_is_read(shop: Gate):
    body = b'{"lines":[{"sku":"A","quantity":1}],"name":"Sari"}'
    padded = body[:-1] + b" " * (MAX_BODY_BYTES - len(body)) + b"}"
    assert (await echo(shop, padded)).status == 201
    assert (await echo(shop, padded + b" ")).status == 413


async def test_a_good_order_comes_back_as_it_was_understood(shop: Gate):
    answer = await call(shop, "POST", "/store/v1/echoes", json=cup_order(name="Cafe\u0301 Sari"))
    assert (answer.status, answer.json()["name"]) == (201, "Caf\u00e9 Sari")

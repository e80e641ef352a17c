"""What buyers' address forms get over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from niaga.platform.settings import load_settings
from niaga.regions.http import routes
from niaga.regions.public import Regions
from niaga.web.application import assemble


@pytest.fixture(scope="module")
def client(regions: Regions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Any]]:
    settings = load_settings({}, {}, tmp_path_factory.mktemp("shop"))
    with TestClient(assemble(routes, {"regions": regions}, settings), base_url="http://127.0.0.1:8000") as client:  # type: ignore[type-var]
        yield client


def listed(client: TestClient[Any], **query: Any) -> dict[str, Any]:
    answer = client.get("/store/v1/regions", params=query)
    assert answer.status_code == 200
    return answer.json()


def codes(client: TestClient[Any], **query: Any) -> list[str]:
    return [item["code"] for item in listed(client, **query)["items"]]


def test_without_filters_come_the_provinces_page_by_page(client: TestClient[Any]):
    first = listed(client)
    second = listed(client, cursor=first["next_cursor"])
    assert len(first["items"]) == 20
    assert len(second["items"]) == 18
    assert second["next_cursor"] is None
    assert {item["level"] for item in first["items"] + second["items"]} == {"province"}


def test_a_search_answers_the_region_with_its_path_and_postal_codes(client: TestClient[Any]):
    first = listed(client, search="setiabudi jakarta")["items"][0]
    assert first == {
        "code": "31.74.02",
        "level": "district",
        "name": "Setiabudi",
        "type": "Kecamatan",
        "path": ["Daerah Khusus Ibukota Jakarta", "Kota Administrasi Jakarta Selatan", "Setiabudi"],
        "postal_codes": ["12910", "12920", "12930", "12940", "12950", "12960", "12970", "12980"],
    }


def test_all_filters_work_together(client: TestClient[Any]):
    narrowed = {"search": "setiabudi", "level": "village", "parent": "31.74", "postal_code": "12910"}
    assert codes(client, **narrowed) == ["31.74.02.1001"]


@pytest.mark.parametrize("query", [{"search": ""}, {"search": " "}])
def test_an_empty_search_is_no_filter(client: TestClient[Any], query: dict[str, str]):
    assert codes(client, parent="34", **query) == ["34.01", "34.02", "34.03", "34.04", "34.71"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("level", "kecamatan", "regions.unknown_level"),
        ("parent", "99", "regions.unknown_region"),
        ("parent", "jaksel", "regions.unknown_region"),
        ("postal_code", "1291", "regions.bad_postal_code"),
        ("postal_code", "12910 OR 1=1", "regions.bad_postal_code"),
    ],
)
def test_a_bad_filter_is_named(client: TestClient[Any], field: str, value: str, code: str):
    answer = client.get("/store/v1/regions", params={field: value}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert [(problem["path"], problem["code"]) for problem in answer.json()["errors"]] == [(field, code)]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1.5", "ten", str(2**63)])
def test_a_limit_beyond_its_ends_is_refused(client: TestClient[Any], limit: str):
    answer = client.get("/store/v1/regions", params={"limit": limit})
    assert answer.status_code in {400, 422}
    assert [problem["path"] for problem in answer.json()["errors"]] == ["limit"]


def test_a_foreign_cursor_is_refused(client: TestClient[Any]):
    answer = client.get("/store/v1/regions", params={"cursor": "rubbish"})
    assert answer.json()["code"] == "request.bad_cursor"


def test_one_region_by_its_code(client: TestClient[Any]):
    answer = client.get("/store/v1/regions/31.74.02.1001")
    assert (answer.status_code, answer.json()["name"], answer.json()["postal_codes"]) == (200, "Setia Budi", ["12910"])


@pytest.mark.parametrize("code", ["99", "31.74.02.9999", "jaksel", "3174", "31.74.0", "x" * 1000])
def test_an_unknown_code_is_not_found(client: TestClient[Any], code: str):
    answer = client.get(f"/store/v1/regions/{code}")
    assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")


@pytest.mark.parametrize("path", ["/store/v1/regions", "/store/v1/regions/31"])
def test_answers_may_be_kept_for_an_hour(client: TestClient[Any], path: str):
    assert client.get(path).headers["cache-control"] == "public, max-age=3600"


def test_what_did_not_change_is_not_sent_again(client: TestClient[Any]):
    tag = client.get("/store/v1/regions/31").headers["etag"]
    assert client.get("/store/v1/regions/31", headers={"If-None-Match": tag}).status_code == 304


def test_refusals_speak_indonesian(client: TestClient[Any]):
    answer = client.get("/store/v1/regions", params={"postal_code": "1"})
    assert answer.json()["errors"][0]["message"] == "Kode pos terdiri dari lima angka."


def guessed(client: TestClient[Any], body: dict[str, Any]) -> Any:
    return client.post("/store/v1/regions/address-guesses", json=body, headers={"Accept-Language": "en"})


def test_a_written_address_is_answered_with_what_it_may_mean(client: TestClient[Any]):
    answer = guessed(client, {"text": "Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910"})
    assert answer.status_code == 200
    guess = answer.json()
    assert (guess["street"], guess["postal_code"], guess["phone"], guess["confident"]) == (
        "Jl. Sudirman 5",
        "12910",
        None,
        True,
    )
    first = guess["candidates"][0]
    assert (first["code"], first["level"], first["name"], first["confidence"]) == (
        "31.74.02",
        "district",
        "Setiabudi",
        99,
    )
    assert first["path"][1] == "Kota Administrasi Jakarta Selatan"
    assert "12910" in first["postal_codes"]
    assert first["matched"] == [
        {"level": "district", "words": "Setiabudi"},
        {"level": "regency", "words": "Jaksel"},
        {"level": "postal_code", "words": "12910"},
    ]


def test_a_name_of_many_places_is_answered_with_all_of_them(client: TestClient[Any]):
    guess = guessed(client, {"text": "Setiabudi"}).json()
    assert not guess["confident"]
    assert len({one["code"][:5] for one in guess["candidates"]}) >= 3


def test_a_text_without_a_place_has_no_candidates(client: TestClient[Any]):
    guess = guessed(client, {"text": "\u202e\U0001f3e0"}).json()
    assert (guess["candidates"], guess["confident"]) == ([], False)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "a" * 601}, "text"),
        ({"text": 5}, "text"),
        ({"text": None}, "text"),
        ({"text": "Tebet", "confident": True}, "confident"),
    ],
)
def test_a_bad_text_is_named(client: TestClient[Any], body: dict[str, Any], path: str):
    answer = guessed(client, body)
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["errors"]] == [path]

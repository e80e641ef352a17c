"""Consents, requests and the register of breaches, over HTTP on every engine."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.customers import SignedInCustomer, sign_in_somebody
from tests.support.shop import OpenShop, fresh_key, open_shop

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.privacy.model import Purpose
from niaga.privacy.public import has_consented, purge_consents
from niaga.privacy.tables import breach, consent_entry, privacy_request

CONSENTS, REQUESTS = "/store/v1/me/consents", "/store/v1/me/privacy-requests"
STAFF_REQUESTS, BREACHES = "/admin/v1/privacy/requests", "/admin/v1/privacy/breaches"
KNOWN = {"data_exposed": "Names and numbers", "how": "A lost laptop", "handling": "Locked it", "recovery": "New keys"}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def sari(shop: OpenShop) -> SignedInCustomer:
    return await sign_in_somebody(shop.database)


async def say(shop: OpenShop, who: SignedInCustomer, purpose: str, *, given: bool) -> dict[str, bool]:
    answer = await shop.client.post(CONSENTS, json={"purpose": purpose, "given": given}, headers=who.headers)
    assert answer.status_code == 201, answer.text
    return {one["purpose"]: one["given"] for one in answer.json()["items"]}


async def test_consent_is_given_withdrawn_and_its_history_kept(shop: OpenShop, sari: SignedInCustomer):
    assert (await say(shop, sari, "marketing_email", given=True))["marketing_email"]
    assert not (await say(shop, sari, "marketing_email", given=False))["marketing_email"]
    await say(shop, sari, "marketing_email", given=False)
    log = await shop.database.read(
        lambda db: db.execute(sa.select(consent_entry.c.given).order_by(consent_entry.c.id)).scalars().all()
    )
    assert log == [True, False]
    assert not await shop.database.read(lambda db: has_consented(db, sari.id, Purpose.MARKETING_EMAIL))


async def test_what_was_said_cannot_be_changed_but_is_forgotten_after_ten_years(
    shop: OpenShop, sari: SignedInCustomer, clock: FixedClock
):
    await say(shop, sari, "marketing_email", given=True)
    with pytest.raises(sa.exc.DBAPIError):
        await shop.database.write(lambda tx: tx.execute(sa.update(consent_entry).values(given=False)))
    assert await shop.database.write(purge_consents) == 0
    clock.advance(timedelta(days=3653))
    assert await shop.database.write(purge_consents) == 1


async def test_one_persons_consents_and_requests_are_not_anothers(shop: OpenShop, sari: SignedInCustomer):
    budi = await sign_in_somebody(shop.database, "Budi", "budi@example.com")
    await say(shop, sari, "marketing_whatsapp", given=True)
    await shop.client.post(REQUESTS, json={"kind": "access", "message": "What do you know?"}, headers=sari.headers)
    consents = (await shop.client.get(CONSENTS, headers=budi.headers)).json()["items"]
    assert not any(one["given"] for one in consents)
    assert (await shop.client.get(REQUESTS, headers=budi.headers)).json()["items"] == []
    assert (await shop.client.get(CONSENTS)).status_code == 401


async def test_a_request_is_answered_and_its_words_lie_sealed(
    shop: OpenShop, sari: SignedInCustomer, clock: FixedClock
):
    asked = await shop.client.post(REQUESTS, json={"kind": "access", "message": "Rahasia"}, headers=sari.headers)
    assert asked.status_code == 201
    clock.advance(timedelta(hours=73))
    listed = (await shop.client.get(STAFF_REQUESTS, params={"status": "open"}, headers=shop.owner)).json()["items"]
    assert [(one["id"], one["overdue"]) for one in listed] == [(asked.json()["id"], True)]
    path = f"{STAFF_REQUESTS}/{asked.json()['id']}/close"
    closing = {"status": "done", "outcome": "Sent you a copy."}
    closed = await shop.client.post(path, json=closing, headers=shop.owner)
    assert (closed.status_code, closed.json()["status"]) == (200, "done")
    again = await shop.client.post(path, json=closing, headers=shop.owner)
    assert (again.status_code, again.json()["code"]) == (409, "privacy.request_closed")
    own = (await shop.client.get(REQUESTS, headers=sari.headers)).json()["items"]
    assert own[0]["outcome"] == "Sent you a copy."
    stored = await shop.database.read(lambda db: str(db.execute(sa.select(privacy_request)).all()))
    assert "Rahasia" not in stored
    assert "Sent you" not in stored


async def test_a_person_has_ten_requests_open_at_most(shop: OpenShop, sari: SignedInCustomer):
    for _ in range(10):
        await shop.client.post(REQUESTS, json={"kind": "objection"}, headers=sari.headers)
    refused = await shop.client.post(REQUESTS, json={"kind": "objection"}, headers=sari.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "privacy.too_many_requests")


async def enter(shop: OpenShop, **known: Any) -> dict[str, Any]:
    body = {"noticed_at": "2026-11-24T04:00:00Z", **known}
    answer = await shop.client.post(BREACHES, json=body, headers=shop.owner)
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


async def test_a_breach_has_its_clock_and_says_what_is_missing(shop: OpenShop):
    entry = await enter(shop, data_exposed="Names and numbers")
    assert entry["report_due_at"] == "2026-11-27T04:00:00Z"
    assert entry["missing"] == ["began_at", "how", "handling", "recovery"]
    stored = await shop.database.read(lambda db: str(db.execute(sa.select(breach)).all()))
    assert "Names and" not in stored


async def test_nobody_is_told_of_a_breach_half(shop: OpenShop):
    entry = await enter(shop)
    path, told = f"{BREACHES}/{entry['id']}", {"authority_told_at": "2026-11-24T05:00:00Z"}
    half = await shop.client.patch(path, json=told, headers={**shop.owner, "If-Match": '"1"'})
    assert (half.status_code, half.json()["code"]) == (409, "privacy.report_incomplete")
    assert {one["path"] for one in half.json()["errors"]} == {"began_at", *KNOWN}
    whole = {**KNOWN, "began_at": "2026-11-23T01:00:00Z", **told}
    answer = await shop.client.patch(path, json=whole, headers={**shop.owner, "If-Match": '"1"'})
    assert (answer.status_code, answer.json()["missing"], answer.headers["etag"]) == (200, [], '"2"')
    stale = await shop.client.patch(path, json=told, headers={**shop.owner, "If-Match": '"1"'})
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"noticed_at": "2027-01-01T00:00:00Z"}, "noticed_at"),
        ({"noticed_at": "2026-11-24T04:00:00Z", "people_affected": -1}, "people_affected"),
        (
            {
                "noticed_at": "2026-11-24T04:00:00Z",
                "began_at": "2026-11-02T00:00:00Z",
                "ended_at": "2026-11-01T00:00:00Z",
            },
            "ended_at",
        ),
    ],
)
async def test_times_that_cannot_be_are_named(shop: OpenShop, body: dict[str, Any], field: str):
    answer = await shop.client.post(BREACHES, json=body, headers=shop.owner)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, field)


async def test_the_schedule_is_told_in_both_languages(shop: OpenShop):
    path = "/admin/v1/privacy/retention"
    english = (await shop.client.get(path, headers=shop.owner)).json()["items"]
    indonesian = (await shop.client.get(path, headers={**shop.owner, "Accept-Language": "id"})).json()["items"]
    assert {one["name"] for one in english} == {one["name"] for one in indonesian}
    assert [one["why"] for one in english] != [one["why"] for one in indonesian]


async def test_repeated_with_its_key_a_request_is_one(shop: OpenShop, sari: SignedInCustomer):
    headers = {**sari.headers, **fresh_key()}
    first = await shop.client.post(REQUESTS, json={"kind": "export"}, headers=headers)
    again = await shop.client.post(REQUESTS, json={"kind": "export"}, headers=headers)
    assert first.json() == again.json()
    assert len((await shop.client.get(REQUESTS, headers=sari.headers)).json()["items"]) == 1


async def test_a_notice_says_what_the_law_asks_for_in_both_languages(shop: OpenShop):
    half = await enter(shop)
    refused = await shop.client.get(f"{BREACHES}/{half['id']}/notice", headers=shop.owner)
    assert refused.status_code == 409
    whole = await enter(shop, **KNOWN, began_at="2026-11-23T01:00:00Z", people_affected=12)
    path = f"{BREACHES}/{whole['id']}/notice"
    english = (await shop.client.get(path, headers=shop.owner)).json()["text"]
    assert all(words in english for words in (*KNOWN.values(), "23 November 2026", "Toko Uji", "12"))
    indonesian = (await shop.client.get(path, headers={**shop.owner, "Accept-Language": "id"})).json()["text"]
    assert "pemberitahuan kegagalan pelindungan data pribadi" in indonesian

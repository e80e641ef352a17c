"""One key, one effect, one answer: on every engine, through the whole edge."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.edge_app import KEY, call, cup_order, edge_app

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, read_revision, write_all
from niaga.platform.idempotency import (
    Answer,
    Claim,
    KeyReused,
    answers_known,
    idempotency,
    purge_answers,
    remember_writes,
)
from niaga.web.gate import Gate


@pytest.fixture
def shop(database: Database):
    return edge_app(database)


async def effects(database: Database):
    return await database.read(lambda db: read_revision(db, "settings"))


async def place(
    shop: Gate, *, key: str | None = KEY, order: Any = None, headers: Any = None, target: str = "/store/v1/cups"
):
    wanted = {"idempotency-key": key} if key else {}
    return await call(
        shop,
        "POST",
        target,
        json=order or cup_order(),
        headers={**wanted, **(headers or {})},
    )


async def test_the_same_request_again_gets_the_same_bytes_and_no_second_effect(shop: Gate, database: Database):
    before = await effects(database)
    first, again = await place(shop), await place(shop)
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await effects(database) == before + 1


async def test_spaces_and_the_order_of_keys_do_not_make_another_request(shop: Gate):
    first = await place(shop)
    body = b'{ "name": "Sari", "lines": [ {"quantity": 2, "sku": "CUP-1"} ] }'
    headers = {"idempotency-key": KEY, "content-type": "application/json"}
    again = await call(shop, "POST", "/store/v1/cups", body=body, headers=headers)
    assert again.body == first.body
    assert again.headers["idempotency-replayed"] == "true"


async def test_the_same_key_with_another_body_is_refused(shop: Gate, database: Database):
    await place(shop)
    before = await effects(database)
    other = await place(shop, order=cup_order(name="Budi"))
    assert (other.status, other.json()["code"]) == (422, "idempotency.key_reused")
    assert await effects(database) == before


async def test_the_same_key_with_another_query_is_refused_or_unknown(shop: Gate):
    await place(shop)
    other = await place(shop, target="/store/v1/cups?dry_run=true")
    assert other.status == 422


async def test_a_required_key_may_not_be_missing(shop: Gate, database: Database):
    before = await effects(database)
    without = await place(shop, key=None)
    assert (without.status, without.json()["code"]) == (400, "idempotency.key_missing")
    assert await effects(database) == before


@pytest.mark.parametrize("key", ["short", "x" * 256, "with a space in it", "tab\tin\tthis\tkey!!", "é" * 20])
async def test_a_malformed_key_is_refused(shop: Gate, key: str):
    answer = await place(shop, key=key)
    assert (answer.status, answer.json()["code"]) == (400, "idempotency.key_malformed")


async def test_a_refusal_is_not_kept_and_may_be_retried_with_its_key(shop: Gate):
    refused = await place(shop, order=cup_order(name="Nobody"))
    assert refused.status == 422
    assert (await place(shop)).status == 201


async def test_two_people_with_one_key_do_not_see_each_other(shop: Gate, database: Database):
    before = await effects(database)
    for name in ("sari-token", "budi-token"):
        answer = await place(shop, target="/admin/v1/cups", headers={"authorization": f"Bearer {name}"})
        assert answer.status == 200
        assert "idempotency-replayed" not in answer.headers
    assert await effects(database) == before + 2


async def test_a_key_counts_for_one_route(shop: Gate):
    assert (await place(shop)).status == 201
    other = await place(shop, target="/admin/v1/cups", headers={"authorization": "Bearer sari-token"})
    assert "idempotency-replayed" not in other.headers


async def test_without_an_optional_key_every_request_counts(shop: Gate, database: Database):
    before = await effects(database)
    for _ in range(2):
        await place(
            shop,
            key=None,
            target="/admin/v1/cups",
            headers={"authorization": "Bearer sari"},
        )
    assert await effects(database) == before + 2


async def test_twenty_at_once_have_one_effect_and_equal_answers(shop: Gate, database: Database):
    before = await effects(database)
    answers = await asyncio.gather(*(place(shop) for _ in range(20)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert await effects(database) == before + 1


async def test_the_answer_is_stored_sealed(shop: Gate, database: Database):
    await place(shop, order=cup_order(name="Sari Wulandari"))
    rows = await database.read(lambda db: db.execute(sa.select(idempotency.c.body)).scalars().all())
    assert len(rows) == 1
    assert rows[0].startswith("v1|")
    assert "Wulandari" not in rows[0]


def claim(key: str, fingerprint: str = "f" * 64):
    return Claim("guest POST /cups", key * 16, fingerprint)


async def test_many_claims_are_looked_up_at_once(database: Database):
    given = [
        (claim("a"), Answer(201, b'{"n":1}')),
        (claim("b"), Answer(200, b'{"n":2}')),
    ]
    await database.write(lambda tx: write_all(tx, remember_writes(tx, given)))
    asked = [claim("a"), claim("b"), claim("b", "0" * 64), claim("c")]
    known = await database.read(lambda db: answers_known(db, asked))
    assert known[claim("a")] == Answer(201, b'{"n":1}')
    assert known[claim("b")] == Answer(200, b'{"n":2}')
    assert isinstance(known[claim("b", "0" * 64)], KeyReused)
    assert claim("c") not in known


async def test_answers_are_forgotten_after_two_days(database: Database, clock: FixedClock):
    await database.write(lambda tx: write_all(tx, remember_writes(tx, [(claim("a"), Answer(201, b"{}"))])))
    clock.advance(timedelta(hours=47))
    await database.write(lambda tx: write_all(tx, remember_writes(tx, [(claim("b"), Answer(201, b"{}"))])))
    clock.advance(timedelta(hours=2))
    assert await database.write(purge_answers) == 1
    known = await database.read(lambda db: answers_known(db, [claim("a"), claim("b")]))
    assert list(known) == [claim("b")]

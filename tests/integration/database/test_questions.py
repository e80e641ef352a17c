"""Questions asked together are answered as each is alone; on PostgreSQL in one statement, whose text is always the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.support.catalogue import a_product, a_variant, bring_in, sell
from tests.support.statements import statements_of

from niaga.catalogue.public import ask_variant_revisions, find_variants_by_sku
from niaga.inventory.public import Quantity, StockKey, ask_locked_levels, reserve_writes
from niaga.payments.public import ask_taken_amounts
from niaga.platform.database import Database, Engine, Transaction, ask_all, write_all
from niaga.platform.idempotency import Answer, Claim, ask_answers, remember_writes

CLAIM = Claim("guest POST /cups", "0123456789abcdef", "f" * 64)
OTHER = Claim("guest POST /cups", "fedcba9876543210", "f" * 64)


@pytest.fixture
async def variants(database: Database) -> list[str]:
    """Two variants with stock, and a remembered answer."""
    await sell(
        database, a_product("Kopi", variants=(a_variant("KOPI"),)), a_product("Teh", variants=(a_variant("TEH"),))
    )
    found = await database.read(lambda db: find_variants_by_sku(db, ["KOPI", "TEH"]))
    ids = sorted(one.id for one in found.values())
    await bring_in(database, {"KOPI": 3, "TEH": 5})
    await database.write(lambda tx: write_all(tx, remember_writes(tx, [(CLAIM, Answer(201, b"{}"))])))
    return ids


def questions(tx: Transaction, variants: list[str]) -> list[Any]:
    return [
        ask_answers(tx, [CLAIM, OTHER]),
        ask_variant_revisions(tx, [*variants, "0" * 26]),
        ask_taken_amounts(tx, []),
        ask_locked_levels(tx, [StockKey(one) for one in reversed(variants)]),
    ]


async def test_together_they_are_answered_as_alone(database: Database, variants: list[str]) -> None:
    def act(tx: Transaction) -> tuple[list[Any], list[Any]]:
        asked = questions(tx, variants)
        return ask_all(tx, asked), [one.alone() for one in asked]

    together, alone = await database.write(act)
    assert together == alone
    answers, revisions, taken, levels = together
    assert (list(answers), set(revisions), taken) == ([CLAIM], set(variants), set())
    assert sorted(one.on_hand for one in levels.values()) == [3, 5]


async def test_postgresql_is_asked_once(database: Database, variants: list[str]) -> None:
    with statements_of(database) as sent:
        await database.write(lambda tx: ask_all(tx, questions(tx, variants)))
        await database.write(lambda tx: ask_all(tx, questions(tx, variants[:1])))
    if database.engine is Engine.POSTGRESQL:
        assert len(sent) == 2
        assert sent[0] == sent[1]
    else:
        assert len(sent) > 2


async def test_what_is_asked_with_a_lock_waits_for_it_and_sees_what_was_done(
    database: Database, variants: list[str]
) -> None:
    key = StockKey(variants[0])
    seen: list[int] = []

    def act(tx: Transaction) -> None:
        seen.append(ask_all(tx, questions(tx, variants))[3][key].reserved)
        write_all(tx, reserve_writes([Quantity(key, 1)]))

    await asyncio.gather(*(database.write(act) for _ in range(3)))
    assert seen[-3:] == [0, 1, 2]

"""Lanes answer everybody: one after another, many at once, and a poison draft alone."""

from __future__ import annotations

import asyncio
import math

import pytest
import sqlalchemy as sa
from tests.support.log_lines import log_lines

from niaga.foundation.errors import Overloaded
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Lane, Transaction, Write, WriteStatement, write_all
from niaga.platform.logging import get_logger, log_context
from niaga.platform.outbox.tables import event
from niaga.platform.traces import TraceContext, inside

INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at")
POISON = -1


def record(tx: Transaction, drafts: list[int]) -> list[int]:
    """Write a row a draft; a poison draft breaks a database rule (a version that is not there)."""
    rows = [(new_id(), "order", str(draft), None if draft == POISON else 1, "order.x", {}, tx.now) for draft in drafts]
    write_all(tx, [Write(INSERT, rows)])
    return [draft * 10 for draft in drafts]


async def test_one_caller_after_another_is_answered(database: Database) -> None:
    lane: Lane[int, int] = Lane(database, record, drivers=1)
    async with asyncio.timeout(20):
        assert [await lane.submit(number) for number in range(20)] == [number * 10 for number in range(20)]


async def test_a_poison_draft_among_64_fails_alone_at_a_bounded_cost(database: Database) -> None:
    runs: list[int] = []

    def counted(tx: Transaction, drafts: list[int]) -> list[int]:
        runs.append(len(drafts))
        return record(tx, drafts)

    lane: Lane[int, int] = Lane(database, counted, drivers=1)
    drafts = [*range(40), POISON, *range(40, 63)]
    answers = await asyncio.gather(*(lane.submit(draft) for draft in drafts), return_exceptions=True)
    failed = [draft for draft, answer in zip(drafts, answers, strict=True) if isinstance(answer, Exception)]
    assert failed == [POISON]
    # The whole twice, then two halves a level, and the poison five times more when it is alone.
    assert len(runs) == 2 + 2 * int(math.log2(64)) + 5, runs


async def test_a_draft_that_meets_another_process_again_and_again_gets_through(database: Database) -> None:
    runs: list[int] = []

    def met_four_times(tx: Transaction, drafts: list[int]) -> list[int]:
        runs.append(len(drafts))
        if len(runs) <= 4:
            raise sa.exc.IntegrityError("a row of the other process's", {}, Exception())
        return record(tx, drafts)

    lane: Lane[int, int] = Lane(database, met_four_times, drivers=1)
    await lane.submit(1)
    assert runs == [1] * 5


async def test_too_many_waiting_are_told_to_come_back(database: Database) -> None:
    lane: Lane[int, int] = Lane(database, record, drivers=1, most_together=2, most_waiting=3)
    answers = await asyncio.gather(*(lane.submit(draft) for draft in range(12)), return_exceptions=True)
    assert any(isinstance(answer, Overloaded) for answer in answers)
    assert [answer for answer in answers if isinstance(answer, int)] == sorted(
        answer for answer in answers if isinstance(answer, int)
    )


async def test_a_caller_who_left_before_the_batch_costs_nothing(database: Database) -> None:
    stored: list[int] = []

    def noted(tx: Transaction, drafts: list[int]) -> list[int]:
        stored.extend(drafts)
        return record(tx, drafts)

    lane: Lane[int, int] = Lane(database, noted, drivers=1)
    leaving = [asyncio.create_task(lane.submit(draft)) for draft in range(5)]
    await asyncio.sleep(0)
    for task in leaving[2:]:
        task.cancel()
    assert await lane.submit(99) == 990
    with pytest.raises(asyncio.CancelledError):
        await leaving[4]
    await lane.close()
    assert stored == [0, 1, 99]


async def test_a_lane_works_in_nobodys_context(database: Database):
    def tell(_: Transaction, drafts: list[int]) -> list[int]:
        get_logger(__name__).info("working")
        return drafts

    lane: Lane[int, int] = Lane(database, tell, drivers=1)
    with log_lines() as lines, inside(TraceContext("4bf92f3577b34da6a3ce929d0e0e4736")), log_context(basket=7):
        await lane.submit(1)
    (line,) = lines.of("working")
    assert {"trace_id", "basket"} & set(line) == set()

"""What every room writes beside its own rows: events, audit, remembered answers, revisions."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import sqlalchemy.exc
from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.catalogue import WATI

from niaga.orders.events import OrderCompleted
from niaga.platform.audit import (
    READ,
    Reading,
    TrailFilter,
    audit_writes,
    list_trail,
    record_audit,
    record_readings,
    seal_entries,
    seal_late_entries,
    verify_chain,
)
from niaga.platform.database import (
    Database,
    GuardRefused,
    Write,
    WriteStatement,
    bump_revision,
    read_revision,
    write_all,
)
from niaga.platform.database.revisions import revision
from niaga.platform.idempotency import Answer, Claim, KeyReused, answers_known, purge_answers, remember_writes
from niaga.platform.outbox import event_writes, record_events
from niaga.platform.throttle import Rule, Throttled, give_back_allowances, purge_allowances, take_allowances

FACT = OrderCompleted(aggregate_id="o-1", version=1, number="NG-1", status="completed")
DEED = {"action": "a.done", "subject_type": "thing", "subject_id": "t-1", "detail": {"to": "\u00e9"}}


@shows("outbox.record_events", "outbox.event_writes")
async def a_version_of_an_aggregate_is_one_event(database: Database) -> None:
    await database.write(lambda tx: record_events(tx, [FACT]))
    assert await rows(database, "SELECT aggregate, aggregate_id, version, kind, position FROM event") == [
        ("order", "o-1", 1, "order.completed", None)
    ]
    await refuses(database, lambda tx: write_all(tx, event_writes(tx, [FACT])), sqlalchemy.exc.DBAPIError)


@shows("audit.record_audit", "audit.audit_writes", "audit.seal_entries")
async def what_staff_did_is_sealed_and_stays(database: Database) -> None:
    await database.write(lambda tx: record_audit(tx, WATI, **DEED))
    await database.write(lambda tx: write_all(tx, audit_writes(tx, WATI, **DEED)))
    assert await database.write(lambda tx: seal_entries(tx, "one")) == 2
    assert await database.write(lambda tx: seal_entries(tx, "two")) == 0
    assert await database.read(verify_chain) is None
    for sql in ("UPDATE audit_entry SET actor_id = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_seal"):
        await refuses(database, lambda tx, sql=sql: tx.execute(sa.text(sql)), sqlalchemy.exc.DBAPIError)


@shows("audit.record_readings", "audit.seal_late_entries")
async def what_staff_read_is_found_by_whose_it_was(database: Database) -> None:
    list_of_two, one = Reading(WATI, "list", "order", ("o-1", "o-2")), Reading(WATI, "read", "order", ("o-2",))
    await database.write(lambda tx: record_readings(tx, [list_of_two, one]))
    await database.write(lambda tx: record_readings(tx, [one]))
    assert await rows(database, "SELECT action, subject_id FROM audit_entry ORDER BY id") == [(READ, ""), (READ, "o-2")]
    for subject, readings in (("o-1", [list_of_two]), ("o-2", [one, list_of_two]), ("o-3", [])):
        wanted = TrailFilter(subject_id=subject)
        page = await database.read(lambda db, wanted=wanted: list_trail(db, wanted, limit=9))
        assert [entry.id for entry in page.items] == [reading.id for reading in readings]
    await refuses(database, lambda tx: tx.execute(sa.text("DELETE FROM audit_subject")), sqlalchemy.exc.DBAPIError)
    assert await database.write(lambda tx: seal_late_entries(tx, "one")) == 2
    assert await database.read(verify_chain) is None


@shows("idempotency.remember_writes", "idempotency.purge_answers")
async def an_answer_is_kept_for_two_days(database: Database) -> None:
    claim = Claim("guest POST /x", "k" * 16, "f" * 64)
    kept = Answer(201, '{"name":"Sari \u00e9"}'.encode())
    await database.write(lambda tx: write_all(tx, remember_writes(tx, [(claim, kept)])))
    assert await database.read(lambda db: answers_known(db, [claim])) == {claim: kept}
    other = Claim(claim.scope, claim.key, "g" * 64)
    assert isinstance((await database.read(lambda db: answers_known(db, [other])))[other], KeyReused)
    await refuses(database, lambda tx: write_all(tx, remember_writes(tx, [(other, kept)])), sqlalchemy.exc.DBAPIError)
    assert "Sari" not in str(await rows(database, "SELECT body FROM idempotency"))
    database.clock.advance(timedelta(hours=48))  # type: ignore[attr-defined]
    assert await database.write(purge_answers) == 0
    database.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    assert await database.write(purge_answers) == 1


@shows("throttle.take_allowances", "throttle.give_back_allowances", "throttle.purge_allowances")
async def an_allowance_is_taken_given_back_and_forgotten(database: Database) -> None:
    rule = Rule(name="tests.tries", limit=60, per=timedelta(hours=1), burst=1)
    sari = [rule.about("sari@example.com")]
    await database.write(lambda tx: take_allowances(tx, sari))
    await refuses(database, lambda tx: take_allowances(tx, sari), Throttled)
    await database.write(lambda tx: give_back_allowances(tx, sari))
    await database.write(lambda tx: take_allowances(tx, sari))
    assert await database.write(purge_allowances) == 0
    database.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    assert await database.write(purge_allowances) == 1


@shows("database.bump_revision", "database.write_all")
async def writes_count_what_they_change(database: Database) -> None:
    before = await database.read(lambda db: read_revision(db, "tariffs"))
    await database.write(lambda tx: bump_revision(tx, "tariffs"))
    assert await database.read(lambda db: read_revision(db, "tariffs")) == before + 1
    await refuses(database, lambda tx: bump_revision(tx, "no-such"), AssertionError)
    set_value = WriteStatement.update(revision, match=("scope",), values=("value",))
    both = Write(set_value, [("tariffs", 70), ("catalogue", 80)], expect=2)
    await database.write(lambda tx: write_all(tx, [both, Write(set_value, [])]))
    assert await database.read(lambda db: read_revision(db, "catalogue")) == 80
    half = Write(set_value, [("tariffs", 1), ("no-such", 1)], expect=2)
    await refuses(database, lambda tx: write_all(tx, [half]), GuardRefused)
    assert await database.read(lambda db: read_revision(db, "tariffs")) == 70

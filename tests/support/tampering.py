"""Ways to tamper with the audit trail, behind the back of keys and triggers, and what the verifier should say of each.

The chain has twelve entries; the fourth and the eighth are readings. Heads were signed at five, ten and twelve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from tests.support.unguarded import Unguarded

from niaga.foundation.clock import from_microseconds
from niaga.platform.audit import (
    Actor,
    ActorKind,
    Head,
    HeadSigner,
    Reading,
    record_audit,
    record_readings,
    seal_entries,
)
from niaga.platform.audit.chain import _pages
from niaga.platform.audit.seals import START, seal_of
from niaga.platform.crypto import Keyring
from niaga.platform.database import Database, Transaction

TABLES = ("audit_entry", "audit_seal", "audit_subject")
LENGTH, READINGS, HEADS = 12, (4, 8), (5, 10, 12)
WATI = Actor(ActorKind.STAFF, "wati")
FORGED_ID = "00000000000000000000000001"
_FORGE = (
    "INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, subject_type, subject_id, detail)"
    f" VALUES ('{FORGED_ID}', 1, 'staff', 'budi', 'order.cancelled', 'order', 'o', '{{}}')"
)
_MAKE_ROOM = "UPDATE audit_seal SET position = position + 1 WHERE position >= :at"
_MOVE_UP = "UPDATE audit_seal SET position = position - 1 WHERE position > :at"
_EXCHANGE = (
    "UPDATE audit_seal SET entry_id = CASE entry_id WHEN :entry THEN :other ELSE :entry END"
    " WHERE entry_id IN (:entry, :other)"
)
_DROP_ENTRY = "DELETE FROM audit_entry WHERE id = :entry"
_DROP_SEAL = "DELETE FROM audit_seal WHERE position = :at"


@dataclass(frozen=True)
class Deed:
    """What somebody does at a position (and another one), and the kind and place of the fault that it is."""

    name: str
    kind: str
    steps: tuple[str, ...]
    at: int = 6
    found_at: int = 0

    @property
    def told(self) -> tuple[str, int]:
        """What the verifier should say."""
        return self.kind, self.found_at or self.at


def _set(column: str, value: str) -> tuple[str, ...]:
    return (f"UPDATE audit_entry SET {column} = {value} WHERE id = :entry",)


DEEDS = (
    Deed("another actor", "altered", _set("actor_id", "'budi'")),
    Deed("another kind of actor", "altered", _set("actor_kind", "'system'")),
    Deed("another time", "altered", _set("at", "at + 1")),
    Deed("another action", "altered", _set("action", "'order.shipped '")),
    Deed("another subject", "altered", _set("subject_id", "'o99'")),
    Deed("another type of subject", "altered", _set("subject_type", "'payment'")),
    Deed("another detail", "altered", _set("detail", "'{\"amount\": 1}'")),
    Deed("a detail that is no JSON", "altered", _set("detail", "'{'")),
    Deed("a spoilt seal", "altered", ("UPDATE audit_seal SET hash = 'x' WHERE position = :at",)),
    Deed("the first altered", "altered", _set("actor_id", "''"), at=1),
    Deed("the last altered", "altered", _set("actor_id", "'budi'"), at=LENGTH),
    Deed("another id", "missing", _set("id", f"'{FORGED_ID}'")),
    Deed("an entry gone", "missing", (_DROP_ENTRY,)),
    Deed("a seal gone", "missing", (_DROP_SEAL,)),
    Deed("entry and seal gone", "missing", (_DROP_ENTRY, _DROP_SEAL)),
    Deed("gone, and the rest moved up", "missing", (_DROP_ENTRY, _DROP_SEAL, _MOVE_UP)),
    Deed("its seal gone, and the rest moved up", "missing", (_DROP_SEAL, _MOVE_UP)),
    Deed("a hole in the numbers", "missing", (_MAKE_ROOM,)),
    Deed("the first gone", "missing", (_DROP_ENTRY, _DROP_SEAL), at=1),
    Deed(
        "entries exchanged",
        "reordered",
        (_EXCHANGE,),
    ),
    Deed(
        "rows exchanged",
        "reordered",
        ("UPDATE audit_seal SET position = :at + :there - position WHERE position IN (:at, :there)",),
    ),
    Deed(
        "a neighbour first",
        "reordered",
        ("UPDATE audit_seal SET position = :at + :next - position WHERE position IN (:at, :next)",),
    ),
    Deed(
        "moved to the end",
        "reordered",
        (f"UPDATE audit_seal SET position = {LENGTH + 1} WHERE position = :at", _MOVE_UP),
    ),
    Deed(
        "one put between",
        "inserted",
        (_FORGE, _MAKE_ROOM, f"INSERT INTO audit_seal VALUES (:at, '{FORGED_ID}', '{'ab' * 32}')"),
    ),
    Deed("one put among the old", "inserted", (_FORGE,), found_at=LENGTH + 1),
    Deed("the last gone", "truncated", (_DROP_ENTRY, _DROP_SEAL), at=LENGTH),
    Deed("the last seal gone", "truncated", (_DROP_SEAL,), at=LENGTH),
    Deed("the end gone", "truncated", ("DELETE FROM audit_seal WHERE position >= :at",)),
    Deed(
        "the end gone from every memory of it",
        "truncated",
        (
            "DELETE FROM audit_entry WHERE id >= :entry",
            "DELETE FROM audit_seal WHERE position >= :at",
            "UPDATE lease SET position = :at - 1 WHERE name = 'sealer'",
        ),
    ),
    Deed("everything gone", "truncated", ("DELETE FROM audit_entry", "DELETE FROM audit_seal"), found_at=1),
    Deed("a reading that nobody finds", "concealed", ("DELETE FROM audit_subject WHERE entry_id = :entry",), at=4),
    Deed(
        "a reading of another person",
        "concealed",
        ("UPDATE audit_subject SET subject_id = 'budi' WHERE entry_id = :entry AND subject_id = 'sari'",),
        at=8,
    ),
)


class Trail:
    """A sealed chain without guards, that is put back as it was after each deed."""

    def __init__(self, database: Database, signer: HeadSigner | None = None) -> None:
        self.database = database
        self.signer = signer or HeadSigner(Keyring.random())
        self.unguarded = Unguarded(database)
        self.entries: list[str] = []
        self.heads: list[Head] = []

    async def prepare(self) -> None:
        """Record, seal, sign, and take the guards away."""
        await self.database.write(_record)
        await self.database.write(lambda tx: seal_entries(tx, "test"))
        seals = await self.database.read(
            lambda db: db.execute(sa.text("SELECT * FROM audit_seal ORDER BY position")).all()
        )
        self.entries = [row.entry_id for row in seals]
        self.heads = [
            self.signer.sign(row.position, seal=row.hash, at=from_microseconds(0))
            for row in seals
            if row.position in HEADS
        ]
        await self.unguarded.run("SELECT 1", *TABLES)

    async def do(self, deed: Deed, *, at: int = 0, there: int = 9) -> None:
        """Do it, at its usual position or another."""
        at = at or deed.at
        names = {
            "at": at,
            "next": at + 1,
            "there": there,
            "entry": self.entries[at - 1],
            "other": self.entries[there - 1],
        }
        for step in deed.steps:
            await self.unguarded.run(step, **{name: value for name, value in names.items() if f":{name}" in step})

    async def rewrite(self, at: int) -> None:
        """Alter an entry and make all seals behind it anew, as somebody would who knows this program."""
        await self.unguarded.run(
            "UPDATE audit_entry SET actor_id = 'budi' WHERE id = :entry", entry=self.entries[at - 1]
        )
        for position, seal in await self.database.read(_seals_anew):
            await self.unguarded.run(
                "UPDATE audit_seal SET hash = :seal WHERE position = :position", seal=seal, position=position
            )

    async def put_back(self) -> None:
        """Everything as it was."""
        for table in TABLES:
            await self.unguarded.run(f"DELETE FROM {table}")
            await self.unguarded.run(f"INSERT INTO {table} SELECT * FROM {table}_kept")
        await self.unguarded.run(f"UPDATE lease SET position = {LENGTH} WHERE name = 'sealer'")


def _record(tx: Transaction) -> None:
    for number in range(1, LENGTH + 1):
        if number in READINGS:
            record_readings(tx, [Reading(WATI, "list_all_orders", "order", ("sari", f"o{number}"))])
        else:
            record_audit(
                tx, WATI, action="order.shipped", subject_type="order", subject_id=f"o{number}", detail={"é": [number]}
            )


def _seals_anew(db: Any) -> list[tuple[int, str]]:
    made, before = [], START
    for row in (row for page in _pages(db) for row in page):
        before = seal_of(before, row)
        made.append((row.position, before.hex()))
    return made

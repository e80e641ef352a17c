"""Running the checks, and telling what they found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.cli.doctor.checks import CHECKS
from niaga.platform.audit import verify_chain
from niaga.platform.rotation import find_faults, sealed_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from niaga.platform.database import Database, Reader

AUDIT_CHAIN = "records.audit_chain"
_AUDIT_PROMISE = "Nobody changed, removed, added or reordered a row of the audit trail after it was sealed."
SEALS = "records.seals_open"
_SEALS_PROMISE = "Every sealed field opens in its own row, and every blind index is of the value beside it."
_COMPUTED = (AUDIT_CHAIN, SEALS)
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Violation:
    """One row that breaks a promise: which check found it, what was promised, and the row's keys and figures."""

    check: str
    invariant: str
    promise: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor found."""

    checks: int
    violations: tuple[Violation, ...]

    @property
    def healthy(self) -> bool:
        """Whether every promise is kept."""
        return not self.violations

    def text(self) -> str:
        """Plain lines: each broken promise once, with the rows that break it (at most 20 of each)."""
        if self.healthy:
            return f"Healthy: {self.checks} checks, no violation."
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        by_check: dict[str, list[Violation]] = {}
        for one in self.violations:
            by_check.setdefault(one.check, []).append(one)
        for found in by_check.values():
            first = found[0]
            yield f"BROKEN {first.check} ({first.invariant}): {first.promise}"
            yield from (f"  {_told(one.facts)}" for one in found[:_MOST_TOLD])
            if len(found) > _MOST_TOLD:
                yield f"  ... and {len(found) - _MOST_TOLD} more"
        yield f"{len(self.violations)} violations of {len(by_check)} promises, {self.checks} checks."


async def doctor_report(database: Database) -> Report:
    """Look at everything. Reads only; safe while the shop sells."""
    return Report(len(CHECKS) + len(_COMPUTED), tuple(await database.read(run_checks)))


def run_checks(db: Reader) -> list[Violation]:
    """Every violation there is, check after check."""
    found = [
        Violation(check.name, check.invariant, check.promise, _facts(row))
        for check in CHECKS
        for row in db.execute(sa.text(check.sql))
    ]
    fault = verify_chain(db)
    if fault is not None:
        facts = {"first_bad_position": fault.position, "entry_id": fault.entry_id, "fault": fault.kind.value}
        found.append(Violation(AUDIT_CHAIN, "I8", _AUDIT_PROMISE, facts))
    return [*found, *_broken_seals(db)]


def _broken_seals(db: Reader) -> Iterator[Violation]:
    for fault in find_faults(db, sealed_tables()):
        facts = {"table": fault.table, "column": fault.column, "row": fault.row, "reason": fault.reason}
        yield Violation(SEALS, "I8", _SEALS_PROMISE, facts)


def _facts(row: sa.Row[Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, Decimal) else value for name, value in row._mapping.items()}  # noqa: SLF001 - public in SQLAlchemy


def _told(facts: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in facts.items())

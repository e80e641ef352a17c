"""What can be wrong with the audit trail, and how it is named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What somebody did to the trail."""

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    CONCEALED = "concealed"
    FORGED = "forged"


_MEANING = {
    FaultKind.ALTERED: "the entry or its seal was changed after it was sealed",
    FaultKind.MISSING: "an entry that was sealed here, or its seal, is gone",
    FaultKind.INSERTED: "an entry stands here that was never sealed in this place",
    FaultKind.REORDERED: "entries were exchanged or moved",
    FaultKind.TRUNCATED: "the chain ends before this position, and was longer",
    FaultKind.REWRITTEN: "the chain is whole in itself, but not the one whose head was signed",
    FaultKind.CONCEALED: "the reading names other people in its entry than in the table that finds it",
    FaultKind.FORGED: "the head that names this position is not signed by a known key",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad row. `entry_id` is empty where nothing tells it; `since` is the last position that a head proves."""

    kind: FaultKind
    position: int
    entry_id: str = ""
    since: int | None = None

    def text(self) -> str:
        """One line for people."""
        where = f"position {self.position}"
        if self.since is not None:
            where = f"positions {self.since + 1} to {self.position}"
        entry = f", entry {self.entry_id}" if self.entry_id else ""
        return f"{where}{entry}: {self.kind}: {_MEANING[self.kind]}"

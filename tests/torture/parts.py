"""The parts of the torture. Each takes a quarter of an hour or less on two quiet cores and can be run alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FAULTS = Path("tests/faults")


@dataclass(frozen=True)
class Part:
    """Some tests: their files, and of those the ones whose name has this in it."""

    name: str
    files: tuple[str, ...]
    only: str = ""


def _on_each(name: str, file: str, *engines: str) -> list[Part]:
    return [Part(f"{name}-{engine}", (file,), engine) for engine in engines]


_CHOSEN = (
    Part("races", ("tests/faults/test_races.py", "tests/faults/test_money_races.py")),
    Part("expiry", ("tests/faults/test_expiry.py", "tests/faults/test_walls.py", "tests/faults/test_poison.py")),
    Part("failpoints", ("tests/faults/test_failpoints.py",)),
    *_on_each("kills", "tests/faults/test_kills.py", "sqlite", "postgresql", "mariadb"),
    *_on_each("database", "tests/faults/test_database_kills.py", "postgresql", "mariadb"),
    *_on_each("rotation", "tests/faults/test_rotation.py", "sqlite", "postgresql", "mariadb"),
    Part("cuts", ("tests/faults/test_commit_cut.py", "tests/faults/test_statement_trouble.py")),
    Part("audit", ("tests/integration/audit/test_tampering.py",)),
    Part("disk", ("tests/faults/test_disk_full.py",)),
    Part("overload", ("tests/faults/test_overload.py", "tests/faults/test_frozen.py")),
    *_on_each("payloads", "tests/journeys/test_payloads.py", "sqlite", "postgresql", "mariadb"),
    Part("schemathesis", ("tests/journeys/test_schemathesis.py",)),
)


def all_parts() -> list[Part]:
    """Every part; what stands in tests/faults and in none of them is a part of its own."""
    named = {file for part in _CHOSEN for file in part.files}
    rest = sorted(str(file) for file in FAULTS.glob("test_*.py") if str(file) not in named)
    return [*_CHOSEN, Part("rest", tuple(rest))]


def chosen_parts(only: str) -> list[Part]:
    """The parts that a word such as `kills` or `kills-sqlite,cuts` names; all for none. Raises SystemExit."""
    words = [word for word in only.replace(",", " ").split() if word]
    parts = all_parts()
    for word in words:
        if not any(part.name.startswith(word) for part in parts):
            message = f"{word} is no part: {', '.join(part.name for part in parts)}"
            raise SystemExit(message)
    return [part for part in parts if not words or any(part.name.startswith(word) for word in words)]

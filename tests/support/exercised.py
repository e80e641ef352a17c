"""What the tests need and may miss, engine by engine and the browser: a line each at the end of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec


@dataclass
class Exercised:
    """Something that tests use: how many did, or why it is missing."""

    name: str
    missing: str | None = None
    version: str = ""
    tests: int = 0

    def line(self) -> str:
        """The closing line of a run."""
        if self.missing:
            return f"{self.name:<11} not exercised: {self.missing}"
        if not self.tests:
            return f"{self.name:<11} available ({self.version}), no test of this run used it"
        return f"{self.name:<11} exercised by {self.tests} tests ({self.version})"


def told(known: Iterable[Exercised]) -> list[dict[str, Any]]:
    """What one process of a run tells another of what it used."""
    return [{"name": one.name, "missing": one.missing, "version": one.version, "tests": one.tests} for one in known]


def add_up(known: Iterable[Exercised], heard: list[dict[str, Any]]) -> list[Exercised]:
    """What several processes used, taken together: tests are added, and what one of them missed is missing."""
    sums = {one.name: one for one in known}
    for other in msgspec.convert(heard, list[Exercised]):
        mine = sums.get(other.name, Exercised(other.name))
        sums[other.name] = replace(
            mine,
            missing=mine.missing or other.missing,
            version=mine.version or other.version,
            tests=mine.tests + other.tests,
        )
    return list(sums.values())

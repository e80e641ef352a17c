"""What came of the parts: one line of JSON a test, kept part by part, so that a part that runs again replaces its own."""

from __future__ import annotations

import os
import platform
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import msgspec
from tests.torture.parts import Part

_ENGINES = frozenset({"sqlite", "postgresql", "mariadb"})
RESULTS = Path("docs/reliability-results.jsonl")


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One test of a part. `facts` are its own counts."""

    part: str
    test: str
    engine: str
    outcome: str
    seconds: float
    facts: dict[str, str]
    commit: str
    machine: str
    at: str


def read_results() -> list[Result]:
    """All lines that are kept."""
    lines = RESULTS.read_bytes().splitlines() if RESULTS.exists() else []
    return [msgspec.json.decode(line, type=Result) for line in lines]


def keep(part: Part, report: Path) -> list[Result]:
    """Put a part's lines in the place of its last ones, from pytest's report."""
    fresh = [_result(part, case) for case in ET.parse(report).iter("testcase")]  # noqa: S314 - a file of our own
    others = [one for one in read_results() if one.part != part.name]
    kept = sorted([*others, *fresh], key=lambda one: (one.part, one.test, one.engine))
    RESULTS.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in kept))
    return fresh


def _result(part: Part, case: ET.Element) -> Result:
    name, _, parameters = case.attrib["name"].partition("[")
    words = parameters.rstrip("]").split("-") if parameters else []
    engines = [word for word in words if word in _ENGINES]
    which = "-".join(word for word in words if word not in _ENGINES)
    return Result(
        part=part.name,
        test=f"{case.attrib['classname'].rpartition('.')[2]}::{name}" + (f"[{which}]" if which else ""),
        engine=engines[0] if engines else "",
        outcome=_outcome(case),
        seconds=round(float(case.attrib["time"]), 1),
        facts={one.attrib["name"]: one.attrib["value"] for one in case.iter("property")},
        commit=_commit(),
        machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        at=time.strftime("%Y-%m-%d", time.gmtime()),
    )


def _outcome(case: ET.Element) -> str:
    for kind in ("failure", "error", "skipped"):
        if case.find(kind) is not None:
            return kind
    return "passed"


def _commit() -> str:
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True)
    return told.stdout.strip()


def count(results: Sequence[Result], outcome: str) -> int:
    """How many ended so."""
    return sum(one.outcome == outcome for one in results)

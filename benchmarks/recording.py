"""The raw results: JSON lines, one a window, the first one saying which commit and machine they belong to."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks import machine
from benchmarks.figures import percentile

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.machine import Reading
    from benchmarks.wire import Tally


def say(text: str) -> None:
    """A progress line."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


class Record:
    """A run's file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    def add(self, kind: str, **facts: Any) -> None:
        """Append a line."""
        with self.path.open("a") as file:
            file.write(json.dumps({"kind": kind, **facts}) + "\n")

    def open(self, **chosen: Any) -> None:
        """The first line."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.add("run", commit=machine.commit(), at=at, machine=machine.facts(), **chosen)

    def skip(self, what: str, why: str) -> None:
        """What is not measured in this run."""
        say(f"not measured: {what}: {why}")
        self.add("skipped", what=what, why=why)


def window_facts(tally: Tally, seconds: float, before: Reading, after: Reading) -> dict[str, Any]:
    """The figures of a window: rate, latencies, CPU per operation by process, CPU that others used meanwhile."""
    done, ordered = len(tally.seconds), sorted(tally.seconds)
    spent = {
        "server": after.server - before.server,
        "database": after.database - before.database,
        "client": after.client - before.client,
    }
    others = max(0.0, after.machine - before.machine - sum(spent.values()))
    facts: dict[str, Any] = {
        "seconds": round(seconds, 3),
        "done": done,
        "per_second": round(done / seconds, 2),
        "failed": sum(tally.problems.values()),
        "problems": dict(tally.problems.most_common(5)),
        "bytes_each": round(tally.bytes / done) if done else None,
        **{
            f"p{round(share * 100)}_ms": None if not done else round(1000 * (percentile(ordered, share) or 0), 3)
            for share in (0.5, 0.95, 0.99)
        },
        "max_ms": round(1000 * ordered[-1], 3) if done else None,
    }
    for name, used in spent.items():
        facts[f"{name}_cores"] = round(used / seconds, 3)
        facts[f"{name}_cpu_us"] = round(1e6 * used / done, 2) if done else None
    return {**facts, "other_cores": round(others / seconds, 3)}

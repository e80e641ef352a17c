"""Figures: plain counters that a hot path can afford, and the text in which Prometheus reads them.

Nothing here is locked: each process counts for itself, in its event loop. Who counts what stands with the figures'
owner (the gate, lanes, the database); `web` renders them at `/metrics`.
"""

from __future__ import annotations

import os
import resource
import time
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LATENCY_BOUNDS = (0.005, 0.025, 0.1, 0.5, 2.5)
BATCH_BOUNDS = (1, 2, 4, 8, 16, 32, 64)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
_STARTED_AT = time.time()
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Histogram:
    """How many observations fell below each bound, and what they came to."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    @property
    def count(self) -> int:
        """How many were observed."""
        return sum(self.counts)


class RequestFigures:
    """Latencies by route template, method and class of status. The labels are the program's, never the client's."""

    __slots__ = ("by_kind",)

    def __init__(self) -> None:
        self.by_kind: dict[tuple[str, str, int], Histogram] = {}

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer; `status` 0 stands for a request that got none."""
        kind = (route or UNMATCHED, method if method in METHODS else "other", status // 100)
        found = self.by_kind.get(kind)
        if found is None:
            found = self.by_kind[kind] = Histogram(LATENCY_BOUNDS)
        found.observe(seconds)


class LaneFigures:
    """What one lane did: batches by size, how long drafts waited for their turn, splits, refusals for load."""

    __slots__ = ("batches", "overloaded", "splits", "waiting", "waits")

    def __init__(self) -> None:
        self.batches = Histogram(BATCH_BOUNDS)
        self.waits = Histogram(LATENCY_BOUNDS)
        self.splits = 0
        self.overloaded = 0
        self.waiting = 0


class DatabaseFigures:
    """What the edge did: transactions that committed and how long, units run again by reason, the lanes by name."""

    __slots__ = ("lanes", "retries", "seconds", "transactions")

    def __init__(self) -> None:
        self.transactions = 0
        self.seconds = Histogram(LATENCY_BOUNDS)
        self.retries: dict[str, int] = {}
        self.lanes: dict[str, LaneFigures] = {}

    def retried(self, reason: str) -> None:
        """Count a unit that runs again."""
        self.retries[reason] = self.retries.get(reason, 0) + 1

    def lane(self, name: str) -> LaneFigures:
        """The figures of the lane of that name: lanes of one name count together."""
        return self.lanes.setdefault(name, LaneFigures())


class Exposition:
    """Writes Prometheus' text format (0.0.4). Every sample also carries the labels given here."""

    def __init__(self, **labels: str) -> None:
        self._labels = labels
        self._lines: list[str] = []

    def family(self, name: str, kind: str, meaning: str) -> None:
        """Begin a metric: what follows belongs to it."""
        self._lines += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]

    def sample(self, name: str, value: float, labels: Mapping[str, str] | None = None) -> None:
        """One value."""
        written = ",".join(
            f'{label}="{text.translate(_ESCAPES)}"' for label, text in {**(labels or {}), **self._labels}.items()
        )
        self._lines.append(f"{name}{{{written}}} {value!r}")

    def one(self, name: str, kind: str, meaning: str, value: float) -> None:
        """A metric of one value."""
        self.family(name, kind, meaning)
        self.sample(name, value)

    def histogram(self, name: str, seen: Histogram, labels: Mapping[str, str] | None = None) -> None:
        """The buckets, sum and count of one histogram; the buckets count upwards, as Prometheus wants them."""
        below = 0
        for bound, count in zip((*seen.bounds, "+Inf"), seen.counts, strict=True):
            below += count
            self.sample(f"{name}_bucket", below, {**(labels or {}), "le": str(bound)})
        self.sample(f"{name}_sum", seen.total, labels)
        self.sample(f"{name}_count", below, labels)

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines) + "\n"


def worker_label() -> str:
    """What tells this process from its neighbours."""
    return str(os.getpid())


def write_process(out: Exposition) -> None:
    """Memory, processor time and start of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    out.one("process_cpu_seconds_total", "counter", "Processor time used.", used.ru_utime + used.ru_stime)
    out.one("process_start_time_seconds", "gauge", "When the process began, in Unix time.", _STARTED_AT)
    memory = Path("/proc/self/statm")
    if memory.exists():
        pages = int(memory.read_text().split()[1])
        out.one("process_resident_memory_bytes", "gauge", "Memory in use.", pages * resource.getpagesize())

"""What the machine says: CPU and memory of process trees, and facts for the record (no host names, no paths). Linux only."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")
_OWN_TIMES = slice(11, 13)
_TIMES_WITH_REAPED = slice(11, 15)
_PARENT = 1
_BUSY = (0, 1, 2, 5, 6, 7)


def children() -> dict[int, list[int]]:
    """Every process's children."""
    found: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                found.setdefault(int(fields[_PARENT]), []).append(int(entry.name))
    return found


def tree(root: int) -> list[int]:
    """A process and all below it."""
    below, found, waiting = children(), [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += below.get(pid, [])
    return found


def cpu_seconds(root: int | None) -> float:
    """User and system time of a process tree, children that ended and were reaped included; 0 for None."""
    if root is None:
        return 0.0
    return sum(sum(int(ticks) for ticks in _stat(pid)[_TIMES_WITH_REAPED]) for pid in tree(root)) / _TICKS


def rss_mb(root: int | None) -> float:
    """Resident memory of a process tree; pages that processes share count in each."""
    if root is None:
        return 0.0
    pages = 0
    for pid in tree(root):
        try:
            pages += int((_PROC / str(pid) / "statm").read_text().split()[1])
        except OSError:
            continue
    return pages * _PAGE / 2**20


def machine_busy_seconds() -> float:
    """What all cores together have worked since the machine started."""
    fields = [int(word) for word in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:]]
    return sum(fields[place] for place in _BUSY) / _TICKS


def parent_of(pid: int) -> int | None:
    """The parent of a process here; None when there is no such process."""
    fields = _stat(pid)
    return int(fields[_PARENT]) if fields else None


def named(pid: int) -> str:
    """What a process calls itself; empty when there is none."""
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def only_process(name: str) -> int | None:
    """The one process of that name; None when there is none, or several."""
    found = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit() and named(int(entry.name)) == name]
    return found[0] if len(found) == 1 else None


def _stat(pid: int) -> list[str]:
    try:
        return (_PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class Reading:
    """CPU seconds at one moment: server, database, ourselves (with what we started and ended), the whole machine."""

    server: float
    database: float
    client: float
    machine: float


def read_cpu(server: int | None, database: int | None) -> Reading:
    """Look now."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return Reading(cpu_seconds(server), cpu_seconds(database), own.ru_utime + own.ru_stime, machine_busy_seconds())


def facts() -> dict[str, object]:
    """Cores, processor, kernel, Python, memory."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in (_PROC / "cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    kilobytes = int((_PROC / "meminfo").read_text().split("\n", 1)[0].split()[1])
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "kernel": platform.release(),
        "memory_gb": round(kilobytes / 2**20, 1),
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit that is measured, `+` when the working tree differs from it; `unknown` outside a repository."""
    try:
        head = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--", "src"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")

"""`python -m tests.torture [part ...]`: run the parts with their full counts, keep what came of them, write the table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.parts import Part, chosen_parts
from tests.torture.results import count, keep
from tests.torture.table import write_table

_NOTHING_RAN = 5


def main() -> int:
    """0 when every part passed."""
    parts = chosen_parts(" ".join(sys.argv[1:]) or os.environ.get("ONLY", ""))
    failed = [part.name for number, part in enumerate(parts, 1) if not _run(part, f"{number} of {len(parts)}")]
    _say("every part passed" if not failed else f"failed: {', '.join(failed)}")
    return bool(failed)


def _run(part: Part, which: str) -> bool:
    _say(f"part {which}: {part.name}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-s",
            "-q",
            f"--junitxml={report}",
            "-o",
            "junit_family=xunit1",
            *part.files,
        ]
        command += ["-k", part.only] if part.only else []
        ended = subprocess.run(command, check=False, env={**os.environ, "NIAGA_TORTURE": "1"})
        if not report.exists():
            return False
        results = keep(part, report)
    write_table()
    seconds = time.monotonic() - begun
    _say(
        f"part {part.name}: {count(results, 'passed')} passed, {count(results, 'skipped')} skipped, {seconds / 60:.1f} minutes"
    )
    return ended.returncode in {0, _NOTHING_RAN}


def _say(words: str) -> None:
    sys.stdout.write(f"== {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

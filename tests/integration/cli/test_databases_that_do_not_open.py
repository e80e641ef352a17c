"""A database that cannot be opened is told in one line, by every command that needs one, with exit status 1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NIAGA = Path(sys.prefix) / "bin" / "niaga"


def niaga(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}
    return subprocess.run(
        [NIAGA, *arguments, "--data", str(folder / "data")],
        cwd=folder,
        env={**clean, "NIAGA_ENV": "development"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command", [["doctor"], ["migrate"], ["serve"], ["explain", "NG-2026-000001"]], ids=lambda one: one[0]
)
def test_a_file_that_cannot_be_made_is_told_in_one_line(tmp_path: Path, command: list[str]):
    told = niaga(tmp_path, *command, "--database", "sqlite:////proc/nowhere/shop.db")
    assert told.returncode == 1
    assert told.stderr == "niaga: the database cannot be opened: unable to open database file\n"


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path):
    told = niaga(tmp_path, "doctor", "--database", "postgresql://niaga@127.0.0.1:1/shop")
    assert told.returncode == 1
    assert told.stderr.startswith("niaga: ")
    assert len(told.stderr.splitlines()) == 1

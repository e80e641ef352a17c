"""`niaga keys`: what each key is needed for, and that none is withdrawn too soon."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niaga.cli.commands.keys import command
from niaga.cli.commands.staff import command as staff
from niaga.platform.crypto import Keyring, new_key_entry


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shop of its own, whatever the environment of the tests."""
    for name in os.environ:
        if name.startswith("NIAGA_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NIAGA_ENV", "development")
    monkeypatch.chdir(tmp_path)


def niaga_keys(*words: str) -> Result:
    return CliRunner().invoke(command, [*words])


def test_a_key_is_changed_step_by_step(tmp_path: Path):
    assert CliRunner().invoke(staff, ["create", "wati@example.com", "--role", "owner"]).exit_code == 0
    path = tmp_path / "data" / "keys"
    old = Keyring.read(path).primary
    refused = niaga_keys("retire", old)
    assert (refused.exit_code, f"{old} is the primary key" in refused.output) == (1, True)

    assert niaga_keys("add").exit_code == 0
    new, behind = Keyring.read(path).ids()
    assert (behind, stat.S_IMODE(path.stat().st_mode)) == (old, 0o600)
    refused = niaga_keys("retire", old)
    assert refused.exit_code == 1
    assert f"{old} is still needed by 1 of staff, 1 of staff.email_index" in refused.output
    assert Keyring.read(path).ids() == [new, old]

    assert "staff: 1 renewed" in niaga_keys("rotate").output
    assert niaga_keys("list").output.splitlines() == [
        f"rows of            {new} (primary)     {old}",
        f"staff              {1:>19}  {0:>12}",
        f"staff.email_index  {1:>19}  {0:>12}",
    ]
    done = niaga_keys("retire", old)
    assert (done.exit_code, Keyring.read(path).ids()) == (0, [new])
    assert "backups" in done.output
    assert niaga_keys("rotate").output == "nothing to renew\n"


def test_a_key_that_is_not_there_is_not_retired():
    assert CliRunner().invoke(staff, ["create", "wati@example.com", "--role", "owner"]).exit_code == 0
    assert "there is no key 'k7'" in niaga_keys("retire", "k7").output


def test_keys_of_a_variable_are_the_operators(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    entry = new_key_entry()
    monkeypatch.setenv("NIAGA_KEYS", entry)
    told = niaga_keys("add")
    assert told.exit_code == 0
    assert len(Keyring.parse(f"{told.stdout},{entry}").ids()) == 2
    assert "put it LAST in NIAGA_KEYS" in told.stderr
    assert not (tmp_path / "data" / "keys").exists()


TYPED = "k1:" + "YWJj" * 10 + "YWI="


@pytest.mark.parametrize(
    ("program", "keys", "says"),
    [
        ("serve", "", "cannot be read"),
        ("serve", TYPED, "does not look random"),
        ("worker", TYPED, "does not look random"),
    ],
)
def test_production_does_not_start_without_good_keys(tmp_path: Path, program: str, keys: str, says: str):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}
    told = subprocess.run(
        [Path(sys.prefix) / "bin" / "niaga", program, "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        env={**clean, "NIAGA_KEYS": keys},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 1
    assert says in told.stderr
    assert TYPED[3:9] not in told.stderr

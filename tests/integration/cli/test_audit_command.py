"""`niaga audit`: what it says of a whole trail, of one that was tampered with, and to a third party."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niaga.app import make_database, prepare_schema
from niaga.cli.main import group
from niaga.platform.audit import (
    Actor,
    ActorKind,
    HeadFile,
    HeadKeeper,
    HeadSigner,
    record_audit,
    seal_entries,
)
from niaga.platform.database import Database, Transaction
from niaga.platform.settings import Settings, load_audit_keys, load_settings

ENTRIES = 20


def settings_of(folder: Path) -> Settings:
    return load_settings({"env": "development", "data": str(folder)}, {}, folder)


async def _fill(database: Database, settings: Settings) -> None:
    def act(tx: Transaction) -> None:
        for number in range(ENTRIES):
            actor = Actor(ActorKind.STAFF, "wati")
            record_audit(tx, actor, action="order.shipped", subject_type="order", subject_id=f"o{number}", detail={})

    await database.open()
    await prepare_schema(database)
    await database.write(act)
    await database.write(lambda tx: seal_entries(tx, "test"))
    await HeadKeeper(database, HeadSigner(load_audit_keys(settings)), HeadFile(settings.audit_heads)).keep()
    await database.close()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a shop with a trail and one head."""
    monkeypatch.setenv("NIAGA_ENV", "development")
    settings = settings_of(tmp_path)
    asyncio.run(_fill(make_database(settings), settings))
    return tmp_path


@pytest.fixture
def niaga(shop: Path) -> Callable[..., Result]:
    def run(*words: str) -> Result:
        return CliRunner().invoke(group, [*words, "--data", str(shop)])

    return run


def tamper(shop: Path, sql: str) -> None:
    """As somebody does who may write to the database: the triggers go first."""
    with sqlite3.connect(shop / "shop.db") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(sql)
    connection.close()


def test_a_whole_trail_is_told(niaga: Callable[..., Result]) -> None:
    told = niaga("audit", "verify")
    assert told.exit_code == 0
    assert "The chain is whole: 20 entries, 0 waiting to be sealed.\n1 signed heads fit; 0 entries" in told.stdout


def test_the_first_bad_row_is_named(shop: Path, niaga: Callable[..., Result]) -> None:
    tamper(shop, "UPDATE audit_entry SET actor_id = 'budi' WHERE subject_id IN ('o7', 'o9')")
    told = niaga("audit", "verify")
    assert told.exit_code == 1
    assert told.stdout.startswith("BROKEN position 8, entry 0")
    assert ": altered: " in told.stdout


def test_a_trail_cut_off_everywhere_is_told_by_its_head(shop: Path, niaga: Callable[..., Result]) -> None:
    tamper(
        shop,
        "DELETE FROM audit_entry WHERE subject_id IN ('o18', 'o19'); DELETE FROM audit_seal WHERE position > 18;"
        "UPDATE lease SET position = 18 WHERE name IN ('sealer', 'audit heads')",
    )
    told = niaga("audit", "verify")
    assert (told.exit_code, "BROKEN position 19: truncated" in told.stdout) == (1, True)


def test_heads_that_went_away_are_missed(shop: Path, niaga: Callable[..., Result]) -> None:
    copy = shop / "audit-heads.jsonl"
    copy = copy.rename(shop / "copy.jsonl")
    told = niaga("audit", "verify")
    assert (told.exit_code, "one was signed at position 20" in told.stdout) == (1, True)
    assert niaga("audit", "verify", "--heads", str(copy)).exit_code == 0


def test_a_head_by_another_key_is_forged(shop: Path, niaga: Callable[..., Result]) -> None:
    own = niaga("audit", "key").stdout.strip()
    assert niaga("audit", "verify", "--key", own).exit_code == 0
    (shop / "audit-key").unlink()
    assert niaga("audit", "key").stdout.strip() != own
    told = niaga("audit", "verify")
    assert (told.exit_code, "position 20: forged" in told.stdout) == (1, True)
    assert niaga("audit", "verify", "--key", own).exit_code == 0
    assert niaga("audit", "verify", "--key", "k1:nonsense").exit_code == 2


def test_the_key_is_printed_for_openssl(shop: Path, niaga: Callable[..., Result]) -> None:
    (head,) = HeadFile(shop / "audit-heads.jsonl").read()[0]
    pem, message, signature = (shop / name for name in ("key.pem", "message", "signature"))
    pem.write_text(niaga("audit", "key", "--pem").stdout)
    message.write_bytes(head.signed)
    subprocess.run(["openssl", "base64", "-d", "-A", "-out", signature], input=head.signature.encode(), check=True)
    verified = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-in", message, "-sigfile", signature],
        capture_output=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr

"""`niaga privacy`: a person's data is printed, erased after a question, and late requests are named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.customers import sign_in_somebody

from niaga.app import make_database, prepare_schema
from niaga.cli.main import group
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database, Transaction
from niaga.platform.settings import load_settings
from niaga.privacy.model import Breach, BreachChange
from niaga.privacy.public import RequestKind, enter_breach, take_request

SYSTEM = Actor(ActorKind.SYSTEM)


@pytest.fixture
def breach() -> list[Breach]:
    return []


async def _fill(database: Database, entered: list[Breach]) -> None:
    def act(tx: Transaction) -> Breach:
        take_request(tx, SYSTEM, RequestKind.ACCESS, customer_id=None, contact="0812", message="?")
        known = BreachChange(
            began_at=tx.now - timedelta(days=1), data_exposed="Nama", how="Hilang", handling="Kunci", recovery="Ganti"
        )
        return enter_breach(tx, SYSTEM, known, noticed_at=tx.now)

    await database.open()
    await prepare_schema(database)
    await sign_in_somebody(database)
    entered.append(await database.write(act))
    await database.close()


@pytest.fixture
def niaga(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breach: list[Breach]) -> Callable[..., Result]:
    monkeypatch.setenv("NIAGA_ENV", "development")
    settings = load_settings({"env": "development", "data": str(tmp_path)}, {}, tmp_path)
    asyncio.run(_fill(make_database(settings), breach))
    return lambda *words, answer="": CliRunner().invoke(
        group, ["privacy", *words, "--data", str(tmp_path)], input=answer
    )


def test_a_person_is_exported_by_her_address_and_erased_after_a_question(niaga: Callable[..., Result]) -> None:
    exported = niaga("export", "Sari@Example.com")
    assert json.loads(exported.output)["account"]["name"] == "Sari Wulandari"
    assert "<h1>" in niaga("export", "sari@example.com", "--html").output
    assert niaga("erase", "sari@example.com", answer="n\n").exit_code == 1
    assert niaga("erase", "sari@example.com", answer="y\n").exit_code == 0
    gone = niaga("export", "sari@example.com")
    assert gone.exit_code == 1
    assert "There is no customer" in gone.stderr


def test_requests_are_listed_and_a_notice_printed(niaga: Callable[..., Result], breach: list[Breach]) -> None:
    listed = niaga("requests")
    assert listed.exit_code == 0
    assert "access" in listed.output
    assert "LATE" not in listed.output
    notice = niaga("notice", f"brc_{breach[0].id}")
    assert "Hilang" in notice.output
    assert niaga("notice", f"brc_{'0' * 26}").exit_code == 1

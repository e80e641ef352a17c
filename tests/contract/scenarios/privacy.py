"""Second factors and privacy: what is kept of them, and what they refuse."""

from __future__ import annotations

from datetime import timedelta

from tests.contract.scenarios.stage import rows, shows
from tests.support.customers import sign_in_somebody

from niaga.accounts.factors.actions import begin_totp, purge_challenges
from niaga.accounts.factors.passkeys import ask_signature, relying_party
from niaga.accounts.public import Holder, HolderKind, remove_factors
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.privacy.actions import say_consent
from niaga.privacy.model import Channel, Purpose
from niaga.privacy.public import purge_consents


@shows("accounts.remove_factors", "accounts.purge_challenges")
async def second_factors_go_and_open_questions_are_forgotten(database: Database) -> None:
    sari, budi = Holder(HolderKind.CUSTOMER, "0" * 26), Holder(HolderKind.CUSTOMER, "1" * 26)
    for holder in (sari, budi):
        await database.write(lambda tx, who=holder: begin_totp(tx, who, account="sari", shop="Toko"))
    await database.write(lambda tx: remove_factors(tx, sari))
    assert await rows(database, "SELECT holder_id FROM totp") == [(budi.id,)]
    await ask_signature(database, relying_party("https://toko.example.com", "Toko"))
    assert await database.write(purge_challenges) == 0
    _later(database, timedelta(minutes=6))
    assert await database.write(purge_challenges) == 1


@shows("privacy.purge_consents")
async def what_was_agreed_to_is_forgotten_after_ten_years(database: Database) -> None:
    sari = await sign_in_somebody(database)
    for given in (True, False, False):
        await database.write(
            lambda tx, now=given: say_consent(tx, sari.id, Purpose.MARKETING_EMAIL, given=now, channel=Channel.API)
        )
    assert await rows(database, "SELECT COUNT(*) FROM consent_entry") == [(2,)]
    assert await database.write(purge_consents) == 0
    _later(database, timedelta(days=3653))
    assert await database.write(purge_consents) == 2


def _later(database: Database, by: timedelta) -> None:
    clock = database.clock
    assert isinstance(clock, FixedClock), "the test's clock"
    clock.advance(by)

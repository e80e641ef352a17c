"""Second factors on every engine: a code opens once, a signature counts once, and nobody's opens another's account."""

import asyncio
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from tests.support.authenticator import Authenticator

from niaga.accounts.errors import (
    PasskeyRefused,
    PasskeyUnknown,
    SecondFactorRequired,
    SecondFactorWrong,
    TotpOff,
    TotpOn,
)
from niaga.accounts.factors.actions import (
    begin_totp,
    confirm_totp,
    get_factors,
    prove_second_factor,
    purge_challenges,
    remove_totp,
    renew_recovery_codes,
)
from niaga.accounts.factors.model import Asked, Holder
from niaga.accounts.factors.passkeys import (
    Signature,
    ask_registration,
    ask_signature,
    count_signature,
    register_passkey,
    relying_party,
    remove_passkey,
    verify_signature,
)
from niaga.accounts.model import HolderKind, Proof
from niaga.accounts.sessions.actions import begin_session
from niaga.accounts.sessions.store import list_sessions
from niaga.accounts.tables import challenge, passkey, recovery_code, totp
from niaga.foundation.clock import FixedClock
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id
from niaga.platform.database import Database

PARTY = relying_party("https://toko.example.com", "Toko Uji")
SARI, BUDI = Holder(HolderKind.CUSTOMER, new_id()), Holder(HolderKind.CUSTOMER, new_id())


async def with_app(database: Database, clock: FixedClock, holder: Holder = SARI) -> tuple[pyotp.TOTP, list[str]]:
    """Somebody who set up an app, and a step later; her recovery codes."""
    session, _ = await database.write(
        lambda tx: begin_session(tx, holder.kind, holder.id, proof=Proof.PASSWORD, device="a phone")
    )
    setup = await database.write(lambda tx: begin_totp(tx, holder, account="sari@example.com", shop="Toko Uji"))
    app = pyotp.TOTP(setup.secret)
    codes = await database.write(lambda tx: confirm_totp(tx, session, app.at(clock.now())))
    clock.advance(timedelta(seconds=30))
    return app, codes


def proving(otp: str | None, holder: Holder = SARI):
    return lambda tx: prove_second_factor(tx, holder, otp)


async def test_without_an_app_a_password_is_all(database: Database):
    assert await database.write(proving(None)) is Proof.PASSWORD
    await database.write(lambda tx: begin_totp(tx, SARI, account="sari", shop="Toko"))
    assert await database.write(proving(None)) is Proof.PASSWORD


async def test_with_an_app_its_code_is_asked_for_and_opens_once(database: Database, clock: FixedClock):
    app, _ = await with_app(database, clock)
    with pytest.raises(SecondFactorRequired):
        await database.write(proving(None))
    with pytest.raises(SecondFactorWrong):
        await database.write(proving("000000" if app.at(clock.now()) != "000000" else "111111"))
    otp = app.at(clock.now())
    assert await database.write(proving(otp)) is Proof.TWO_FACTORS
    with pytest.raises(SecondFactorWrong):
        await database.write(proving(otp))


async def test_the_code_that_set_the_app_up_is_used_up(database: Database, clock: FixedClock):
    app, _ = await with_app(database, clock)
    with pytest.raises(SecondFactorWrong):
        await database.write(proving(app.at(clock.now() - timedelta(seconds=30))))


async def test_of_one_code_typed_twice_at_once_one_opens(database: Database, clock: FixedClock):
    app, _ = await with_app(database, clock)
    otp = app.at(clock.now())
    tries = [database.write(proving(otp)) for _ in range(6)]
    proven = [one for one in await asyncio.gather(*tries, return_exceptions=True) if one is Proof.TWO_FACTORS]
    assert len(proven) == 1


async def test_a_recovery_code_opens_once_and_only_its_owner(database: Database, clock: FixedClock):
    _, codes = await with_app(database, clock)
    await with_app(database, clock, BUDI)
    with pytest.raises(SecondFactorWrong):
        await database.write(proving(codes[0], BUDI))
    assert await database.write(proving(codes[0])) is Proof.TWO_FACTORS
    with pytest.raises(SecondFactorWrong):
        await database.write(proving(codes[0]))
    assert (await database.read(lambda db: get_factors(db, SARI))).recovery_codes_left == 9


async def test_new_recovery_codes_end_the_old_ones(database: Database, clock: FixedClock):
    _, codes = await with_app(database, clock)
    renewed = await database.write(lambda tx: renew_recovery_codes(tx, SARI))
    with pytest.raises(SecondFactorWrong):
        await database.write(proving(codes[0]))
    assert await database.write(proving(renewed[0])) is Proof.TWO_FACTORS


async def test_an_app_is_set_up_once_and_can_be_taken_away(database: Database, clock: FixedClock):
    await with_app(database, clock)
    with pytest.raises(TotpOn):
        await database.write(lambda tx: begin_totp(tx, SARI, account="sari", shop="Toko"))
    await database.write(lambda tx: remove_totp(tx, SARI))
    with pytest.raises(TotpOff):
        await database.write(lambda tx: remove_totp(tx, SARI))
    assert await database.write(proving(None)) is Proof.PASSWORD
    assert not (await database.read(lambda db: get_factors(db, SARI))).any


async def test_setting_an_app_up_ends_what_was_opened_by_less(database: Database, clock: FixedClock):
    await database.write(lambda tx: begin_session(tx, SARI.kind, SARI.id, proof=Proof.PASSWORD, device="an old one"))
    await with_app(database, clock)
    left = await database.read(lambda db: list_sessions(db, SARI.kind, SARI.id))
    assert [one.device for one in left] == ["a phone"]


async def test_no_secret_and_no_recovery_code_stands_in_the_tables(database: Database, clock: FixedClock):
    app, codes = await with_app(database, clock)
    stored = await database.read(lambda db: str([db.execute(sa.select(one)).all() for one in (totp, recovery_code)]))
    assert app.secret not in stored
    assert not [code for code in codes if code.replace("-", "") in stored]


async def with_passkey(database: Database, device: Authenticator, holder: Holder = SARI) -> str:
    """Somebody who made a passkey on a device; its id."""
    asked = await ask_registration(database, holder, PARTY, "sari@example.com")
    answer = Asked(challenge_id=asked.challenge_id, options=device.register(asked.options))
    return (await register_passkey(database, holder, PARTY, answer, name="Ponsel Sari")).id


async def signed(database: Database, device: Authenticator) -> Signature:
    """A question and the device's answer to it, verified."""
    asked = await ask_signature(database, PARTY)
    return await verify_signature(
        database, PARTY, Asked(challenge_id=asked.challenge_id, options=device.sign(asked.options))
    )


async def test_a_passkey_says_who_signs(database: Database):
    hers, his = Authenticator(PARTY.origins[0]), Authenticator(PARTY.origins[0])
    await with_passkey(database, hers)
    await with_passkey(database, his, BUDI)
    for device, holder in ((hers, SARI), (his, BUDI)):
        signature = await signed(database, device)
        assert await database.write(lambda tx, found=signature: count_signature(tx, found)) == holder
    assert [one.name for one in (await database.read(lambda db: get_factors(db, SARI))).passkeys] == ["Ponsel Sari"]


async def test_a_signature_counts_once(database: Database):
    device = Authenticator(PARTY.origins[0])
    await with_passkey(database, device)
    signature = await signed(database, device)
    await database.write(lambda tx: count_signature(tx, signature))
    with pytest.raises(PasskeyRefused):
        await database.write(lambda tx: count_signature(tx, signature))


async def test_a_copied_key_whose_count_went_back_is_refused(database: Database):
    device = Authenticator(PARTY.origins[0])
    await with_passkey(database, device)
    first, second = await signed(database, device), await signed(database, device)
    await database.write(lambda tx: count_signature(tx, second))
    with pytest.raises(PasskeyRefused):
        await database.write(lambda tx: count_signature(tx, first))


async def test_a_late_answer_is_refused(database: Database, clock: FixedClock):
    device = Authenticator(PARTY.origins[0])
    await with_passkey(database, device)
    asked = await ask_signature(database, PARTY)
    clock.advance(timedelta(minutes=6))
    with pytest.raises(PasskeyRefused):
        await verify_signature(
            database, PARTY, Asked(challenge_id=asked.challenge_id, options=device.sign(asked.options))
        )
    assert await database.write(purge_challenges) == 1


@pytest.mark.parametrize("spoil", ["origin", "finger", "stranger", "key", "bytes"])
async def test_what_is_not_signed_here_by_its_owner_is_refused(database: Database, spoil: str):
    device = Authenticator(PARTY.origins[0])
    await with_passkey(database, device)
    if spoil == "origin":
        device.origin = "https://toko.example.org"
    if spoil == "finger":
        device.verifies = False
    if spoil in {"stranger", "key"}:
        other = Authenticator(PARTY.origins[0], count=5)
        device = other if spoil == "stranger" else Authenticator(PARTY.origins[0], credential_id=device.credential_id)
    asked = await ask_signature(database, PARTY)
    answer = device.sign(asked.options)
    if spoil == "bytes":
        answer["response"]["signature"] = "AAAA"
    with pytest.raises((PasskeyRefused, PasskeyUnknown)):
        await verify_signature(database, PARTY, Asked(challenge_id=asked.challenge_id, options=answer))


async def test_a_question_to_one_is_not_answered_by_another(database: Database):
    asked = await ask_registration(database, SARI, PARTY, "sari@example.com")
    made = Authenticator(PARTY.origins[0]).register(asked.options)
    answer = Asked(challenge_id=asked.challenge_id, options=made)
    with pytest.raises(PasskeyRefused):
        await register_passkey(database, BUDI, PARTY, answer, name="Ponsel Budi")
    assert await database.read(lambda db: db.execute(sa.select(sa.func.count(passkey.c.id))).scalar_one()) == 0


async def test_a_passkey_is_taken_away_by_its_owner_alone(database: Database):
    device = Authenticator(PARTY.origins[0])
    known = await with_passkey(database, device)
    with pytest.raises(NotFound):
        await database.write(lambda tx: remove_passkey(tx, BUDI, known))
    await database.write(lambda tx: remove_passkey(tx, SARI, known))
    with pytest.raises(PasskeyUnknown):
        await signed(database, device)
    assert await database.read(lambda db: db.execute(sa.select(sa.func.count(challenge.c.id))).scalar_one()) == 1

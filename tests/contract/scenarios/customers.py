"""Customers: they join by a code, sign in, change what is theirs, forget passwords; and what each step refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from tests.contract.scenarios.stage import refuses, rows, shows

from niaga.accounts.errors import AddressTaken, CustomerStale, SignInFailed
from niaga.accounts.model import CustomerChange, GivenCode
from niaga.accounts.public import (
    Channel,
    Customer,
    HolderKind,
    Proof,
    Purpose,
    Question,
    SessionPrincipal,
    Target,
    Wish,
    ask_again,
    ask_new_address,
    ask_reset,
    ask_to_join,
    begin_session,
    change_customer,
    change_password,
    code_for,
    end_session,
    end_sessions,
    find_customer,
    find_question,
    join,
    purge_questions,
    purge_sessions,
    reset_password,
    sign_in,
    take_new_address,
)
from niaga.accounts.rules.tokens import token_hash
from niaga.accounts.sessions.store import find_session
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id
from niaga.platform.database import Database

SARI = Target(channel=Channel.EMAIL, address="sari@example.com")
WISH = Wish(name="Sari", password_hash="$argon2id$of-a-password")
OPEN = "SELECT id FROM session WHERE revoked_at IS NULL"


async def given(database: Database, asked: Question) -> GivenCode:
    """The code that the letter says now."""
    found = await database.read(lambda db: find_question(db, asked.id))
    assert found is not None
    return GivenCode(target=asked.target, code=code_for(database.vault, found), question_id=asked.id)


async def joined(database: Database, target: Target = SARI) -> tuple[Customer, SessionPrincipal]:
    """A customer, and her first session."""
    asked = await database.write(lambda tx: ask_to_join(tx, target, WISH, language="id"))
    code = await given(database, asked)
    signed_in = await database.write(lambda tx: join(tx, code, device="a phone"))
    assert signed_in is not None
    return signed_in.customer, signed_in.session


async def told(database: Database) -> list[Any]:
    """What happened, in its order."""
    return await rows(database, "SELECT kind, version FROM event ORDER BY id")


@shows("accounts.ask_to_join", "accounts.join")
async def an_address_becomes_a_customer_by_its_code_and_once(database: Database) -> None:
    asked = await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    assert await rows(database, "SELECT COUNT(*) FROM customer") == [(0,)]
    code = await given(database, asked)
    wrong = msgspec.structs.replace(code, code="x")
    assert await database.write(lambda tx: join(tx, wrong, device="")) is None
    assert await rows(database, "SELECT purpose, tries, used_at FROM verification") == [("sign_up", 1, None)]
    signed_in = await database.write(lambda tx: join(tx, code, device=""))
    assert signed_in is not None
    assert await database.read(lambda db: find_customer(db, signed_in.customer.id)) == signed_in.customer
    assert await database.write(lambda tx: join(tx, code, device="")) is None
    assert await told(database) == [("verification.asked", 1)]
    await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    assert (await rows(database, "SELECT purpose FROM verification ORDER BY id"))[1] == ("known",)


@shows("accounts.join", "accounts.take_new_address")
async def an_address_that_got_an_account_meanwhile_is_taken(database: Database) -> None:
    first = await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    await joined(database)
    code = await given(database, first)
    await refuses(database, lambda tx: join(tx, code, device=""), AddressTaken)
    budi, _ = await joined(database, msgspec.structs.replace(SARI, address="budi@example.com"))
    free = msgspec.structs.replace(SARI, address="free@example.com")
    asked = await database.write(lambda tx: ask_new_address(tx, budi.id, free, language="id"))
    await joined(database, free)
    code = await given(database, asked)
    await refuses(database, lambda tx: take_new_address(tx, budi.id, code), AddressTaken)


@shows("accounts.ask_again")
async def another_code_takes_the_place_of_the_one_before(database: Database) -> None:
    asked = await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    before = await given(database, asked)
    assert not await database.write(lambda tx: ask_again(tx, asked.id, msgspec.structs.replace(SARI, address="x@y.id")))
    assert not await database.write(lambda tx: ask_again(tx, new_id(), SARI))
    assert await database.write(lambda tx: ask_again(tx, asked.id, SARI))
    assert await rows(database, "SELECT issue, tries FROM verification") == [(2, 0)]
    after = await given(database, asked)
    if before.code != after.code:
        assert await database.write(lambda tx: join(tx, before, device="")) is None
    assert await database.write(lambda tx: join(tx, after, device="")) is not None
    assert not await database.write(lambda tx: ask_again(tx, asked.id, SARI))


@shows("accounts.sign_in")
async def the_password_that_was_verified_signs_in_while_it_is_the_password(database: Database) -> None:
    seen, session = await joined(database)
    signed_in = await database.write(
        lambda tx: sign_in(tx, seen, otp=None, device="b", renewed_hash="$argon2id$renewed")
    )
    assert (signed_in.session.proof, signed_in.customer.id) == (Proof.PASSWORD, seen.id)
    assert (await told(database))[-1] == ("session.signed_in_anew", 1)
    renewed = await database.read(lambda db: find_customer(db, seen.id))
    assert renewed is not None
    assert (renewed.password_hash, renewed.version) == ("$argon2id$renewed", 1)
    await refuses(database, lambda tx: sign_in(tx, seen, otp=None, device=""), SignInFailed)
    assert session.session_id != signed_in.session.session_id


@shows("accounts.change_customer")
async def a_profile_is_changed_at_the_version_that_was_seen(database: Database) -> None:
    seen, _ = await joined(database)
    change = CustomerChange(name="Sari B", metadata={"a": "b"})
    changed = await database.write(lambda tx: change_customer(tx, seen.id, change, 1))
    assert await database.read(lambda db: find_customer(db, seen.id)) == changed
    assert (changed.name, changed.language, changed.version) == ("Sari B", "id", 2)
    await refuses(database, lambda tx: change_customer(tx, seen.id, change, 1), CustomerStale)
    await refuses(database, lambda tx: change_customer(tx, new_id(), change, None), NotFound)


@shows("accounts.change_password")
async def another_password_ends_every_session_and_begins_one(database: Database) -> None:
    seen, session = await joined(database)
    await database.write(lambda tx: begin_session(tx, HolderKind.CUSTOMER, seen.id, proof=Proof.CODE, device="b"))
    signed_in = await database.write(lambda tx: change_password(tx, seen, "$argon2id$new", session=session))
    assert await rows(database, OPEN) == [(signed_in.session.session_id,)]
    assert (await told(database))[-1] == ("customer.password_changed", 2)
    again = lambda tx: change_password(tx, seen, "$argon2id$x", session=session)  # noqa: E731
    await refuses(database, again, CustomerStale)


@shows("accounts.ask_reset", "accounts.reset_password")
async def a_forgotten_password_is_set_anew_by_a_code(database: Database) -> None:
    seen, _ = await joined(database)
    nobody = msgspec.structs.replace(SARI, address="nobody@example.com")
    asked = [await database.write(lambda tx, at=at: ask_reset(tx, at, language="id")) for at in (SARI, SARI, nobody)]
    codes = [await given(database, one) for one in asked]
    assert [one.purpose for one in asked] == [Purpose.RESET, Purpose.RESET, Purpose.NOBODY]
    assert not await database.write(lambda tx: reset_password(tx, codes[2], "$argon2id$x"))
    assert await database.write(lambda tx: reset_password(tx, codes[0], "$argon2id$new"))
    assert not await database.write(lambda tx: reset_password(tx, codes[1], "$argon2id$x"))
    assert await rows(database, OPEN) == []
    found = await database.read(lambda db: find_customer(db, seen.id))
    assert found is not None
    assert (found.password_hash, found.version) == ("$argon2id$new", 2)


@shows("accounts.ask_new_address", "accounts.take_new_address")
async def another_address_is_taken_when_it_is_proven_by_its_owner(database: Database) -> None:
    seen, _ = await joined(database)
    budi, _ = await joined(database, msgspec.structs.replace(SARI, address="budi@example.com"))
    new = msgspec.structs.replace(SARI, address="new@example.com")
    asked = await database.write(lambda tx: ask_new_address(tx, seen.id, new, language="id"))
    code = await given(database, asked)
    assert await database.write(lambda tx: take_new_address(tx, budi.id, code)) is None
    changed = await database.write(lambda tx: take_new_address(tx, seen.id, code))
    assert changed is not None
    assert (changed.email, changed.version) == ("new@example.com", 2)
    noted = await database.read(lambda db: find_question(db, asked.id))
    assert noted is not None
    assert noted.wish == "sari@example.com"
    taken = await database.write(lambda tx: ask_new_address(tx, budi.id, new, language="id"))
    assert taken.purpose is Purpose.KNOWN
    code = await given(database, taken)
    assert await database.write(lambda tx: take_new_address(tx, budi.id, code)) is None


@shows("accounts.begin_session", "accounts.end_session", "accounts.end_sessions", "accounts.purge_sessions")
async def sessions_begin_and_end(database: Database) -> None:
    sari, first = await joined(database)
    begin = lambda tx: begin_session(tx, HolderKind.CUSTOMER, sari.id, proof=Proof.CODE, device="b")  # noqa: E731
    (second, token), (third, _) = await database.write(begin), await database.write(begin)
    digest = token_hash(token)
    assert await database.read(lambda db: find_session(db, digest)) == second
    await refuses(database, lambda tx: end_session(tx, HolderKind.CUSTOMER, new_id(), second.session_id), NotFound)
    await database.write(lambda tx: end_session(tx, HolderKind.CUSTOMER, sari.id, second.session_id))
    await refuses(database, lambda tx: end_session(tx, HolderKind.CUSTOMER, sari.id, second.session_id), NotFound)
    assert await database.read(lambda db: find_session(db, digest)) is None
    assert await database.write(lambda tx: end_sessions(tx, HolderKind.CUSTOMER, sari.id, but=first.session_id)) == 1
    assert await rows(database, OPEN) == [(first.session_id,)]
    assert third.session_id != first.session_id
    assert await database.write(purge_sessions) == 0
    database.clock.advance(timedelta(days=181))  # type: ignore[attr-defined]
    assert await database.write(purge_sessions) == 3


@shows("accounts.purge_questions")
async def questions_are_forgotten_two_days_after_their_end(database: Database) -> None:
    await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    database.clock.advance(timedelta(days=2, minutes=9))  # type: ignore[attr-defined]
    await database.write(lambda tx: ask_to_join(tx, SARI, WISH, language="id"))
    assert await database.write(purge_questions) == 0
    database.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    assert await database.write(purge_questions) == 1
    assert await rows(database, "SELECT COUNT(*) FROM verification") == [(1,)]

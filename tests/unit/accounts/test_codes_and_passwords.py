"""Codes and passwords by rule: what a code follows from, which passwords are good enough, whom a code can reach."""

from __future__ import annotations

import unicodedata
from collections import Counter
from hashlib import sha256

import pytest

from niaga.accounts.model import Channel, Target, Ways
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.codes import code_of, is_code_of
from niaga.accounts.rules.passwords import LONGEST, SHORTEST_FOR_BUYERS, check_password
from niaga.accounts.rules.targets import require_reachable, target_of
from niaga.accounts.rules.tokens import CUSTOMER_PREFIX, KEY_LETTERS, new_token
from niaga.foundation.errors import InvalidFields

BOTH = Ways(email=True, whatsapp=True)
OWN = ("Sari Wulandari", "sari.w@example.com", "Kopi Melati Bandung")


def why_not(password: str) -> str | None:
    """The code of the refusal."""
    try:
        check_password(password, path="password", shortest=SHORTEST_FOR_BUYERS, own=OWN)
    except InvalidFields as refusal:
        [problem] = refusal.fields
        assert problem.path == "password"
        return problem.code
    return None


def test_a_code_has_six_digits_also_when_it_begins_with_noughts() -> None:
    assert code_of(bytes(32)) == "000000"
    assert code_of((7).to_bytes(8) + bytes(24)) == "000007"
    assert code_of(b"\xff" * 32) == str(2**64 - 1)[-6:]


def test_codes_are_spread_evenly() -> None:
    first = Counter(code_of(sha256(str(number).encode()).digest())[0] for number in range(5000))
    assert len(first) == 10
    assert min(first.values()) > 400


def test_a_code_is_right_under_any_key_of_the_ring_and_no_other() -> None:
    macs = [bytes(32), b"\x01" * 32]
    assert is_code_of(macs, "000000")
    assert is_code_of(macs, code_of(macs[1]))
    for wrong in ("000001", "", "00000", "0000000", "\u0966\u0966\u0966\u0966\u0966\u0966", "x" * 100):
        assert not is_code_of(macs, wrong)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kopi7!a", "request.too_short"),
        ("x" * (LONGEST + 1), "request.too_long"),
        ("password", "accounts.password_guessable"),
        ("Password1!", "accounts.password_guessable"),
        ("12345678", "accounts.password_guessable"),
        ("qwertyuiop", "accounts.password_guessable"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "accounts.password_guessable"),
        ("bismillah", "accounts.password_guessable"),
        ("sayangku", "accounts.password_guessable"),
        ("sariwulandari", "accounts.password_guessable"),
        ("Wulandari1", "accounts.password_guessable"),
        ("sari.w@example.com", "accounts.password_guessable"),
        ("kopimelatibandung", "accounts.password_guessable"),
        ("Kopi Melati Bandung", "accounts.password_guessable"),
        ("17-08-1945", "accounts.password_guessable"),
    ],
)
def test_a_password_that_anybody_would_try_is_refused(password: str, code: str) -> None:
    assert why_not(password) == code


@pytest.mark.parametrize(
    "password",
    ["kopi tubruk pagi", "lembayung-7", "correct horse battery staple", "密码是三个词好吗", "🐘🐘🦋🌋🍜🛵🪁🎐", " " * 3 + "rumah miring tiga",
     "ꦱꦸꦫꦧꦪꦏꦸꦛ", "x4Kd0qPz", ("gajah melompat pelan " * 7)[:LONGEST]],
)  # fmt: skip
def test_whatever_else_is_long_enough_may_be_chosen(password: str) -> None:
    assert why_not(password) is None


async def test_a_password_counts_whole_and_however_it_was_composed() -> None:
    passwords = Passwords(memory_kibibytes=64)
    long = "gajah " * 21 + "ab"
    assert len(long) == LONGEST
    made = await passwords.hash(long)
    assert (await passwords.verify(made, long)).right
    assert not (await passwords.verify(made, long[:-1] + "c")).right
    assert not (await passwords.verify(made, f"{long} ")).right
    composed = "kopi Café pagi"
    made = await passwords.hash(unicodedata.normalize("NFD", composed))
    assert (await passwords.verify(made, composed)).right
    passwords.close()


async def test_nobodys_password_is_right_and_an_old_hash_is_told() -> None:
    today, before = Passwords(memory_kibibytes=128), Passwords(memory_kibibytes=64)
    assert not (await today.verify(None, "kopi tubruk pagi")).right
    verdict = await today.verify(await before.hash("kopi tubruk pagi"), "kopi tubruk pagi")
    assert (verdict.right, verdict.outdated) == (True, True)
    assert not (await today.verify(await today.hash("kopi tubruk pagi"), "kopi tubruk pagi")).outdated
    assert not (await today.verify("no hash at all", "kopi tubruk pagi")).right
    today.close()
    before.close()


async def test_the_parameters_are_those_that_are_promised() -> None:
    passwords = Passwords()
    assert (await passwords.hash("x")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    passwords.close()


@pytest.mark.parametrize(
    ("email", "phone", "target"),
    [
        ("Sari@Example.COM", None, Target(channel=Channel.EMAIL, address="Sari@example.com")),
        (None, "0812-3456-7890", Target(channel=Channel.WHATSAPP, address="+6281234567890")),
        (None, "+62 (0)812 3456 7890", Target(channel=Channel.WHATSAPP, address="+6281234567890")),
    ],
)
def test_an_address_is_tidied(email: str | None, phone: str | None, target: Target) -> None:
    assert target_of(email, phone) == target


@pytest.mark.parametrize(
    ("email", "phone"), [(None, None), ("sari@example.com", "081234567890"), ("sari", None), (None, "12"), ("a\u202e@b.id", None)]
)  # fmt: skip
def test_what_is_no_address_or_two_is_refused(email: str | None, phone: str | None) -> None:
    with pytest.raises(InvalidFields):
        target_of(email, phone)


@pytest.mark.parametrize("number", ["+62215551234", "+6561234567", "+62800123456"])
def test_no_code_goes_to_a_landline_or_abroad(number: str) -> None:
    with pytest.raises(InvalidFields, match="rule") as refused:
        require_reachable(Target(channel=Channel.WHATSAPP, address=number), BOTH)
    assert refused.value.fields[0].code == "accounts.phone_without_messages"


def test_a_shop_promises_no_code_by_a_way_that_it_has_not() -> None:
    mail, phone = target_of("sari@example.com", None), target_of(None, "081234567890")
    require_reachable(mail, BOTH)
    require_reachable(phone, BOTH)
    for target, ways in ((mail, Ways(email=False, whatsapp=True)), (phone, Ways(email=True, whatsapp=False))):
        with pytest.raises(InvalidFields) as refused:
            require_reachable(target, ways)
        assert refused.value.fields[0].code == "accounts.no_way"


def test_a_session_token_has_256_random_bits() -> None:
    made = {new_token(CUSTOMER_PREFIX) for _ in range(100)}
    assert len(made) == 100
    assert 62**KEY_LETTERS >= 2**256

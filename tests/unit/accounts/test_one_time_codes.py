"""Codes of an authenticator app and recovery codes, as plain decisions."""

import math
from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from niaga.accounts.rules.one_time import (
    RECOVERY_CODES,
    new_recovery_codes,
    new_secret,
    recovery_index,
    secret_uri,
    step_of,
)

RFC_SECRET = b32encode(b"12345678901234567890").decode()
AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str):
    assert step_of(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(
    "code",
    [
        "",
        "28708",
        "2870822",
        "abcdef",
        "\uff12\uff18\uff17\uff10\uff18\uff12",
        "287082\n287082",
        "-87082",
        "9" * 10_000,
    ],
)
def test_what_is_no_code_is_no_code(code: str):
    assert step_of(RFC_SECRET, code, datetime.fromtimestamp(59, UTC)) is None


@pytest.mark.parametrize(("late", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(late: int, right: bool):  # noqa: FBT001
    import pyotp

    secret = new_secret()
    code = pyotp.TOTP(secret).at(AT)
    assert (step_of(secret, code, AT + timedelta(seconds=late)) is not None) is right


def test_a_space_in_the_middle_is_how_apps_show_it():
    assert step_of(RFC_SECRET, "287 082", datetime.fromtimestamp(59, UTC)) == 1


def test_an_app_learns_the_shop_and_the_account():
    uri = secret_uri(RFC_SECRET, account="sari@example.com", shop="Toko Kopi & Teh")
    assert uri.startswith("otpauth://totp/Toko%20Kopi%20%26%20Teh:sari%40example.com?secret=")
    assert "issuer=Toko%20Kopi%20%26%20Teh" in uri


def test_recovery_codes_are_ten_and_different():
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert all(len(code) == 29 for code in codes)


def test_a_recovery_code_is_too_long_for_a_quick_hash_to_be_searched():
    letters = "".join(new_recovery_codes()[0].split("-"))
    assert len(letters) * math.log2(31) >= 112
    assert len({letter for _ in range(20) for code in new_recovery_codes() for letter in code} - {"-"}) == 31


def test_a_recovery_code_may_be_typed_as_people_type():
    code = new_recovery_codes()[0]
    assert recovery_index("sari", code) == recovery_index("sari", f" {code.replace('-', ' ').upper()} ")
    assert recovery_index("sari", code) != recovery_index("budi", code)


@pytest.mark.parametrize("code", ["", "abcd", "0" * 24, "abcd-efgh-jkmn-pqrs-tuvw-xyz!", "a" * 100])
def test_what_is_no_recovery_code_is_kept_nowhere(code: str):
    assert recovery_index("sari", code) is None

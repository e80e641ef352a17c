"""Phone numbers as people in Indonesia write them (indonesia.md, section 6)."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.platform.phones import PhoneKind, can_receive_codes, e164, operator_of, phone_kind, whatsapp_form

FIXTURE = Path(__file__).parents[2] / "fixtures" / "phone_spellings.tsv"
ROWS = [
    tuple(line.split("\t"))
    for line in FIXTURE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NONE = "-"


@pytest.mark.parametrize(("text", "number", "kind", "operator", "codes"), ROWS)
def test_every_spelling_becomes_what_the_list_says(
    text: str, number: str, kind: str, operator: str, codes: str
) -> None:
    found = e164(re.sub(r"\\(u[0-9a-f]{4}|[nt])", lambda one: one[0].encode().decode("unicode_escape"), text))
    assert (found or NONE) == number
    if found:
        assert phone_kind(found) == kind
        assert (operator_of(found) or NONE) == operator
        assert can_receive_codes(found) is (codes == "yes")


def test_the_list_has_sixty_spellings_of_every_kind() -> None:
    assert len(ROWS) >= 60
    assert {kind for _, _, kind, _, _ in ROWS} == {*PhoneKind, NONE}


def test_whatsapp_takes_a_number_without_its_plus() -> None:
    assert whatsapp_form("+6281234567890") == "6281234567890"


@pytest.mark.parametrize(
    "text", ["1500123", "1500-888", "1500 046", "14045", "110", "112", "147", "+621500123", "621500123", "0 1500123"]
)
def test_a_short_code_is_no_number_for_others(text: str) -> None:
    assert e164(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("021-5551234", "+62215551234"),
        ("(021) 5551 2345", "+622155512345"),
        ("+62 21 5551234", "+62215551234"),
        ("62 22 4201234", "+62224201234"),
        ("0274 512345", "+62274512345"),
        ("0800 1234567", "+628001234567"),
        ("+65 6123 4567", "+6561234567"),
        ("0065 6123 4567", "+6561234567"),
        ("+1 650 253 0000", "+16502530000"),
    ],
)
def test_landlines_and_numbers_abroad_are_numbers(text: str, number: str) -> None:
    assert e164(text) == number


@pytest.mark.parametrize(
    "prefix", ["0811", "0814", "0819", "0831", "0838", "0854", "0859", "0879", "0881", "0894", "0899"]
)
def test_no_mobile_prefix_is_refused_for_being_unknown(prefix: str) -> None:
    assert e164(f"{prefix}1234567") == f"+62{prefix[1:]}1234567"


@pytest.mark.parametrize(
    "text", ["", "0", "08", "0812", "081234567", "081234567890123", "5551234", "555 1234", "62 62 812 3456 7890"]
)
def test_too_few_and_too_many_digits_are_no_number(text: str) -> None:
    assert e164(text) is None


@pytest.mark.parametrize(
    "text", ["nomor saya", "0812-3456-7890 a.n. Sari", "081234567890;ext=5", "+", "++6281234567890", "0812+3456+7890"]
)
def test_words_are_no_number(text: str) -> None:
    assert e164(text) is None


@given(st.integers(1, 9), st.text("0123456789", min_size=7, max_size=10))
def test_a_mobile_number_is_the_same_with_any_beginning(second: int, rest: str) -> None:
    national = f"8{second}{rest}"
    assert {e164(f"{start}{national}") for start in ("", "0", "62", "+62", "0062", "+62(0)")} == {f"+62{national}"}


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_number_or_nothing(text: str) -> None:
    found = e164(text)
    assert found is None or (found[0] == "+" and found[1:].isascii() and found[1:].isdigit() and 8 <= len(found) <= 16)


@given(st.text("+0123456789 -()", max_size=30))
def test_a_number_stays_what_it_is(text: str) -> None:
    found = e164(text)
    assert found is None or e164(found) == found

"""Redaction: what is personal goes by name or by shape; what is not stays readable; nothing takes long."""

import time
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.platform.crypto import Secret
from niaga.platform.redaction import HIDDEN, is_personal, redact, redact_text


@pytest.mark.parametrize(
    "name",
    ["name", "buyer_name", "phone", "customerPhone", "email", "shipping_address", "street", "Authorization", "password",
     "access_token", "Idempotency-Key", "api_key", "HTTP_COOKIE", "bank_holder", "recipient", "whatsapp",
     "notes", "otp", "database_dsn"],
)  # fmt: skip
def test_fields_of_these_names_are_hidden(name: str):
    assert is_personal(name)
    assert redact(name, "anything") == HIDDEN
    assert redact(name, ["anything"]) == HIDDEN
    assert redact("detail", {"inner": {name: "anything"}}) == {"inner": {name: HIDDEN}}


@pytest.mark.parametrize(
    "name", ["order_id", "sku", "attempts", "event", "status", "duration_ms", "path", "tokenizer", "monkeys", "key_id"]
)
def test_fields_of_these_names_stay(name: str):
    assert redact(name, "pinned 3") == "pinned 3"


@pytest.mark.parametrize(
    "canary",
    ["sari.dewi@example.com", "sari+toko@mail.co.id", "sari%40example.com", "081234567890", "0812-3456-7890",
     "+62 812 3456 7890", "6281234567890", "0062 81234567890", "+62(0)812-3456-789", "(+62) 812 34567890",
     "ng_abcdefghijklmnopqrstuvwxyz0123456789",
     "crt_0123456789abcdefghjkmnpqrstvwxyz"],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "mail to {} failed", "<{}>", '{{"to": "{}"}}', "a={}&b=1", "({})", "x,{},y", "/store?q={}"]
)
def test_no_shape_of_these_passes(canary: str, around: str):
    assert canary not in redact_text(around.format(canary))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Authorization: Bearer abc.def-ghi", "abc.def-ghi"),
        ("authorization=Basic c2FyaTpodW50ZXIy", "c2FyaTpodW50ZXIy"),
        ("postgresql://shop:hunter2@db/shop", "hunter2"),
        ("GET /x?access_token=hunter2&y=1", "hunter2"),
        ('{"password": "hunter2"}', "hunter2"),
        ("token: hunter2", "hunter2"),
        ("[SQL: INSERT …]\n[parameters: ('Sari Dewi', 'Jalan Melati 5')]\n(more)", "Melati"),
        ("DETAIL:  Key (email)=(Sari Dewi) already exists.", "Sari"),
        ("DETAIL:  Failing row contains (1, Sari Dewi, Jalan Melati 5).", "Melati"),
        ("(1062, \"Duplicate entry 'Sari Dewi' for key 'staff.email'\")", "Sari"),
        ("sealed v1|k1|AAAAAAAAAAAAAAAA|c2Vjc2V0LXNlY3JldA", "c2Vjc2V0"),
    ],
)
def test_secrets_inside_messages_are_hidden(text: str, hidden: str):
    assert hidden in text
    assert hidden not in redact_text(text)


@pytest.mark.parametrize(
    "text",
    ["order.placed", "Rp1.250.000", "2026-11-24T08:05:13.123456Z", "ord_01kavq2z6m8w4t5n7p9r3s1x0y", "31.74.02",
     "NGA-2026-000123", "127.0.0.1:8000", "12910", "1732435200000000", "08:12:34", "took 0.812 s",
     "SELECT 1", "100812345678901234567890"],
)  # fmt: skip
def test_what_says_nothing_about_anybody_stays(text: str):
    assert redact_text(text) == text


def test_numbers_times_and_kinds_stay_plain():
    class Colour(StrEnum):
        RED = "red"

    assert redact("total", 12_500) == 12_500
    assert redact("position", 2**63) == str(2**63)
    assert redact("at", datetime(2026, 11, 24, tzinfo=UTC)) == "2026-11-24 00:00:00+00:00"
    assert redact("colour", Colour.RED) == "red"


def test_an_object_shows_its_type_only():
    assert redact("thing", Secret("hunter2")) == "<Secret>"
    assert redact("thing", b"hunter2") == "<bytes>"
    assert redact("things", [Secret("hunter2")]) == ["<Secret>"]


def test_deep_and_endless_data_is_cut():
    deep = {}
    deep["inner"] = deep
    assert "<dict>" in str(redact("detail", deep))
    assert len(redact("items", list(range(10_000)))) == 50


def test_control_characters_cannot_forge_a_line_or_move_a_cursor():
    assert redact_text("a\rb\x1b[2Jc\u202ed\ud800") == "a\\x0db\\x1b[2Jc\\x202ed\\xd800"


@given(st.text(max_size=300))
def test_any_text_passes_without_an_error(text: str):
    redact_text(text).encode()


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a.",
        "@",
        "a@",
        "a@a.",
        "0",
        "62 ",
        "08",
        "8-",
        "key=",
        "token ",
        "(",
        "://",
        "ng_",
        "v1|",
        "Bearer ",
        " ",
        "Key (",
    ],
)
def test_no_repeated_text_takes_long(unit: str):
    began = time.process_time()
    redact_text(unit * (50_000 // len(unit)))
    assert time.process_time() - began < 0.2

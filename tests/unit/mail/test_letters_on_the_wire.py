"""A message becomes a letter in which nothing typed by anybody can add a header or a recipient."""

from datetime import UTC, datetime

import pytest

from niaga.platform.mail import MailTrouble, Message
from niaga.platform.mail.message import Sender, envelope_address, letter_of, one_line, sender_of

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
SENDER = sender_of("Toko Melati <toko@example.com>")


def message(**changes: object) -> Message:
    facts = {
        "id": "01jd6x7f7m.buyer",
        "kind": "order.placed",
        "to": "sari@example.com",
        "subject": "Halo",
        "text": "Isi",
        "at": AT,
    }
    return Message(**{**facts, "at": AT, **changes})


def test_a_repeated_delivery_carries_the_same_message_id() -> None:
    first, again = letter_of(message(), SENDER), letter_of(message(), SENDER)
    assert first["Message-ID"] == again["Message-ID"] == "<01jd6x7f7m.buyer@example.com>"


def test_the_letter_says_that_a_machine_wrote_it() -> None:
    letter = letter_of(message(language="id"), SENDER)
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "id")
    assert letter["Date"] == "Tue, 24 Nov 2026 06:05:00 +0000"


@pytest.mark.parametrize(
    "hostile", ["Halo\r\nBcc: budi@example.com", "Halo\nX-Bad: 1", "Halo\u2028Bcc: x", "Halo\x00\x0bBcc: x"]
)
def test_a_subject_cannot_add_a_header(hostile: str) -> None:
    letter = letter_of(message(subject=hostile), SENDER)
    assert letter["Bcc"] is None
    assert letter["X-Bad"] is None
    head = letter.as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\nBcc" not in head
    assert b"\nX-Bad" not in head


@pytest.mark.parametrize(
    "hostile",
    [
        "sari@example.com\r\nBcc: budi@example.com",
        "sari@example.com, budi@example.com",
        "sari@example.com>\r\nRCPT TO:<budi@example.com",
        "Sari <sari@example.com>",
        "sari",
        "@example.com",
        "sari@",
        "sari@exa mple.com",
        "a" * 65 + "@example.com",
        "sari@" + "a" * 260,
        "sari@\u00ad.com",
        "",
    ],
)
def test_what_is_no_single_address_is_refused_for_good(hostile: str) -> None:
    with pytest.raises(MailTrouble) as refusal:
        letter_of(message(to=hostile), SENDER)
    assert refusal.value.permanent
    assert "sari" not in str(refusal.value)


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    assert envelope_address("sari@bücher.example") == "sari@xn--bcher-kva.example"


def test_a_sender_has_a_name_or_only_an_address() -> None:
    assert sender_of("toko@example.com") == Sender("", "toko@example.com")
    assert sender_of('"Toko Melati" <toko@example.com>') == Sender("Toko Melati", "toko@example.com")
    with pytest.raises(ValueError, match="NIAGA_MAIL_FROM"):
        sender_of("Toko Melati")


def test_a_sender_name_with_marks_is_encoded() -> None:
    (who,) = letter_of(message(), sender_of('Toko "Melati", 🌸 <toko@example.com>'))["From"].addresses
    assert (who.display_name, who.addr_spec) == ('Toko "Melati", 🌸', "toko@example.com")


def test_both_parts_survive_emoji_and_long_lines() -> None:
    text = "Terima kasih 🌸 " + "a" * 3000
    letter = letter_of(message(text=text, html=f"<p>{text}</p>"), SENDER)
    assert letter.get_body(("plain",)).get_content().strip() == text
    assert letter.get_body(("html",)).get_content().strip() == f"<p>{text}</p>"
    assert max(map(len, letter.as_bytes().split(b"\r\n"))) <= 998


def test_marks_that_turn_text_around_are_taken_out_of_lines() -> None:
    assert one_line("Sari\u202e\r\n  Wulan\tdari") == "Sari Wulan dari"


def test_a_message_shows_nobody_in_its_repr() -> None:
    assert "sari" not in repr(message(reply_to="sari@example.com", text="sari", subject="sari", html="sari"))

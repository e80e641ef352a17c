"""Mail by real SMTP: taken, refused, deferred, dropped, encrypted; and what each of them means for the message."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.certificates import loopback_contexts
from tests.support.smtp import SmtpScript, SmtpServerUnderTest, smtp_server

from niaga.platform.crypto import Secret
from niaga.platform.mail import MailTrouble, Message
from niaga.platform.mail.smtp import Security, SmtpMailer, SmtpServer
from niaga.platform.mail.smtp import smtp_server as server_of

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
SARI = "sari.wulandari@example.com"


def message(**changes: object) -> Message:
    facts = {
        "id": "01jd6x7f7m.buyer",
        "kind": "order.placed",
        "to": SARI,
        "subject": "Pesanan 🌸",
        "text": "Halo",
        "html": "<p>Halo</p>",
        "at": AT,
    }
    return Message(**{**facts, **changes})


def mailer(server: SmtpServerUnderTest, **changes: object) -> SmtpMailer:
    tls = changes.pop("tls", None)
    facts = {"host": "127.0.0.1", "port": server.port, "security": Security.PLAIN, **changes}
    return SmtpMailer(SmtpServer(**facts), "Toko Melati <toko@example.com>", tls=tls, timeout_seconds=2)


async def trouble_with(script: SmtpScript, **changes: object) -> MailTrouble:
    async with smtp_server(script) as server:
        with pytest.raises(MailTrouble) as met:
            await mailer(server).send(message(**changes))
    assert SARI not in str(met.value)
    assert met.value.__cause__ is None
    assert met.value.__suppress_context__
    return met.value


async def test_a_message_arrives_whole() -> None:
    async with smtp_server() as server:
        await mailer(server).send(message())
    (received,) = server.received
    assert (received.sender, received.recipients) == ("toko@example.com", [SARI])
    assert received.letter["Subject"] == "Pesanan 🌸"
    assert received.letter["Message-ID"] == "<01jd6x7f7m.buyer@example.com>"
    assert (received.body("plain").strip(), received.body("html").strip()) == ("Halo", "<p>Halo</p>")
    assert server.commands[0] == "EHLO example.com"


async def test_an_unknown_recipient_is_refused_for_good() -> None:
    trouble = await trouble_with(SmtpScript(recipient_reply="550 5.1.1 <{address}>: no such user"))
    assert trouble.permanent
    assert str(trouble) == "the mail server answered 550 5.1.1 (recipient)"


async def test_a_refused_content_is_refused_for_good() -> None:
    assert (await trouble_with(SmtpScript(data_reply="554 5.7.1 spam"))).permanent


@pytest.mark.parametrize(
    "script",
    [
        SmtpScript(recipient_reply="451 4.7.1 greylisted, come back"),
        SmtpScript(data_reply="452 4.3.1 full"),
        SmtpScript(sender_reply="550 5.7.1 we do not know this sender"),
        SmtpScript(drop_at="MAIL"),
        SmtpScript(drop_at="BODY"),
        SmtpScript(drop_at="EHLO"),
        SmtpScript(silent_at="RCPT"),
    ],
)
async def test_what_may_pass_is_not_final(script: SmtpScript) -> None:
    assert not (await trouble_with(script)).permanent


async def test_a_server_that_hangs_up_after_taking_it_gets_it_again_under_the_same_name() -> None:
    async with smtp_server(SmtpScript(drop_at="ACCEPTED")) as server:
        with pytest.raises(MailTrouble) as met:
            await mailer(server).send(message())
        assert not met.value.permanent
        server.script.drop_at = None
        await mailer(server).send(message())
    assert len({one.letter["Message-ID"] for one in server.received}) == 1
    assert len(server.received) == 2


async def test_a_farewell_that_fails_does_not_unsend() -> None:
    async with smtp_server(SmtpScript(drop_at="QUIT")) as server:
        await mailer(server).send(message())
    assert len(server.received) == 1


async def test_nobody_listening_passes() -> None:
    async with smtp_server() as server:
        pass
    with pytest.raises(MailTrouble) as met:
        await mailer(server).send(message())
    assert not met.value.permanent


async def test_a_wrong_password_is_the_shops_fault_not_the_messages() -> None:
    async with smtp_server(SmtpScript(password="right")) as server:
        with pytest.raises(MailTrouble) as met:
            await mailer(server, username="toko", password=Secret("wrong")).send(message())
        assert not met.value.permanent
        assert "535" in str(met.value)
        await mailer(server, username="toko", password=Secret("right")).send(message())
    assert len(server.received) == 1


async def test_starttls_is_used(tmp_path: Path) -> None:
    server_side, client_side = loopback_contexts(tmp_path)
    async with smtp_server(SmtpScript(starttls=server_side)) as server:
        await mailer(server, security=Security.STARTTLS, tls=client_side).send(message())
    assert "STARTTLS" in server.commands
    assert len(server.received) == 1


async def test_nothing_is_said_to_a_server_that_does_not_encrypt(tmp_path: Path) -> None:
    _, client_side = loopback_contexts(tmp_path)
    async with smtp_server(SmtpScript(password="right")) as server:
        careful = mailer(server, security=Security.STARTTLS, tls=client_side, username="toko", password=Secret("right"))
        with pytest.raises(MailTrouble) as met:
            await careful.send(message())
    assert not met.value.permanent
    assert "AUTH" not in server.commands
    assert server.received == []


async def test_a_certificate_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    server_side, _ = loopback_contexts(tmp_path)
    async with smtp_server(SmtpScript(starttls=server_side)) as server:
        with pytest.raises(MailTrouble) as met:
            await mailer(server, security=Security.STARTTLS).send(message())
    assert not met.value.permanent
    assert server.received == []


async def test_smtps_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    server_side, client_side = loopback_contexts(tmp_path)
    async with smtp_server(tls=server_side) as server:
        await mailer(server, security=Security.TLS, tls=client_side).send(message())
    assert len(server.received) == 1


async def test_an_address_beyond_ascii_needs_a_server_that_takes_it() -> None:
    assert (await trouble_with(SmtpScript(), to="särí@example.com")).permanent


async def test_no_address_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await trouble_with(SmtpScript(recipient_reply="550 5.1.1 <{address}>: no such user"))
    async with smtp_server() as server:
        await mailer(server).send(message())
    assert "sari" not in caplog.text


def test_the_url_says_how_the_way_is_protected() -> None:
    assert server_of("smtp://toko%40example.com:p%3Ass@mail.example.com") == SmtpServer(
        host="mail.example.com",
        port=587,
        security=Security.STARTTLS,
        username="toko@example.com",
        password=Secret("p:ss"),
    )
    assert server_of("smtps://mail.example.com") == SmtpServer(host="mail.example.com", port=465, security=Security.TLS)
    assert server_of("smtp://127.0.0.1:1025") == SmtpServer(host="127.0.0.1", port=1025, security=Security.PLAIN)

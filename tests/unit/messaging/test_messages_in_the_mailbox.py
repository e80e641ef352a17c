"""In development messages to phones lie in the mailbox, beside the mails."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from niaga.platform.mail import DevelopmentMailbox, Message
from niaga.platform.messaging import MailboxMessenger, MessagingTrouble, Template, TextMessage, make_messenger
from niaga.platform.settings import load_settings

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)


def message(**changes: Any) -> TextMessage:
    facts = {"id": "message-0001", "kind": "code.sign_up", "to": "+6281234567890", "text": "Kode: 482913", "at": AT}
    return TextMessage(template=Template(name="code"), **{**facts, **changes})


async def test_a_message_lies_there_with_its_channel_and_replaces_itself(tmp_path: Path):
    mailbox = DevelopmentMailbox(tmp_path)
    for text in ("Kode: 1", "Kode: 2"):
        await MailboxMessenger(mailbox).send(message(text=text))
    (stored,) = await mailbox.list_messages()
    assert (stored.channel, stored.to, stored.kind) == ("whatsapp", "+6281234567890", "code.sign_up")
    assert (stored.subject, stored.text, stored.html, stored.at) == ("", "Kode: 2", None, "2026-11-24T06:05:00Z")


async def test_a_mail_of_the_same_name_is_another_message(tmp_path: Path):
    mailbox = DevelopmentMailbox(tmp_path)
    await MailboxMessenger(mailbox).send(message())
    await mailbox.send(Message(id="message-0001", kind="k", to="sari@example.com", subject="S", text="T", at=AT))
    assert [one.channel for one in await mailbox.list_messages()] == ["email", "whatsapp"]


async def test_development_keeps_them_in_the_data_folder(tmp_path: Path):
    settings = load_settings({"env": "development", "data": str(tmp_path)}, {}, tmp_path)
    messenger = make_messenger(settings)
    assert messenger is not None
    await messenger.send(message())
    assert [one.channel for one in await DevelopmentMailbox(tmp_path / "mailbox").list_messages()] == ["whatsapp"]


class _Refusing:
    async def send(self, message: TextMessage) -> None:  # noqa: ARG002
        raise MessagingTrouble("WhatsApp answered 500", permanent=False)


async def test_what_cannot_be_handed_on_still_lies_there(tmp_path: Path):
    mailbox = DevelopmentMailbox(tmp_path)
    with pytest.raises(MessagingTrouble):
        await MailboxMessenger(mailbox, forward=_Refusing()).send(message())
    assert len(await mailbox.list_messages()) == 1

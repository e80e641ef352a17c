"""The mailbox keeps messages in files: the newest first, not too many, never half of one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from niaga.platform.mail import DevelopmentMailbox, MailTrouble, Message

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)


def message(number: int, subject: str = "Halo") -> Message:
    return Message(
        id=f"message-{number:04d}", kind="order.placed", to="sari@example.com", subject=subject, text="Isi", at=AT
    )


async def test_the_newest_message_comes_first(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    for number in range(5):
        await mailbox.send(message(number))
    assert [one.id for one in await mailbox.list_messages()] == [f"message-{number:04d}" for number in (4, 3, 2, 1, 0)]


async def test_a_message_that_comes_again_replaces_itself(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path)
    await mailbox.send(message(1, "first"))
    await mailbox.send(message(1, "again"))
    assert [one.subject for one in await mailbox.list_messages()] == ["again"]


async def test_old_messages_make_room(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path, most=3)
    for number in range(6):
        await mailbox.send(message(number))
    assert [one.id for one in await mailbox.list_messages()] == ["message-0005", "message-0004", "message-0003"]
    assert len(list(tmp_path.iterdir())) == 3  # noqa: ASYNC240


async def test_a_message_is_found_by_its_name_and_nothing_else_is(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    await mailbox.send(message(1))
    (stored,) = await mailbox.list_messages()
    assert await mailbox.find_message(stored.name) == stored
    (tmp_path / "keys.json").write_text("{}")
    for name in ("../keys", "keys", "", "0" * 26 + "." + "0" * 16, stored.name + ".json", stored.name + "\0"):
        assert await mailbox.find_message(name) is None


async def test_an_empty_or_missing_mailbox_is_an_empty_list(tmp_path: Path) -> None:
    assert await DevelopmentMailbox(tmp_path / "missing").list_messages() == []


async def test_only_the_shop_may_read_the_files(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    await mailbox.send(message(1))
    (file,) = (tmp_path / "mailbox").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


class _Refusing:
    async def send(self, message: Message) -> None:  # noqa: ARG002
        raise MailTrouble("the mail server answered 451", permanent=False)


async def test_what_cannot_be_handed_on_still_lies_in_the_mailbox(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path, forward=_Refusing())
    with pytest.raises(MailTrouble):
        await mailbox.send(message(1))
    assert len(await mailbox.list_messages()) == 1

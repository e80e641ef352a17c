"""Chooses the sender that the process settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.mail.mailbox import MAILBOX_FOLDER, DevelopmentMailbox

if TYPE_CHECKING:
    from niaga.platform.mail.mailer import Mailer
    from niaga.platform.settings import Settings


def make_mailer(settings: Settings) -> Mailer | None:
    """The sender these settings ask for; None for a shop without `smtp_url`, which sends no mail.

    In development everything goes to the mailbox, and out by SMTP as well where that is set.
    """
    if settings.development:
        return make_mailbox(settings)
    return _smtp(settings)


def make_mailbox(settings: Settings) -> DevelopmentMailbox:
    """The mailbox of development, in the data folder."""
    return DevelopmentMailbox(settings.data_dir / MAILBOX_FOLDER, forward=_smtp(settings))


def _smtp(settings: Settings) -> Mailer | None:
    if settings.smtp_url is None:
        return None
    assert settings.mail_from is not None, "the settings refuse smtp_url without mail_from"
    from niaga.platform.mail.smtp import SmtpMailer, smtp_server  # noqa: PLC0415 - only who sends pays for the client

    return SmtpMailer(smtp_server(settings.smtp_url.reveal()), settings.mail_from)

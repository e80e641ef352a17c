"""Chooses the messenger that the process settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.mail import make_mailbox
from niaga.platform.messaging.mailbox import MailboxMessenger
from niaga.platform.settings import WhatsApp

if TYPE_CHECKING:
    from niaga.platform.messaging.messenger import Messenger
    from niaga.platform.settings import Settings

# Where each service is; `whatsapp_url` says otherwise.
_CLOUD_URL = "https://graph.facebook.com/v23.0"
_FONNTE_URL = "https://api.fonnte.com"


def make_messenger(settings: Settings) -> Messenger | None:
    """The messenger these settings ask for; None for a shop without `whatsapp`, which writes to no phone.

    In development everything goes to the mailbox, and out by WhatsApp as well where that is set.
    """
    if settings.development:
        return MailboxMessenger(make_mailbox(settings), forward=_whatsapp(settings))
    return _whatsapp(settings)


def _whatsapp(settings: Settings) -> Messenger | None:
    if settings.whatsapp is None:
        return None
    assert settings.whatsapp_token is not None, "the settings refuse whatsapp without a token"
    from niaga.platform.outbound import make_outbound  # noqa: PLC0415 - only who sends pays for the client

    outbound, token = make_outbound(settings), settings.whatsapp_token
    if settings.whatsapp is WhatsApp.FONNTE:
        from niaga.platform.messaging.fonnte import FonnteMessenger  # noqa: PLC0415 - the same

        return FonnteMessenger(outbound, url=settings.whatsapp_url or _FONNTE_URL, token=token)
    assert settings.whatsapp_phone_number_id is not None, "the settings refuse cloud without a phone number id"
    from niaga.platform.messaging.cloud import CloudMessenger  # noqa: PLC0415 - the same

    return CloudMessenger(
        outbound,
        url=settings.whatsapp_url or _CLOUD_URL,
        phone_number_id=settings.whatsapp_phone_number_id,
        token=token,
        templates=dict(settings.whatsapp_templates),
    )

"""Short messages to phones: the port, WhatsApp through Meta's Cloud API or through Fonnte, and the mailbox of development."""

from niaga.platform.messaging.choice import make_messenger
from niaga.platform.messaging.mailbox import MailboxMessenger
from niaga.platform.messaging.message import Template, TextMessage
from niaga.platform.messaging.messenger import Messenger
from niaga.platform.messaging.trouble import MessagingTrouble

__all__ = ["MailboxMessenger", "MessagingTrouble", "Messenger", "Template", "TextMessage", "make_messenger"]

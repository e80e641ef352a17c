"""Outgoing mail: a message, the port that sends it, and its two real senders: SMTP and the mailbox of development."""

from niaga.platform.mail.choice import make_mailbox, make_mailer
from niaga.platform.mail.mailbox import DevelopmentMailbox, StoredMessage
from niaga.platform.mail.mailer import Mailer
from niaga.platform.mail.message import Message
from niaga.platform.mail.trouble import MailTrouble

__all__ = ["DevelopmentMailbox", "MailTrouble", "Mailer", "Message", "StoredMessage", "make_mailbox", "make_mailer"]

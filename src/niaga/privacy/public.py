"""The door of privacy: consents that others ask for, what the command line does, and what housekeeping forgets."""

from niaga.privacy.actions import (
    close_request,
    enter_breach,
    get_breach,
    has_consented,
    purge_consents,
    say_consent,
    take_request,
)
from niaga.privacy.erasure import erase_person
from niaga.privacy.export import export_person
from niaga.privacy.model import Channel, Purpose, RequestKind, RequestStatus
from niaga.privacy.notice import breach_notice
from niaga.privacy.readable import readable
from niaga.privacy.rules import is_overdue
from niaga.privacy.store import list_requests

__all__ = [
    "Channel",
    "Purpose",
    "RequestKind",
    "RequestStatus",
    "breach_notice",
    "close_request",
    "enter_breach",
    "erase_person",
    "export_person",
    "get_breach",
    "has_consented",
    "is_overdue",
    "list_requests",
    "purge_consents",
    "readable",
    "say_consent",
    "take_request",
]

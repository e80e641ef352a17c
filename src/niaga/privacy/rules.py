"""What privacy decides: terms of 72 hours, what a breach's report still lacks, which consent counts, what is kept how long."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from niaga.privacy.model import (
    Breach,
    Consent,
    ConsentEntry,
    ConsentText,
    Keeping,
    PrivacyRequest,
    Purpose,
    RequestStatus,
)

# "3 x 24 hours" of UU 27/2022: requests (art. 6 to 11 with 40 and 41) and the notice of a breach (art. 46).
TERM = timedelta(hours=72)
# Documents of a sale are kept for tax and bookkeeping: ten years (UU 8/1997 art. 11; PP 80/2019 art. 25).
FISCAL_YEARS = 10

PURPOSES: Mapping[Purpose, ConsentText] = MappingProxyType(
    {
        Purpose.MARKETING_EMAIL: ConsentText(
            version="2026-11", text="Send me news and offers of the shop by e-mail. I can end this at any time."
        ),
        Purpose.MARKETING_WHATSAPP: ConsentText(
            version="2026-11", text="Send me news and offers of the shop by WhatsApp. I can end this at any time."
        ),
        Purpose.PERSONAL_OFFERS: ConsentText(
            version="2026-11", text="Use what I bought to choose offers for me. I can end this at any time."
        ),
    }
)

SCHEDULE: tuple[Keeping, ...] = (
    Keeping(
        name="carts",
        what="Carts",
        kept="30 days after their last change",
        why="So that a buyer finds hers again.",
    ),
    Keeping(
        name="codes",
        what="Codes that prove an address",
        kept="two days",
        why="To count wrong tries.",
    ),
    Keeping(
        name="sessions",
        what="Sessions",
        kept="until they end, at most 180 days",
        why="To list and to end them.",
    ),
    Keeping(
        name="answers",
        what="Remembered answers to requests",
        kept="48 hours, sealed",
        why="So that nothing happens twice.",
    ),
    Keeping(
        name="contacts",
        what="Names, addresses and numbers of orders",
        kept="10 years",
        why="Tax and bookkeeping ask for the documents of a sale.",
    ),
    Keeping(
        name="accounts",
        what="Accounts",
        kept="until their owner has them erased",
        why="They are hers.",
    ),
    Keeping(
        name="consents",
        what="Consents and requests",
        kept="10 years",
        why="To show that they were given and answered.",
    ),
    Keeping(
        name="audit",
        what="The audit trail",
        kept="as long as the shop",
        why="To show who changed and read what; it names no buyer.",
    ),
)


def due_at(since: datetime) -> datetime:
    """When the term that began then ends."""
    return since + TERM


def is_overdue(request: PrivacyRequest, now: datetime) -> bool:
    """Whether nobody answered in time."""
    return request.status is RequestStatus.OPEN and now > request.due_at


def standing(entries: Iterable[ConsentEntry]) -> list[Consent]:
    """How somebody stands to each purpose, by what she said last; consent to an old text is none to the present one."""
    last: dict[Purpose, ConsentEntry] = {}
    for entry in sorted(entries, key=lambda one: one.id):
        last[entry.purpose] = entry
    return [
        Consent(purpose=purpose, given=_counts(last.get(purpose), text), entry=last.get(purpose))
        for purpose, text in PURPOSES.items()
    ]


def missing_in_report(breach: Breach) -> list[str]:
    """The fields that the notice must have and that nobody has filled yet."""
    wanted = {
        "data_exposed": breach.data_exposed,
        "began_at": breach.began_at,
        "how": breach.how,
        "handling": breach.handling,
        "recovery": breach.recovery,
    }
    return [name for name, value in wanted.items() if not value]


def _counts(entry: ConsentEntry | None, text: ConsentText) -> bool:
    return entry is not None and entry.given and entry.text_version == text.version

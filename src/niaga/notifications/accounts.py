"""Who is told of an account: codes to the address they prove, news to its owner. Codes go out before everything else.

A code is in no event and no row; it is made here from the question's row, and not sent any more when the question was
answered, is over, or has a newer code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.accounts.public import (
    Channel,
    Purpose,
    Target,
    code_for,
    find_customer,
    find_device,
    find_invitation,
    find_question,
    targets_of,
)
from niaga.notifications.letters import account
from niaga.notifications.letters.account import AccountNews
from niaga.notifications.rendering import letter_html, letter_text
from niaga.platform.language import Language
from niaga.platform.logging import get_logger
from niaga.platform.mail import Mailer, MailTrouble, Message
from niaga.platform.messaging import MessagingTrouble, Messenger, Template, TextMessage
from niaga.platform.outbox import Delivery, Subscription, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.notifications.model import Letter
    from niaga.platform.database import Database, Reader
    from niaga.platform.outbox import RecordedEvent
    from niaga.shop.public import SettingsCache

CODE, OWN = "notifications.send_code", "notifications.tell_customer"
CODE_TEMPLATE, NEWS_TEMPLATE = "account_code", "account_news"
_TIMEOUT_SECONDS = 45.0
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """A letter that is due: its name, to whom (whoever of them can be reached first), in which language, what it tells."""

    kind: str
    write: Callable[[AccountNews], Letter]
    to: tuple[Target, ...]
    language: str
    code: str = ""
    device: str = ""


Finding = Callable[["Reader", "RecordedEvent"], _Due | None]


@dataclass(frozen=True, slots=True)
class Carriers:
    """Who carries letters: by mail, and to phones. Who is not there carries none."""

    mailer: Mailer | None
    messenger: Messenger | None

    def reach(self, channel: str) -> bool:
        """Whether anybody carries letters by this channel."""
        return (self.mailer if channel == Channel.EMAIL else self.messenger) is not None


def account_subscriptions(carriers: Carriers, shop_settings: SettingsCache) -> list[Subscription]:
    """The subscriptions of letters about accounts. What nobody can carry is not due."""

    async def due_codes(events: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        return [
            event
            for event in events
            if carriers.reach(event.data.get("channel", Channel.EMAIL)) and event.data.get("purpose") != Purpose.NOBODY
        ]

    async def due_news(events: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        return events if carriers.mailer or carriers.messenger else []

    def post(handler: str, finding: dict[str, Finding], *, urgent: bool) -> Delivery:
        one = _Post(carriers, shop_settings, handler, finding)
        return Delivery(one.deliver, timeout_seconds=_TIMEOUT_SECONDS, urgent=urgent)

    return [
        Subscription(CODE, frozenset(_CODES), post(CODE, _CODES, urgent=True), choose=due_codes),
        Subscription(OWN, frozenset(_NEWS), post(OWN, _NEWS, urgent=False), choose=due_news),
    ]


class _Post:
    """Finds what an event has become, writes the letter and sends it; the event's id names it, also a second time."""

    def __init__(
        self, carriers: Carriers, shop_settings: SettingsCache, handler: str, finding: dict[str, Finding]
    ) -> None:
        self._carriers = carriers
        self._shop_settings = shop_settings
        self._handler = handler
        self._finding = finding

    async def deliver(self, database: Database, event: RecordedEvent) -> None:
        """Read everything first, then send with nothing open. Raises Undeliverable, MailTrouble, MessagingTrouble."""
        find = self._finding[event.kind]
        due = await database.read(lambda db: find(db, event))
        if due is None:
            self._skip(event, "it is no longer true")
            return
        reached = next((one for one in due.to if self._carriers.reach(one.channel)), None)
        if reached is None:
            self._skip(event, "nobody carries letters there")
            return
        news = AccountNews(
            shop=await self._shop_settings.current(),
            language=Language.EN if due.language == Language.EN else Language.ID,
            at=event.at,
            code=due.code,
            device=due.device,
        )
        try:
            await self._send(event, due, reached, due.write(news))
        except (MailTrouble, MessagingTrouble) as trouble:
            _log.warning("notifications.not_sent", why=str(trouble), final=trouble.permanent, **self._which(event))
            if trouble.permanent:
                raise Undeliverable(str(trouble)) from None
            raise
        _log.info("notifications.sent", **self._which(event))

    async def _send(self, event: RecordedEvent, due: _Due, to: Target, letter: Letter) -> None:
        name = f"{event.id}.{self._handler.rpartition('_')[2]}"
        mailer, messenger = self._carriers.mailer, self._carriers.messenger
        if to.channel is Channel.EMAIL:
            assert mailer is not None, "looked at before"
            await mailer.send(_mail(name, event, due, to, letter))
        else:
            assert messenger is not None, "looked at before"
            await messenger.send(_text(name, event, due, to, letter))

    def _skip(self, event: RecordedEvent, why: str) -> None:
        _log.info("notifications.skipped", why=why, **self._which(event))

    def _which(self, event: RecordedEvent) -> dict[str, str]:
        return {"handler": self._handler, "kind": event.kind, "event_id": event.id}


def _mail(name: str, event: RecordedEvent, due: _Due, to: Target, letter: Letter) -> Message:
    return Message(
        id=name,
        kind=due.kind,
        to=to.address,
        subject=letter.subject,
        text=letter_text(letter),
        html=letter_html(letter),
        at=event.at,
        language=letter.language,
    )


def _text(name: str, event: RecordedEvent, due: _Due, to: Target, letter: Letter) -> TextMessage:
    """For a phone. Where only approved templates may be sent, there is one for codes and one for news."""
    template = Template(name=NEWS_TEMPLATE, parameters=(letter.shop, letter.preview))
    if due.code:
        template = Template(name=CODE_TEMPLATE, parameters=(due.code,), code=due.code)
    return TextMessage(
        id=name,
        kind=due.kind,
        to=to.address,
        text=letter_text(letter),
        template=template,
        at=event.at,
        language=letter.language,
    )


def _asked(db: Reader, event: RecordedEvent) -> _Due | None:
    asked = find_question(db, event.aggregate_id)
    if asked is None or asked.used_at is not None or asked.expires_at <= db.now or asked.issue != event.version:
        return None
    if asked.purpose is Purpose.KNOWN:
        return _Due(account.KNOWN, account.known, (asked.target,), asked.language)
    kind, write = account.CODE_KINDS[asked.purpose], account.CODES[asked.purpose]
    return _Due(kind, write, (asked.target,), asked.language, code=code_for(db.vault, asked))


def _invited(db: Reader, event: RecordedEvent) -> _Due | None:
    invitation = find_invitation(db, event.data["verification_id"])
    if invitation is None:
        return None
    to = Target(channel=Channel.EMAIL, address=invitation.email)
    return _Due(account.INVITATION, account.invitation, (to,), invitation.language, code=invitation.token)


def _password_changed(db: Reader, event: RecordedEvent) -> _Due | None:
    return _to_owner(db, event.aggregate_id, account.PASSWORD_CHANGED, account.password_changed)


def _signed_in(db: Reader, event: RecordedEvent) -> _Due | None:
    device = find_device(db, event.aggregate_id)
    return _to_owner(db, event.data["customer_id"], account.SIGNED_IN, account.signed_in, device=device or "")


def _address_changed(db: Reader, event: RecordedEvent) -> _Due | None:
    asked, who = find_question(db, event.data["verification_id"]), find_customer(db, event.aggregate_id)
    if asked is None or asked.wish is None or who is None:
        return None
    former = Target(channel=asked.target.channel, address=asked.wish)
    return _Due(account.ADDRESS_CHANGED, account.address_changed, (former,), who.language)


def _to_owner(
    db: Reader, customer_id: str, kind: str, write: Callable[[AccountNews], Letter], *, device: str = ""
) -> _Due | None:
    """By mail where she has an address, else by WhatsApp."""
    who = find_customer(db, customer_id)
    return None if who is None else _Due(kind, write, tuple(targets_of(who)), who.language, device=device)


_CODES: dict[str, Finding] = {"verification.asked": _asked, "staff.invited": _invited}
_NEWS: dict[str, Finding] = {
    "customer.password_changed": _password_changed,
    "customer.address_changed": _address_changed,
    "session.signed_in_anew": _signed_in,
}

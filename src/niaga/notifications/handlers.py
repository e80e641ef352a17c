"""Who is told of an order: two subscriptions, so that trouble with one mailbox never repeats or delays the other's mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from niaga.notifications.accounts import Carriers, account_subscriptions
from niaga.notifications.letters import buyer, owner
from niaga.notifications.newsroom import Newsroom
from niaga.notifications.rendering import letter_html, letter_text
from niaga.platform.logging import get_logger
from niaga.platform.mail import Mailer, MailTrouble, Message
from niaga.platform.outbox import Delivery, Subscription, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.notifications.letters.news import News
    from niaga.notifications.model import Letter
    from niaga.platform.database import Database
    from niaga.platform.messaging import Messenger
    from niaga.platform.outbox import RecordedEvent
    from niaga.platform.outbox.subscriptions import Choice
    from niaga.shop.public import SettingsCache

Letters = dict[str, Callable[["News"], "Letter | None"]]
Address = Callable[["News"], str | None]
BUYER, OWNER = "notifications.tell_buyer", "notifications.tell_owner"
_TIMEOUT_SECONDS = 45.0
_log = get_logger(__name__)


def subscriptions(
    mailer: Mailer | None, public_url: str, shop_settings: SettingsCache, messenger: Messenger | None = None
) -> list[Subscription]:
    """The room's subscriptions. Without a mailer no mail is due, nor one to the owner where no address is set."""
    newsroom = Newsroom(public_url, shop_settings)

    async def due_to_buyer(events: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        return events if mailer else []

    async def due_to_owner(events: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        return events if mailer and (await shop_settings.current()).notification_email else []

    def teller(handler: str, letters: Letters, address: Address, choose: Choice) -> Subscription:
        one = _Teller(mailer, newsroom, handler, letters, address)
        delivery = Delivery(one.tell, timeout_seconds=_TIMEOUT_SECONDS)
        return Subscription(handler, frozenset(letters), delivery, choose=choose)

    return [
        teller(BUYER, buyer.LETTERS, lambda news: news.order.contact.email, due_to_buyer),
        teller(OWNER, owner.LETTERS, lambda news: news.shop.notification_email, due_to_owner),
        *account_subscriptions(Carriers(mailer, messenger), shop_settings),
    ]


class _Teller:
    """Writes the letter that an event asks for and sends it. The event's id names the message, also a second time."""

    def __init__(
        self, mailer: Mailer | None, newsroom: Newsroom, handler: str, letters: Letters, address: Address
    ) -> None:
        self.handler = handler
        self.letters = letters
        self._mailer = mailer
        self._newsroom = newsroom
        self._address = address

    async def tell(self, database: Database, event: RecordedEvent) -> None:
        """Read everything first, then send with nothing open. Raises Undeliverable, MailTrouble."""
        if self._mailer is None:
            self._skip(event, "no mail server is set")
            return
        news = await self._newsroom.news_of(database, event)
        to = self._address(news)
        if not to:
            self._skip(event, "no address is known")
            return
        letter = self.letters[event.kind](news)
        if letter is None:
            self._skip(event, "it is no longer true")
            return
        try:
            await self._mailer.send(self._message(event, news, letter, to))
        except MailTrouble as trouble:
            _log.warning("notifications.not_sent", why=str(trouble), final=trouble.permanent, **self._which(event))
            if trouble.permanent:
                raise Undeliverable(str(trouble)) from None
            raise
        _log.info("notifications.sent", **self._which(event))

    def _message(self, event: RecordedEvent, news: News, letter: Letter, to: str) -> Message:
        return Message(
            id=f"{event.id}.{self.handler.rpartition('_')[2]}",
            kind=event.kind,
            to=to,
            subject=letter.subject,
            text=letter_text(letter),
            html=letter_html(letter),
            at=news.now,
            language=letter.language,
            reply_to=news.shop.contact.email if self.handler == BUYER else None,
        )

    def _skip(self, event: RecordedEvent, why: str) -> None:
        _log.info("notifications.skipped", why=why, **self._which(event))

    def _which(self, event: RecordedEvent) -> dict[str, str]:
        """What names a mail in the logs, and nobody with it."""
        return {"handler": self.handler, "kind": event.kind, "event_id": event.id, "order_id": event.aggregate_id}

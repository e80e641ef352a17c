"""What a stream reads when it begins: whether its right holds, what it missed, and how much stock there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from niaga.catalogue.public import variant_revisions
from niaga.foundation.errors import NotFound
from niaga.inventory.public import StockKey, find_levels
from niaga.orders.public import owned_by, token_versions
from niaga.payments.public import find_payment_of
from niaga.platform.outbox.log import list_about, list_after, read_head, read_oldest
from niaga.realtime.frames import AGGREGATES
from niaga.realtime.model import TopicKind
from niaga.realtime.stream import OrderHold, OwnerHold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.platform.database import Reader
    from niaga.platform.outbox import RecordedEvent
    from niaga.realtime.model import Topic
    from niaga.realtime.stream import Wish

MOST_MISSED = 1000


class Opening(NamedTuple):
    """The facts that were missed, or None where that cannot be told; pieces available by variant."""

    missed: list[RecordedEvent] | None
    available: dict[str, int]


def read_opening(db: Reader, wish: Wish, position: int) -> Opening:
    """What a stream begins with that is live after this position. Raises NotFound for what is not there or not theirs."""
    orders, variants = _ids(wish.topics, TopicKind.ORDER), _ids(wish.topics, TopicKind.STOCK)
    _check_orders(db, wish, orders)
    _check_variants(db, wish, variants)
    return Opening(_missed(db, wish, orders, position), read_available(db, variants))


def read_available(db: Reader, variant_ids: Iterable[str]) -> dict[str, int]:
    """Pieces of each variant that may still be ordered, in one statement."""
    levels = find_levels(db, [StockKey(one) for one in variant_ids])
    return {key.variant_id: max(level.available, 0) for key, level in levels.items()}


def _missed(db: Reader, wish: Wish, orders: list[str], position: int) -> list[RecordedEvent] | None:
    seen = wish.seen
    if seen is None or seen == position:
        return []
    if seen < 0 or seen > position:
        # Another process may have told of positions that this one has not read yet; beyond the head there are none.
        return [] if position < seen <= read_head(db) else None
    if seen + 1 < read_oldest(db):
        return None
    missed = list_about(db, _things(db, orders), after=seen, up_to=position)
    kinds = {AGGREGATES[topic.kind] for topic in wish.topics if topic.kind in AGGREGATES}
    if not kinds:
        return missed
    since = list_after(db, seen, most=MOST_MISSED + 1)
    if len(since) > MOST_MISSED:
        return None
    by_position = {fact.position or 0: fact for fact in missed}
    by_position |= {fact.position or 0: fact for fact in since if fact.aggregate in kinds}
    return [by_position[place] for place in sorted(by_position) if place <= position]


def _things(db: Reader, orders: list[str]) -> list[tuple[str, str]]:
    """The orders and their payments, as the log calls them."""
    payments = [find_payment_of(db, one) for one in orders]
    return [*(("order", one) for one in orders), *(("payment", one.id) for one in payments if one is not None)]


def _check_orders(db: Reader, wish: Wish, orders: list[str]) -> None:
    versions = token_versions(db, orders)
    hers = owned_by(db, wish.hold.customer_id, orders) if isinstance(wish.hold, OwnerHold) else set()
    for topic in wish.topics:
        if topic.kind is TopicKind.ORDER:
            held = isinstance(wish.hold, OrderHold) and versions.get(topic.id) == wish.hold.token_version
            if not (held or topic.id in hers or (wish.by_staff and topic.id in versions)):
                raise NotFound("order", topic.reference)


def _check_variants(db: Reader, wish: Wish, variants: list[str]) -> None:
    known = variant_revisions(db, variants)
    for topic in wish.topics:
        if topic.kind is TopicKind.STOCK:
            _, on_sale = known.get(topic.id, (0, False))
            if not (on_sale or (wish.by_staff and topic.id in known)):
                raise NotFound("variant", topic.reference)


def _ids(topics: Iterable[Topic], kind: TopicKind) -> list[str]:
    return [topic.id for topic in topics if topic.kind is kind]

"""Topics: what a stream is about. Ids stand without their prefix."""

from enum import StrEnum
from typing import NamedTuple

from niaga.foundation.identity import with_prefix


class TopicKind(StrEnum):
    """What there is to follow."""

    ORDER = "order"
    STOCK = "stock"
    ORDERS = "orders"
    PAYMENTS = "payments"


class Topic(NamedTuple):
    """`order:ord_…` and `stock:var_…` name one thing; `orders` and `payments` are all of them."""

    kind: TopicKind
    id: str = ""

    @property
    def reference(self) -> str:
        """The id as it stands on the wire."""
        return with_prefix(PREFIXES[self.kind], self.id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}" if self.kind in PREFIXES else str(self.kind)


PREFIXES = {TopicKind.ORDER: "ord", TopicKind.STOCK: "var"}
STORE_TOPICS = frozenset({TopicKind.ORDER, TopicKind.STOCK})
ADMIN_TOPICS = frozenset(TopicKind)
"""Staff may also follow one order or one variant."""

"""Facts about payments: ids and amounts."""

from __future__ import annotations

from typing import ClassVar

from niaga.foundation.events import Event


class PaymentEvent(Event, frozen=True, kw_only=True):
    """Any fact about a payment."""

    aggregate: ClassVar[str] = "payment"
    kind: ClassVar[str] = "payment.changed"

    order_id: str
    status: str
    amount: int


class PaymentRequested(PaymentEvent, frozen=True, kw_only=True):
    """The buyer was told what to pay."""

    kind: ClassVar[str] = "payment.requested"


class PaymentSettled(PaymentEvent, frozen=True, kw_only=True):
    """The money came in."""

    kind: ClassVar[str] = "payment.settled"

    received_amount: int


class PaymentClosed(PaymentEvent, frozen=True, kw_only=True):
    """The payment expired or was cancelled with its order."""

    kind: ClassVar[str] = "payment.closed"

"""What checkout refuses."""

from dataclasses import dataclass
from typing import Any

from niaga.foundation.errors import FieldProblem, Kind, NiagaError
from niaga.inventory.errors import OutOfStock
from niaga.payments.errors import MethodUnavailable, TransferCodesExhausted
from niaga.shipping.errors import OptionExpired, OptionMismatch, OriginMissing, ServiceUnavailable
from niaga.shop.errors import ShopNotReady


@dataclass(eq=False)
class TotalChanged(NiagaError):
    """The total is now {total}, not {expected}; look at it again before you order."""

    kind = Kind.CONFLICT
    code = "checkout.total_changed"
    amounts = frozenset({"expected", "total"})

    expected: int
    total: int
    totals: Any = None


@dataclass(eq=False)
class ItemWithdrawn(NiagaError):
    """{sku} is no longer sold."""

    kind = Kind.CONFLICT
    code = "checkout.item_withdrawn"

    path: str
    sku: str

    def facts(self) -> dict[str, Any]:
        return {"sku": self.sku}

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(f"{self.path}.sku", self.code, self.template(), {"sku": self.sku})]


@dataclass(eq=False)
class TooLarge(NiagaError):
    """An order of this size cannot be taken in one piece; split it up."""

    kind = Kind.INVALID
    code = "checkout.too_large"


@dataclass(eq=False)
class NotCancellable(NiagaError):
    """Part of this order is already on its way; it cannot be cancelled any more."""

    kind = Kind.CONFLICT
    code = "checkout.not_cancellable"


NOT_PLACED = (
    OutOfStock,
    ItemWithdrawn,
    TotalChanged,
    ServiceUnavailable,
    OptionExpired,
    OptionMismatch,
    OriginMissing,
    MethodUnavailable,
    TransferCodesExhausted,
    ShopNotReady,
    TooLarge,
)
"""Whatever may refuse an order, wherever it is placed."""

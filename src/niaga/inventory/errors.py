"""What inventory refuses."""

from dataclasses import dataclass
from typing import Any

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line that cannot be served: where it stands in the request, and how many pieces are left."""

    path: str
    sku: str
    requested: int
    available: int


@dataclass(eq=False)
class OutOfStock(NiagaError):
    """Some of these items are sold out."""

    kind = Kind.CONFLICT
    code = "inventory.out_of_stock"

    lines: tuple[ShortLine, ...]

    def facts(self) -> dict[str, Any]:
        return {
            "lines": [{"sku": one.sku, "requested": one.requested, "available": one.available} for one in self.lines]
        }

    def problems(self) -> list[FieldProblem]:
        return [
            FieldProblem(
                f"{one.path}.quantity",
                self.code,
                "{sku}: only {available} left.",
                {"sku": one.sku, "available": one.available},
            )
            for one in self.lines
        ]


@dataclass(eq=False)
class NotEnoughOnHand(NiagaError):
    """There are {on_hand} pieces of {sku}, {reserved} of them promised to orders; {on_hand_after} would be too few."""

    kind = Kind.CONFLICT
    code = "inventory.not_enough_on_hand"

    sku: str
    on_hand: int
    reserved: int
    on_hand_after: int


@dataclass(eq=False)
class StaleStock(NiagaError):
    """This stock has changed since you looked; look again before you set it."""

    kind = Kind.STALE
    code = "inventory.stale"

"""What fulfilment refuses."""

from dataclasses import dataclass
from typing import Any

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class TooMany(NiagaError):
    """Of {sku} only {left} are left, not {requested}."""

    kind = Kind.CONFLICT
    code = "fulfilment.too_many"

    path: str
    sku: str
    requested: int
    left: int

    def facts(self) -> dict[str, Any]:
        return {"sku": self.sku, "requested": self.requested, "left": self.left}

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(f"{self.path}.quantity", self.code, self.template(), self.facts())]


@dataclass(eq=False)
class TrackingNumberTaken(NiagaError):
    """The tracking number {tracking_number} of {courier} already belongs to order {number}."""

    kind = Kind.CONFLICT
    code = "fulfilment.tracking_number_taken"

    courier: str
    tracking_number: str
    number: str

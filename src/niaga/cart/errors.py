"""What a cart refuses."""

from dataclasses import dataclass
from typing import Any

from niaga.foundation.errors import FieldProblem, Kind, NiagaError


@dataclass(eq=False)
class CartNotFound(NiagaError):
    """There is no such cart, or no longer; start a new one."""

    kind = Kind.NOT_FOUND
    code = "cart.not_found"


@dataclass(eq=False)
class CartCompleted(NiagaError):
    """This cart was ordered already; start a new one."""

    kind = Kind.CONFLICT
    code = "cart.completed"

    order_id: str


@dataclass(eq=False)
class CartChanged(NiagaError):
    """This cart was changed while it was being ordered; look at it again."""

    kind = Kind.CONFLICT
    code = "cart.changed"


@dataclass(eq=False)
class CartFull(NiagaError):
    """A cart holds at most {lines} lines of at most {pieces} pieces each."""

    kind = Kind.CONFLICT
    code = "cart.full"

    lines: int
    pieces: int


@dataclass(eq=False)
class CartIncomplete(NiagaError):
    """Something is still missing in this cart."""

    kind = Kind.CONFLICT
    code = "cart.incomplete"

    fields: tuple[FieldProblem, ...]

    def facts(self) -> dict[str, Any]:
        return {}

    def problems(self) -> list[FieldProblem]:
        return list(self.fields)

"""What shipping refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from niaga.foundation.errors import FieldProblem, Kind, NiagaError

_OPTION_PATH = "shipping.option_id"


@dataclass(eq=False)
class OptionExpired(NiagaError):
    """This shipping price is no longer promised; ask for the options again."""

    kind = Kind.CONFLICT
    code = "shipping.option_expired"


@dataclass(eq=False)
class OptionMismatch(NiagaError):
    """This shipping option was promised for other goods or another place; ask for the options again."""

    kind = Kind.CONFLICT
    code = "shipping.option_mismatch"


@dataclass(eq=False)
class OptionForged(NiagaError):
    """This is not a shipping option of this shop."""

    kind = Kind.INVALID
    code = "shipping.unknown_option"

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(_OPTION_PATH, self.code, self.template())]


@dataclass(eq=False)
class UnknownService(NiagaError):
    """There is no service {service} of a courier {courier}."""

    kind = Kind.INVALID
    code = "shipping.unknown_service"

    courier: str
    service: str
    path: str = "shipping.service"

    def facts(self) -> dict[str, Any]:
        return {"courier": self.courier, "service": self.service}

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem(self.path, self.code, self.template(), self.facts())]


@dataclass(eq=False)
class ServiceUnavailable(NiagaError):
    """{name} cannot carry these goods to this address; choose another service."""

    kind = Kind.CONFLICT
    code = "shipping.service_unavailable"

    name: str
    reason: str


@dataclass(eq=False)
class OriginMissing(NiagaError):
    """The shop has not said yet where its parcels start."""

    kind = Kind.CONFLICT
    code = "shop.origin_missing"

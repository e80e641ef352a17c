"""What orders refuse."""

from dataclasses import dataclass
from math import ceil

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class ExternalNumberTaken(NiagaError):
    """There is already an order {external_number} from {channel}: {number}."""

    kind = Kind.CONFLICT
    code = "orders.external_number_taken"

    channel: str
    external_number: str
    number: str


@dataclass(eq=False)
class LookupFailed(NiagaError):
    """There is no order with this number that was placed with this contact."""

    kind = Kind.NOT_FOUND
    code = "orders.lookup_failed"


@dataclass(eq=False)
class LookupThrottled(NiagaError):
    """Too many wrong attempts; try again in {minutes} minutes, or follow the link in your order's message."""

    kind = Kind.RATE_LIMITED
    code = "orders.lookup_throttled"

    seconds: int

    def facts(self) -> dict[str, int]:
        return {"minutes": ceil(self.seconds / 60)}

    def retry_after_seconds(self) -> int:
        return self.seconds

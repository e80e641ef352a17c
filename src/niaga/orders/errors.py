"""What orders refuse."""

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class ExternalNumberTaken(NiagaError):
    """There is already an order {external_number} from {channel}: {number}."""

    kind = Kind.CONFLICT
    code = "orders.external_number_taken"

    channel: str
    external_number: str
    number: str

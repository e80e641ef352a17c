"""What accounts refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class StaffKnown(NiagaError):
    """This person already works here as {role}."""

    kind = Kind.CONFLICT
    code = "accounts.staff_known"

    role: str


@dataclass(eq=False)
class KeyUnknown(NiagaError):
    """There is no such key, or it was revoked before."""

    kind = Kind.NOT_FOUND
    code = "accounts.key_unknown"

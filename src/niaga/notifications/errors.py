"""What the exchange of links refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class LinkUnknown(NiagaError):
    """This link is not one of ours; copy the whole link from the message."""

    kind = Kind.NOT_FOUND
    code = "notifications.link_unknown"


@dataclass(eq=False)
class LinkExpired(NiagaError):
    """This link no longer works; ask the shop for a new one."""

    kind = Kind.GONE
    code = "notifications.link_expired"

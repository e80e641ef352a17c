"""What realtime refuses."""

from dataclasses import dataclass

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class TooManyStreams(NiagaError):
    """Too many pages are watching at the moment; please try again in {seconds} seconds."""

    kind = Kind.UNAVAILABLE
    code = "realtime.too_many_streams"

    seconds: int

    def retry_after_seconds(self) -> int:
        """When a place may be free."""
        return self.seconds

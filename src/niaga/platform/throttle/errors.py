"""What a throttle refuses. Which of several rules it was is not told: that would say something about the subject."""

from dataclasses import dataclass
from math import ceil

from niaga.foundation.errors import Kind, NiagaError


@dataclass(eq=False)
class Throttled(NiagaError):
    """Too many attempts; please try again in {minutes} minutes."""

    kind = Kind.RATE_LIMITED
    code = "request.throttled"

    seconds: int

    def facts(self) -> dict[str, int]:
        return {"minutes": ceil(self.seconds / 60)}

    def retry_after_seconds(self) -> int:
        return self.seconds

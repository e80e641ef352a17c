"""What the shop needs to know from outside to judge its settings."""

from typing import Protocol


class Place(Protocol):
    """A region of Indonesia."""

    @property
    def level(self) -> str:
        """`province`, `regency`, `district` or `village`."""
        ...


class Places(Protocol):
    """Knows regions by code: `regions.public.Regions` does."""

    def find_region(self, code: str) -> Place | None:
        """The region with this code, or None."""
        ...

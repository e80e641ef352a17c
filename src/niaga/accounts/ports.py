"""What accounts needs from outside: what the shop is called, for authenticators to show. The shop answers."""

from typing import Protocol, runtime_checkable


@runtime_checkable  # the framework asks whether the object it was given is one
class ShopName(Protocol):
    """Tells the shop's name; reads only."""

    async def __call__(self) -> str:
        """The name as the owner wrote it."""
        ...

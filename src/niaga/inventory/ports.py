"""What inventory needs from outside: which variant a printed SKU means. The catalogue answers; inventory may not know it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """The variant's id."""
        ...


@runtime_checkable  # the framework asks whether the object it was given is one
class SkuBook(Protocol):
    """Finds variants by SKU; reads only. SKUs that nobody has are left out of the answer."""

    def __call__(self, db: Any, skus: Sequence[str]) -> Mapping[str, Identified]:
        """The variants by SKU."""
        ...

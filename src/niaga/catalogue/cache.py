"""Variants held in memory by SKU, so that placing an order usually asks the database for no price at all.

What is held is right for one revision of the catalogue, which is asked for at most every 250 ms. Placing compares each
variant's revision inside its transaction, so that what is stale here costs a second look and never a wrong price.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from niaga.catalogue.store import find_variants_by_sku, variants_following
from niaga.platform.database import read_revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.catalogue.model import VariantView
    from niaga.platform.database import Database, Reader

_POLL_SECONDS = 0.25
_MOST_HELD = 20_000
_LONGEST_SKU = 64
# Those that come next in the order of SKUs are likely to be asked for too, and cost little in the same look.
_TAKEN_ALONG = 64


class VariantCache:
    """The variants of one shop's database. One for each process; the composition root makes it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, VariantView] = {}
        self._revision = -1
        self._asked_at = float("-inf")

    async def find(self, skus: Sequence[str]) -> dict[str, VariantView]:
        """The variants with these SKUs as they stood at most 250 ms ago; SKUs that nobody has are left out."""
        held = self._held
        if not self._is_due() and all(sku in held for sku in skus):
            return {sku: held[sku] for sku in skus}
        return await self._database.read(lambda db: self._look_up(db, skus))

    def expire(self) -> None:
        """Ask for the revision before anything else is answered: somebody found a variant that has moved on."""
        self._asked_at = float("-inf")

    def _is_due(self) -> bool:
        return time.monotonic() - self._asked_at >= _POLL_SECONDS

    def _look_up(self, db: Reader, skus: Sequence[str]) -> dict[str, VariantView]:
        if self._is_due():
            # The revision first: what is read after it may be newer than it says, never older.
            asked_at, revision = time.monotonic(), read_revision(db, "catalogue")
            if revision != self._revision:
                self._held = {}
                self._revision = revision
            self._asked_at = asked_at
        if len(self._held) > _MOST_HELD:
            self._held = {}
        # While this waits for rows another request may learn of a new revision; these rows must not end up under that.
        held = self._held
        missing = [sku for sku in skus if sku not in held and len(sku) <= _LONGEST_SKU]
        found = find_variants_by_sku(db, missing)
        held |= found
        if found:
            held |= variants_following(db, max(found), _TAKEN_ALONG)
        return {sku: held[sku] for sku in skus if sku in held}

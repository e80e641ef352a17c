"""Regions for pages: one by its code, and those that words may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.storefront.purchases import Region, Regions

if TYPE_CHECKING:
    from niaga.storefront.api import Value
    from niaga.storefront.visit import Visit

_MOST = 8
_LONGEST = 80


async def region_of(visit: Visit, code: str | None) -> Region | None:
    """The region with this code, if there is one."""
    return (await visit.get(f"/store/v1/regions/{code}", Region)).value if code else None


async def regions_like(visit: Visit, words: str) -> tuple[Region, ...]:
    """The districts that these words, or a postal code, may mean."""
    if not words.strip():
        return ()
    params: dict[str, Value] = {"search": words.strip()[:_LONGEST], "level": "district", "limit": _MOST}
    found = (await visit.get("/store/v1/regions", Regions, params)).value
    return found.items if found else ()

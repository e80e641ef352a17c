"""Times on the account's pages: in the shop's zone, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.dates import moment_text
from niaga.storefront.answers import Shop

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from niaga.storefront.visit import Visit


async def moments(visit: Visit) -> Callable[[datetime], str]:
    """Writes a moment as the reader knows them."""
    zone = (await visit.get("/store/v1/shop", Shop)).or_stop().zone
    return lambda at: moment_text(at, zone, visit.language)

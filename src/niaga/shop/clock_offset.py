"""How far the shop's clock was moved, in development only: a row beside the settings, so that every process sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.shop.tables import shop_setting

if TYPE_CHECKING:
    from niaga.platform.database import Reader, Transaction

_KEY = "development.clock_offset_seconds"
_READ = sa.select(shop_setting.c.value).where(shop_setting.c.key == _KEY)


def read_clock_offset(db: Reader) -> timedelta:
    """How far the clock stands ahead of the real time (behind it, when negative)."""
    return timedelta(seconds=db.execute(_READ).scalar_one_or_none() or 0)


def write_clock_offset(tx: Transaction, offset: timedelta) -> None:
    """Remember how far the clock was moved; processes follow within a second."""
    seconds = int(offset.total_seconds())
    update = sa.update(shop_setting).where(shop_setting.c.key == _KEY).values(value=seconds)
    if tx.execute(update).rowcount == 0:
        tx.execute(sa.insert(shop_setting).values(key=_KEY, value=seconds, version=0))

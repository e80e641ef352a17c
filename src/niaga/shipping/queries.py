"""Reads of the price list: whole, into memory, and by pages for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.shipping.model import Tariff
from niaga.shipping.rules.book import TariffBook
from niaga.shipping.tables import tariff

if TYPE_CHECKING:
    from niaga.platform.database import Reader

_COLUMNS = [tariff.c[name] for name in Tariff._fields]
_WHOLE = sa.select(*_COLUMNS)
_PLACE = (tariff.c.courier, tariff.c.service, tariff.c.destination_code, tariff.c.origin_code)


class _Position(NamedTuple):
    courier: str
    service: str
    destination_code: str
    origin_code: str


def load_tariffs(db: Reader) -> TariffBook:
    """The whole price list as a book. Half a million rates take some seconds; a process keeps the book (`Tariffs`)."""
    return TariffBook(Tariff._make(row) for row in db.execute(_WHOLE))


def list_tariffs(
    db: Reader,
    *,
    courier: str | None = None,
    service: str | None = None,
    destination_code: str | None = None,
    cursor: str | None = None,
    limit: int,
) -> Page[Tariff]:
    """A page of the price list by courier, service, destination and origin. Raises BadCursor."""
    query = sa.select(*_COLUMNS).order_by(*_PLACE).limit(limit + 1)
    for column, wanted in zip(_PLACE, (courier, service, destination_code), strict=False):
        if wanted is not None:
            query = query.where(column == wanted)
    if cursor is not None:
        query = query.where(_after(decode_cursor(cursor, _Position)))
    rows = [Tariff._make(row) for row in db.execute(query)]
    items = rows[:limit]
    more = len(rows) > limit
    last = items[-1] if more else None
    if last is None:
        return Page(items, None)
    after = _Position(last.courier, last.service, last.destination_code, last.origin_code)
    return Page(items, encode_cursor(after))


def _after(position: _Position) -> sa.ColumnElement[bool]:
    """Spelled out, because not every planner uses an index for a comparison of tuples."""
    clauses = []
    for place, column in enumerate(_PLACE):
        same = [earlier == value for earlier, value in zip(_PLACE[:place], position, strict=False)]
        clauses.append(sa.and_(*same, column > position[place]))
    return sa.or_(*clauses)

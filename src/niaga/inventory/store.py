"""Statements over stock. Every change is one guarded UPDATE whose count of rows is compared; rows are locked in key order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.inventory.model import MAIN_WAREHOUSE, NO_STOCK, StockKey, StockLevel
from niaga.inventory.tables import stock, stock_movement
from niaga.platform.database import Asked, Code, Engine, Id, Question, Rowset, WriteStatement, rowset
from niaga.platform.database.rowsets import Columns, execute_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from niaga.platform.database import Reader, Transaction

_KEY: Columns = {"variant_id": Id(), "warehouse_id": Code(26)}
_MOVED: Columns = {**_KEY, "pieces": sa.BigInteger()}


def _is_row(rows: Rowset) -> sa.ColumnElement[bool]:
    return sa.and_(
        stock.c.variant_id == rows.c.variant_id,
        stock.c.warehouse_id == rows.c.warehouse_id,
    )


def _reserve(rows: Rowset) -> sa.Update:
    enough = stock.c.on_hand - stock.c.reserved >= rows.c.pieces
    return (
        sa.update(stock)
        .where(_is_row(rows), enough)
        .values(reserved=stock.c.reserved + rows.c.pieces, version=stock.c.version + 1)
    )


def _release(rows: Rowset) -> sa.Update:
    return (
        sa.update(stock)
        .where(_is_row(rows), stock.c.reserved >= rows.c.pieces)
        .values(reserved=stock.c.reserved - rows.c.pieces, version=stock.c.version + 1)
    )


def _ship(rows: Rowset) -> sa.Update:
    return (
        sa.update(stock)
        .where(
            _is_row(rows),
            stock.c.reserved >= rows.c.pieces,
            stock.c.on_hand >= rows.c.pieces,
        )
        .values(
            on_hand=stock.c.on_hand - rows.c.pieces,
            reserved=stock.c.reserved - rows.c.pieces,
            version=stock.c.version + 1,
        )
    )


def _add(rows: Rowset) -> sa.Update:
    return (
        sa.update(stock)
        .where(_is_row(rows), stock.c.on_hand + rows.c.pieces >= stock.c.reserved)
        .values(on_hand=stock.c.on_hand + rows.c.pieces, version=stock.c.version + 1)
    )


RESERVE = WriteStatement("reserve stock", _MOVED, _reserve)
RELEASE = WriteStatement("release stock", _MOVED, _release)
SHIP = WriteStatement("ship stock", _MOVED, _ship)
ADD = WriteStatement("add stock", _MOVED, _add)
CREATE = WriteStatement.insert(stock, "variant_id", "warehouse_id", "on_hand", "reserved", "version")
INSERT_MOVEMENTS = WriteStatement.insert(
    stock_movement,
    "id",
    "variant_id",
    "warehouse_id",
    "delta",
    "reason",
    "source_type",
    "source_id",
    "at",
)

_LEVEL = (stock.c.variant_id, stock.c.warehouse_id, stock.c.on_hand, stock.c.reserved)
# MariaDB locks what it scans. A literal list on the primary key makes it scan nothing else, but only when it is told to
# use that key: a small table it would read from end to end, past rows that others hold.
_LOCK_MARIADB = (
    sa.select(*_LEVEL)
    .where(
        stock.c.variant_id.in_(sa.bindparam("variants", expanding=True)),
        stock.c.warehouse_id == MAIN_WAREHOUSE,
    )
    .order_by(stock.c.variant_id, stock.c.warehouse_id)
    .with_hint(stock, "FORCE INDEX (PRIMARY)")
    .with_for_update()
)


@lru_cache(maxsize=3)
def _lock(engine: Engine) -> sa.Select[Any]:
    return _locked(rowset(engine, "wanted", _KEY))


def _locked(wanted: Rowset) -> sa.Select[Any]:
    return (
        sa.select(*_LEVEL)
        .join_from(wanted, stock, _is_row(wanted))
        .order_by(stock.c.variant_id, stock.c.warehouse_id)
        .with_for_update(of=stock)
    )


@lru_cache(maxsize=3)
def _levels(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _KEY)
    return sa.select(*_LEVEL).join_from(wanted, stock, _is_row(wanted))


def find_levels(db: Reader, keys: Sequence[StockKey]) -> dict[StockKey, StockLevel]:
    """The stock of these keys as it is now, for showing; whoever decides locks it. Keys without a row have none."""
    distinct = sorted(set(keys))
    if not distinct:
        return {}
    found = execute_rows(db, _levels(db.engine), "wanted", _KEY, distinct)
    return _levels_of(distinct, found)


def lock_levels(tx: Transaction, keys: Sequence[StockKey]) -> dict[StockKey, StockLevel]:
    """The stock rows of these keys, locked until the transaction ends. Keys without a row have no stock."""
    distinct = sorted(set(keys))
    if not distinct:
        return {}
    if tx.engine is Engine.MARIADB:
        found = tx.execute(_LOCK_MARIADB, {"variants": [key.variant_id for key in distinct]})
    else:
        found = execute_rows(tx, _lock(tx.engine), "wanted", _KEY, distinct)
    return _levels_of(distinct, found)


def ask_locked_levels(tx: Transaction, keys: Sequence[StockKey]) -> Asked[dict[StockKey, StockLevel]]:
    """The same to be asked together with other questions."""
    distinct = sorted(set(keys))
    return Asked(_LOCKED, distinct, lambda rows: _levels_of(distinct, rows), lambda: lock_levels(tx, keys))


_LOCKED = Question("locked levels", _KEY, _locked)


def _levels_of(keys: Sequence[StockKey], found: Iterable[Any]) -> dict[StockKey, StockLevel]:
    levels = {(variant, warehouse): StockLevel(*pieces) for variant, warehouse, *pieces in map(tuple, found)}
    return {key: levels.get(key, NO_STOCK) for key in keys}


_ONE = sa.select(stock).where(
    stock.c.variant_id == sa.bindparam("variant"),
    stock.c.warehouse_id == sa.bindparam("warehouse"),
)


def find_row(db: Reader, key: StockKey) -> sa.Row[Any] | None:
    """One stock row."""
    return db.execute(_ONE, {"variant": key.variant_id, "warehouse": key.warehouse_id}).one_or_none()

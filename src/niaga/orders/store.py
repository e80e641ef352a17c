"""Statements over orders. Placing is plural; every later change is one UPDATE guarded by the version, one timeline row."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.orders.model import (
    AgreedShipping,
    Contact,
    Order,
    OrderLine,
    OrderStatus,
    Override,
    ShippingAddress,
    TimelineEntry,
    Tracking,
)
from niaga.orders.tables import customer_order, order_line, order_timeline
from niaga.platform.database import Code, Id, Rowset, Utc, Write, WriteStatement, rowset
from niaga.platform.database.rowsets import execute_rows
from niaga.pricing.public import Totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Engine, Reader

_TABLE = "customer_order"
_ID = {"id": Id()}
INSERT_ORDERS = WriteStatement.insert(customer_order)
INSERT_LINES = WriteStatement.insert(order_line)
INSERT_TIMELINE = WriteStatement.insert(order_timeline)


class _Private(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of an address, and the buyer's notes with it."""

    recipient: str
    phone: str
    street: str
    notes: str = ""
    order_notes: str = ""


def _advance(rows: Rowset) -> sa.Update:
    return (
        sa.update(customer_order)
        .where(
            customer_order.c.id == rows.c.id,
            customer_order.c.version == rows.c.seen_version,
        )
        .values(
            version=customer_order.c.version + 1,
            status=rows.c.status,
            cancel_reason=rows.c.cancel_reason,
            expires_at=rows.c.expires_at,
            tracking=rows.c.tracking,
        )
    )


_ADVANCE = WriteStatement(
    "advance order",
    {
        "id": Id(),
        "seen_version": sa.Integer(),
        "status": Code(20),
        "cancel_reason": Code(20),
        "expires_at": Utc(),
        "tracking": customer_order.c.tracking.type,
    },
    _advance,
)


def _move_lines(rows: Rowset) -> sa.Update:
    return (
        sa.update(order_line)
        .where(
            order_line.c.order_id == rows.c.order_id,
            order_line.c.line_no == rows.c.line_no,
        )
        .values(
            shipped_quantity=order_line.c.shipped_quantity + rows.c.shipped,
            returned_quantity=order_line.c.returned_quantity + rows.c.returned,
        )
    )


_MOVE_LINES = WriteStatement(
    "move order lines",
    {
        "order_id": Id(),
        "line_no": sa.Integer(),
        "shipped": sa.BigInteger(),
        "returned": sa.BigInteger(),
    },
    _move_lines,
)


def insert_writes(orders: Sequence[Order], vault: Vault) -> list[Write]:
    """The rows of new orders and their lines."""
    return [
        Write(INSERT_ORDERS, [_order_row(order, vault) for order in orders]),
        Write(
            INSERT_LINES,
            [_line_row(order.id, line) for order in orders for line in order.lines],
        ),
    ]


def timeline_writes(entries: Sequence[tuple[str, TimelineEntry]]) -> list[Write]:
    """Timeline rows for (order id, entry)."""
    return [
        Write(
            INSERT_TIMELINE,
            [
                (
                    order_id,
                    one.version,
                    one.at,
                    one.kind,
                    one.status.value,
                    one.actor_kind,
                    one.actor_id,
                    one.detail,
                )
                for order_id, one in entries
            ],
        )
    ]


def advance_writes(seen: Order, changed: Order) -> list[Write]:
    """Store a changed order, unless somebody else changed it since it was seen (GuardRefused)."""
    tracking = msgspec.to_builtins(changed.tracking)
    row = (
        seen.id,
        seen.version,
        changed.status.value,
        changed.cancel_reason,
        changed.expires_at,
        tracking,
    )
    return [Write(_ADVANCE, [row], expect=1)]


def moved_line_writes(order_id: str, *, shipped: dict[int, int], returned: dict[int, int]) -> list[Write]:
    """Count shipped and returned pieces of lines (line number → pieces)."""
    numbers = sorted({*shipped, *returned})
    rows = [(order_id, number, shipped.get(number, 0), returned.get(number, 0)) for number in numbers]
    return [Write(_MOVE_LINES, rows, expect=len(rows))]


def _order_row(order: Order, vault: Vault) -> tuple[Any, ...]:
    totals, address = order.totals, order.address
    private = _Private(
        recipient=address.recipient,
        phone=address.phone,
        street=address.street,
        notes=address.notes,
        order_notes=order.notes,
    )
    return (
        order.id, order.number, order.channel, order.external_number, order.status.value, order.cancel_reason, order.version,
        order.token_version, order.language, totals.subtotal, totals.discount, totals.shipping, totals.insurance,
        totals.cod_fee, totals.tax, totals.tax_included, totals.total, totals.currency,
        vault.seal(_text(order.contact), table=_TABLE, column="contact", row=order.id),
        vault.seal(_text(private), table=_TABLE, column="address", row=order.id),
        address.region_code, order.region_path, address.postal_code, msgspec.to_builtins(order.shipping),
        msgspec.to_builtins(order.tracking), order.metadata,
        None if order.override is None else msgspec.to_builtins(order.override), order.placed_at, order.expires_at,
        order.customer_id,
    )  # fmt: skip


def sealed_nobody(vault: Vault, order_id: str, nobody: str) -> tuple[str, str]:
    """Contact and address of an order whose buyer is named no more, sealed as those of every order."""
    private = _Private(recipient=nobody, phone="", street=nobody)
    return (
        vault.seal(_text(Contact(name=nobody)), table=_TABLE, column="contact", row=order_id),
        vault.seal(_text(private), table=_TABLE, column="address", row=order_id),
    )


def _line_row(order_id: str, line: OrderLine) -> tuple[Any, ...]:
    return (
        order_id, line.line_no, line.variant_id, line.warehouse_id, line.sku, line.name, line.options, line.image_url,
        line.quantity, line.unit_price, line.amount, line.weight_grams, line.shipped_quantity, line.returned_quantity,
    )  # fmt: skip


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


_BY_ID = sa.select(customer_order).where(customer_order.c.id == sa.bindparam("the_id"))
_BY_NUMBER = sa.select(customer_order.c.id).where(customer_order.c.number == sa.bindparam("the_number"))
_CONTACT = sa.select(customer_order.c.id, customer_order.c.token_version, customer_order.c.contact).where(
    customer_order.c.number == sa.bindparam("the_number")
)
_PRIVATE = tuple(customer_order.c[name] for name in ("id", "contact", "address", "region_code", "postal_code"))
_NEXT_IDS = (
    sa.select(customer_order.c.id)
    .where(customer_order.c.id > sa.bindparam("after"))
    .order_by(customer_order.c.id)
    .limit(sa.bindparam("most"))
)
_LINES = sa.select(order_line).where(order_line.c.order_id == sa.bindparam("the_id")).order_by(order_line.c.line_no)
_TIMELINE = (
    sa.select(order_timeline)
    .where(order_timeline.c.order_id == sa.bindparam("the_id"))
    .order_by(order_timeline.c.version)
)
_EXTERNAL = sa.select(customer_order.c.number).where(
    customer_order.c.channel == sa.bindparam("channel"),
    customer_order.c.external_number == sa.bindparam("external"),
)


def find_order(db: Reader, order_id: str) -> Order | None:
    """An order with its lines."""
    row = db.execute(_BY_ID, {"the_id": order_id}).one_or_none()
    if row is None:
        return None
    lines = tuple(_read_line(one._mapping) for one in db.execute(_LINES, {"the_id": order_id}))  # noqa: SLF001 - public in SQLAlchemy
    return read_order(row._mapping, lines, db.vault)  # noqa: SLF001


def find_orders(db: Reader, order_ids: Sequence[str]) -> dict[str, Order]:
    """Orders with their lines by id, in two statements however many; ids that are no order's are left out."""
    if not order_ids:
        return {}
    wanted = [(one,) for one in dict.fromkeys(order_ids)]
    lines: dict[str, list[OrderLine]] = {}
    for line in execute_rows(db, _lines_of(db.engine), "wanted", _ID, wanted):
        lines.setdefault(line.order_id, []).append(_read_line(line._mapping))  # noqa: SLF001
    rows = execute_rows(db, _orders_of(db.engine), "wanted", _ID, wanted)
    return {row.id: read_order(row._mapping, tuple(lines.get(row.id, ())), db.vault) for row in rows}  # noqa: SLF001


def find_private(db: Reader, order_ids: Sequence[str]) -> dict[str, tuple[Contact, ShippingAddress]]:
    """Whom these orders are for, in one statement however many; ids that are no order's are left out."""
    if not order_ids:
        return {}
    wanted = [(one,) for one in dict.fromkeys(order_ids)]
    rows = execute_rows(db, _private_of(db.engine), "wanted", _ID, wanted)
    return {row.id: _read_private(row._mapping, db.vault)[:2] for row in rows}  # noqa: SLF001


def list_ids(db: Reader, after: str, limit: int) -> list[str]:
    """The next ids of orders after that one, in their order."""
    return list(db.execute(_NEXT_IDS, {"after": after, "most": limit}).scalars())


@lru_cache(maxsize=3)
def _private_of(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ID)
    return sa.select(*_PRIVATE).join_from(wanted, customer_order, customer_order.c.id == wanted.c.id)


@lru_cache(maxsize=3)
def _orders_of(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ID)
    return sa.select(customer_order).join_from(wanted, customer_order, customer_order.c.id == wanted.c.id)


@lru_cache(maxsize=3)
def _lines_of(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ID)
    lines = sa.select(order_line).join_from(wanted, order_line, order_line.c.order_id == wanted.c.id)
    return lines.order_by(order_line.c.order_id, order_line.c.line_no)


def find_order_id(db: Reader, number: str) -> str | None:
    """The id behind an order number."""
    return db.execute(_BY_NUMBER, {"the_number": number}).scalar_one_or_none()


def find_contact(db: Reader, number: str) -> tuple[str, int, Contact] | None:
    """Id, token version and contact of the order with this number."""
    row = db.execute(_CONTACT, {"the_number": number}).one_or_none()
    if row is None:
        return None
    contact = db.vault.open(row.contact, table=_TABLE, column="contact", row=row.id)
    return row.id, row.token_version, msgspec.json.decode(contact, type=Contact)


def find_external(db: Reader, channel: str, external_number: str) -> str | None:
    """The number of the order that a channel knows by its own number."""
    return db.execute(_EXTERNAL, {"channel": channel, "external": external_number}).scalar_one_or_none()


def list_timeline(db: Reader, order_id: str) -> list[TimelineEntry]:
    """What happened to an order, in order."""
    return [
        TimelineEntry(
            version=row.version,
            at=row.at,
            kind=row.kind,
            status=OrderStatus(row.status),
            actor_kind=row.actor_kind,
            actor_id=row.actor_id,
            detail=row.detail,
        )
        for row in db.execute(_TIMELINE, {"the_id": order_id})
    ]


def _read_line(row: Any) -> OrderLine:
    return OrderLine(**{name: row[name] for name in row if name != "order_id"})


def read_order(row: Any, lines: tuple[OrderLine, ...], vault: Vault) -> Order:
    """An order from its row; raises SealBroken when its sealed columns were tampered with."""
    contact, address, notes = _read_private(row, vault)
    return Order(
        **{name: row[name] for name in _PLAIN},
        status=OrderStatus(row["status"]),
        totals=_read_totals(row),
        contact=contact,
        address=address,
        notes=notes,
        shipping=msgspec.convert(row["shipping"], AgreedShipping),
        tracking=msgspec.convert(row["tracking"], list[Tracking]),
        override=None if row["override"] is None else msgspec.convert(row["override"], Override),
        lines=lines,
    )


def _read_private(row: Any, vault: Vault) -> tuple[Contact, ShippingAddress, str]:
    contact = vault.open(row["contact"], table=_TABLE, column="contact", row=row["id"])
    sealed = vault.open(row["address"], table=_TABLE, column="address", row=row["id"])
    private = msgspec.json.decode(sealed, type=_Private)
    address = ShippingAddress(
        recipient=private.recipient,
        phone=private.phone,
        street=private.street,
        notes=private.notes,
        region_code=row["region_code"],
        postal_code=row["postal_code"],
    )
    return msgspec.json.decode(contact, type=Contact), address, private.order_notes


_PLAIN = (
    "id", "number", "channel", "external_number", "cancel_reason", "version", "token_version", "language", "region_path",
    "metadata", "placed_at", "expires_at", "customer_id",
)  # fmt: skip


def _read_totals(row: Any) -> Totals:
    return Totals(
        subtotal=row["subtotal"],
        discount=row["discount"],
        shipping=row["shipping_amount"],
        insurance=row["insurance_amount"],
        cod_fee=row["cod_fee"],
        tax=row["tax"],
        tax_included=row["tax_included"],
        total=row["total"],
        currency=row["currency"],
    )

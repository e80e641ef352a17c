"""Statements over carts. Whoever changes one raises its version first, which makes everybody else wait: no change is lost."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.cart.model import MOST_PIECES, Address, Cart, CartLine, ChosenShipping, Contact, Pick
from niaga.cart.tables import cart, cart_line
from niaga.foundation.identity import new_id
from niaga.platform.database import Engine, Id, Rowset, Write, WriteStatement, rowset, write_all
from niaga.platform.database.rowsets import execute_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader, Transaction

INSERT_CARTS = WriteStatement.insert(cart)
INSERT_LINES = WriteStatement.insert(cart_line)
_AT_ONCE = 500


class _Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a cart: everything about the person."""

    contact: Contact | None = None
    address: Address | None = None
    notes: str = ""


_ONE = sa.select(cart).where(cart.c.id == sa.bindparam("the_id"))
_LINES = sa.select(cart_line).where(cart_line.c.cart_id == sa.bindparam("the_id")).order_by(cart_line.c.id)
_IS_OPEN = sa.and_(
    cart.c.id == sa.bindparam("the_id"), cart.c.order_id.is_(None), cart.c.expires_at > sa.bindparam("now")
)
_CLAIM = sa.update(cart).where(_IS_OPEN).values(version=cart.c.version + 1, expires_at=sa.bindparam("until"))
_CHANGE = (
    sa.update(cart)
    .where(cart.c.id == sa.bindparam("the_id"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("buyer", "shipping", "insured", "metadata")})
)
_ADD = (
    sa.update(cart_line)
    .where(
        cart_line.c.cart_id == sa.bindparam("the_id"),
        cart_line.c.variant_id == sa.bindparam("variant"),
        cart_line.c.quantity <= MOST_PIECES - sa.bindparam("more", type_=sa.Integer()),
    )
    .values(quantity=cart_line.c.quantity + sa.bindparam("more"), seen_price=sa.bindparam("price"))
)
_IS_LINE = sa.and_(cart_line.c.cart_id == sa.bindparam("the_id"), cart_line.c.id == sa.bindparam("line"))
_SET_QUANTITY = (
    sa.update(cart_line).where(_IS_LINE).values(quantity=sa.bindparam("pieces"), seen_price=sa.bindparam("price"))
)
_REMOVE = sa.delete(cart_line).where(_IS_LINE)
_OLDEST = (
    sa.select(cart.c.expires_at)
    .where(cart.c.expires_at <= sa.bindparam("now"))
    .order_by(cart.c.expires_at)
    .limit(sa.bindparam("most"))
)
_FORGET = sa.delete(cart).where(cart.c.expires_at <= sa.bindparam("last")).returning(cart.c.id)
_FORGET_LINES = sa.delete(cart_line).where(cart_line.c.cart_id.in_(sa.bindparam("ids", expanding=True)))
_STATE = (cart.c.id, cart.c.version, cart.c.order_id)
# MariaDB locks what it scans: a literal list on the primary key makes it scan nothing else.
_LOCK_MARIADB = (
    sa.select(*_STATE)
    .where(cart.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(cart.c.id)
    .with_hint(cart, "FORCE INDEX (PRIMARY)")
    .with_for_update()
)


# An ordered cart leaves its customer free to begin another.
_ENDED: dict[str, Any] = {"customer_id": sa.null(), "sealed_id": sa.null()}
_IS_HERS = cart.c.customer_id == sa.bindparam("holder")
_HERS = sa.select(cart.c.id, cart.c.sealed_id).where(_IS_HERS, cart.c.expires_at > sa.bindparam("now"))
_LET_GO = sa.update(cart).where(_IS_HERS, cart.c.expires_at <= sa.bindparam("now")).values(_ENDED)
_ADOPT = (
    sa.update(cart)
    .where(cart.c.id == sa.bindparam("the_id"), cart.c.customer_id.is_(None))
    .values(customer_id=sa.bindparam("holder"), sealed_id=sa.bindparam("sealed"))
)
_CARTS_OF = sa.select(cart.c.id).where(sa.or_(_IS_HERS, cart.c.order_id.in_(sa.bindparam("orders", expanding=True))))
_FORGET_THESE = sa.delete(cart).where(cart.c.id.in_(sa.bindparam("ids", expanding=True)))
_EMPTY = sa.delete(cart_line).where(cart_line.c.cart_id == sa.bindparam("the_id"))


def _complete(rows: Rowset) -> sa.Update:
    is_as_seen = (cart.c.id == rows.c.id, cart.c.version == rows.c.seen_version, cart.c.order_id.is_(None))
    return sa.update(cart).where(*is_as_seen).values(**_ENDED, order_id=rows.c.order_id, version=cart.c.version + 1)


COMPLETE = WriteStatement("complete cart", {"id": Id(), "seen_version": sa.Integer(), "order_id": Id()}, _complete)


def insert_writes(made: Cart, vault: Vault) -> list[Write]:
    """The rows of a new cart."""
    row = (made.key, made.version, made.order_id, *_values(made, vault).values(), made.expires_at, None, None)
    lines = [(made.key, one.id, one.variant_id, one.quantity, one.seen_price) for one in made.lines]
    return [Write(INSERT_CARTS, [row], expect=1), Write(INSERT_LINES, lines)]


def find_cart(db: Reader, key: str) -> Cart | None:
    """The cart with its lines, whatever became of it. Two statements."""
    row = db.execute(_ONE, {"the_id": key}).one_or_none()
    if row is None:
        return None
    lines = [
        CartLine(id=one.id, variant_id=one.variant_id, quantity=one.quantity, seen_price=one.seen_price)
        for one in db.execute(_LINES, {"the_id": key})
    ]
    return _read(row, tuple(lines), db.vault)


def claim_cart(tx: Transaction, key: str, until: datetime) -> bool:
    """Raise the version of a cart that is open, and keep it until then: others who change it wait for this transaction."""
    return tx.execute(_CLAIM, {"the_id": key, "now": tx.now, "until": until}).rowcount == 1


def store_change(tx: Transaction, changed: Cart) -> None:
    """Keep what a change made of a cart that was claimed."""
    values = {f"new_{name}": value for name, value in _values(changed, tx.vault).items()}
    tx.execute(_CHANGE, {"the_id": changed.key, **values})


def add_pieces(tx: Transaction, key: str, pick: Pick) -> bool:
    """Raise the quantity of the variant's line; False when there is no such line or it would hold too many."""
    values = {"the_id": key, "variant": pick.variant_id, "more": pick.quantity, "price": pick.price}
    return tx.execute(_ADD, values).rowcount == 1


def insert_line(tx: Transaction, key: str, pick: Pick) -> None:
    """A line for a variant that the cart does not hold yet."""
    row = {"cart_id": key, "id": new_id(), "variant_id": pick.variant_id}
    tx.execute(sa.insert(cart_line), {**row, "quantity": pick.quantity, "seen_price": pick.price})


def find_cart_of(db: Reader, customer_id: str) -> str | None:
    """The id of the customer's open cart, as she would hold it."""
    row = db.execute(_HERS, {"holder": customer_id, "now": db.now}).one_or_none()
    return row and db.vault.open(row.sealed_id, table="cart", column="sealed_id", row=row.id)


def let_expired_go(tx: Transaction, customer_id: str) -> None:
    """A cart of hers whose time is over is hers no more, purged or not."""
    tx.execute(_LET_GO, {"holder": customer_id, "now": tx.now})


def adopt_cart(tx: Transaction, key: str, cart_id: str, customer_id: str) -> bool:
    """Make a claimed cart the customer's, if it is nobody's. Fails UNIQUE when she has another one."""
    sealed = tx.vault.seal(cart_id, table="cart", column="sealed_id", row=key)
    return tx.execute(_ADOPT, {"the_id": key, "holder": customer_id, "sealed": sealed}).rowcount == 1


def insert_lines(tx: Transaction, key: str, lines: Sequence[CartLine]) -> None:
    """More lines for variants that the cart does not hold yet, in one statement."""
    write_all(tx, [Write(INSERT_LINES, [(key, one.id, one.variant_id, one.quantity, one.seen_price) for one in lines])])


def empty_cart(tx: Transaction, key: str) -> None:
    """Take every line out of a claimed cart."""
    tx.execute(_EMPTY, {"the_id": key})


def forget_carts_of(tx: Transaction, customer_id: str, order_ids: Sequence[str]) -> int:
    """Delete her open cart, and the carts that became these orders; how many."""
    found = list(tx.execute(_CARTS_OF, {"holder": customer_id, "orders": list(order_ids)}).scalars())
    if found:
        tx.execute(_FORGET_LINES, {"ids": found})
        tx.execute(_FORGET_THESE, {"ids": found})
    return len(found)


def set_quantity(tx: Transaction, key: str, line_id: str, *, quantity: int, price: int) -> None:
    """So many of the line, at the price its buyer sees now."""
    tx.execute(_SET_QUANTITY, {"the_id": key, "line": line_id, "pieces": quantity, "price": price})


def remove_line(tx: Transaction, key: str, line_id: str) -> bool:
    """Take the line away; False when it is not there."""
    return tx.execute(_REMOVE, {"the_id": key, "line": line_id}).rowcount == 1


@lru_cache(maxsize=3)
def _lock(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", {"id": Id()})
    return (
        sa.select(*_STATE)
        .join_from(wanted, cart, cart.c.id == wanted.c.id)
        .order_by(cart.c.id)
        .with_for_update(of=cart)
    )


def lock_states(tx: Transaction, keys: Sequence[str]) -> dict[str, tuple[int, str | None]]:
    """Version and order of these carts, locked in key order until the transaction ends. No keys: no statement."""
    distinct = sorted(set(keys))
    if not distinct:
        return {}
    if tx.engine is Engine.MARIADB:
        found = tx.execute(_LOCK_MARIADB, {"ids": distinct})
    else:
        found = execute_rows(tx, _lock(tx.engine), "wanted", {"id": Id()}, [(key,) for key in distinct])
    return {row.id: (row.version, row.order_id) for row in found}


def forget_expired(tx: Transaction) -> int:
    """Delete about five hundred carts whose time is over; how many there were.

    By a span of their index: what was kept longer in the meantime is looked at again and stays, with its lines.
    """
    due = tx.execute(_OLDEST, {"now": tx.now, "most": _AT_ONCE}).scalars().all()
    if not due:
        return 0
    gone = list(tx.execute(_FORGET, {"last": due[-1]}).scalars())
    tx.execute(_FORGET_LINES, {"ids": gone})
    return len(gone)


def _values(one: Cart, vault: Vault) -> dict[str, Any]:
    buyer = msgspec.json.encode(_Buyer(contact=one.contact, address=one.address, notes=one.notes))
    return {
        "buyer": vault.seal_bytes(buyer, table="cart", column="buyer", row=one.key),
        "shipping": None if one.shipping is None else msgspec.to_builtins(one.shipping),
        "insured": one.insured,
        "metadata": one.metadata,
    }


def _read(row: Any, lines: tuple[CartLine, ...], vault: Vault) -> Cart:
    sealed = vault.open_bytes(row.buyer, table="cart", column="buyer", row=row.id)
    buyer = msgspec.json.decode(sealed, type=_Buyer)
    return Cart(
        key=row.id,
        version=row.version,
        order_id=row.order_id,
        contact=buyer.contact,
        address=buyer.address,
        shipping=None if row.shipping is None else msgspec.convert(row.shipping, ChosenShipping),
        insured=bool(row.insured),
        notes=buyer.notes,
        metadata=row.metadata,
        expires_at=row.expires_at,
        customer_id=row.customer_id,
        lines=lines,
    )

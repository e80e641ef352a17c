"""Export (UU PDP art. 13): everything that is kept about one person, put together from the rooms that keep it."""

from datetime import datetime
from typing import Any

import msgspec

from niaga.accounts.public import Holder, HolderKind, get_customer, get_factors, list_identities, list_sessions
from niaga.addresses.public import export_addresses
from niaga.foundation.identity import with_prefix
from niaga.orders.public import find_orders, list_timeline, order_ids_of, order_wire
from niaga.payments.public import find_payments_of
from niaga.platform.audit import TrailEntry, TrailFilter, list_trail
from niaga.platform.database import Reader
from niaga.privacy import store

Tree = dict[str, Any]
_AT_ONCE = 100
_MOST_READS = 100


class PersonExport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one person, as plain values. `reads` says who of the staff was shown her account and when."""

    made_at: datetime
    account: Tree
    addresses: list[Tree]
    orders: list[Tree]
    sessions: list[Tree]
    second_factors: Tree
    other_sign_ins: list[str]
    consents: list[Tree]
    requests: list[Tree]
    deeds: list[Tree]
    reads: list[Tree]


def export_person(db: Reader, customer_id: str, *, language: str) -> PersonExport:
    """Everything about a customer at this moment. Raises NotFound for who is erased or unknown."""
    who = get_customer(db, customer_id)
    holder = Holder(HolderKind.CUSTOMER, customer_id)
    account = {name: getattr(who, name) for name in ("name", "email", "phone", "language", "metadata", "created_at")}
    factors = get_factors(db, holder)
    return PersonExport(
        made_at=db.now,
        account={"id": with_prefix("cus", who.id), **account, "has_password": who.password_hash is not None},
        addresses=export_addresses(db, customer_id),
        orders=_orders(db, customer_id, language),
        sessions=[_tree(one, "ses") for one in list_sessions(db, HolderKind.CUSTOMER, customer_id)],
        second_factors={"authenticator_app": factors.totp, "passkeys": [_tree(one, "psk") for one in factors.passkeys]},
        other_sign_ins=list_identities(db, customer_id),
        consents=[_tree(one, "con") for one in store.list_consents(db, customer_id)],
        requests=[_tree(one, "prq", without=("customer_id", "contact")) for one in store.requests_of(db, customer_id)],
        deeds=_trail(db, TrailFilter(subject_id=customer_id, reads=False)),
        reads=_trail(db, TrailFilter(subject_id=customer_id, reads=True)),
    )


def _orders(db: Reader, customer_id: str, language: str) -> list[Tree]:
    ids, found = order_ids_of(db, customer_id), []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        payments = find_payments_of(db, some)
        for order in find_orders(db, some).values():
            tree: Tree = msgspec.to_builtins(order_wire(order, list_timeline(db, order.id), language))
            payment = payments.get(order.id)
            tree["payment"] = payment and _payment(payment)
            found.append(tree)
    return found


def _payment(payment: Any) -> Tree:
    names = ("method", "status", "amount", "received_amount", "received_at", "settled_at")
    return {name: msgspec.to_builtins(getattr(payment, name)) for name in names}


def _trail(db: Reader, wanted: TrailFilter) -> list[Tree]:
    return [_deed(one) for one in list_trail(db, wanted, limit=_MOST_READS).items]


def _deed(entry: TrailEntry) -> Tree:
    # Who of the staff it was is theirs; that it was staff is hers to know.
    return {"at": msgspec.to_builtins(entry.at), "by": entry.actor.kind.value, "what": entry.action}


def _tree(thing: Any, prefix: str, *, without: tuple[str, ...] = ()) -> Tree:
    tree: Tree = msgspec.to_builtins(thing)
    return {
        name: with_prefix(prefix, tree[name]) if name == "id" else tree[name] for name in tree if name not in without
    }

"""Taking from allowances and giving back, inside a transaction: one conditional UPDATE a row decides.

Rows are taken in the order of their keys, so that two who take several never wait for each other.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database import Utc
from niaga.platform.throttle.errors import Throttled
from niaga.platform.throttle.tables import allowance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Transaction
    from niaga.platform.throttle.allowances import Allowance, Rule

_PURGED_AT_ONCE = 1000
_MICROSECOND = timedelta(microseconds=1)
_FULL_AT = allowance.c.full_at
_MINE = allowance.c.subject == sa.bindparam("about")
_OF_ANOTHER_CLOCK = sa.bindparam("impossible", type_=Utc()) < _FULL_AT
_INTERVAL = sa.bindparam("interval_us", type_=sa.BigInteger)
# What `Rule.after_one` says, decided where the row is.
_TAKE = (
    sa.update(allowance)
    .where(_MINE, sa.or_(sa.bindparam("latest", type_=Utc()) >= _FULL_AT, _OF_ANOTHER_CLOCK))
    .values(
        full_at=sa.case(
            (_OF_ANOTHER_CLOCK, sa.bindparam("spent", type_=Utc())),
            (sa.bindparam("now", type_=Utc()) > _FULL_AT, sa.bindparam("first", type_=Utc())),
            else_=_FULL_AT + _INTERVAL,
        )
    )
)
_READ = sa.select(_FULL_AT).where(_MINE)
_GIVE_BACK = sa.update(allowance).where(_MINE).values(full_at=_FULL_AT - _INTERVAL)
_FULL = (
    sa.select(_FULL_AT)
    .where(sa.bindparam("now", type_=Utc()) >= _FULL_AT)
    .order_by(_FULL_AT)
    .limit(sa.bindparam("most_at_once"))
)
_UP_TO = sa.delete(allowance).where(sa.bindparam("last", type_=Utc()) >= _FULL_AT)
_Keyed = tuple[str, "Rule"]


def take_allowances(tx: Transaction, allowances: Iterable[Allowance]) -> None:
    """Take one from each, or raise Throttled, which must end the transaction so that nothing is taken.

    What the transaction does beside it counts with it: where a refusal of the action rolls back, so does what was taken,
    and then `Throttle.take` is the one to call, before the action.
    """
    keyed = in_order(tx.vault, allowances)
    for place, (key, rule) in enumerate(keyed):
        if not _take(tx, key, rule):
            raise Throttled(max(_wait_seconds(tx, one, of) for one, of in keyed[place:]))


def give_back_allowances(tx: Transaction, allowances: Iterable[Allowance]) -> None:
    """It turned out to be right, and is not counted."""
    for key, rule in in_order(tx.vault, allowances):
        tx.execute(_GIVE_BACK, {"about": key, "interval_us": rule.interval // _MICROSECOND})


def purge_allowances(tx: Transaction) -> int:
    """Forget about a thousand allowances that are full again; how many. Call again until it says 0."""
    full = tx.execute(_FULL, {"now": tx.now, "most_at_once": _PURGED_AT_ONCE}).scalars().all()
    return tx.execute(_UP_TO, {"last": full[-1]}).rowcount if full else 0


def in_order(vault: Vault, allowances: Iterable[Allowance]) -> list[_Keyed]:
    """Keys with their rules, in the order in which everybody takes them."""
    return sorted(((one.key(vault), one.rule) for one in allowances), key=lambda keyed: keyed[0])


def _take(tx: Transaction, key: str, rule: Rule) -> bool:
    if tx.execute(_TAKE, _moments(tx, key, rule)).rowcount == 1:
        return True
    if tx.execute(_READ, {"about": key}).scalar_one_or_none() is not None:
        return False
    # Two first ones at once meet in the primary key; the edge runs the later one again.
    tx.execute(sa.insert(allowance), {"subject": key, "full_at": tx.now + rule.interval})
    return True


def _moments(tx: Transaction, key: str, rule: Rule) -> dict[str, Any]:
    return {
        "about": key,
        "now": tx.now,
        "latest": rule.latest_to_take(tx.now),
        "impossible": rule.impossible(tx.now),
        "spent": rule.spent(tx.now),
        "first": tx.now + rule.interval,
        "interval_us": rule.interval // _MICROSECOND,
    }


def _wait_seconds(tx: Transaction, key: str, rule: Rule) -> int:
    full_at = tx.execute(_READ, {"about": key}).scalar_one_or_none()
    return 1 if full_at is None else max(1, ceil(rule.wait(full_at, tx.now).total_seconds()))

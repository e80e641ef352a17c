"""Guesses: wrong look-ups are counted by the database, for each order number and for each network, whatever is behind it.

A guess is counted before anything is looked at, by one conditional UPDATE, and given back when it was right. An hour begins
with the first wrong one; while the count is full nothing is looked up at all, and that is the same for unknown numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.orders.errors import LookupThrottled
from niaga.orders.rules import MOST_PER_NETWORK, MOST_PER_NUMBER, WINDOW
from niaga.orders.tables import lookup_failure
from niaga.platform.database import Utc

if TYPE_CHECKING:
    from niaga.platform.crypto import Vault
    from niaga.platform.database import Transaction

_PURPOSE = "orders.lookup"
_PURGED_AT_ONCE = 1000
_MINE = lookup_failure.c.subject == sa.bindparam("about")
_IS_OVER = lookup_failure.c.began_at <= sa.bindparam("over_at", type_=Utc())
# In this order: MariaDB sees what it has set already.
_COUNT = (
    sa.update(lookup_failure)
    .where(_MINE, sa.or_(lookup_failure.c.failures < lookup_failure.c.most, _IS_OVER))
    .ordered_values(
        (lookup_failure.c.failures, sa.case((_IS_OVER, 1), else_=lookup_failure.c.failures + 1)),
        (
            lookup_failure.c.began_at,
            sa.case((_IS_OVER, sa.bindparam("now", type_=Utc())), else_=lookup_failure.c.began_at),
        ),
    )
)
_BEGAN_AT = sa.select(lookup_failure.c.began_at).where(_MINE)
_GIVE_BACK = (
    sa.update(lookup_failure).where(_MINE, lookup_failure.c.failures > 0).values(failures=lookup_failure.c.failures - 1)
)
_OLDEST = (
    sa.select(lookup_failure.c.began_at)
    .where(_IS_OVER)
    .order_by(lookup_failure.c.began_at)
    .limit(sa.bindparam("most_at_once"))
)
_UP_TO = sa.delete(lookup_failure).where(lookup_failure.c.began_at <= sa.bindparam("last", type_=Utc()))


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be wrong so often within an hour. The subject is a keyed hash: neither number nor network is kept."""

    subject: str
    most: int


def guesses_about(vault: Vault, number: str, network: str) -> tuple[Guess, Guess]:
    """The two counts that a look-up of this number from this network is charged to."""
    return (
        Guess(_subject(vault, f"number {number}"), MOST_PER_NUMBER),
        Guess(_subject(vault, f"network {network}"), MOST_PER_NETWORK),
    )


def count_guess(tx: Transaction, guess: Guess) -> None:
    """Count it as wrong until it turns out to be right. Raises LookupThrottled when the hour's count is full."""
    bind = {"about": guess.subject, "now": tx.now, "over_at": tx.now - WINDOW}
    if tx.execute(_COUNT, bind).rowcount == 1:
        return
    began_at = tx.execute(_BEGAN_AT, {"about": guess.subject}).scalar_one_or_none()
    if began_at is not None:
        raise LookupThrottled(max(1, ceil((began_at + WINDOW - tx.now).total_seconds())))
    # Two first guesses at once meet in the primary key; the edge runs the later one again.
    row = {"subject": guess.subject, "failures": 1, "most": guess.most, "began_at": tx.now}
    tx.execute(sa.insert(lookup_failure), row)


def give_back(tx: Transaction, guess: Guess) -> None:
    """It was right."""
    tx.execute(_GIVE_BACK, {"about": guess.subject})


def purge_guesses(tx: Transaction) -> int:
    """Forget about a thousand counts whose hour is over; how many. Call again until it says 0."""
    bind = {"over_at": tx.now - WINDOW, "most_at_once": _PURGED_AT_ONCE}
    due = tx.execute(_OLDEST, bind).scalars().all()
    return tx.execute(_UP_TO, {"last": due[-1]}).rowcount if due else 0


def _subject(vault: Vault, about: str) -> str:
    return vault.mac(_PURPOSE, about.encode()).hex()

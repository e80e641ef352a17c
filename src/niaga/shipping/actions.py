"""Changing the price list."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from niaga.foundation.identity import new_id
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Write, bump_revision, write_all
from niaga.shipping import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.platform.database import Transaction
    from niaga.shipping.model import Tariff

SYSTEM = Actor(ActorKind.SYSTEM)
_CHUNK = 5_000


def replace_tariffs(
    tx: Transaction,
    tariffs: Iterable[Tariff],
    *,
    actor: Actor = SYSTEM,
    courier: str | None = None,
    service: str | None = None,
) -> int:
    """Put these tariffs in the place of all others, or of one courier's service; answers how many there are now.

    Must be inside a transaction. The rows are trusted: what comes from outside is checked before (`tariff_problems`),
    and the table refuses a price that is none. Every process uses them within a quarter of a second of the commit.
    """
    assert (courier is None) == (service is None), "a service is named by both its codes"
    if courier is None:
        tx.execute(store.DELETE_ALL)
    else:
        tx.execute(store.DELETE_SERVICE, {"of_courier": courier, "of_service": service})
    waiting = iter(tariffs)
    count = 0
    while chunk := [(new_id(), *tariff) for tariff in islice(waiting, _CHUNK)]:
        assert courier is None or all(row[3:5] == (courier, service) for row in chunk), "another service's tariff"
        write_all(tx, [Write(store.INSERT_TARIFFS, chunk, expect=len(chunk))])
        count += len(chunk)
    bump_revision(tx, "tariffs")
    detail = {"courier": courier, "service": service, "count": count}
    record_audit(tx, actor, action="tariffs.replaced", subject_type="tariffs", subject_id="shop", detail=detail)
    return count
